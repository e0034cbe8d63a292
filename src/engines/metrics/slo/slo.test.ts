import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { attainment, burnAlert, readWindows, type Objective, type SliWindow } from './slo.ts'

const day = 86_400_000
const objective: Objective = { target: 0.999, kind: 'calendar', days: 1 }
const windowsOf = (counts: readonly (readonly [number, number])[]): SliWindow[] =>
  counts.map(([good, valid], index) => ({ start: index * day, end: (index + 1) * day, good, valid }))
const late = 1000 * day
const counts = fc.tuple(fc.nat(1_000_000), fc.nat(1_000_000)).map(([good, bad]) => [good, good + bad] as const)

describe('a window', () => {
  test('half of the error budget is spent by half of the allowed errors', () => {
    expect(readWindows(objective, windowsOf([[99_950, 100_000]]), late)).toEqual([
      { start: 0, end: day, good: 99_950, valid: 100_000, isClosed: true, sli: 0.9995, burn: 0.5, consumed: 0.5, remaining: 0.5, state: 'met' },
    ])
  })
  test('equality meets the objective and one more error misses it', () => {
    const [equal, missed] = readWindows(
      objective,
      windowsOf([
        [99_900, 100_000],
        [99_899, 100_000],
      ]),
      late,
    )
    expect(equal).toMatchObject({ state: 'met', consumed: 1, remaining: 0 })
    expect(missed).toMatchObject({ state: 'missed', consumed: 1.01 })
    expect(missed?.remaining).toBeCloseTo(-0.01, 12)
  })
  test.each([0.9, 0.95, 0.99, 0.995, 0.999, 0.9995, 0.9999, 99.9 / 100])('equality meets %f at any size', (target) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), (times) => {
        const valid = 10_000 * times
        const good = Math.round(target * 10_000) * times
        expect(
          readWindows(
            { ...objective, target },
            windowsOf([
              [good, valid],
              [good - 1, valid],
            ]),
            late,
          ).map(({ state }) => state),
        ).toEqual(['met', 'missed'])
      }),
    )
  })
  test('no valid events are no data, and a window that is still open has no verdict', () => {
    const read = readWindows(
      objective,
      windowsOf([
        [0, 0],
        [0, 100],
      ]),
      1.5 * day,
    )
    expect(read[0]).toMatchObject({ state: 'no_data', sli: null, remaining: null })
    expect(read[1]).toMatchObject({ state: 'open', isClosed: false, burn: 1000, consumed: 500 })
  })
  test('what is spent and what remains make one', () => {
    fc.assert(
      fc.property(counts, ([good, valid]) => {
        const [read] = readWindows(objective, windowsOf([[good, valid]]), late)
        if (valid === 0) {
          expect(read?.state).toBe('no_data')
          return
        }
        expect((read?.consumed ?? NaN) + (read?.remaining ?? NaN)).toBeCloseTo(1, 9)
        expect(read?.consumed).toBeCloseTo((1 - good / valid) / (1 - 0.999), 6)
        expect(read?.state === 'met').toBe((read?.remaining ?? NaN) >= 0)
      }),
    )
  })
})

describe('attainment', () => {
  test('closed windows met over closed windows, those without data in neither', () => {
    const answer = attainment([
      {
        objective,
        windows: windowsOf([
          [1000, 1000],
          [990, 1000],
          [0, 0],
          [999, 1000],
        ]),
      },
    ])
    expect(answer).toMatchObject({ met: 2, closed: 3, noData: 1, value: 2 / 3, reason: null })
    expect(answer.interval?.low).toBeGreaterThan(0)
  })
  test('nothing closed with data is null with its reason', () => {
    expect(attainment([{ objective, windows: windowsOf([[0, 0]]) }])).toMatchObject({ value: null, reason: 'no_data' })
  })
  test('rolling and calendar windows have no figure together, and rolling ones, which overlap, no interval', () => {
    const rolling: Objective = { ...objective, kind: 'rolling' }
    const windows = windowsOf([[1000, 1000]])
    expect(
      attainment([
        { objective, windows },
        { objective: rolling, windows },
      ]),
    ).toMatchObject({ value: null, reason: 'unsupported' })
    expect(
      attainment([
        { objective, windows },
        { objective: rolling, windows: [] },
      ]),
    ).toMatchObject({ value: null, reason: 'unsupported' })
    expect(attainment([{ objective: rolling, windows }])).toMatchObject({ value: 1, interval: null })
  })
})

test('an overlap is refused within a tenant, not between two', () => {
  const [first = { start: 0, end: 0, good: 0, valid: 0 }, second = first] = windowsOf([
    [1, 1],
    [1, 1],
  ])
  expect(() => readWindows(objective, [first, { ...second, start: 0.5 * day }], late)).toThrow('overlap')
  expect(readWindows(objective, [first, { ...first, tenant: 'Tidemark Bank' }], late)).toHaveLength(2)
})

describe('what is refused', () => {
  test.each([1, 0, 1.2, NaN])('an objective of %f', (target) => {
    expect(() => readWindows({ ...objective, target }, [], late)).toThrow('error budget')
  })
  test('more good than valid events', () => {
    expect(() => readWindows(objective, windowsOf([[2, 1]]), late)).toThrow('2 of 1')
  })
})

describe('burn alerts', () => {
  const month: Objective = { ...objective, days: 30 }
  const steady = (burn: number) => () => ({ good: 1_000_000 - burn * 1000, valid: 1_000_000 })
  test.each([
    [20, 'page', 60],
    [14.4, 'page', 60],
    [14.3, 'page', 360],
    [6, 'page', 360],
    [2, 'ticket', 4320],
    [1, 'ticket', 4320],
  ])('a steady burn of %f', (burn, urgency, long) => {
    expect(burnAlert(month, steady(burn))).toMatchObject({ urgency, long })
  })
  test('a spike that is over in the short look-back does not page', () => {
    expect(burnAlert(month, (minutes) => (minutes <= 30 ? { good: 1000, valid: 1000 } : { good: 990_000, valid: 1_000_000 }))).toMatchObject({
      urgency: 'ticket',
    })
    expect(burnAlert(month, steady(0.9))).toBeNull()
    expect(burnAlert(month, () => ({ good: 0, valid: 0 }))).toBeNull()
  })
})
