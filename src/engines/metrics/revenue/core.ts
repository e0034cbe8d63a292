import { OutOfRange } from '#engines/numbers/outOfRange.ts'
import { type Accounts } from './accounts.ts'
import { isSame, keepBook, type MonthPage, type Step, type Steps } from './book.ts'
import { calendar, type Calendar, nextMonthStart } from './calendar.ts'
import { growing, keeper, nameOf, once, shelf } from '../../numbers/once.ts'
import { heldBy } from './held.ts'
import {
  type Account,
  type Fault,
  type Finding,
  type FindingLog,
  findingLog,
  type FxRate,
  type Refund,
  type SubscriptionLine,
  UnmeasurableRows,
} from './input.ts'
import { dayOf, type Line, NEVER, readLines } from './lines.ts'
import { matrix, type Matrix, type MonthEnd } from './matrix.ts'
import { rates } from './rates.ts'
import { companyOf } from './register.ts'
import { type ResolvedPolicy, resolvePolicy } from './resolvePolicy.ts'
import { byDays, goesOn, latestOf } from './sameDays.ts'
import { layOut, type Schedule } from './schedule.ts'
import { type Units } from './units.ts'

/** Months kept before the first period, so that a window of up to three years can look back. */
export const LOOKBACK = 37

/**
 * What a revenue ledger is made from. `policy` is anything that resolvePolicy reads. `asOf` is a day of business: later starts are not there yet, and its month is
 * measured on that day. `knownAt` is a day of knowledge: rows recorded later are not read. Internal accounts stay out unless asked for.
 */
export type RevenueInput = {
  readonly accounts: readonly Account[]
  readonly lines: readonly SubscriptionLine[]
  readonly fxRates?: readonly FxRate[]
  readonly refunds?: readonly Refund[]
  readonly policy?: unknown
  readonly months: { readonly from: string; readonly to: string }
  readonly reportingCurrency: string
  readonly asOf?: string
  readonly knownAt?: string
  readonly includeInternal?: boolean
}

/** The ledger as arrays; the measures read it. */
export type Core = {
  readonly policy: ResolvedPolicy
  readonly months: Calendar
  readonly accounts: Accounts
  readonly schedule: Schedule
  readonly units: Units
  readonly rows: Matrix
  readonly pages: readonly (MonthPage | null)[]
  readonly findings: readonly Finding[]
}

/** Reads, lays out, prices and books. Throws UnmeasurableRows for rows without a meaning, OutOfRange for a wrong policy, period or circle of parents. */
export function buildCore(input: RevenueInput): Core {
  const policy = resolvePolicy(input.policy)
  const months = calendar(input.months.from, input.months.to, input.asOf, LOOKBACK)
  const asOf = input.asOf === undefined ? (months.closes.at(-1) ?? 0) : dayOf(input.asOf, NEVER)
  const knownAt = dayOf(input.knownAt, NEVER)
  const log = findingLog()
  const faults: Fault[] = []
  const lines = linesOf(input, policy.late_data === 'restate', knownAt, log, faults)
  refuseFaults(faults)
  const { accounts, schedule, units: holders } = standingOf(input, lines, { policy, months, asOf, knownAt }, log, faults)
  const exchange = rates(input.fxRates ?? [], policy, months, input.reportingCurrency, knownAt)
  const rows = rowsOf({ schedule, units: holders, months, rates: exchange, policy }, faults)
  refuseFaults(faults)
  for (const { line } of rows.fleeting) log.note('short_lived', 'note', 'lines start and end between two month-ends, so that no month-end sees them', line)
  const pages = keepBook(rows, holders, months, policy, stepsOf(holders, exchange.key))
  return { policy, months, accounts, schedule, units: holders, rows, pages, findings: log.list() }
}

/** Whose lines they are, and how they lie on days. */
interface Standing {
  readonly accounts: Accounts
  readonly schedule: Schedule
  readonly units: Units
}

/** Some account has several versions, or was merged into another. */
const isDated = once((accounts: readonly Account[]) => new Set(accounts.map(({ id }) => id)).size < accounts.length || accounts.some((one) => one.merged_into))

interface Said {
  readonly notes: readonly Parameters<FindingLog['note']>[]
  readonly faults: readonly Fault[]
}

const standings = keeper<readonly Line[], Standing & Said>(12)
const startedBy = keeper<readonly Line[], number>(12)
const versionsBy = keeper<readonly Account[], number>(12)

/**
 * The same lines and versions of accounts that are there by the as-of day stand the same, whatever the day. Under the product grain units are numbered as
 * accounts change hands in the months that are kept, if any does.
 */
function standingOf(
  input: RevenueInput,
  lines: readonly Line[],
  { policy, months, asOf, knownAt }: { readonly policy: ResolvedPolicy; readonly months: Calendar; readonly asOf: number; readonly knownAt: number },
  log: FindingLog,
  faults: Fault[],
): Standing {
  const begun = startedBy(lines, String(asOf), () => lines.reduce((sum, { start }) => sum + Number(start <= asOf), 0))
  const versions = versionsBy(input.accounts, String(asOf), () =>
    input.accounts.reduce((sum, { valid_from }) => sum + Number(dayOf(valid_from, -NEVER) <= asOf), 0),
  )
  const numbered = policy.grain === 'product' && isDated(input.accounts) ? [months.months[0], months.months.at(-1)] : []
  const { provenance: _, grain, ...switches } = policy
  const includeInternal = input.includeInternal === true
  const refunds = (input.refunds ?? []).filter((refund) => dayOf(refund.recorded_at, -NEVER) <= knownAt)
  const laid = JSON.stringify([switches, refunds, knownAt])
  const terms = JSON.stringify([grain, laid, includeInternal])
  const company = companyOf(input.accounts)
  const known = standings(lines, `${nameOf(input.accounts)} ${begun} ${versions} ${numbered.join(' ')} ${terms}`, () => {
    const { schedule, faults: own } = schedules(lines, `${nameOf(company)} ${begun} ${laid}`, () => {
      const found: Fault[] = []
      const schedule = layOut(lines, policy, refunds, asOf, found, latestOf(company, laid))
      if (found.length === 0) goesOn(schedule, company, laid)
      return { schedule, faults: found }
    })
    return { ...heldBy(lines, schedule, { table: input.accounts, includeInternal, policy, asOf, knownAt, versions, terms }), schedule, faults: own }
  })
  for (const said of known.notes) log.note(...said)
  faults.push(...known.faults)
  return known
}

const schedules = keeper<readonly Line[], { readonly schedule: Schedule; readonly faults: readonly Fault[] }>(6)

/** What is kept of closes. A book outlives the lines, so that of days in the middle of a month, which hardly anybody asks for again, few are kept. */
const shelves = (pages: number, monthEnds: number, rows: number) => ({
  steps: shelf<object, Step>(pages),
  ends: byDays<MonthEnd>(monthEnds),
  rows: shelf<object, Float64Array>(rows),
})
const [ofMonthEnds, ofOtherDays] = [shelves(256, 640, 320), shelves(4, 4, 16)]
const keptAt = (close: number) => (nextMonthStart(close) === close + 1 ? ofMonthEnds : ofOtherDays)

const stepsOf = ({ book }: Units, exchange: string): Steps => ({
  get: (close, key) => keptAt(close).steps.get(book, `${exchange} ${key}`),
  put: (close, key, step) => keptAt(close).steps.put(book, `${exchange} ${key}`, step),
})

/**
 * A month-end that another ledger of the same book has is the same array, so that what follows from it is told once. Those of a schedule follow from the lines
 * of the day, and are written once; others are written and compared, as are all where rates move, or facts adjust the month in which they were known.
 */
function rowsOf(from: Parameters<typeof matrix>[0], faults: Fault[]): Matrix {
  const {
    schedule,
    units: { book },
    rates: { move, key },
    policy,
    months: { closes },
  } = from
  const isOfDay = !move && policy.late_data === 'restate'
  const under = `${nameOf(book)} ${key}`
  const rows = matrix(from, faults, isOfDay ? (day) => keptAt(day).ends.get(schedule, `${under} ${day}`, day, day) : undefined)
  const known = (month: number): boolean => rows.isWritten[month] === false
  const shared = (kind: string, own: readonly Float64Array[]): Float64Array[] =>
    own.map((row, month) => {
      const [name, at] = [`${kind} ${key} ${closes[month]}`, keptAt(closes[month] ?? 0)]
      const earlier = known(month) ? row : at.rows.get(book, name)
      if (earlier && isSame(earlier, row)) return earlier
      at.rows.put(book, name, row)
      return row
    })
  const told = {
    ...rows,
    mrr: shared('mrr', rows.mrr),
    fx: rows.fx && shared('fx', rows.fx),
    logos: rows.logos && shared('logos', rows.logos),
    contracted: rows.contracted && shared('contracted', rows.contracted),
  }
  for (const [month, mrr] of isOfDay && faults.length === 0 ? told.mrr.entries() : [])
    if (!known(month))
      keptAt(closes[month] ?? 0).ends.put(schedule, `${under} ${closes[month]}`, {
        mrr,
        logos: told.logos?.[month] ?? null,
        contracted: told.contracted?.[month] ?? null,
      })
  return told
}

interface ReadLines extends Said {
  readonly lines: readonly Line[]
  readonly ids: Set<string>
}

const kept = growing<SubscriptionLine, ReadLines>(4)

/** Lines are read once for what was given: policies and as-of days differ in what they make of them. */
function linesOf({ lines: given, reportingCurrency }: RevenueInput, restates: boolean, knownAt: number, log: FindingLog, faults: Fault[]): readonly Line[] {
  const read = (rows: readonly SubscriptionLine[]): Omit<ReadLines, 'ids'> => {
    const [notes, own]: [Parameters<FindingLog['note']>[], Fault[]] = [[], []]
    const noting: FindingLog = { note: (...said) => void notes.push(said), list: () => [] }
    return { lines: readLines(rows, { reportingCurrency, restates, knownAt }, noting, own), notes, faults: own }
  }
  const { lines, ...found } = kept(
    given,
    `${reportingCurrency} ${restates} ${knownAt}`,
    () => ({ ...read(given), ids: new Set(given.map(({ id }) => id)) }),
    ({ ids, ...before }, more) => {
      const come = new Set(more.map(({ id }) => id))
      const own = read(more)
      if (come.size < more.length || !come.isDisjointFrom(ids) || before.faults.length + own.faults.length > 0) return null
      for (const id of come) ids.add(id)
      return { lines: inOrder(before.lines, own.lines), notes: [...before.notes, ...own.notes], faults: [], ids }
    },
  )
  for (const said of found.notes) log.note(...said)
  faults.push(...found.faults)
  return lines
}

/** Lines of two lists in the order of their ids, in which each stands. */
function inOrder(some: readonly Line[], others: readonly Line[]): readonly Line[] {
  const lines: Line[] = []
  let place = 0
  for (const other of others) {
    for (let one = some[place]; one && one.id < other.id; one = some[++place]) lines.push(one)
    lines.push(other)
  }
  return lines.concat(some.slice(place))
}

/** The page of a month of the calendar; the first month of the look-back has none. */
export function pageOf(core: Core, month: number): MonthPage {
  const page = core.pages[month]
  if (page) return page
  throw new OutOfRange(`The ledger does not reach back that far: a window is at most ${LOOKBACK - 1} months.`)
}

function refuseFaults(faults: readonly Fault[]): void {
  if (faults.length > 0) throw new UnmeasurableRows(faults)
}
