import { describe, expect, test } from 'vitest'
import { between, deliveryOf, firstDay, horizonOf, lastDay, timeframeOf } from './say.ts'

test.each([
  ['To Do', 'todo'],
  ['Backlog', 'todo'],
  ['Not started', 'todo'],
  ['In Progress', 'doing'],
  ['In code review', 'doing'],
  ['Private beta', 'doing'],
  ['Done', 'done'],
  ['Shipped', 'done'],
  ['Won’t do', 'cancelled'],
  ["Won't Do", 'cancelled'],
  ['Canceled', 'cancelled'],
  [null, null],
] as const)('the state %s means %s', (state, delivery) => {
  expect(deliveryOf(state)).toBe(delivery)
})

test('a lane says when, and without one the work does', () => {
  expect(horizonOf('Now', 'todo')).toBe('now')
  expect(horizonOf('Up next', null)).toBe('next')
  expect(horizonOf('Later / not yet', 'doing')).toBe('later')
  expect(horizonOf(null, 'doing')).toBe('now')
  expect(horizonOf(null, 'todo')).toBe('later')
  expect(horizonOf(null, null)).toBeNull()
})

describe('a timeframe', () => {
  test.each([
    ['Q4 2026', '2026-Q4'],
    ['2026 Q1', '2026-Q1'],
    ['2026-Q3', '2026-Q3'],
    ['Q2’27', '2027-Q2'],
    ['H2 2026', '2026-H2'],
    ['H3 2026', null],
    ['Nov 2026', '2026-11'],
    ['November 2026', '2026-11'],
    ['2026-11', '2026-11'],
    ['2026', '2026'],
    ['12/Mar/26 9:41 AM', '2026-03-12'],
    ['2026-11-16T00:00:00Z', '2026-11-16'],
    ['soon', null],
    [null, null],
  ])('%s is %s', (text, timeframe) => {
    expect(timeframeOf(text, 'dayFirst')).toBe(timeframe)
  })
  test('the order of day and month is the file’s', () => {
    expect(timeframeOf('03/04/2026', 'dayFirst')).toBe('2026-04-03')
    expect(timeframeOf('03/04/2026', 'monthFirst')).toBe('2026-03-04')
  })
  test.each([
    ['2026-11-02', '2026-11-20', '2026-11'],
    ['2026-10-05', '2026-12-18', '2026-Q4'],
    ['2026-07-05', '2026-12-18', '2026-H2'],
    ['2026-02-05', '2026-12-18', '2026'],
    ['2026-11-02', '2027-02-20', '2027-02'],
    [null, '2026-12-18', '2026-12-18'],
    ['2026-12-18', '2026-12-18', '2026-12-18'],
    ['2026-Q3', '2026-Q4', '2026-Q4'],
    [null, null, null],
  ])('from %s to %s is %s, never finer than both allow', (start, end, timeframe) => {
    expect(between(start, end)).toBe(timeframe)
  })
  test('has a first and a last day', () => {
    expect([firstDay('2026-H2'), lastDay('2026-H2')]).toEqual(['2026-07-01', '2026-12-31'])
    expect([firstDay('2026-H1'), lastDay('2026-H1')]).toEqual(['2026-01-01', '2026-06-30'])
    expect([firstDay('2026-Q4'), lastDay('2026-Q4')]).toEqual(['2026-10-01', '2026-12-31'])
  })
})
