import { periodEnd, periodOf } from '../../numbers/dates.ts'
import { growing, keeper, nameOf, nameOfText, once } from '../../numbers/once.ts'
import { allocate, type Allocation, type ProductCost, type Weights } from '../margin/allocate.ts'
import { chargesByMonth } from '../margin/charges.ts'
import type { Ledger } from '../revenue/revenue.ts'
import { groupOf, nothing, type Figure } from '../series/figure.ts'
import { accountRead } from './accounts.ts'
import { line, shareOf, stretchesOf, stretchOf, textOf, type Stretch } from './things.ts'
import { tells } from './grains.ts'
import { pointsOf, Refused, type Asked, type Behind, type Computed, type Given, type Row, type Way } from './way.ts'

export interface MarginTerms {
  readonly measure: 'margin' | 'costToServe'
}

const rules = ['seats', 'revenue', 'customers', 'even'] as const
type Rule = (typeof rules)[number]

/**
 * Does the product pay (kpis.md 4.18)? margin = (revenue − direct COGS − allocated shared COGS − support) / revenue, with revenue of the months’ ends from the
 * ledger by product. costToServe = those costs for each paying account and month. A shared charge is split by the rule of the switch, or by its own split;
 * what no product bears is the group “(unallocated)” and the part unallocated, never spread. Interval: the range over all rules of allocation.
 * Parts, in money: revenue, direct, shared, support, unallocated, opex, total; unallocatedShare, and withUnallocated (the whole margin if it were borne).
 */
export const margin: Way<MarginTerms> = {
  counts: () => 'cost_line',
  ledger: 'byProduct',
  untold: tells(['month', 'quarter'], 'Costs are charged by the month'),
  switches: { allocation: { says: 'What shared charges are split by.', values: [...rules, 'none'], initial: 'seats' } },
  reads: () => ({
    costs: {
      fact: 'cost_line',
      columns: ['period_start', 'period_end', 'effective_cost', 'currency', 'service', 'charge_category', 'tags', 'cost_class', 'product_id'],
    },
    rates: { fact: 'fx_rate', columns: ['month', 'currency', 'kind', 'rate'] },
    lines: { fact: 'subscription', columns: ['product_id', 'account_id', 'start', 'end', 'quantity', 'status', 'kind'] },
    accounts: accountRead,
  }),
  figures: ({ measure }, asked, given) => {
    const book = bookOf(asked, given)
    const rule = asked.switches['allocation'] ?? 'seats'
    const told = (stretch: Stretch, product: string | null) => figure(measure, book, stretch, product, rule)
    const stretches = new Map(stretchesOf(asked.time).map((stretch) => [stretch.key, stretch]))
    const pointsFor = (product: string | null) =>
      pointsOf(asked.time, (period) => {
        const stretch = stretches.get(period)
        return stretch ? told(stretch, product) : nothing('no_data')
      })
    const products = asked.by ? [...book.products(), remainder] : []
    return {
      points: pointsFor(null),
      ...(asked.by ? { groups: products.map((product) => groupOf(product, pointsFor(product), asked.time.headline)) } : {}),
      ...saying(measure, rule),
    }
  },
  behind: ({ measure }, asked, given, period) => {
    const book = bookOf(asked, given)
    const stretch = stretchOf(asked.time, period)
    const rule = asked.switches['allocation'] ?? 'seats'
    const products = book.products().map((product): Behind => {
      const { value, parts } = figure(measure, book, stretch, product, rule)
      const cost = (parts?.['direct'] ?? 0) + (parts?.['shared'] ?? 0) + (parts?.['support'] ?? 0)
      return line({ account: product, opening: parts?.['revenue'] ?? null, closing: cost, change: value })
    })
    return [...products, ...leftOver(book.over(stretch, rule).allocations)]
  },
}

const remainder = '(unallocated)'
const units = (micros: bigint): number => Number(micros) / 1e6

function saying(measure: MarginTerms['measure'], rule: string): Pick<Computed, 'text' | 'notes'> {
  const costs = 'direct, allocated shared and support cost by product, effective cost of cost_line'
  return {
    text: measure === 'margin' ? `(month-end revenue by product − ${costs}) ÷ revenue` : `${costs} ÷ paying accounts ÷ months`,
    notes: [rule === 'none' ? 'Shared charges are not allocated.' : `Shared charges are split by ${rule}; the interval is the range over ${rules.join(', ')}.`],
  }
}

function leftOver(allocations: readonly Allocation[]): Behind[] {
  const services = Map.groupBy(
    allocations.flatMap(({ unallocated }) => unallocated),
    ({ service, because }) => `${service}\n${because}`,
  )
  return [...services.values()]
    .map((some) =>
      line({ account: remainder, name: some[0]?.service ?? null, closing: units(sum(some.map(({ amount }) => amount))), reason: some[0]?.because ?? null }),
    )
    .toSorted((a, b) => (b.closing ?? 0) - (a.closing ?? 0))
}

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n)

/** Revenue, costs and weights of every month asked. */
interface Book {
  products(): string[]
  over(stretch: Stretch, rule: string): { readonly months: readonly string[]; readonly allocations: readonly Allocation[] }
  revenue(month: string, product: string | null): bigint
  customers(month: string, product: string | null): number
}

function bookOf(asked: Asked, given: Given): Book {
  const { time } = asked
  const { ledger } = given
  if (time.window !== null) throw new Refused('Margins are told of whole months and quarters.', 'Leave the window out.')
  if (!ledger) throw new Refused('There is no revenue ledger here.', 'Bring in accounts and subscriptions.')
  const read = nameOf(...['costs', 'rates', 'lines', 'accounts'].map((one) => given.rows(one)))
  return keptBooks(ledger, JSON.stringify([read, asked.currency, time]), () => newBook(asked, given, ledger))
}

const keptBooks = keeper<Ledger, Book>(4)

function newBook({ time, currency }: Asked, given: Given, ledger: Ledger): Book {
  const rates = new Map(
    given
      .rows('rates')
      .filter((row) => row['kind'] === 'plan')
      .map((row) => [`${String(row['currency'])} ${String(row['month']).slice(0, 7)}`, Number(row['rate'])]),
  )
  const charges = chargesByMonth(given.rows('costs'), currency, (from, month) => rates.get(`${from} ${month}`) ?? null)
  const closing = (month: string): ReadonlyMap<string, { readonly closing: number; readonly logos: { readonly closing: number } }> =>
    ledger.periods.includes(month) ? ledger.movementsBy('product', month) : new Map()
  const weigh = weights(ledger, given, time.asOf, closing)
  const kept = new Map<string, Allocation>()
  const allocated = (month: string, rule: string): Allocation => {
    const own = charges.get(month) ?? []
    const known = kept.get(`${month} ${rule}`) ?? allocate(own, rule === 'none' || own.length === 0 ? new Map() : weigh(month, rule))
    kept.set(`${month} ${rule}`, known)
    return known
  }
  return {
    products: () => [...new Set(ledger.periods.flatMap((month) => [...closing(month).keys(), ...allocated(month, 'even').products.keys()]))].toSorted(),
    over: ({ from, to }, rule) => {
      const months = ledger.periods.filter((month) => month >= periodOf(from, 'month') && month <= periodOf(to, 'month'))
      return { months, allocations: months.map((month) => allocated(month, rule)) }
    },
    revenue: (month, product) => sum([...closing(month)].filter(([name]) => product === null || name === product).map(([, point]) => BigInt(point.closing))),
    customers: (month, product) =>
      product === null ? ledger.payingOn(earlierOf(periodEnd(month), time.asOf)).size : (closing(month).get(product)?.logos.closing ?? 0),
  }
}

const earlierOf = (a: string, b: string): string => (a < b ? a : b)

/** Seats are the quantities of paid lines on the month’s last day; a line without one is one seat. */
function weights(
  ledger: Ledger,
  given: Given,
  asOf: string,
  closing: (month: string) => ReadonlyMap<string, { readonly closing: number; readonly logos: { readonly closing: number } }>,
): (month: string, rule: string) => Weights {
  const [rows, ours] = [given.rows('lines'), oursIn(given.rows('accounts'))]
  const lines = keptLines(
    rows,
    ours.name,
    () => paidLines(ours.ids, rows),
    (before, more) => before.concat(paidLines(ours.ids, more)),
  )
  return (month, rule) => {
    const products = [...closing(month)].filter(([, point]) => point.closing > 0)
    if (rule !== 'seats')
      return new Map(
        products.map(([name, point]) => [name, rule === 'revenue' ? BigInt(point.closing) : rule === 'customers' ? BigInt(point.logos.closing) : 1n]),
      )
    const day = earlierOf(periodEnd(month), asOf)
    const seats = new Map<string, bigint>()
    for (const one of lines) if (one.start <= day && (one.end === null || one.end > day)) seats.set(one.product, (seats.get(one.product) ?? 0n) + one.seats)
    return new Map(products.map(([name]) => [name, seats.get(name) ?? 0n]))
  }
}

const keptLines = growing<Row, ReturnType<typeof paidLines>>(2)

/** Accounts that are our own, and a name for them: the same for the same ones. */
const oursIn = once((accounts: readonly Row[]) => {
  const ids = accounts.flatMap((row) => (row['is_internal'] === true ? [String(row['id'])] : []))
  return { ids: new Set(ids), name: nameOfText(JSON.stringify(ids.toSorted())) }
})

function paidLines(internal: ReadonlySet<string>, rows: readonly Row[]) {
  return rows
    .filter((row) => row['status'] !== 'trial' && (row['kind'] ?? 'recurring') === 'recurring' && !internal.has(String(row['account_id'])))
    .map((row) => ({
      start: String(row['start']),
      end: textOf(row, 'end'),
      product: textOf(row, 'product_id') ?? '',
      seats: BigInt(Math.round(Number(row['quantity'] ?? 1) * 1000)),
    }))
}

/** Costs of a product over allocations, or of all products together. */
function costOf(allocations: readonly Allocation[], product: string | null): ProductCost {
  const own = allocations.flatMap(({ products }) => [...products].filter(([name]) => product === null || name === product).map(([, cost]) => cost))
  return { direct: sum(own.map(({ direct }) => direct)), shared: sum(own.map(({ shared }) => shared)), support: sum(own.map(({ support }) => support)) }
}

function figure(measure: MarginTerms['measure'], book: Book, stretch: Stretch, product: string | null, rule: string): Figure {
  const { months, allocations } = book.over(stretch, rule)
  if (months.length === 0 || !allocations.some(({ total }) => total > 0n)) return nothing('no_data') // no charge was brought in: nobody runs for nothing
  const left = sum(allocations.flatMap(({ unallocated }) => unallocated.map(({ amount }) => amount)))
  const [total, opex] = [sum(allocations.map((one) => one.total)), sum(allocations.map((one) => one.opex))]
  if (product === remainder)
    return {
      ...nothing('no_denominator'),
      numerator: units(left),
      parts: { unallocated: units(left), unallocatedShare: shareOf(units(left), units(total - opex)) },
    }
  const revenue = sum(months.map((month) => book.revenue(month, product)))
  const customers = months.reduce((all, month) => all + book.customers(month, product), 0)
  const { direct, shared, support } = costOf(allocations, product)
  const cost = direct + shared + support
  const parts = {
    revenue: units(revenue),
    direct: units(direct),
    shared: units(shared),
    support: units(support),
    ...(product === null
      ? {
          unallocated: units(left),
          unallocatedShare: shareOf(units(left), units(total - opex)),
          opex: units(opex),
          total: units(total),
          withUnallocated: shareOf(units(revenue - cost - left), units(revenue)),
        }
      : {}),
  }
  const of = (some: bigint): number | null => (measure === 'margin' ? shareOf(units(revenue - some), units(revenue)) : shareOf(units(some), customers))
  const value = of(cost)
  if (value === null || revenue <= 0n) return { ...nothing('no_denominator'), numerator: units(measure === 'margin' ? revenue - cost : cost), parts }
  const range = rules.flatMap((each: Rule) => {
    const { direct: d, shared: s, support: p } = costOf(book.over(stretch, each).allocations, product)
    return of(d + s + p) ?? []
  })
  return {
    value,
    interval: { low: Math.min(value, ...range), high: Math.max(value, ...range) },
    numerator: units(measure === 'margin' ? revenue - cost : cost),
    denominator: measure === 'margin' ? units(revenue) : customers,
    n: customers,
    parts,
  }
}
