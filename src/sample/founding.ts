import { industries, inventedName, roles, type Role } from './cast.ts'
import { openArr, unitPrice, type Customer, type Line, type Plan, type Product, type Segment } from './customer.ts'
import type { Random } from './random.ts'
import { addDays, type Timeline } from './timeline.ts'

const planOf: Readonly<Record<Segment, Plan>> = { Enterprise: 'Enterprise', 'Mid-market': 'Business', 'Small business': 'Team' }
/** Accounts and yearly revenue, in dollars, with which the records begin. */
const book: Readonly<Record<Segment, { readonly accounts: number; readonly arr: number }>> = {
  Enterprise: { accounts: 52, arr: 14_450_000 },
  'Mid-market': { accounts: 138, arr: 12_150_000 },
  'Small business': { accounts: 120, arr: 3_050_000 },
}

/** Makes accounts one after another, each with its own number and an invented name. */
export interface Maker {
  make(segment: Segment, firstDay: string, arr: number): Customer
}

export function maker(draw: Random): Maker {
  const used = new Map<string, number>()
  let count = roles.length
  return {
    make(segment, firstDay, arr) {
      count += 1
      const industry = draw.pick(industries)
      const n = used.get(industry) ?? 0
      used.set(industry, n + 1)
      const region = draw.pick(regions)
      return staffed({ id: idOf(count), name: inventedName(industry, n), segment, industry, region, scripted: false, firstDay, arr }, draw)
    },
  }
}

/** The accounts that paid when the records begin: those of the stories, and invented ones scaled to the book of their segment. */
export function foundingAccounts(time: Timeline, draw: Random, make: Maker): Customer[] {
  const cast = roles.map((role, index) => castAccount(role, index + 1, time, draw))
  const invented = (['Enterprise', 'Mid-market', 'Small business'] as const).flatMap((segment) => {
    const known = cast.filter((customer) => customer.segment === segment)
    const open = book[segment].arr - known.reduce((sum, customer) => sum + openArr(customer), 0)
    const sizes = Array.from({ length: book[segment].accounts - known.length }, () => Math.exp(0.42 * draw.normal()))
    const scale = open / sizes.reduce((sum, size) => sum + size, 0)
    return sizes.map((size) => make.make(segment, addDays(time.day(time.first, 1), -draw.int(20, 900)), size * scale))
  })
  return [...cast, ...invented]
}

const regions = [
  'North America',
  'North America',
  'North America',
  'North America',
  'European Union',
  'European Union',
  'United Kingdom',
  'Asia-Pacific',
] as const
const channels = ['Sales', 'Sales', 'Partner', 'Self-service', 'Referral'] as const
const currencies: Readonly<Record<string, string>> = { 'European Union': 'EUR', 'United Kingdom': 'GBP' }
const idOf = (n: number): string => `A-${String(n).padStart(4, '0')}`

function castAccount(role: Role, n: number, time: Timeline, draw: Random): Customer {
  const firstDay = addDays(time.day(time.first, 1), -draw.int(60, 700))
  return staffed(
    { id: idOf(n), name: role.name, segment: role.segment, industry: role.industry, region: role.region, scripted: true, firstDay, arr: role.arr * 1000 },
    draw,
  )
}

interface Beginning {
  readonly id: string
  readonly name: string
  readonly segment: Segment
  readonly industry: string
  readonly region: string
  readonly scripted: boolean
  readonly firstDay: string
  readonly arr: number
}

function staffed({ firstDay, arr, ...known }: Beginning, draw: Random): Customer {
  const plan = planOf[known.segment]
  const customer: Customer = {
    ...known,
    plan,
    currency: currencies[known.region] ?? 'USD',
    channel: draw.pick(channels),
    billing: known.segment === 'Small business' ? draw.pick(['month', 'month', 'year'] as const) : draw.pick(['year', 'year', 'quarter'] as const),
    internal: false,
    parent: null,
    createdOn: addDays(firstDay, -draw.int(5, 40)),
    lines: [],
    returns: null,
    sso: false,
  }
  const withInsights = plan !== 'Team' && draw.chance(0.6)
  const withConnect = plan !== 'Team' && draw.chance(0.5)
  const connectors = withConnect ? Math.max(1, Math.round((arr * 0.12) / 2160)) : 0
  const left = Math.max(2000, arr - connectors * 2160)
  const dollarsPerSeat = unitPrice('core', plan, 'USD') + (withInsights ? 144 * 0.6 : 0)
  const seats = Math.max(5, Math.round(left / dollarsPerSeat))
  addLine(customer, 'core', seats, firstDay)
  if (withInsights) addLine(customer, 'insights', Math.max(3, Math.round(seats * 0.6)), firstDay)
  if (connectors > 0) addLine(customer, 'connect', connectors, firstDay)
  return customer
}

/** Opens a line of a product; its number follows the account's earlier lines. */
export function addLine(
  customer: Customer,
  product: Product,
  quantity: number,
  start: string,
  more: { readonly unit?: number; readonly plan?: Plan; readonly trial?: boolean } = {},
): Line {
  const plan = more.plan ?? customer.plan
  const line: Line = {
    id: `S-${customer.id.slice(2)}-${String(customer.lines.length + 1).padStart(2, '0')}`,
    account: customer.id,
    product,
    plan,
    start,
    end: null,
    unit: more.unit ?? unitPrice(product, plan, customer.currency),
    quantity,
    trial: more.trial ?? false,
    cancelReason: null,
    churnType: null,
  }
  customer.lines.push(line)
  return line
}
