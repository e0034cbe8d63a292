import { addDays, daysBetween, periodEnd, periodsBetween, periodStart } from '../../numbers/dates.ts'
import { growing, keeper, once } from '../../numbers/once.ts'
import { wilson } from '../../numbers/intervals.ts'
import { contractColumns, contractOf } from '../revenue/contractOf.ts'
import { dueBook } from '../revenue/dueBook.ts'
import { type Contract, type Renewal } from '../revenue/renewals.ts'
import { groupOf, nothing, type Figure, type Point } from '../series/figure.ts'
import { accountRead, accountsOf } from './accounts.ts'
import { between, type Stretch } from './inSpans.ts'
import { wholeOrZero } from './milestone.ts'
import type { Asked, Behind, Given, Row, Way } from './way.ts'

/** Renewals kept ÷ renewals due in each period (kpis.md 4.3: apart from churn). A period closes once its grace has passed. Parts: the same by revenue. */
export const renewals: Way<object> = {
  counts: () => 'subscription',
  pairs: 'accounts',
  switches: { renewal_grace_days: { says: 'How late a new line may start and still renew the old one.', values: null, initial: '30' } },
  reads: () => ({
    account: accountRead,
    subscription: {
      fact: 'subscription',
      columns: contractColumns,
    },
  }),
  figures: (_, asked, given) => {
    const grace = wholeOrZero(asked.switches, 'renewal_grace_days')
    const { periods, headline } = asked.time
    const dueOver = dueIn(given, grace, asked.by?.column ?? null)
    const pointsOver = (key: string | null): Point[] => periods.map((period) => pointOf(dueOver(stretchOf(period, asked), key), period, asked, grace))
    const all = { from: stretchOf(periods[0] ?? asked.time.asOf, asked).from, to: stretchOf(periods.at(-1) ?? asked.time.asOf, asked).to }
    const keys = asked.by ? keysIn(given, grace, asked.by.column, all).filter((key) => dueOver(all, key).length > 0) : null
    return {
      points: pointsOver(null),
      ...(keys ? { groups: keys.map((key) => groupOf(key, pointsOver(key), headline)) } : {}),
      text: 'renewals due by term and renewal date of subscription; renewed by the same line or one of the same account and product',
      notes: [`A line that starts within ${grace} days renews; lines without a term, a renewal date or yearly billing never fall due.`],
    }
  },
  behind: (_, asked, given, period) => {
    const { get } = accountsOf(given.rows('account'))
    return dueIn(
      given,
      wholeOrZero(asked.switches, 'renewal_grace_days'),
      null,
    )(stretchOf(period, asked), null)
      .map(({ contract, due, isRenewed }): Behind => {
        const name = get(contract.account)?.['name']
        const closing = isRenewed ? contract.mrr : 0
        return {
          account: contract.account,
          name: typeof name === 'string' ? name : null,
          opening: contract.mrr,
          closing,
          change: closing - contract.mrr,
          movement: isRenewed ? 'renewed' : 'not renewed',
          reason: `due ${due}`,
        }
      })
      .toSorted((a, b) => (a.change ?? 0) - (b.change ?? 0))
  },
}

/** Paid recurring lines of customers. */
function contractsIn(given: Given): readonly Contract[] {
  const { isInternal, ours } = accountsOf(given.rows('account'))
  const read = (rows: readonly Row[]): Contract[] => rows.flatMap((row) => (isInternal(String(row['account_id'])) ? [] : (contractIn(row) ?? [])))
  const lines = given.rows('subscription')
  return keptContracts(
    lines,
    ours,
    () => read(lines),
    (before, more) => before.concat(read(more)),
  )
}

const contractIn = once(contractOf)
const keptContracts = growing<Row, readonly Contract[]>(2)

/** The days of a period, or of the window that ends with it, up to the as-of day; the last excluded. */
function stretchOf(period: string, { time }: Asked): { readonly from: string; readonly to: string } {
  const end = periodEnd(period) < time.asOf ? periodEnd(period) : time.asOf
  const from = time.window === null ? periodStart(period) : addDays(end, 1 - (time.window.unit === 'd' ? time.window.count : time.window.count * 30))
  return { from, to: addDays(end, 1) }
}

/** What fell due in a stretch, of a group or of all; within one month the same list for the same rows, so that what is told of it is told once. */
function dueIn(given: Given, grace: number, column: string | null): (stretch: Stretch<string>, key: string | null) => readonly Renewal[] {
  return (stretch, key) => {
    const cuts = monthsOf(stretch).map((month) => {
      const all = dueInMonth(given, month, grace)
      return cut(key === null || column === null ? all : (groupsOf(all, given, column).get(key) ?? none), stretch)
    })
    return cuts.length === 1 ? (cuts[0] ?? none) : cuts.flat()
  }
}

const none: readonly Renewal[] = []
const keptGroups = keeper<readonly Renewal[], ReadonlyMap<string, readonly Renewal[]>>(6)
const keptCuts = keeper<readonly Renewal[], readonly Renewal[]>(6)

const monthsOf = ({ from, to }: Stretch<string>): string[] => periodsBetween(from.slice(0, 7), addDays(to, -1).slice(0, 7))

/** What falls due does not depend on the as-of day: it is found a month at a time. */
function dueInMonth(given: Given, month: string, grace: number): readonly Renewal[] {
  return dueBook(contractsIn(given), accountsOf(given.rows('account')).company).due(month, grace)
}

function groupsOf(due: readonly Renewal[], given: Given, column: string): ReadonlyMap<string, readonly Renewal[]> {
  const { attribute, knownOf } = accountsOf(given.rows('account'))
  return keptGroups(due, `${column} ${knownOf(due, ({ contract }) => contract.account, column)}`, () =>
    Map.groupBy(due, ({ contract }) => attribute(contract.account, column)),
  )
}

const keysIn = (given: Given, grace: number, column: string, stretch: Stretch<string>): string[] =>
  [...new Set(monthsOf(stretch).flatMap((month) => [...groupsOf(dueInMonth(given, month, grace), given, column).keys()]))].toSorted()

const cut = (due: readonly Renewal[], { from, to }: Stretch<string>): readonly Renewal[] =>
  keptCuts(due, `${from} ${to}`, () => between(due, (one) => one.due, { from, to }))

function pointOf(due: readonly Renewal[], period: string, asked: Asked, grace: number): Point {
  const isOver = daysBetween(periodEnd(period), asked.time.asOf) >= grace
  return { period, mature: isOver, ...figureOf(due) }
}

const figureOf = once((due: readonly Renewal[]): Figure => {
  if (due.length === 0) return nothing('no_denominator')
  const kept = due.filter(({ isRenewed }) => isRenewed)
  const revenue = (own: readonly Renewal[]): number => own.reduce((sum, { contract }) => sum + contract.mrr, 0)
  return {
    value: kept.length / due.length,
    interval: wilson(kept.length, due.length),
    numerator: kept.length,
    denominator: due.length,
    n: due.length,
    parts: { revenueWeighted: revenue(kept) / revenue(due) },
  }
})
