import fc from 'fast-check'
import { expect, test } from 'vitest'
import { periodsBetween } from '#engines/numbers/dates.ts'
import { targetStretches, type LineTarget } from './stretches.ts'

const year = periodsBetween('2026-01', '2026-12')
const level = (value: number, startsOn: string, by: string): LineTarget => ({ value, upper: null, startsOn, by, path: { kind: 'linear' } })

test('dated targets draw a stepped line: each from its baseline to its day, the nearer one first', () => {
  expect(targetStretches([level(0.95, '2025-12-31', '2026-12-31'), level(0.9, '2025-12-31', '2026-06-30')], year)).toEqual([
    { from: '2026-01', to: '2026-06', value: 0.9, upper: null },
    { from: '2026-07', to: '2026-12', value: 0.95, upper: null },
  ])
})

test('of two for one day the first given is drawn', () => {
  const [committed, stretch] = [level(0.9, '2025-12-31', '2026-12-31'), level(0.95, '2025-12-31', '2026-12-31')]
  expect(targetStretches([committed, stretch], year)).toEqual([{ from: '2026-01', to: '2026-12', value: 0.9, upper: null }])
  expect(targetStretches([stretch, committed], year)).toEqual([{ from: '2026-01', to: '2026-12', value: 0.95, upper: null }])
})

test('a period before the baseline ended, or after the last day, asks nothing', () => {
  expect(targetStretches([level(0.9, '2026-03-31', '2026-06-30')], year)).toEqual([{ from: '2026-04', to: '2026-06', value: 0.9, upper: null }])
})

test('a path in steps draws its steps, and a range both ends', () => {
  const steps = [
    { from: '2026-01-01', value: 0.8 },
    { from: '2026-04-01', value: 0.85 },
    { from: '2026-07-01', value: 0.9 },
  ]
  expect(targetStretches([{ value: 0.9, upper: null, startsOn: '2025-12-31', by: '2026-09-30', path: { kind: 'stepped', steps } }], year)).toEqual([
    { from: '2026-01', to: '2026-03', value: 0.8, upper: null },
    { from: '2026-04', to: '2026-06', value: 0.85, upper: null },
    { from: '2026-07', to: '2026-09', value: 0.9, upper: null },
  ])
  expect(targetStretches([{ ...level(0.8, '2025-12-31', '2026-02-28'), upper: 0.9 }], year)).toEqual([
    { from: '2026-01', to: '2026-02', value: 0.8, upper: 0.9 },
  ])
})

test('stretches never overlap, stand in order, and hold only values that some target asks', () => {
  const month = fc.integer({ min: 0, max: 11 })
  const target = fc
    .tuple(month, month, fc.double({ min: 0, max: 1, noNaN: true }))
    .map(([a, b, value]) => level(value, `2026-${String(Math.min(a, b) + 1).padStart(2, '0')}-01`, `2026-${String(Math.max(a, b) + 1).padStart(2, '0')}-28`))
  fc.assert(
    fc.property(fc.array(target, { maxLength: 6 }), (targets) => {
      const stretches = targetStretches(targets, year)
      for (const [at, { from, to, value }] of stretches.entries()) {
        expect(from <= to).toBe(true)
        expect(targets.map((one) => one.value)).toContain(value)
        expect((stretches[at - 1]?.to ?? '') < from).toBe(true)
      }
    }),
  )
})
