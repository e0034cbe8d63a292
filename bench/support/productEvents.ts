import { noProfiles } from '#engines/analytics/columns/events.ts'
import type { Scalar } from '#engines/analytics/query/parts.ts'

/** The five steps of the funnel, with their share of all rows in percent. */
export const stepEvents = [
  ['signed up', 6],
  ['workspace created', 5],
  ['teammate invited', 4],
  ['report built', 3],
  ['report shared', 2],
] as const
export const base = Date.UTC(2026, 0, 5) // a Monday
export const days = 90
const day = 86_400_000

/** One event of the generator: numbers from 1 of person and account, codes of name and properties (−1: none), times in milliseconds. */
export interface Made {
  ts: number
  received: number
  name: number
  person: number
  account: number
  plan: number
  country: number
  amount: number
}

export const names: readonly string[] = [...stepEvents.map(([name]) => name), ...Array.from({ length: 44 }, (_, place) => `event ${place + 1}`)]
export const personsOf = (n: number): number => Math.floor(n / 50)
export const accountsOf = (n: number): number => Math.floor(n / 1000)

/**
 * Made-up product events, a pure function of the seed and n: 90 days from a Monday, persons = n / 50 with a Zipf-Mandelbrot tail, accounts = persons / 20
 * with a skew of their own, 49 names, weekly and daily seasons, 2 % received late, 0.5 % twice, 3 % of persons in two accounts; plan, country and amount.
 * Only whole numbers and divisions, so that every platform makes the same bytes. `take` is handed one object, written over for each event.
 */
export function eachProductEvent(seed: number, n: number, take: (made: Readonly<Made>, row: number) => void): void {
  const next = generator(seed)
  const [persons, accounts] = [personsOf(n), accountsOf(n)]
  const [byPerson, byName, byDay, byHour] = [
    picker(persons, (rank) => 1 / (rank + 25)),
    picker(49, nameWeight),
    picker(days, dayWeight),
    picker(24, hourWeight),
  ]
  const made: Made = { ts: 0, received: 0, name: 0, person: 1, account: 0, plan: 0, country: 0, amount: -1 }
  for (let row = 0; row < n; row++) {
    const isTwice = row > 0 && next() % 200 === 0
    if (!isTwice) {
      made.person = byPerson(next()) + 1
      made.ts = base + byDay(next()) * day + byHour(next()) * 3_600_000 + (next() % 3_600_000)
    }
    const home = accountOf(made.person, accounts)
    made.received = next() % 50 === 0 ? made.ts + (next() % (3 * day)) : made.ts
    if (!isTwice) made.name = byName(next())
    made.account = mixed(made.person) % 100 < 3 && next() % 2 === 0 ? (home % accounts) + 1 : home
    made.plan = mixed(home) % 3
    made.country = mixed(home + 7) % 20
    made.amount = next() % 10 === 0 ? next() % 500 : -1
    take(made, row)
  }
}

const list = (prefix: string, count: number): string[] => ['', ...Array.from({ length: count }, (_, place) => `${prefix}${place + 1}`)]

/** What is known of the generated events without a row. */
export const productHead = (n: number) => ({
  names,
  persons: list('p', personsOf(n)),
  accounts: list('a', accountsOf(n)),
  sessions: [''],
  passive: new Set<string>(),
  profiles: { person: noProfiles, account: noProfiles },
  properties: new Map<string, readonly Scalar[]>([
    ['plan', ['free', 'team', 'pro']],
    ['country', list('c', 20).slice(1)],
    ['amount', Array.from({ length: 500 }, (_, value) => value)],
  ]),
})

const nameWeight = (place: number): number => stepEvents[place]?.[1] ?? 80 / 44
const dayWeight = (place: number): number => (place % 7 < 5 ? 10 : 4)
const hourWeight = (hour: number): number => (hour >= 8 && hour < 18 ? 10 : hour >= 6 && hour < 22 ? 4 : 1)
/** Accounts have a skew of their own: the product of two even draws favours the small numbers. */
const accountOf = (who: number, accounts: number): number =>
  1 + Math.floor(((mixed(who) % 65_536) * (mixed(who + 99_991) % 65_536) * accounts) / 65_536 / 65_536)

function mixed(value: number): number {
  let own = Math.imul(value ^ 0x9e37_79b9, 0x85eb_ca6b)
  own = Math.imul(own ^ (own >>> 13), 0xc2b2_ae35)
  return (own ^ (own >>> 16)) >>> 0
}

/** Picks a place by its weight from a whole number below 2^32. */
function picker(size: number, weight: (place: number) => number): (draw: number) => number {
  const sums = new Float64Array(size)
  let total = 0
  for (let place = 0; place < size; place++) sums[place] = total += weight(place)
  return (draw) => {
    const wanted = (draw / 4_294_967_296) * total
    let [low, high] = [0, size - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((sums[middle] ?? 0) <= wanted) low = middle + 1
      else high = middle
    }
    return low
  }
}

function generator(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b_79f5) >>> 0
    let own = Math.imul(state ^ (state >>> 15), 1 | state)
    own = (own + Math.imul(own ^ (own >>> 7), 61 | own)) ^ own
    return (own ^ (own >>> 14)) >>> 0
  }
}
