import { keeper, nameOf } from '../../numbers/once.ts'
import { addDays, addPeriods, countPeriods, periodEnd, periodOf, periodsBetween, periodStart } from '../../numbers/dates.ts'
import { counting } from '../activity/marks.ts'
import { indexAt, secondsOf } from '../activity/activity.ts'
import { usageByAge, type Span, type Usage } from '../activity/ages.ts'
import { cohortCells, membersByCohort, stretchesOf, type Cell, type Members, type Stretch, type Variant } from '../cohorts/matrix.ts'
import { groupOf, nothing, type Point } from '../series/figure.ts'
import type { Ledger } from '../revenue/revenue.ts'
import { midnight, mostPeriods, type Timing } from '../series/timing.ts'
import { groupsAmong } from './accounts.ts'
import { tells } from './grains.ts'
import { wholeOrZero } from './milestone.ts'
import { groupsFrom, partsOf, type Groups } from './memberGroups.ts'
import { namelessNotes } from './nameless.ts'
import { listed, peopleOf, peopleReads, type People } from './people.ts'
import { Refused, type Asked, type Behind, type Cohort, type Computed, type Given, type Switch, type Way } from './way.ts'

export interface CohortRetentionTerms {
  readonly measure: 'usage' | 'logo' | 'revenue'
}

/** The members of the matrix with the cohorts that they began in, and what tells one member from another. */
interface Table {
  readonly members: Members
  readonly cohorts: readonly string[]
  readonly isOver: (cohort: number, age: number) => boolean
  readonly idOf: (member: number) => string
  readonly accountOf: (member: number) => string
  readonly groupsBy: (by: string) => Groups
  readonly people: People
  /** A cell of some of the members that was told before: `of` names them. */
  readonly kept?: (of: string, by: string) => (cohort: number, from: number, to: number, make: () => Cell) => Cell
}

const shared = {
  pairs: 'accounts',
  reads: () => peopleReads,
  figures: ({ measure }: CohortRetentionTerms, asked: Asked, given: Given) => figures(measure, asked, given),
  lookBack: (switches: Asked['switches']) => wholeOrZero(switches, 'age'),
  behind: ({ measure }: CohortRetentionTerms, asked: Asked, given: Given, period: string) => behind(measure, asked, given, period),
} as const

const switches: Readonly<Record<string, Switch>> = {
  variant: { says: 'Seen in that age; in that age or later; in a stretch of ages.', values: ['exact', 'unbounded', 'bracket'], initial: 'exact' },
  age: { says: 'The age, in periods, whose retention is the headline.', values: null, initial: '3' },
  brackets: { says: 'Stretches of ages for the variant bracket.', values: null, initial: '0,1-3,4-6,7-12' },
}

/**
 * Who stays, by when they began and how old they are (kpis.md 4.8). Cells whose age is not over for the whole cohort are null. The figure of a period is the
 * cohort that reached the stated age in it; `cohorts` holds the whole matrix.
 */
export const usageRetention: Way<CohortRetentionTerms> = {
  ...shared,
  counts: () => 'event',
  activity: true,
  switches: {
    ...switches,
    clock: { says: 'Ages by the calendar, or in stretches of 24 hours from the first event.', values: ['calendar', 'rolling'], initial: 'calendar' },
    member: { says: 'Whether people or accounts are followed.', values: ['actor', 'account'], initial: 'actor' },
  },
}

/** The same of customers, from the revenue ledger: how many still pay, or what they pay of what they began with. */
export const customerRetention: Way<CohortRetentionTerms> = {
  ...shared,
  counts: () => 'subscription',
  ledger: 'asked',
  untold: tells(['month'], 'Customers are counted at month-end'),
  switches,
}

function figures(measure: CohortRetentionTerms['measure'], asked: Asked, given: Given): Computed {
  const table = tableOf(measure, asked, given)
  const variant = variantOf(measure, asked)
  const { members, cohorts, isOver } = table
  const age = wholeOrZero(asked.switches, 'age')
  const { own, cells } = keptCells(members, JSON.stringify([variant, asked.time]), () => {
    const all = membersByCohort(members, cohorts.length)
    return { own: all, cells: cohortCells(members, cohorts.length, variant, isOver, all, null, table.kept?.('', '')) }
  })
  const points = pointsOf(cells, table, variant, age, asked.time)
  const by = asked.by?.column
  const parts = by === undefined ? [] : partsOf(own, by, table.groupsBy(by))
  const groups = parts.map(([key, some]) => {
    const told = cohortCells(
      members,
      cohorts.length,
      variant,
      isOver,
      some,
      stretchOf(variant, age).from,
      table.kept?.(JSON.stringify([by, key, by?.includes('role') ? nameOf(table.people.users) : '']), by ?? ''),
    )
    return groupOf(key, pointsOf(told, table, variant, age, asked.time), asked.time.headline)
  })
  const shown = cohorts.map((cohort, place): Cohort => ({
    cohort,
    size: own[place]?.length ?? 0,
    cells: (cells[place] ?? []).filter(({ age: each }) => place + each < cohorts.length),
  }))
  return {
    points,
    ...(by === undefined ? {} : { groups }),
    cohorts: shown.filter(({ cohort }) => asked.time.periods.includes(cohort)),
    text: `${measure} by cohort and age, ${asked.switches['variant']}${asked.switches['clock'] === 'rolling' ? ', rolling clock' : ''}`,
    notes: [
      `Each period shows the cohort that reached the age of ${age} ${asked.time.grain}${age === 1 ? '' : 's'} in it${cohortNote(asked.time, age)}.`,
      ...(measure === 'usage' && asked.switches['member'] !== 'account' ? namelessNotes(table.people.activity) : []),
    ],
  }
}

/** The whole is told beside every dimension. */
const keptCells = keeper<Members, { readonly own: readonly (readonly number[])[]; readonly cells: readonly (readonly Cell[])[] }>(2)

const cohortNote = ({ headline }: Timing, age: number): string => (headline === null ? '' : `: the headline is the cohort ${addPeriods(headline, -age)}`)

function variantOf(measure: CohortRetentionTerms['measure'], { switches }: Asked): Variant {
  const variant = switches['variant']
  if (measure === 'revenue' && variant !== 'exact')
    throw new Refused(`Revenue has no variant “${variant}”: what is paid later says nothing about an age.`, 'Use exact, or ask for logo retention.')
  if (variant === 'bracket') return { of: 'bracket', stretches: stretchesOf(switches['brackets'] ?? '') }
  return { of: variant === 'unbounded' ? 'unbounded' : 'exact' }
}

function stretchOf(variant: Variant, age: number): Stretch {
  const stretch = variant.of === 'bracket' ? variant.stretches.find(({ from, to }) => age >= from && age <= to) : { from: age, to: age }
  if (!stretch) throw new Refused(`No stretch of ages holds ${age}.`, 'Name an age that the brackets hold.', 'invalid')
  return stretch
}

/** The cell of the cohort that came to the stated age in each period. */
function pointsOf(cells: readonly (readonly Cell[])[], { cohorts, members }: Table, variant: Variant, age: number, time: Timing): Point[] {
  const stretch = stretchOf(variant, age)
  return time.periods.map((period) => {
    const cohort = addPeriods(period, -stretch.to)
    const place = cohorts.indexOf(cohort)
    const cell = cells[place]?.find((one) => one.age === stretch.from)
    if (!cell || stretch.from >= members.ages) return { period, mature: true, ...nothing('no_data') }
    if (cell.value === null) return { period, mature: false, ...nothing(periodEnd(period) > time.asOf ? 'immature' : 'no_denominator') }
    const { value, interval, numerator, denominator } = cell
    return { period, mature: true, value, interval, numerator, denominator, n: members.isPresence ? denominator : null, parts: { age } }
  })
}

function tableOf(measure: CohortRetentionTerms['measure'], asked: Asked, given: Given): Table {
  return measure === 'usage' ? usageTable(asked, given) : ledgerTable(measure, asked, given)
}

/** The groups that some people or accounts are in by a dimension. */
function groupsIn(ids: readonly string[], { users, accounts }: People, column: string): Groups {
  if (column === 'role') return groupsFrom(ids.map((id) => String(users.get(id)?.['role'] ?? '(none)')))
  const { keys, group } = groupsAmong(ids, column, accounts)
  return { keys, of: (member) => group[member] ?? 0 }
}

const rollingDays = { day: 1, week: 7, month: 30, quarter: 90 } as const

/** More than so many ages of members are folded for the cohorts that were asked alone. */
const mostKept = 8_000_000

/** The months or quarters of all years that are asked, and of some to come: the same for years, so that another as-of day folds no event twice. None for short periods. */
function yearsAround(cohorts: readonly string[], { grain, asOf, timeZone }: Timing): readonly Span[] {
  if (grain !== 'month' && grain !== 'quarter') return []
  const year = Math.floor(Number(asOf.slice(0, 4)) / 4) * 4 + 3
  const all = periodsBetween(periodOf(`${(cohorts[0] ?? asOf).slice(0, 4)}-01-01`, grain), periodOf(`${year}-12-31`, grain))
  const starts = [...all, addPeriods(all.at(-1) ?? '', 1)].map((period) => secondsOf(midnight(periodStart(period), timeZone)))
  return all.map((_, place) => ({ start: starts[place] ?? 0, stop: starts[place + 1] ?? 0 }))
}

function usageTable(asked: Asked, given: Given): Table {
  const { time, switches } = asked
  const people = peopleOf(given)
  const { activity, counted } = people
  const by = switches['member'] === 'account' ? 'account' : 'actor'
  const first = addPeriods(time.periods[0] ?? periodOf(time.asOf, time.grain), -wholeOrZero(switches, 'age'))
  const cohorts = periodsBetween(first, periodOf(time.asOf, time.grain))
  const starts = [...cohorts, addPeriods(cohorts.at(-1) ?? first, 1)].map((period) => secondsOf(midnight(periodStart(period), time.timeZone)))
  const end = secondsOf(midnight(addDays(time.asOf, 1), time.timeZone))
  const spans = cohorts.map((_, place) => ({ start: starts[place] ?? 0, stop: Math.min(starts[place + 1] ?? 0, end) }))
  const rolling = switches['clock'] === 'rolling' ? rollingDays[time.grain] * 86_400 : null
  const around = yearsAround(cohorts, time)
  const isLarge = around.length * (by === 'actor' ? activity.actors : activity.accounts).length > mostKept
  const members = usageByAge(activity, counting(activity, counted, by), by, spans, rolling, counted.who, isLarge || around.length === 0 ? spans : around)
  const overAt = (cohort: number, age: number): number =>
    rolling === null ? (starts[cohort + age + 1] ?? Number.POSITIVE_INFINITY) : (starts[cohort + 1] ?? 0) + (age + 1) * rolling
  const isOver = (cohort: number, age: number): boolean => overAt(cohort, age) <= end
  // who is in a cohort, and who was seen at an age that is over, follows from the events before its end
  const named = (cohort: number): string => `${counted.who} ${by} ${rolling} ${time.timeZone} ${starts[cohort]} ${starts[cohort + 1]}`
  const lists: (readonly string[])[] = []
  const idsIn = (cohort: number): readonly string[] =>
    (lists[cohort] ??= keptAccounts(activity.origin, `${named(cohort)} ${indexAt(activity, starts[cohort + 1] ?? 0)}`, () =>
      accountsIn(members, activity.accounts, cohort),
    ))
  const kept: Table['kept'] = (of, column) => (cohort, from, to, make) => {
    const over = overAt(cohort, to)
    if (counted.who === undefined || over > end) return make()
    const among = of === '' ? '' : `${people.accounts.knownOf(idsIn(cohort), (id) => id, column)} ${of}`
    return keptUse(activity.origin, `${named(cohort)} ${among} ${from} ${to} ${indexAt(activity, over)}`, make)
  }
  const idOf = (member: number): string => (by === 'actor' ? activity.actors : activity.accounts)[member] ?? ''
  const groupsBy = (column: string): Groups => {
    const [of, lists] = listed(people)
    const isRole = column === 'role'
    const groups = keptGroups(of, `${by} ${lists} ${column}`, () => groupsIn(activity[isRole && by === 'actor' ? 'actors' : 'accounts'], people, column))
    return isRole ? groups : { ...groups, of: (member) => groups.of(members.account[member] ?? 0) }
  }
  return { members, cohorts, isOver, idOf, accountOf: (member) => activity.accounts[members.account[member] ?? 0] ?? '', groupsBy, people, kept }
}

/** The accounts of those who began in a cohort. */
const accountsIn = ({ cohort, account }: Usage, accounts: readonly string[], place: number): readonly string[] =>
  Array.from(new Set(account.filter((_, member) => cohort[member] === place)), (code) => accounts[code] ?? '')

const keptAccounts = keeper<object, readonly string[]>(2 * mostPeriods) // cohorts go back by an age
const keptUse = keeper<object, Cell>(6000)
const keptGroups = keeper<object, Groups>(8)

function ledgerTable(measure: 'logo' | 'revenue', { time }: Asked, given: Given): Table {
  const ledger = given.ledger
  if (!ledger) throw new Refused('There is no revenue ledger here.', 'Bring in accounts and subscriptions.')
  const cohorts = ledger.periods
  const own = ledger.cohorts()
  const members = keptMembers(own, measure, () => membersOf(measure, own, cohorts.length))
  const closed = cohorts.filter((period) => periodEnd(period) <= time.asOf).length
  const idOf = (member: number): string => own.accounts[own.units[member] ?? 0] ?? ''
  const people = peopleOf(given)
  const known = nameOf(people.accounts, people.users)
  const groupsBy = (column: string): Groups => {
    const { keys, of } = keptGroups(own.accounts, `${known} ${column}`, () => groupsIn(own.accounts, people, column))
    return { keys, of: (member) => of(own.units[member] ?? 0) }
  }
  // who is in a cohort follows from the months up to it, what they pay at an age from the month in which they came to it
  const upTo = keptNames(own, '', () => {
    let name = ''
    return cohorts.map((_, place) => (name = nameOf(keptUpTo(own.standing(place), name, () => ({})))))
  })
  const idsIn = (cohort: number): readonly string[] =>
    keptIds(own.standing(cohort), upTo[cohort] ?? '', () =>
      [...own.units].flatMap((unit, member) => (own.began[member] === cohort ? (own.accounts[unit] ?? []) : [])),
    )
  const knownOf = (cohort: number, column: string): string => people.accounts.knownOf(idsIn(cohort), (id) => id, column)
  const kept: Table['kept'] = (of, column) => (cohort, from, to, make) =>
    from === to
      ? keptCell(own.standing(cohort + to), `${measure} ${upTo[cohort]} ${of === '' ? '' : `${knownOf(cohort, column)} ${of}`} ${from}`, make)
      : make()
  return { members, cohorts, isOver: (cohort, age) => cohort + age < closed, idOf, accountOf: idOf, groupsBy, people, kept }
}

const keptMembers = keeper<ReturnType<Ledger['cohorts']>, Members>(2)
const keptNames = keeper<ReturnType<Ledger['cohorts']>, readonly string[]>(1)
/** The accounts of a cohort. */
const keptIds = keeper<object, readonly string[]>(4)
const keptUpTo = keeper<object, object>(8)
const keptCell = keeper<object, Cell>(1200)

/** What they were worth is put together when somebody looks at it: cells of months that are over were told before. */
function membersOf(measure: 'logo' | 'revenue', { units, began, closing }: ReturnType<Ledger['cohorts']>, ages: number): Members {
  let made: Uint8Array | Float64Array | undefined
  const worthOf = (): Uint8Array | Float64Array => {
    const worth = measure === 'logo' ? new Uint8Array(units.length * ages) : new Float64Array(units.length * ages)
    for (let month = 0; month < ages; month++) {
      const paid = closing(month)
      for (let member = 0; member < units.length; member++) {
        const [from, amount] = [began[member] ?? -1, paid[units[member] ?? 0] ?? 0]
        if (from >= 0 && month >= from) worth[member * ages + month - from] = measure === 'logo' ? Number(amount > 0) : amount / 1_000_000
      }
    }
    return worth
  }
  return {
    cohort: began,
    isPresence: measure === 'logo',
    ages,
    at: (member, age) => {
      const month = (began[member] ?? -1) + age
      const amount = month < age || month >= ages ? 0 : (closing(month)[units[member] ?? 0] ?? 0)
      return measure === 'logo' ? Number(amount > 0) : amount / 1_000_000
    },
    get worth() {
      return (made ??= worthOf())
    },
  }
}

/** The members of the cohort behind a period, those that were lost first. */
function behind(measure: CohortRetentionTerms['measure'], asked: Asked, given: Given, period: string): Behind[] {
  const table = tableOf(measure, asked, given)
  const { members, cohorts } = table
  const cohort = cohorts.indexOf(addPeriods(period, -wholeOrZero(asked.switches, 'age')))
  const age = cohort < 0 ? 0 : countPeriods(cohorts[cohort] ?? period, period)
  return Array.from(members.cohort.keys())
    .filter((member) => cohort >= 0 && members.cohort[member] === cohort)
    .map((member): Behind => {
      const [opening, closing] = [members.worth[member * members.ages] ?? 0, members.worth[member * members.ages + age] ?? 0]
      const account = table.accountOf(member)
      const name = table.people.accounts.get(account)?.['name']
      return {
        account,
        name: typeof name === 'string' ? name : null,
        opening,
        closing,
        change: closing - opening,
        movement: closing > 0 ? 'stayed' : 'gone',
        reason: measure === 'usage' && table.idOf(member) !== account ? table.idOf(member) : null,
      }
    })
    .toSorted((a, b) => (a.change ?? 0) - (b.change ?? 0))
}
