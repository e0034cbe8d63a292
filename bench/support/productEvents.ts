import { sortedEvents, noProfiles, type Column, type Events } from '#engines/analytics/columns/events.ts'
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

/**
 * Made-up product events, a pure function of the seed and n: 90 days from a Monday, persons = n / 50 with a Zipf-Mandelbrot tail, accounts = persons / 20
 * with a skew of their own, 49 names, weekly and daily seasons, 2 % received late, 0.5 % twice, 3 % of persons in two accounts; plan, country and amount.
 * Only whole numbers and divisions, so that every platform makes the same bytes.
 */
export function productEvents(seed: number, n: number): Events {
  const next = generator(seed)
  const [persons, accounts] = [Math.floor(n / 50), Math.floor(n / 1000)]
  const names = [...stepEvents.map(([name]) => name), ...Array.from({ length: 44 }, (_, place) => `event ${place + 1}`)]
  const [byPerson, byName, byDay, byHour] = [
    picker(persons, (rank) => 1 / (rank + 25)),
    picker(49, nameWeight),
    picker(days, dayWeight),
    picker(24, hourWeight),
  ]
  const [ts, received] = [new Float64Array(n), new Float64Array(n)]
  const [name, person, account, session] = [new Uint32Array(n), new Uint32Array(n), new Uint32Array(n), new Uint32Array(n)]
  const [plan, country, amount] = [new Int32Array(n), new Int32Array(n), new Int32Array(n).fill(-1)]
  for (let row = 0; row < n; row++) {
    const isTwice = row > 0 && next() % 200 === 0
    const who = isTwice ? (person[row - 1] ?? 1) : byPerson(next()) + 1
    const at = isTwice ? (ts[row - 1] ?? 0) : base + byDay(next()) * day + byHour(next()) * 3_600_000 + (next() % 3_600_000)
    const home = accountOf(who, accounts)
    ts[row] = at
    received[row] = next() % 50 === 0 ? at + (next() % (3 * day)) : at
    name[row] = isTwice ? (name[row - 1] ?? 0) : byName(next())
    person[row] = who
    account[row] = mixed(who) % 100 < 3 && next() % 2 === 0 ? (home % accounts) + 1 : home
    session[row] = 0
    plan[row] = mixed(home) % 3
    country[row] = mixed(home + 7) % 20
    if (next() % 10 === 0) amount[row] = next() % 500
  }
  const column = (codes: Int32Array, values: readonly Scalar[]): Column => ({ codes, values })
  const list = (prefix: string, count: number): string[] => ['', ...Array.from({ length: count }, (_, place) => `${prefix}${place + 1}`)]
  return sortedEvents({
    length: n,
    ts,
    received,
    seq: Uint32Array.from({ length: n }, (_, row) => row),
    name,
    names,
    person,
    account,
    session,
    persons: list('p', persons),
    accounts: list('a', accounts),
    sessions: [''],
    passive: new Set<string>(),
    profiles: { person: noProfiles, account: noProfiles },
    properties: new Map([
      ['plan', column(plan, ['free', 'team', 'pro'])],
      ['country', column(country, list('c', 20).slice(1))],
      [
        'amount',
        column(
          amount,
          Array.from({ length: 500 }, (_, value) => value),
        ),
      ],
    ]),
  })
}

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
