import { roles } from './cast.ts'
import { openArr, openLines, segments, type Customer, type Line, type Segment } from './customer.ts'
import { addLine, foundingAccounts, maker, type Maker } from './founding.ts'
import { random, type Random } from './random.ts'
import { addDays, type Timeline } from './timeline.ts'

/** Monthly rates of a segment, as shares of the revenue at the month's opening; `land` is the size of a new account in dollars a year. */
interface Rates {
  readonly expansion: number
  readonly contraction: number
  readonly churn: number
  readonly fresh: number
  readonly land: number
}
const usual: Readonly<Record<Segment, Rates>> = {
  Enterprise: { expansion: 0.0155, contraction: 0.0044, churn: 0.004, fresh: 0.006, land: 150_000 },
  'Mid-market': { expansion: 0.0174, contraction: 0.0046, churn: 0.0078, fresh: 0.0108, land: 48_000 },
  'Small business': { expansion: 0.0135, contraction: 0.0046, churn: 0.0108, fresh: 0.0108, land: 17_000 },
}
/** In the last closed month the losses of the stories are played, and chance adds only this share of its own. */
const staying: Readonly<Record<Segment, number>> = { Enterprise: 0, 'Mid-market': 0.6, 'Small business': 1 }
/** In a month after the story that is over and held open hardly anybody new signs, so that recurring revenue stands where the story left it. */
const stalled = 0.1
/** How many accounts the certificate rotation hit, and how much they cut in the last closed month beyond the usual (dollars a year). */
export const ssoAccounts = 41
const ssoCut = 290_000

/** Plays 36 closed months and what is open after them: who joins, grows, shrinks, leaves and comes back, to the quotas of each segment. */
export function book(time: Timeline, seed: number): Customer[] {
  const draw = random(seed, 'book')
  const make = maker(draw)
  const owing = new Map<Segment, number>()
  const customers = foundingAccounts(time, draw, make)
  for (let month = time.first; month <= time.open; month++) {
    if (month === 0) {
      markSso(customers, draw)
      playRoles(customers, time, draw)
    }
    for (const segment of segments) playSegment(customers, segment, month, { time, draw, make, owed: owing })
  }
  addParents(customers, draw)
  addTrials(customers, time, draw, make)
  return [...customers, internalAccount(time)]
}

interface Play {
  readonly time: Timeline
  readonly draw: Random
  readonly make: Maker
  /** Losses that a segment still owes, in dollars a year. */
  readonly owed: Map<Segment, number>
}

function playSegment(customers: Customer[], segment: Segment, month: number, { time, draw, make, owed }: Play): void {
  const mine = customers.filter((customer) => customer.segment === segment)
  const opening = mine.reduce((sum, customer) => sum + openArr(customer), 0)
  const share = month > time.over ? (Number(time.today.slice(8)) - 1) / 31 : 1
  const rates = usual[segment]
  const quiet = month === 0 ? 0.62 : month > 0 ? 0.75 : 1
  const quota = (rate: number, spread: number) => opening * share * rate * Math.max(0.2, 1 + spread * draw.normal())
  const { free, day } = turn(mine, month, time, draw)
  owed.set(segment, leave(free, month === 0 ? quota(rates.churn, 0) * staying[segment] : quota(rates.churn, 0.1) + (owed.get(segment) ?? 0), day, month, draw))
  const extra = segment === 'Mid-market' && month === 0 ? ssoCut : 0
  if (extra > 0)
    shrink(
      free.filter((customer) => customer.sso),
      extra,
      day,
      draw,
      0.32,
    )
  const others = month === 0 ? free.filter((customer) => !customer.sso) : free
  shrink(others, quota(rates.contraction, 0.12), day, draw, 0.22)
  grow(others, quota(rates.expansion * quiet, 0.09), day, draw, segment === 'Small business' && month === -12)
  customers.push(...join(segment, quota(rates.fresh * (month > 0 && month === time.over ? stalled : 1), 0.12), rates.land, day, draw, make))
  for (const customer of mine) if (customer.returns === month) comeBack(customer, day())
}

/** The accounts that may change in a month, each at most once, and the days on which they do. */
function turn(mine: readonly Customer[], month: number, time: Timeline, draw: Random): { readonly free: Customer[]; readonly day: () => string } {
  const first = time.day(month, 1)
  const free = draw.shuffle(
    mine.filter((customer) => openLines(customer).length > 0 && openLines(customer).every((line) => line.start < first) && !customer.scripted),
  )
  const lastDay = month > time.over ? Number(time.today.slice(8)) - 1 : 27
  return { free, day: () => time.day(month, draw.int(1, lastDay)) }
}

/** Lets accounts go up to a quota; what is left of it, or was overdrawn, is carried into the next month. */
function leave(free: Customer[], quota: number, day: () => string, month: number, draw: Random): number {
  let left = quota
  for (let index = free.length - 1; index >= 0; index--) {
    const customer = free[index]
    if (!customer || customer.sso) continue
    const arr = openArr(customer)
    if (left <= 0 || arr > left * (month === 0 ? 0.9 : 1.5)) continue
    left -= arr
    end(customer, day(), draw.chance(0.12) ? 'delinquent' : 'voluntary', draw.pick(reasons))
    if (customer.segment !== 'Enterprise' && month < -3 && draw.chance(0.12)) customer.returns = Math.min(-1, month + draw.int(3, 8))
    free.splice(index, 1)
  }
  return left
}

const reasons = ['price', 'budget_cut', 'missing_capability', 'moved_in_house', 'acquired', 'low_usage', 'competitor'] as const

function shrink(free: Customer[], quota: number, day: () => string, draw: Random, most: number): void {
  let left = quota
  while (left > 500 && free.length > 0) {
    const customer = free.pop()
    const line = customer && largest(customer)
    if (!customer || !line || line.quantity < 8) continue
    const unit =
      openArr(customer) /
      Math.max(
        1,
        openLines(customer).reduce((sum, each) => sum + each.quantity, 0),
      )
    const fewer = Math.min(Math.round(line.quantity * (0.08 + draw.next() * (most - 0.08))), Math.ceil(left / Math.max(1, unit)))
    if (fewer < 1) continue
    const before = openArr(customer)
    resize(customer, line, line.quantity - fewer, day())
    left -= before - openArr(customer)
  }
}

function grow(free: Customer[], quota: number, day: () => string, draw: Random, byPrice: boolean): void {
  let left = quota
  while (left > 500 && free.length > 0) {
    const customer = free.pop()
    const line = customer && largest(customer)
    if (!customer || !line) continue
    const before = openArr(customer)
    const room = Math.max(0.01, left / before)
    if (byPrice) replace(customer, line, line.quantity, Math.round((line.unit * 1.06) / 12) * 12, day())
    else if (customer.plan !== 'Team' && draw.chance(0.12) && !openLines(customer).some((each) => each.product === 'insights'))
      addLine(customer, 'insights', Math.max(3, Math.round(line.quantity * Math.min(0.4, room * 2))), day())
    else resize(customer, line, line.quantity + Math.max(1, Math.round(line.quantity * Math.min(room, 0.05 + draw.next() * 0.2))), day())
    left -= openArr(customer) - before
  }
}

function join(segment: Segment, quota: number, land: number, day: () => string, draw: Random, make: Maker): Customer[] {
  const fresh: Customer[] = []
  let left = quota + (segment === 'Enterprise' ? land * 0.35 * (draw.next() - 0.5) : 0)
  while (left > land * 0.5) {
    const customer = make.make(segment, day(), Math.min(left * 1.2, land * (0.6 + draw.next() * 0.8)))
    left -= openArr(customer)
    fresh.push(customer)
  }
  return fresh
}

function comeBack(customer: Customer, day: string): void {
  const last = customer.lines.at(-1)
  if (last && openLines(customer).length === 0) addLine(customer, 'core', Math.max(5, Math.round(last.quantity * 0.8)), day)
}

const largest = (customer: Customer): Line | undefined => openLines(customer).find((line) => line.product === 'core')

function resize(customer: Customer, line: Line, quantity: number, day: string): void {
  replace(customer, line, quantity, line.unit, day)
}

/** A changed quantity or price is a new line from that day on; the old one ends, so that both stay on record. */
function replace(customer: Customer, line: Line, quantity: number, unit: number, day: string): void {
  if (line.start === day) {
    line.quantity = quantity
    line.unit = unit
    return
  }
  line.end = day
  addLine(customer, line.product, quantity, day, { unit, plan: line.plan })
}

function end(customer: Customer, day: string, churnType: 'voluntary' | 'delinquent', reason: string): void {
  for (const line of openLines(customer)) {
    line.end = day
    line.churnType = churnType
    line.cancelReason = reason
  }
}

function markSso(customers: readonly Customer[], draw: Random): void {
  const named = roles.filter((role) => role.sso).map((role) => role.name)
  const cast = customers.filter((customer) => named.includes(customer.name))
  const fit = customers.filter(
    (customer) => customer.segment === 'Mid-market' && !customer.scripted && openArr(customer) > 30_000 && openArr(customer) < 170_000,
  )
  for (const customer of [...cast, ...draw.shuffle(fit).slice(0, ssoAccounts - cast.length)]) customer.sso = true
}

/** What the last closed month did to the accounts of the stories. */
function playRoles(customers: readonly Customer[], time: Timeline, draw: Random): void {
  for (const role of roles) {
    const customer = customers.find((each) => each.name === role.name)
    const line = customer && largest(customer)
    if (!customer || !line || role.cut === undefined) continue
    const day = time.day(0, draw.int(5, 24))
    if (role.cut === 0) end(customer, day, 'voluntary', role.reason ?? 'price')
    else {
      const goal = role.cut * 1000
      const share = goal / openArr(customer)
      for (const each of openLines(customer)) replace(customer, each, Math.max(1, Math.round(each.quantity * share)), each.unit, day)
    }
  }
}

function addParents(customers: Customer[], draw: Random): void {
  const plain = customers
    .map((customer, index) => ({ customer, index }))
    .filter(({ customer }) => !customer.scripted && !customer.sso && openLines(customer).length > 0)
  const chosen = draw.shuffle(plain).slice(0, 31)
  const heads = chosen.slice(0, 10)
  for (const [place, { customer, index }] of chosen.slice(10).entries()) {
    const head = heads[place % heads.length]
    const parent = place < 10 && head ? head.customer.id : `G-${String(place - 9).padStart(2, '0')}`
    customers[index] = { ...customer, parent }
  }
}

function addTrials(customers: Customer[], time: Timeline, draw: Random, make: Maker): void {
  for (let n = 0; n < 9; n++) {
    const start = addDays(time.today, -draw.int(3, 25))
    const customer = make.make(draw.pick(['Mid-market', 'Small business'] as const), start, 9000)
    const seats = customer.lines[0]?.quantity ?? 10
    customer.lines.length = 0
    addLine(customer, 'core', seats, start, { trial: true })
    customers.push(customer)
  }
}

function internalAccount(time: Timeline): Customer {
  const day = time.day(time.first, 1)
  const customer: Customer = {
    id: 'A-0000',
    name: 'Harborlight (own workspace)',
    segment: 'Small business',
    plan: 'Enterprise',
    industry: 'Professional services',
    region: 'North America',
    currency: 'USD',
    channel: 'Self-service',
    billing: 'year',
    internal: true,
    scripted: true,
    parent: null,
    createdOn: addDays(day, -30),
    lines: [],
    returns: null,
    sso: false,
  }
  addLine(customer, 'core', 60, day, { unit: 12 })
  return customer
}
