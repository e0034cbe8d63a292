import { type Accounts, readAccounts } from './accounts.ts'
import { keepBook, type MonthPage } from './book.ts'
import { calendar, type Calendar } from './calendar.ts'
import { keeper } from '../../numbers/once.ts'
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
import { matrix, type Matrix } from './matrix.ts'
import { rates } from './rates.ts'
import { type ResolvedPolicy, resolvePolicy } from './resolvePolicy.ts'
import { layOut, type Schedule } from './schedule.ts'
import { type Units, units } from './units.ts'

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

/** Reads, lays out, prices and books. Throws UnmeasurableRows for rows without a meaning, RangeError for a wrong policy, period or circle of parents. */
export function buildCore(input: RevenueInput): Core {
  const policy = resolvePolicy(input.policy)
  const months = calendar(input.months.from, input.months.to, input.asOf, LOOKBACK)
  const asOf = input.asOf === undefined ? (months.closes.at(-1) ?? 0) : dayOf(input.asOf, NEVER)
  const knownAt = dayOf(input.knownAt, NEVER)
  const log = findingLog()
  const faults: Fault[] = []
  const lines = linesOf(input, policy.late_data === 'restate', knownAt, log, faults)
  refuseFaults(faults)
  const accounts = readAccounts(input.accounts, new Set(lines.map((line) => line.account)), { policy, asOf, knownAt }, log)
  const refunds = (input.refunds ?? []).filter((refund) => dayOf(refund.recorded_at, -NEVER) <= knownAt)
  const schedule = layOut(lines, policy, refunds, asOf, faults)
  const holders = units(schedule.lines, accounts, policy, input.includeInternal === true)
  const exchange = rates(input.fxRates ?? [], policy, months, input.reportingCurrency, knownAt)
  const rows = matrix({ schedule, units: holders, months, rates: exchange, policy }, faults)
  refuseFaults(faults)
  for (const { line } of rows.fleeting) log.note('short_lived', 'note', 'lines start and end between two month-ends, so that no month-end sees them', line)
  return { policy, months, accounts, schedule, units: holders, rows, pages: keepBook(rows, holders, months, policy), findings: log.list() }
}

interface ReadLines {
  readonly lines: readonly Line[]
  readonly notes: readonly Parameters<FindingLog['note']>[]
  readonly faults: readonly Fault[]
}

const kept = keeper<readonly SubscriptionLine[], ReadLines>(4)

/** Lines are read once for what was given: policies and as-of days differ in what they make of them. */
function linesOf({ lines: given, reportingCurrency }: RevenueInput, restates: boolean, knownAt: number, log: FindingLog, faults: Fault[]): readonly Line[] {
  const { lines, ...found } = kept(given, `${reportingCurrency} ${restates} ${knownAt}`, () => {
    const [notes, own]: [Parameters<FindingLog['note']>[], Fault[]] = [[], []]
    const noting: FindingLog = { note: (...said) => void notes.push(said), list: () => [] }
    return { lines: readLines(given, { reportingCurrency, restates, knownAt }, noting, own), notes, faults: own }
  })
  for (const said of found.notes) log.note(...said)
  faults.push(...found.faults)
  return lines
}

/** The page of a month of the calendar; the first month of the look-back has none. */
export function pageOf(core: Core, month: number): MonthPage {
  const page = core.pages[month]
  if (page) return page
  throw new RangeError(`The ledger does not reach back that far: a window is at most ${LOOKBACK - 1} months.`)
}

function refuseFaults(faults: readonly Fault[]): void {
  if (faults.length > 0) throw new UnmeasurableRows(faults)
}
