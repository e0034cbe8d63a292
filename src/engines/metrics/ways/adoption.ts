import { periodEnd } from '../../numbers/dates.ts'
import { counting } from '../activity/marks.ts'
import { secondsOf } from '../activity/activity.ts'
import { usesIn, type Uses } from '../activity/uses.ts'
import { lastMonth } from '../revenue/series.ts'
import type { Ledger } from '../revenue/revenue.ts'
import { adoptionFigure, type Feature, type Moment, type Payer, type Person, type Placed } from '../series/adoption.ts'
import { groupOf, nothing, type Point } from '../series/figure.ts'
import { spansOf } from '../series/timing.ts'
import { peopleOf, peopleReads, type People } from './people.ts'
import { Refused, type Asked, type Behind, type Given, type Row, type Way } from './way.ts'

const eightWeeks = 56 * 86_400

/** Adoption of the defined features; without definitions every event name is a feature with k = 1 that every paying account could use. */
export const adoption: Way<object> = {
  counts: () => 'event',
  ledger: 'ownAccounts',
  activity: true,
  reads: () => peopleReads,
  figures: (_, asked, given) => {
    const { moments, features, isDefined, people } = readIn(asked, given)
    const { time, by } = asked
    const over = (chosen: readonly Placed[], payersOf: (read: Read) => readonly Payer[]): Point[] =>
      moments.map((read) => {
        const { period, moment, stop, start } = read
        const there = chosen.filter(({ feature }) => feature.from === null || secondsOf(feature.from) <= start)
        if (there.length === 0 && chosen.some(({ feature }) => feature.from !== null && secondsOf(feature.from) < stop))
          return { period, mature: false, ...nothing('immature') }
        return { period, mature: true, ...adoptionFigure(there, { ...moment, payers: payersOf(read) }) }
      })
    return {
      points: over(features, ({ moment }) => moment.payers),
      ...(by
        ? { groups: groupsOf(by.column, features, moments, people).map(({ key, chosen, payersOf }) => groupOf(key, over(chosen, payersOf), time.headline)) }
        : {}),
      text: 'core events of each feature in the trailing window, of accounts that pay at its end',
      notes: [
        ...(isDefined ? [] : ['No feature is defined: every event name counts as a feature that every paying account could use, once in the window.']),
        ...outsideNote(features, moments.at(-1)?.moment),
      ],
    }
  },
  behind: (_, asked, given, period) => {
    const { moments, features, people } = readIn(asked, given)
    const moment = moments.find((one) => one.period === period)?.moment
    if (!moment) return []
    return moment.payers.flatMap((payer): Behind[] => {
      const { value, denominator } = adoptionFigure(features, { ...moment, payers: [payer] })
      if (denominator === null) return []
      const times = (uses: Uses): number => features.reduce((sum, { place }) => sum + (payer.code < 0 ? 0 : uses.count(place, payer.code)), 0)
      const [opening, closing] = [times(moment.before), times(moment.uses)]
      const name = people.accounts.get(payer.id)?.['name']
      return [
        {
          account: payer.id,
          name: typeof name === 'string' ? name : null,
          opening,
          closing,
          change: closing - opening,
          movement: value === 1 ? 'adopted' : 'not adopted',
          reason: null,
        },
      ]
    })
  },
}

interface Read {
  readonly period: string
  readonly start: number
  readonly stop: number
  readonly moment: Moment
}

function readIn(asked: Asked, given: Given) {
  const people = peopleOf(given)
  const { activity, counted } = people
  const rows = given.rows('feature')
  const isDefined = rows.length > 0
  const features = (isDefined ? rows.flatMap(toFeature) : activity.names.toSorted().map(anyName)).map((feature, place): Placed => ({ place, feature }))
  if (features.length > 500)
    throw new Refused(`${features.length} features are more than one figure can tell; 500 are allowed.`, 'Define the features that matter.')
  const featuresOf = activity.names.map((name) => features.filter(({ feature }) => feature.event === name).map(({ place }) => place))
  const isIn = counting(activity, counted, 'account', 'any')
  const codes = { accounts: placesOf(activity.accounts), actors: placesOf(activity.actors) }
  const listed = listedIn(people, codes.actors)
  const payersOn = payersIn(asked, given.ledger, people, codes.accounts)
  const moments = spansOf(asked.time).map(({ key, start, stop }): Read => {
    const span = { start: secondsOf(start), stop: secondsOf(stop) }
    const uses = usesIn(activity, span, isIn, features.length, featuresOf)
    const before = usesIn(activity, { start: span.start - eightWeeks, stop: span.stop - eightWeeks }, isIn, features.length, featuresOf)
    const payers = payersOn(key)
    return { period: key, ...span, moment: { payers, people: listed ?? seenIn(people, uses), stop: span.stop, uses, before } }
  })
  return { moments, features, isDefined, people }
}

const placesOf = (list: readonly string[]): ReadonlyMap<string, number> => new Map(list.map((text, place) => [text, place]))

/** Who pays at a period's end and how much, from closings that are told once. */
function payersIn({ time }: Asked, ledger: Ledger | null, { accounts }: People, codes: ReadonlyMap<string, number>): (period: string) => Payer[] {
  if (!ledger) return () => []
  const closings = new Map(ledger.closings().map((one) => [one.account, one.closings]))
  return (period) => {
    const end = periodEnd(period)
    const month = ledger.periods.indexOf(lastMonth(end.slice(0, 7), ledger))
    return [...ledger.payingOn(end < time.asOf ? end : time.asOf)].map((id) => ({
      id,
      code: codes.get(id) ?? -1,
      plan: accounts.attribute(id, 'plan'),
      mrr: closings.get(id)?.[month] ?? 0,
    }))
  }
}

/** The people of each account as the company lists them; null without such a list. */
function listedIn({ users, counted }: People, codes: ReadonlyMap<string, number>): ReadonlyMap<string, readonly Person[]> | null {
  if (users.size === 0) return null
  const listed = new Map<string, Person[]>()
  for (const [id, row] of users) {
    const code = codes.get(id) ?? -1
    if (code >= 0 ? counted.actor[code] !== 1 : row['is_service'] === true || row['is_internal'] === true) continue
    const account = String(row['account_id'])
    const own = listed.get(account) ?? []
    own.push({ code, since: typeof row['created_at'] === 'string' ? secondsOf(row['created_at']) : Number.NEGATIVE_INFINITY })
    listed.set(account, own)
  }
  return listed
}

/** Those who did anything in the window. */
function seenIn({ activity }: People, uses: Uses): ReadonlyMap<string, readonly Person[]> {
  const seen = activity.actors.flatMap((_, code) => (uses.accountOf(code) < 0 ? [] : [{ code, since: Number.NEGATIVE_INFINITY }]))
  return Map.groupBy(seen, ({ code }) => activity.accounts[uses.accountOf(code)] ?? '')
}

interface Chosen {
  readonly key: string
  readonly chosen: readonly Placed[]
  readonly payersOf: (read: Read) => readonly Payer[]
}

/** Groups by feature or area choose features; groups by an attribute choose accounts. */
function groupsOf(column: string, features: readonly Placed[], moments: readonly Read[], { accounts }: People): Chosen[] {
  if (column === 'name' || column === 'area') {
    const key = ({ feature }: Placed): string => (column === 'area' ? (feature.area ?? '(none)') : feature.id)
    return [...Map.groupBy(features, key)]
      .map(([name, chosen]) => ({ key: name, chosen, payersOf: ({ moment }: Read) => moment.payers }))
      .toSorted((a, b) => (a.key < b.key ? -1 : 1))
  }
  const byPeriod = new Map(moments.map(({ period, moment }) => [period, Map.groupBy(moment.payers, ({ id }) => accounts.attribute(id, column))]))
  const keys = new Set([...byPeriod.values()].flatMap((groups) => [...groups.keys()]))
  return [...keys].toSorted().map((key) => ({ key, chosen: features, payersOf: ({ period }) => byPeriod.get(period)?.get(key) ?? [] }))
}

/** Use by accounts whose plan lacks the feature counts nowhere, but somebody should know. */
function outsideNote(features: readonly Placed[], moment: Moment | undefined): string[] {
  const outside = moment?.payers.filter(
    ({ code, plan }) =>
      code >= 0 && features.some(({ feature, place }) => feature.plans !== null && !feature.plans.includes(plan) && moment.uses.count(place, code) > 0),
  )
  return outside && outside.length > 0 ? [`${outside.length} accounts used a feature that their plan does not include; that use is in neither side.`] : []
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
