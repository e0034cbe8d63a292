import { addDays, daysBetween, periodEnd, periodStart } from '../../numbers/dates.ts'
import { keeper, nameOf } from '../../numbers/once.ts'
import { wilson } from '../../numbers/intervals.ts'
import { contractColumns, contractOf } from '../revenue/contractOf.ts'
import { renewalsDue, type Contract, type Renewal } from '../revenue/renewals.ts'
import { groupOf, nothing, type Figure, type Point } from '../series/figure.ts'
import { accountRead, accountsOf } from './accounts.ts'
import { inSpans } from './inSpans.ts'
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
    const { attribute } = accountsOf(given.rows('account'))
    const column = asked.by?.column
    const due = dueOver(given, asked, grace)
    const spans = asked.time.periods.map((period) => stretchOf(period, asked))
    const pointsOver = (own: readonly Renewal[]): Point[] => {
      const cut = inSpans(own, ({ due: day }) => day, spans)
      return asked.time.periods.map((period, place) => pointOf(cut[place] ?? [], period, asked, grace))
    }
    const byKey = column === undefined ? null : Map.groupBy(due, ({ contract }) => attribute(contract.account, column))
    return {
      points: pointsOver(due),
      ...(byKey ? { groups: [...byKey].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, own]) => groupOf(key, pointsOver(own), asked.time.headline)) } : {}),
      text: 'renewals due by term and renewal date of subscription; renewed by the same line or one of the same account and product',
      notes: [`A line that starts within ${grace} days renews; lines without a term, a renewal date or yearly billing never fall due.`],
    }
  },
  behind: (_, asked, given, period) => {
    const { get } = accountsOf(given.rows('account'))
    return dueIn(dueOver(given, asked, wholeOrZero(asked.switches, 'renewal_grace_days')), period, asked)
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
function contractsIn(given: Given): Contract[] {
  const { isInternal } = accountsOf(given.rows('account'))
  return given.rows('subscription').flatMap((row) => (isInternal(String(row['account_id'])) ? [] : (contractOf(row) ?? [])))
}

/** The days of a period, or of the window that ends with it, up to the as-of day; the last excluded. */
function stretchOf(period: string, { time }: Asked): { readonly from: string; readonly to: string } {
  const end = periodEnd(period) < time.asOf ? periodEnd(period) : time.asOf
  const from = time.window === null ? periodStart(period) : addDays(end, 1 - (time.window.unit === 'd' ? time.window.count : time.window.count * 30))
  return { from, to: addDays(end, 1) }
}

/** All that fell due in the periods asked, in one pass. */
function dueOver(given: Given, asked: Asked, grace: number): readonly Renewal[] {
  const { periods, asOf } = asked.time
  const [{ from }, { to }] = [stretchOf(periods[0] ?? asOf, asked), stretchOf(periods.at(-1) ?? asOf, asked)]
  const accounts = nameOf(given.rows('account'))
  return keptDue(given.rows('subscription'), `${accounts} ${from} ${to} ${grace}`, () => {
    const contracts = keptContracts(given.rows('subscription'), accounts, () => contractsIn(given))
    return renewalsDue(contracts, from, to, grace)
  })
}

const keptDue = keeper<readonly Row[], readonly Renewal[]>(4)
const keptContracts = keeper<readonly Row[], readonly Contract[]>(1)

function dueIn(due: readonly Renewal[], period: string, asked: Asked): Renewal[] {
  const { from, to } = stretchOf(period, asked)
  return due.filter((one) => one.due >= from && one.due < to)
}

function pointOf(due: readonly Renewal[], period: string, asked: Asked, grace: number): Point {
  const isOver = daysBetween(periodEnd(period), asked.time.asOf) >= grace
  return { period, mature: isOver, ...figure(due) }
}

function figure(due: readonly Renewal[]): Figure {
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
}
