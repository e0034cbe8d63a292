import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBakery, type Bakery } from './askBakery.ts'

/** Parts of dates in queries, held against the calendar as JavaScript counts it: another implementation than the one of the store. */
let bakery: Bakery
let orders: readonly { readonly at: Date; readonly amount: number }[]
beforeAll(async () => {
  const made = madeOrders()
  orders = [...own, ...made].map(({ at, amount }) => ({ at: new Date(`${at}T00:00:00Z`), amount }))
  bakery = await openBakery({ orders: made.map(({ at, amount }, place) => [`x${place}`, 's2', 'b1', at, String(amount), 'false']) })
})
afterAll(() => bakery.close())

const own = [
  { at: '2024-01-05', amount: 10 },
  { at: '2024-01-31', amount: 20 },
  { at: '2024-02-29', amount: 30 },
  { at: '2024-03-31', amount: 40 },
  { at: '2024-03-31', amount: 5 },
]

/** Days about each turn of a year, where weeks and days of a year are told wrongly first, and days anywhere between; the same in every run. */
function madeOrders(): { readonly at: string; readonly amount: number }[] {
  const turns = Array.from({ length: 20 }, (_, years) => 2005 + years).flatMap((year) =>
    [-4, -3, -2, -1, 0, 1, 2, 3, 4].map((days) => Date.UTC(year, 0, 1 + days)),
  )
  let seed = 7
  const between = Array.from({ length: 400 }, () => {
    seed = (seed * 48_271) % 2_147_483_647
    return Date.UTC(2005, 0, 1 + (seed % 7300))
  })
  return [...turns, ...between].map((time, place) => ({ at: new Date(time).toISOString().slice(0, 10), amount: 1 + (place % 17) }))
}

const day = 86_400_000
const doy = (at: Date): number => (at.getTime() - Date.UTC(at.getUTCFullYear(), 0, 1)) / day + 1
const dow = (at: Date): number => ((at.getUTCDay() + 6) % 7) + 1
/** ISO 8601: the week of a day is that of its Thursday. */
function week(at: Date): number {
  const thursday = new Date(at.getTime() + (4 - dow(at)) * day)
  return Math.floor((doy(thursday) - 1) / 7) + 1
}
const parts: Readonly<Record<string, (at: Date) => number>> = {
  year: (at) => at.getUTCFullYear(),
  quarter: (at) => Math.floor(at.getUTCMonth() / 3) + 1,
  month: (at) => at.getUTCMonth() + 1,
  week,
  day: (at) => at.getUTCDate(),
  doy,
  dow,
}

function summed(of: (at: Date) => readonly number[]): unknown[][] {
  const groups = Map.groupBy(orders, ({ at }) => of(at).join(' '))
  return [...groups].map(([key, rows]) => [...key.split(' ').map(Number), rows.length, rows.reduce((sum, { amount }) => sum + amount, 0)])
}
const sorted = (rows: readonly unknown[][]): unknown[][] => rows.map((row) => row.map(Number)).toSorted((a, b) => (a.join(' ') < b.join(' ') ? -1 : 1))

test.each(Object.keys(parts))('rows counted and added up by %s are those of the calendar', async (part) => {
  const told = await bakery.rows(['orders', 'amount'], `metric_time__extract_${part}`)
  expect(sorted(told)).toEqual(sorted(summed((at) => [parts[part]?.(at) ?? 0])))
  expect(await bakery.rows(['orders', 'amount'], [`TimeDimension('metric_time', date_part_name='${part.toUpperCase()}')`])).toEqual(told)
})

test('two parts stand beside each other, and beside a grain; the column is called as MetricFlow calls it', async () => {
  expect(sorted(await bakery.rows(['orders', 'amount'], ['metric_time__extract_year', 'metric_time__extract_dow']))).toEqual(
    sorted(summed((at) => [at.getUTCFullYear(), dow(at)])),
  )
  const answer = await bakery.ask({ metrics: ['orders'], groupBy: [{ name: 'metric_time', date_part: 'dow' }, 'metric_time__year'] })
  expect(answer.refused ? [] : answer.columns.map(({ name, type }) => [name, type])).toMatchObject([
    ['metric_time__extract_dow', 'number'],
    ['metric_time__year', 'date'],
    ['orders', expect.anything()],
  ])
})

test('a filter by a part counts the rows of it', async () => {
  const mondays = orders.filter(({ at }) => dow(at) === 1)
  const where = ["{{ TimeDimension('metric_time', date_part_name='dow') }} = 1"]
  expect(await bakery.rows('orders', [], { where })).toEqual([[mondays.length]])
})
