import { periodEnd } from '../../numbers/dates.ts'
import { growingName, keeper, nameOf, nameOfText } from '../../numbers/once.ts'
import { indexAt, secondsOf } from '../activity/activity.ts'
import { counting } from '../activity/marks.ts'
import { countsOfUse, usesIn, type UseColumns, type UseCounts } from '../activity/uses.ts'
import { lastMonth } from '../revenue/series.ts'
import type { Ledger } from '../revenue/revenue.ts'
import { adoptedIn, adoptionFigures, type Adopted, type Paying } from '../series/adopted.ts'
import type { Feature, Placed } from '../series/adoption.ts'
import { groupOf, nothing, type Figure, type Point } from '../series/figure.ts'
import { spansOf } from '../series/timing.ts'
import { groupsAmong } from './accounts.ts'
import { peopleOf, peopleReads, type People } from './people.ts'
import { rosterOf, type OpenRoster } from './roster.ts'
import { Refused, type Asked, type Behind, type Given, type Row, type Way } from './way.ts'

const eightWeeks = 56 * 86_400

/** Adoption of the defined features; without definitions every event name is a feature with k = 1 that every paying account could use. */
export const adoption: Way<object> = {
  counts: () => 'event',
  ledger: 'ownAccounts',
  activity: true,
  pairs: 'accounts',
  reads: () => peopleReads,
  figures: (_, asked, given) => {
    const people = peopleOf(given)
    const table = tableOf(people, asked, given)
    const { features, isDefined, spans } = table
    const { by, time } = asked
    const [whole = []] = table.over([features])
    const points = spans.map((span, place) => pointIn(span, features, () => figureOf(table, whole[place], place)))
    const groups = by ? (isOfFeatures(by.column) ? byFeature(table, by.column) : byAccount(table, by.column, people, whole)) : []
    return {
      points,
      ...(by ? { groups: groups.map(({ key, points: own }) => groupOf(key, own, time.headline)) } : {}),
      text: 'core events of each feature in the trailing window, of accounts that pay at its end',
      notes: [
        ...(isDefined ? [] : ['No feature is defined: every event name counts as a feature that every paying account could use, once in the window.']),
        ...outsideNote(table, whole.at(-1)),
      ],
    }
  },
  behind: (_, asked, given, period) => {
    const people = peopleOf(given)
    const table = tableOf(people, { ...asked, time: { ...asked.time, periods: asked.time.periods.filter((one) => one === period) } }, given)
    const [paying, [adopted] = []] = [table.paying[0], table.over([table.features])[0]]
    if (!paying || !adopted) return []
    const times = table.times()
    return Array.from(paying.place).flatMap((place): Behind[] => {
      const id = table.roster.ids[place] ?? ''
      if (!adopted.isAble(table.roster.plan[place] ?? '')) return []
      const [opening, closing] = times(place)
      const name = people.accounts.get(id)?.['name']
      return [
        {
          account: id,
          name: typeof name === 'string' ? name : null,
          opening,
          closing,
          change: closing - opening,
          movement: adopted.adopts[place] === 1 ? 'adopted' : 'not adopted',
          reason: null,
        },
      ]
    })
  },
}

interface Stretch {
  readonly period: string
  readonly start: number
  readonly stop: number
}

/** Who pays in each period, and what every account did in it, whoever asks. */
interface Table {
  readonly features: readonly Placed[]
  readonly isDefined: boolean
  readonly spans: readonly Stretch[]
  readonly roster: OpenRoster
  readonly paying: readonly Paying[]
  /** How often an account used any feature in the last stretch, and in the one eight weeks before. */
  times(): (place: number) => readonly [before: number, now: number]
  /** What was done with each choice of features, in each period. */
  over(choices: readonly (readonly Placed[])[]): Adopted[][]
}

function tableOf(people: People, asked: Asked, given: Given): Table {
  const { activity, counted } = people
  const { features, isDefined } = featuresIn(given.rows('feature'), people)
  const spans = spansOf(asked.time).map(({ key, start, stop }) => ({ period: key, start: secondsOf(start), stop: secondsOf(stop) }))
  const roster = rosterOf(people)
  const paying = payingIn(asked, given.ledger, roster)
  const known = roster.name() // the plans of those who pay and are nowhere else are among them
  const isIn = counting(activity, counted, 'account', 'any')
  const featuresOf = activity.names.map((name) => features.filter(({ feature }) => feature.event === name).map(({ place }) => place))
  const uses = (start: number, stop: number) => usesIn(activity, { start, stop }, isIn, features.length, featuresOf).columns
  const countsIn = (start: number, stop: number) => countsOfUse(activity, { start, stop }, isIn, features.length, featuresOf)
  const inSpan = ({ start, stop }: Stretch, choices: readonly (readonly Placed[])[]): Adopted[] => {
    let read: { uses: UseColumns; before: UseCounts; stop: number } | null = null
    const rows = [start, stop, start - eightWeeks, stop - eightWeeks].map((at) => indexAt(activity, at))
    return choices.map((chosen) => {
      const there = chosen.filter((one) => isThere(one, start))
      const key = [counted.who, known, ...rows, start, stop, there.map(({ place, feature }) => `${place} ${feature.id}`).join()].join('|')
      return kept(activity.origin, key, () => {
        read ??= { uses: uses(start, stop), before: countsIn(start - eightWeeks, stop - eightWeeks), stop }
        return adoptedIn(there, features, roster, read)
      })
    })
  }
  const over: Table['over'] = (choices) => {
    const bySpan = spans.map((span) => inSpan(span, choices))
    return choices.map((_, place) => bySpan.flatMap((own) => own[place] ?? []))
  }
  const times: Table['times'] = () => {
    const { start = 0, stop = 0 } = spans.at(-1) ?? {}
    const [now, before] = [countsIn(start, stop), countsIn(start - eightWeeks, stop - eightWeeks)]
    const codes = new Map(Array.from(roster.placeOfCode, (place, code) => [place, code]))
    const sum = (own: UseCounts, code: number | undefined): number =>
      code === undefined ? 0 : features.reduce((total, { place }) => total + (own.counts[code * features.length + place] ?? 0), 0)
    return (place) => [sum(before, codes.get(place)), sum(now, codes.get(place))]
  }
  return { features, isDefined, spans, roster, paying, over, times }
}

const kept = keeper<object, Adopted>(120)
const isThere = ({ feature }: Placed, start: number): boolean => feature.from === null || secondsOf(feature.from) <= start

function featuresIn(rows: readonly Row[], { activity }: People): { readonly features: readonly Placed[]; readonly isDefined: boolean } {
  const isDefined = rows.length > 0
  const features = (isDefined ? rows.flatMap(toFeature) : activity.names.toSorted().map(anyName)).map((feature, place): Placed => ({ place, feature }))
  if (features.length > 500)
    throw new Refused(`${features.length} features are more than one figure can tell; 500 are allowed.`, 'Define the features that matter.')
  return { features, isDefined }
}

/** Who pays at each period's end and how much. Who pays as before, and as much, is told once. */
function payingIn({ time }: Asked, ledger: Ledger | null, roster: OpenRoster): Paying[] {
  if (!ledger) return time.periods.map(() => roster.paying([], () => 0))
  const places = nameOf(roster.ids) // places in a roster stay as they are while it grows
  return time.periods.map((period): Paying => {
    const end = periodEnd(period)
    const payers = ledger.payingOn(end < time.asOf ? end : time.asOf)
    const closings = ledger.closingsOn(lastMonth(end.slice(0, 7), ledger))
    return keptPaying(payers, `${places} ${nameOf(closings)}`, () => roster.paying(payers, (id) => closings.get(id) ?? 0))
  })
}

const keptPaying = keeper<ReadonlySet<string>, Paying>(4)

/** A figure of a period in which some of the features had been there all the time; one of which none had is immature while any comes. */
function pointIn({ period, start, stop }: Stretch, chosen: readonly Placed[], figure: () => Figure | undefined): Point {
  if (!chosen.some((one) => isThere(one, start)) && chosen.some(({ feature }) => feature.from !== null && secondsOf(feature.from) < stop))
    return { period, mature: false, ...nothing('immature') }
  return { period, mature: true, ...(figure() ?? nothing('no_denominator')) }
}

function figureOf(table: Table, adopted: Adopted | undefined, place: number): Figure | undefined {
  return figuresBy(table, adopted, place, everybody).get('')
}

/** The group of each place of a roster; `key` names how they were grouped. */
interface Grouping {
  readonly key: string
  readonly names: readonly string[]
  /** Null where all are in one. */
  readonly groupAt: Int32Array | null
}

const everybody: Grouping = { key: '', names: [''], groupAt: null }

/** The figures of a period for each group of its payers. The same payers that adopted the same are told once. */
function figuresBy({ roster, paying }: Table, adopted: Adopted | undefined, place: number, { key, names, groupAt }: Grouping): ReadonlyMap<string, Figure> {
  const own = paying[place]
  if (!adopted || !own) return new Map()
  return keptFigures(adopted, `${nameOf(own)} ${key}`, () => {
    const figures = adoptionFigures(adopted, roster, own, groupAt, names.length)
    const isThere = new Uint8Array(names.length)
    for (let payer = 0; payer < own.place.length; payer++) isThere[groupAt?.[own.place[payer] ?? 0] ?? 0] = 1
    return new Map(names.flatMap((name, group) => (isThere[group] === 1 && figures[group] ? [[name, figures[group]]] : [])))
  })
}

const keptFigures = keeper<Adopted, ReadonlyMap<string, Figure>>(12)

/** Groups of a dimension of accounts; a roster’s places stay as they are while it grows, and whoever comes moves nobody. */
function groupingBy({ ids }: OpenRoster, column: string, accounts: People['accounts']): Grouping {
  return keptGroupings(ids, `${column} ${nameOf(accounts)} ${ids.length}`, () => {
    const { keys, group } = groupsAmong(ids, column, accounts)
    const named = `${column} ${nameOfText(JSON.stringify(keys))}`
    return { key: `${named} ${groupsName(ids, named, group)}`, names: keys, groupAt: group }
  })
}

const keptGroupings = keeper<readonly string[], Grouping>(8)
const groupsName = growingName<number>(8)

interface Grouped {
  readonly key: string
  readonly points: readonly Point[]
}

const isOfFeatures = (column: string): boolean => column === 'name' || column === 'area'

/** Groups of features, each over all accounts. */
function byFeature(table: Table, column: string): Grouped[] {
  const key = ({ feature }: Placed): string => (column === 'area' ? (feature.area ?? '(none)') : feature.id)
  const choices = [...Map.groupBy(table.features, key)].toSorted(([a], [b]) => (a < b ? -1 : 1))
  const done = table.over(choices.map(([, chosen]) => chosen))
  return choices.map(([name, chosen], choice) => ({
    key: name,
    points: table.spans.map((span, place) => pointIn(span, chosen, () => figureOf(table, done[choice]?.[place], place))),
  }))
}

/** Groups of accounts that paid in any of the periods. */
function byAccount(table: Table, column: string, { accounts }: People, whole: readonly Adopted[]): Grouped[] {
  const grouping = groupingBy(table.roster, column, accounts)
  const figures = table.spans.map((_, span) => figuresBy(table, whole[span], span, grouping))
  const keys = [...new Set(figures.flatMap((own) => [...own.keys()]))].toSorted()
  return keys.map((own) => ({ key: own, points: table.spans.map((span, place) => pointIn(span, table.features, () => figures[place]?.get(own))) }))
}

/** Use by accounts whose plan lacks the feature counts nowhere, but somebody should know. */
function outsideNote({ paying }: Table, adopted: Adopted | undefined): string[] {
  const outside = paying.at(-1)?.place.filter((place) => adopted?.outside[place] === 1).length ?? 0
  return outside > 0 ? [`${outside} accounts used a feature that their plan does not include; that use is in neither side.`] : []
}

/** A live feature; a retired one is none. */
function toFeature(row: Row): Feature[] {
  if (row['retired_at'] !== null) return []
  const text = (column: string): string | null => (row[column] === null ? null : String(row[column]))
  return [
    {
      id: String(row['id']),
      event: String(row['core_event']),
      least: Number(row['min_count'] ?? 1),
      area: text('area'),
      plans:
        text('eligible_rule')
          ?.split(',')
          .map((plan) => plan.trim()) ?? null,
      from: text('released_at'),
    },
  ]
}

const anyName = (event: string): Feature => ({ id: event, event, least: 1, area: null, plans: null, from: null })
