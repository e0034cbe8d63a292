import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { month, openBakery, type Bakery } from './askBakery.ts'

/** Offsets, running windows, stocks, conversions and missing buckets over the bakery of bakery.ts; each answer counted by hand. */
let bakery: Bakery
beforeAll(async () => void (bakery = await openBakery()))
afterAll(() => bakery.close())
const ask: Bakery['ask'] = (...args) => bakery.ask(...args)
const rows: Bakery['rows'] = (...args) => bakery.rows(...args)

describe('offsets', () => {
  test('at month grain last month is shown whole, its 29th to 31st included', async () => {
    expect(await rows('amount_last_month', 'metric_time__month')).toEqual([
      [month(2), 30],
      [month(3), 30],
      [month(4), 45],
    ])
    expect(await rows('amount_growth', 'metric_time__month')).toEqual([
      [month(1), null],
      [month(2), 0],
      [month(3), 15],
      [month(4), null],
    ])
    expect(await rows('amount_last_month', 'metric_time__month', { from: '2024-03', to: '2024-03' })).toEqual([[month(3), 30]])
    expect(await rows('amount_last_month', 'metric_time__month', { where: "{{ TimeDimension('metric_time', 'month') }} >= '2024-03-01'" })).toEqual([
      [month(3), 30],
      [month(4), 45],
    ])
  })
  test('at day grain the last day of a shorter month stands for the missing ones', async () => {
    expect(await rows('amount_last_month', 'metric_time__day')).toEqual([
      ['2024-02-05', 10],
      ['2024-03-29', 30],
      ['2024-03-30', 30],
      ['2024-03-31', 30],
    ])
  })
  test('days that are no whole months move the rows', async () => {
    expect(await rows('amount_two_weeks_ago', 'metric_time__month')).toEqual([
      [month(1), 10],
      [month(2), 20],
      [month(3), 30],
      [month(4), 45],
    ])
  })
  test('to the start of the month', async () => {
    expect(await rows('amount_at_start', 'metric_time__day', { from: '2024-02-28', to: '2024-03-02' })).toEqual([
      ['2024-02-28', 30],
      ['2024-02-29', 30],
      ['2024-03-01', 60],
      ['2024-03-02', 60],
    ])
  })
  test('without time there is nothing to compare with', async () => {
    expect((await ask({ metrics: 'amount_growth' })).refused).toMatchObject({ code: 'unsupported' })
    expect((await ask({ metrics: 'amount_last_month', groupBy: 'metric_time__season' })).refused).toMatchObject({ code: 'unsupported' })
  })
})

describe('running windows', () => {
  test('all time, with one day speaking for each month', async () => {
    expect(await rows('amount_all_time')).toEqual([[105]])
    expect(await rows('amount_all_time', 'metric_time__month')).toEqual([
      [month(1), 10],
      [month(2), 30],
      [month(3), 60],
    ])
    expect(await rows('amount_all_time_last', 'metric_time__month')).toEqual([
      [month(1), 30],
      [month(2), 60],
      [month(3), 105],
    ])
    expect(await rows('amount_all_time', 'metric_time__day', { from: '2024-04-01', to: '2024-04-02' })).toEqual([
      ['2024-04-01', 105],
      ['2024-04-02', 105],
    ])
  })
  test('a window ends with its day and leaves out the day on which it would begin', async () => {
    expect(await rows('amount_31_days', 'metric_time__day', { from: '2024-02-29', to: '2024-03-02' })).toEqual([
      ['2024-02-29', 50],
      ['2024-03-01', 50],
      ['2024-03-02', 50].with(1, 30),
    ])
    expect(await rows('buyers_60_days', 'metric_time__month')).toEqual([
      [month(1), 2],
      [month(2), 2],
      [month(3), 2],
    ])
  })
  test('a month to date begins again with the month', async () => {
    const found = await rows('amount_to_date', 'metric_time__day', { from: '2024-01-30', to: '2024-02-29' })
    expect(found).toEqual([
      ['2024-01-30', 10],
      ['2024-01-31', 30],
      ['2024-02-29', 30],
    ])
  })
  test('a stock is not accumulated, and a window needs time', async () => {
    expect((await ask({ metrics: 'stock_running', groupBy: 'metric_time' })).refused).toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('stock'),
    })
    expect((await ask({ metrics: 'amount_31_days' })).refused).toMatchObject({ code: 'unsupported' })
  })
})

describe('stocks, conversions, missing buckets', () => {
  test('a stock is what the last day holds, within each group of time and each grouping', async () => {
    expect(await rows('stock_last')).toEqual([[4]])
    expect(await rows('stock_first')).toEqual([[5]])
    expect(await rows('stock_by_shop')).toEqual([[6]])
    expect(await rows('stock_last', 'metric_time__month')).toEqual([
      [month(1), 9],
      [month(2), 4],
    ])
  })
  test('each order takes the latest visit at or before it, inside seven days', async () => {
    expect(await rows('conversion_week')).toEqual([[0.5]])
    expect(await rows('conversion_week', 'visit__source')).toEqual([
      ['ad', 0],
      ['mail', 1],
    ])
    expect(await rows('conversion_week', 'metric_time__month')).toEqual([
      [month(1), 1 / 3],
      [month(3), 1],
    ])
    expect(await rows('conversions_ever', 'visit__source')).toEqual([
      ['ad', 1],
      ['mail', 4],
    ])
  })
  test('missing months are made, and are 0 only where that is declared', async () => {
    expect(await rows('orders_filled', 'metric_time__month', { from: '2024-01', to: '2024-05' })).toEqual(
      [2, 1, 2, 0, 0].map((count, at) => [month(at + 1), count]),
    )
    expect(await rows(['orders', 'orders_filled'], 'metric_time__month', { from: '2024-03', to: '2024-04' })).toEqual([
      [month(3), 2, 2],
      [month(4), null, 0],
    ])
  })
})
