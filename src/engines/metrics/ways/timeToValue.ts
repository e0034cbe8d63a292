import { watchedToTheEnd } from './survived.ts'
import { growing, growingName, keeper, nameOf, once, shelf } from '../../numbers/once.ts'
import { counting } from '../activity/marks.ts'
import { codesOf, secondsOf, type Activity } from '../activity/activity.ts'
import { firstOf, reachedAt, seenBetween } from '../activity/firsts.ts'
import { groupOf, type Point } from '../series/figure.ts'
import { mostPeriods, spansOf, type Timing } from '../series/timing.ts'
import { beginners, milestoneOf, milestoneSwitches } from './milestone.ts'
import { groupsAmong, type Accounts } from './accounts.ts'
import { journeyFigure, raceOf, type Journey } from './journeyFigure.ts'
import { peopleOf, peopleReads, type People } from './people.ts'
import { lossesBy, type Losses } from './losses.ts'
import { figureUpTo } from './upTo.ts'
import type { Asked, Behind, Given, Row, Way } from './way.ts'

const day = 86_400

/**
 * Days from an account's start to its first outcome: the Kaplan–Meier median over accounts that started in the trailing window, followed to the period's
 * end. Open accounts count for as long as they were watched; lost ones are watched until their loss, or rule the outcome out (kpis.md 4.5, §6).
 */
export const timeToValue: Way<object> = {
  counts: () => 'event',
  activity: true,
  pairs: 'accounts',
  switches: {
    ...milestoneSwitches,
    start: { says: 'What starts the clock.', values: ['first_login', 'contract', 'kickoff'], initial: 'first_login' },
    lost_before_value: {
      says: 'An account that leaves first: watched until then, or ruled out.',
      values: ['censor_at_loss', 'competing'],
      initial: 'censor_at_loss',
    },
  },
  reads: () => ({ ...peopleReads, subscription: { fact: 'subscription', columns: ['account_id', 'start', 'end'] } }),
  figures: (_, asked, given) => {
    const own = journeysIn(asked, given)
    const { journeys, says, notes } = own
    const isCompeting = asked.switches['lost_before_value'] === 'competing'
    const column = asked.by?.column
    const groups = column === undefined ? null : groupsOf(own, column)
    return {
      points: keptPoints(journeys, JSON.stringify([asked.time, isCompeting]), () => pointsOf(own, allOf(journeys), asked.time, isCompeting)),
      ...(groups
        ? {
            groups: groups.keys.map((key, group) =>
              groupOf(key, pointsOf(own, partOf(own, column ?? '', groups, group), asked.time, isCompeting), asked.time.headline),
            ),
          }
        : {}),
      text: `days from ${asked.switches['start']} to the milestone by Kaplan–Meier; open accounts are watched to the end of each period`,
      notes: [says, watchedToTheEnd, ...notes],
    }
  },
  behind: (_, asked, given, period) => {
    const span = spansOf(asked.time).find(({ key }) => key === period)
    const [from, to] = [secondsOf(span?.start ?? '2000-01-01'), secondsOf(span?.stop ?? '2000-01-01')]
    return journeysIn(asked, given)
      .journeys.filter(({ start }) => start >= from && start < to)
      .map((one): Behind => {
        const { time, end } = raceOf(one, to)
        return {
          account: one.id,
          name: one.name,
          opening: null,
          closing: Math.round(time * 10) / 10,
          change: null,
          movement: end === 'awaited' ? 'reached' : end === 'other' ? 'lost before value' : 'open',
          reason: null,
        }
      })
      .toSorted((a, b) => Number(a.movement === 'reached') - Number(b.movement === 'reached') || (b.closing ?? 0) - (a.closing ?? 0))
  },
}

/** Journeys do not depend on the as-of day: each period looks at them up to its own end. */
function journeysIn(asked: Asked, given: Given): Journeys {
  const people = peopleOf(given)
  const key = [people.counted.terms, ...Object.values(asked.switches)].join('|')
  return kept(people.activity, `${key}|${nameOf(given.rows('subscription'))}`, () => journeysOf(asked, given, people, key))
}

interface Journeys {
  readonly activity: Activity
  /** Names all that the journeys follow from but the events and the losses. */
  readonly follows: string
  readonly journeys: readonly Journey[]
  readonly losses: Losses
  readonly says: string
  readonly notes: readonly string[]
  readonly accounts: Accounts
}

const kept = keeper<Activity, Journeys>(8)
const keptPoints = keeper<readonly Journey[], Point[]>(2)
const keptLosses = keeper<readonly Row[], Losses>(2)

/** Somebody who may begin, with what is read of the account once. */
interface Beginner {
  readonly row: Row
  readonly id: string
  readonly name: string | null
  /** NaN for an account without a day of its own. */
  readonly created: number
}

const beginnersOf = once((accounts: Accounts): readonly Beginner[] =>
  beginners(accounts).began.map((row) => ({
    row,
    id: String(row['id']),
    name: typeof row['name'] === 'string' ? row['name'] : null,
    created: secondsIn(row['created_at']),
  })),
)

function journeysOf(asked: Asked, given: Given, people: People, follows: string): Journeys {
  const { activity, accounts, counted } = people
  const { milestone, says, key: named } = milestoneOf(asked.switches, people)
  const isIn = counting(activity, counted, 'account', 'any')
  const rule = asked.switches['start'] ?? 'first_login'
  const { who = '' } = counted
  const arrived = rule === 'first_login' ? firstOf(activity, isIn, null, who && `${who} any`) : null
  const codes = codesOf(activity, 'accounts')
  const all = beginnersOf(accounts)
  const watched = arrived ? watchedFrom(arrived) : Number.NEGATIVE_INFINITY
  const began = all.filter(({ created }) => !(created < watched)) // an account without a day of its own is kept
  const started: { readonly one: Beginner; readonly code: number; readonly start: number }[] = []
  const starts = new Float64Array(activity.accounts.length).fill(Number.NaN)
  for (const one of began) {
    const code = codes.get(one.id) ?? -1
    const start = arrived ? (arrived[code] ?? Number.NaN) : secondsIn(one.row[`${rule}_at`])
    if (Number.isNaN(start)) continue
    started.push({ one, code, start })
    if (code >= 0) starts[code] = start
  }
  const key = who && `${who} ${startsName(activity.origin, rule, arrived ? codesIn(began, activity) : starts)} ${watched} ${named}`
  const value = reachedAt(activity, isIn, starts, milestone, Number.POSITIVE_INFINITY, key)
  const early = arrived ? null : firstOf(activity, isIn, milestone.name, key && `${key} early`)
  const apart =
    arrived &&
    firstOf(
      activity,
      isIn,
      Uint8Array.from(milestone.name, (counts) => 1 - counts),
      key && `${key} apart`,
    )
  const retained = seenBetween(activity, counting(activity, counted, 'account'), value, 49 * day, 56 * day, key)
  const losses = keptLosses(given.rows('subscription'), nameOf(accounts.all), () => lossesOf(given.rows('subscription'), accounts.all))
  const journeys: Journey[] = []
  let [before, atOnce] = [0, 0]
  for (const { one, code, start } of started) {
    const at = value[code] ?? Number.NaN
    const isBefore = early !== null && (early[code] ?? Number.NaN) < start
    const isAtOnce = apart !== null && at === start && apart[code] !== start
    before += Number(isBefore)
    atOnce += Number(isAtOnce)
    if (isBefore || isAtOnce) continue
    journeys.push({
      id: one.id,
      name: one.name,
      start,
      value: Number.isNaN(at) ? null : at,
      lost: (losses.get(one.id) ?? Number.NEGATIVE_INFINITY) >= start ? (losses.get(one.id) ?? null) : null,
      isRetained: Number.isNaN(at) ? null : retained[code] === 1,
    })
  }
  const [unstarted, unseen] = [began.length - started.length, all.length - began.length]
  const notes = [
    ...(atOnce > 0 ? [`${atOnce === 1 ? '1 account shows' : `${atOnce} accounts show`} ${sameEvent}`] : []),
    ...(before > 0 ? [`${before} accounts had their first outcome before their start and are left out: correct their dates (temporal finding).`] : []),
    ...(unseen > 0 ? [`${unseen} accounts began more than 30 days before the first event and are left out: when they first came was not seen.`] : []),
    ...(unstarted > 0 ? [`${unstarted} accounts have no ${rule.replace('_', ' ')} and are not watched yet.`] : []),
  ]
  // who signs in first starts by the events: of all that is known of accounts, the key names what that follows from
  const stands = arrived && key ? `${key} ${Object.values(asked.switches).join('|')}` : `${follows} ${watched}`
  return { activity, follows: stands, journeys, losses, says, notes, accounts }
}

/** Where nothing is seen of an account before its outcome, that is start and end at once: 0 days, which nobody measured. */
const sameEvent =
  'no sign-in apart from the outcome, so that the same event would start and end the clock: left out. Define features, name a milestone, or start the clock at the contract or the kickoff.'

/** When accounts of the events started, or for which of them the events say so: whoever comes behind them changes nothing of what was found. */
const startsName = growingName<number>(4)

/** 1 for each account of the events that is among some rows, by its code. */
function codesIn(rows: readonly { readonly id: string }[], activity: Activity): Uint8Array {
  const [codes, isIn] = [codesOf(activity, 'accounts'), new Uint8Array(activity.accounts.length)]
  for (const { id } of rows) isIn[codes.get(id) ?? -1] = 1
  return isIn
}

/** Accounts from long before the log have no first sign-in in it (left truncation): the log begins with its first event, less 30 days. */
function watchedFrom(arrived: Float64Array): number {
  let first = Number.POSITIVE_INFINITY
  for (const at of arrived) if (at < first) first = at
  return Number.isFinite(first) ? first - 30 * day : Number.NEGATIVE_INFINITY
}

const secondsIn = (value: unknown): number => (typeof value === 'string' ? secondsOf(value) : Number.NaN)

/** When an account left: its closing, or the end of its last subscription when none runs on. */
function lossesOf(lines: readonly Row[], accounts: readonly Row[]): Losses {
  const ends = keptEnds(lines, '', () => endsWith(new Map(), lines), endsWith)
  const losses = new Map<string, number>()
  for (const [id, end] of ends) if (end !== null) losses.set(id, secondsOf(end))
  for (const row of accounts) if (typeof row['closed_at'] === 'string') losses.set(String(row['id']), secondsOf(row['closed_at']))
  return losses
}

type Ends = Map<string, string | null>
const keptEnds = growing<Row, Ends>(1)

/** The last end of each account’s subscriptions, null while one has none, with those of more lines. */
function endsWith(ends: Ends, lines: readonly Row[]): Ends {
  for (const { account_id: account, end } of lines) {
    const [id, known] = [String(account), ends.get(String(account))]
    if (typeof end !== 'string') ends.set(id, null)
    else if (known === undefined || (known !== null && known < end)) ends.set(id, end)
  }
  return ends
}

/** The groups of a dimension, in order, and that of each journey. */
interface Groups {
  readonly ids: readonly string[]
  readonly keys: readonly string[]
  readonly group: Int32Array
}

/** Whoever was on the way the day before is grouped as then. */
function groupsOf({ journeys, accounts }: Journeys, column: string): Groups {
  const before = keptGroups.get(accounts, column)
  if (before?.ids.length === journeys.length && before.ids.every((id, place) => id === journeys[place]?.id)) return before
  const ids = journeys.map(({ id }) => id)
  const groups = { ids, ...groupsAmong(ids, column, accounts) }
  keptGroups.put(accounts, column, groups)
  return groups
}

const keptGroups = shelf<Accounts, Groups>(8)

/** Some of the journeys, by when they started. */
interface Part {
  /** Names which they are in a stretch, under the same follows. */
  readonly name: (from: number, to: number) => string
  readonly begun: (from: number, to: number) => readonly Journey[]
}

/** The places of those that started in a stretch, looked for once for all groups. */
const placesIn = (journeys: readonly Journey[], from: number, to: number): readonly number[] =>
  keptPlaces(journeys, `${from} ${to}`, () => journeys.flatMap(({ start }, place) => (start >= from && start < to ? [place] : [])))

const keptPlaces = keeper<readonly Journey[], readonly number[]>(mostPeriods)

const allOf = (journeys: readonly Journey[]): Part => ({
  name: () => '',
  begun: (from, to) => placesIn(journeys, from, to).flatMap((place) => journeys[place] ?? []),
})

/** A group of a dimension: it is told anew where somebody who started in the stretch left or joined it. */
const partOf = (own: Journeys, column: string, groups: Groups, group: number): Part => ({
  name: (from, to) => JSON.stringify([column, groups.keys[group], namesIn(own, column, groups, from, to)[group]]),
  begun: (from, to) => partsIn(own.journeys, column, groups, from, to)[group] ?? [],
})

/** Names who is in each group of those that started in a stretch: looked at anew when one of all of them changed group. */
function namesIn({ journeys, accounts, activity: { origin }, follows }: Journeys, column: string, groups: Groups, from: number, to: number): readonly string[] {
  const known = accounts.knownOf(placesIn(journeys, from, to), (place) => journeys[place]?.id ?? null, column)
  return keptNames(origin, `${follows} ${column} ${from} ${to} ${known}`, () =>
    partsIn(journeys, column, groups, from, to).map((part, group) => {
      const ids = part.map(({ id }) => id)
      return `${partName(origin, JSON.stringify([column, groups.keys[group], from, to]), ids)} ${ids.length}`
    }),
  )
}

const keptNames = keeper<object, readonly string[]>(6 * mostPeriods)
const partName = growingName<string>(24 * mostPeriods)

/** The same by the groups of a dimension. */
function partsIn(journeys: readonly Journey[], column: string, groups: Groups, from: number, to: number): readonly (readonly Journey[])[] {
  return keptParts(journeys, `${column} ${from} ${to}`, () => {
    const parts: Journey[][] = groups.keys.map(() => [])
    for (const place of placesIn(journeys, from, to)) {
      const one = journeys[place]
      if (one) parts[groups.group[place] ?? 0]?.push(one)
    }
    return parts
  })
}

const keptParts = keeper<readonly Journey[], readonly (readonly Journey[])[]>(mostPeriods)

/** A period that no event reached, and in which no loss became another, stands as it was. */
function pointsOf(own: Journeys, { name, begun }: Part, time: Timing, isCompeting: boolean): Point[] {
  const { activity, follows, losses, journeys } = own
  const lostIn = lossesBy(activity.origin, follows, losses, journeys)
  return spansOf(time).map(({ key, start, stop }) => {
    const [from, to] = [secondsOf(start), secondsOf(stop)]
    const named = `time to value ${follows} ${name(from, to)} ${from} ${lostIn(from, to)}`
    return { period: key, mature: true, ...figureUpTo(activity, named, to, () => journeyFigure(begun(from, to), to, isCompeting)) }
  })
}
