import { addDays, periodEnd } from '../../numbers/dates.ts'
import { wilson } from '../../numbers/intervals.ts'
import { growingName, keeper, nameOf, once } from '../../numbers/once.ts'
import { counting } from '../activity/marks.ts'
import { codesOf, secondsOf, type Activity } from '../activity/activity.ts'
import { reachedAt, seenBetween } from '../activity/firsts.ts'
import { groupOf, nothing, type Figure, type Point } from '../series/figure.ts'
import { midnight, mostPeriods, spansOf, type Timing } from '../series/timing.ts'
import { beginners, milestoneOf, milestoneSwitches, wholeOf } from './milestone.ts'
import type { Accounts } from './accounts.ts'
import { between, type Stretch } from './inSpans.ts'
import { figureUpTo } from './upTo.ts'
import { endOf, peopleOf, peopleReads, type People } from './people.ts'
import type { Asked, Behind, Given, Row, Way } from './way.ts'

const day = 86_400

/** An account that began: when, whether it reached the milestone in time, and whether it was there in its eighth week (null: that week is not over). */
interface Began {
  readonly id: string
  readonly name: string | null
  readonly at: number
  readonly reached: number | null
  readonly isRetained: boolean | null
}

/**
 * Accounts that reached the milestone within W days of their creation ÷ accounts created, by the week in which they began (kpis.md 4.4). A cohort counts
 * when the time of its last possible member has passed; until then it stands in neither side. Of a cohort before the first
 * event a zero is not told. Wilson's interval.
 */
export const activation: Way<object> = {
  counts: () => 'account',
  activity: true,
  pairs: 'accounts',
  switches: { ...milestoneSwitches, activation_days: { says: 'Within how many days of its creation.', values: null, initial: '14' } },
  reads: () => peopleReads,
  figures: (_, asked, given) => {
    const own = beganIn(asked, given)
    const column = asked.by?.column
    const { began, days, says, recreated } = own
    const mature = spansOf(asked.time).filter(({ key }) => isPast(key, days, asked.time))
    const pointsOver = (some: readonly Began[], key?: string): Point[] =>
      pointsOf(own, some, asked.time, column === undefined || key === undefined ? null : { column, key })
    const points = keptPoints(own, JSON.stringify(asked.time), () => pointsOver(began))
    const headline = points.findLast(({ value }) => value !== null)?.period ?? mature.at(-1)?.key ?? null
    const byKey = column === undefined ? null : groupedBy(own, column)
    return {
      points,
      headline,
      ...(byKey ? { groups: byKey.map(([key, some]) => groupOf(key, pointsOver(some, key), headline)) } : {}),
      text: `accounts by their creation; milestone within ${days} days (${days * 24} hours) of it`,
      notes: [says, `Within ${days} days.`, ...notesOf(began, points, headline), ...(recreated > 0 ? [`${recreated} re-created accounts are left out.`] : [])],
    }
  },
  behind: (_, asked, given, period) => {
    const { began } = beganIn(asked, given)
    const span = spansOf(asked.time).find(({ key }) => key === period)
    const own = began.filter(({ at }) => span && at >= secondsOf(span.start) && at < secondsOf(span.stop))
    return own
      .map((one): Behind => {
        const took = one.reached === null ? null : (one.reached - one.at) / day
        return {
          account: one.id,
          name: one.name,
          opening: null,
          closing: took === null ? 0 : 1,
          change: null,
          movement: took === null ? 'not activated' : 'activated',
          reason: took === null ? null : `after ${took.toFixed(1)} days`,
        }
      })
      .toSorted((a, b) => (a.closing ?? 0) - (b.closing ?? 0))
  },
}

/** Customers that say when they were created, in the order of that. */
const createdIn = once((accounts: Accounts) => {
  const { began, recreated } = beginners(accounts)
  const isKnown = (row: Row): boolean => typeof row['created_at'] === 'string'
  const known = began.filter(isKnown).map((row) => ({ id: String(row['id']), name: typeof row['name'] === 'string' ? row['name'] : null, at: createdAt(row) }))
  return { known: known.toSorted((a, b) => a.at - b.at), recreated }
})

const createdAt = once((row: Row) => secondsOf(String(row['created_at'])))

/** The groups of a dimension with those that began, in their order. */
function groupedBy({ began, accounts }: Beginning, column: string): readonly (readonly [string, readonly Began[]])[] {
  const { keys, of } = accounts.groupsBy(column)
  const numbers = keptNumbers(accounts, '', () => Int32Array.from(createdIn(accounts).known, ({ id }) => accounts.numberOf(id)))
  const lists = keys.map((key): readonly [string, Began[]] => [key, []])
  began.forEach((one, place) => lists[of[numbers[place] ?? 0] ?? 0]?.[1].push(one))
  return lists.filter(([, own]) => own.length > 0).toSorted(([a], [b]) => (a < b ? -1 : 1))
}

const keptNumbers = keeper<Accounts, Int32Array>(1)

/** Whole and by every dimension, a day asks of the same accounts. */
function beganIn(asked: Asked, given: Given): Beginning {
  const people = peopleOf(given)
  const { asOf, timeZone } = asked.time
  return kept(people.activity, JSON.stringify([people.counted.terms, asked.switches, asOf, timeZone]), () => newBeginning(asked, people))
}

interface Beginning {
  readonly activity: Activity
  /** Names all that it follows from but the events, and who began. */
  readonly follows: string
  /** The first second that was not seen. */
  readonly end: number
  readonly began: readonly Began[]
  readonly days: number
  readonly says: string
  readonly recreated: number
  readonly accounts: Accounts
}

const kept = keeper<Activity, Beginning>(4)
/** The whole is told beside every dimension. */
const keptPoints = keeper<Beginning, Point[]>(2)

function newBeginning(asked: Asked, people: People): Beginning {
  const { activity, accounts, counted } = people
  const days = wholeOf(asked.switches, 'activation_days')
  const { milestone, says, key: named } = milestoneOf(asked.switches, people)
  const { known, recreated } = createdIn(accounts)
  const { codes, starts } = startsIn(activity, accounts)
  const { who = '' } = counted
  const key = who && `${who} created`
  const reached = reachedAt(activity, counting(activity, counted, 'account', 'any'), starts, milestone, days * day, key && `${key} ${days} ${named}`)
  const retained = seenBetween(activity, counting(activity, counted, 'account'), starts, 49 * day, 56 * day, key)
  const end = endOf(asked.time)
  const began = known.map(({ id, name, at }, place): Began => {
    const code = codes[place] ?? -1
    const mark = reached[code] ?? Number.NaN
    return {
      id,
      name,
      at,
      reached: Number.isNaN(mark) || mark >= end ? null : mark,
      isRetained: at + 56 * day > end ? null : retained[code] === 1,
    }
  })
  const follows = key && JSON.stringify(['activation', key, asked.switches])
  return { activity, follows, end, began, days, says, recreated, accounts }
}

/** The code of each account that was created, and by code when; both stand until somebody new is named. */
const startsIn = (activity: Activity, accounts: Accounts): Starts =>
  keptStarts(accounts, `${nameOf(activity.origin)} ${activity.accounts.length}`, () => {
    const { known } = createdIn(accounts)
    const [codes, starts] = [codesOf(activity, 'accounts'), new Float64Array(activity.accounts.length).fill(Number.NaN)]
    const own = Int32Array.from(known, ({ id }) => codes.get(id) ?? -1)
    known.forEach(({ at }, place) => (own[place] ?? -1) >= 0 && (starts[own[place] ?? 0] = at))
    return { codes: own, starts }
  })

interface Starts {
  readonly codes: Int32Array
  readonly starts: Float64Array
}

const keptStarts = keeper<Accounts, Starts>(2)

/** Has everybody who could have begun in the period had the whole time? */
function isPast(period: string, days: number, { asOf, timeZone }: Timing): boolean {
  return (
    periodEnd(period) <= asOf && secondsOf(midnight(addDays(periodEnd(period), 1), timeZone)) + days * day <= secondsOf(midnight(addDays(asOf, 1), timeZone))
  )
}

/** Of a cohort that was complete before there were events, that nobody is seen to have reached anything is no zero. */
function knownFigure(told: Figure, to: number, { at, length }: Activity): Figure {
  const isSeen = length > 0 && (at[0] ?? 0) < to
  return told.value === 0 && !isSeen ? { ...nothing('no_data'), parts: { started: told.n } } : told
}

interface Group {
  readonly column: string
  readonly key: string
}

/** Once all of a cohort had its milestone's time and its eighth week, its figure stands, as long as the same accounts are in it, and in the group. */
function pointsOf({ activity, follows, end, began, days, accounts }: Beginning, some: readonly Began[], time: Timing, group: Group | null): Point[] {
  return spansOf(time).map(({ key, start, stop }) => {
    const [from, to] = [secondsOf(start), secondsOf(stop)]
    const own = (): readonly Began[] => between(some, ({ at }) => at, { from, to })
    if (!isPast(key, days, time)) return { period: key, mature: false, ...nothing('immature'), parts: { started: own().length } }
    const settled = to + Math.max(days, 56) * day
    if (follows === '' || settled > end) return { period: key, mature: true, ...knownFigure(figure(own()), to, activity) }
    const { ids, name } = keptCohorts(began, `${from} ${to}`, () => cohortIn(activity, began, { from, to }))
    const among = group && JSON.stringify([group.column, group.key, accounts.knownOf(ids, (id) => id, group.column)])
    const told = figureUpTo(activity, `${follows} ${name} ${among} ${from} ${to}`, settled, () => figure(own()))
    return { period: key, mature: true, ...knownFigure(told, to, activity) }
  })
}

/** Who began in a stretch: under the same name the same accounts, at the same times. */
interface Cohort {
  readonly ids: readonly string[]
  readonly name: string
}

function cohortIn({ origin }: Activity, began: readonly Began[], stretch: Stretch<number>): Cohort {
  const own = between(began, ({ at }) => at, stretch)
  const starts = own.map(({ id, at }) => `${id} ${at}`)
  return { ids: own.map(({ id }) => id), name: `${cohortName(origin, `${stretch.from} ${stretch.to}`, starts)} ${own.length}` }
}

const keptCohorts = keeper<readonly Began[], Cohort>(mostPeriods)
const cohortName = growingName<string>(mostPeriods)

function figure(own: readonly Began[]): Figure {
  const [n, hits] = [own.length, own.filter(({ reached }) => reached !== null).length]
  if (n === 0) return nothing('no_denominator')
  const retained = retention(own)
  return {
    value: hits / n,
    interval: wilson(hits, n),
    numerator: hits,
    denominator: n,
    n,
    parts: { started: n, activated: hits, retainedOfActivated: retained.activated, retainedOfOthers: retained.others },
  }
}

/** Shares that were there in their eighth week, of those that were activated and of the others; null without any whose week is over. */
function retention(own: readonly Began[]): { readonly activated: number | null; readonly others: number | null } {
  const [activated, others] = [
    { over: 0, there: 0 },
    { over: 0, there: 0 },
  ]
  for (const { reached, isRetained } of own) {
    if (isRetained === null) continue
    const side = reached === null ? others : activated
    side.over++
    if (isRetained) side.there++
  }
  const share = ({ over, there }: typeof others): number | null => (over === 0 ? null : there / over)
  return { activated: share(activated), others: share(others) }
}

function notesOf(began: readonly Began[], points: readonly Point[], headline: string | null): string[] {
  const counted = points.filter(({ value }) => value !== null)
  const sum = (side: 'numerator' | 'denominator') => counted.reduce((total, point) => total + (point[side] ?? 0), 0)
  const { activated, others } = retention(began)
  return [
    ...(headline === null ? ['No cohort has had its whole time yet.'] : [`The headline is the cohort ${headline}, the newest whose time has passed.`]),
    ...(counted.length > 1 ? [`All cohorts shown whose time has passed: ${sum('numerator')} of ${sum('denominator')} accounts.`] : []),
    ...(activated !== null && others !== null && activated <= others
      ? [`Chosen by hindsight? In their eighth week ${percent(activated)} of the activated accounts were there and ${percent(others)} of the others.`]
      : []),
  ]
}

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`
