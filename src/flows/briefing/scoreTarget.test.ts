import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addMonths, periodEnd } from '#engines/numbers/dates.ts'
import type { AnyRow } from '#kernel'
import { heldAgainst, targetInForce } from './scoreTarget.ts'

const row = (values: Readonly<Record<string, unknown>>): AnyRow => ({
  id: 'a',
  key: 'TGT-1',
  version: 1,
  createdAt: '2026-06-30T08:00:00Z',
  createdBy: 'b',
  updatedAt: '2026-06-30T08:00:00Z',
  source: null,
  custom: {},
  archivedAt: null,
  segment: null,
  kind: 'committed',
  state: 'agreed',
  name: 'Retention',
  direction: 'up',
  baseline: 1,
  baselineSpan: '2026-06',
  target: 1.2,
  upper: null,
  by: '2026-12-31',
  path: 'linear',
  ...values,
})

const held = (values: Readonly<Record<string, unknown>>, period: string, value: number) => {
  const aimed = targetInForce([row(values)], '2026-10-15')
  if (!aimed) throw new Error('No target is in force.')
  return heldAgainst(aimed, { period, value })
}

describe('the colour of a number', () => {
  test('on the path to a target that is due later is green, and short of the path is not', () => {
    expect(held({}, '2026-09', 1.11)).toMatchObject({ colour: 'green', target: { status: 'onPath', asked: expect.closeTo(1.1, 2) } })
    expect(held({}, '2026-09', 1.08)).toMatchObject({ colour: 'amber', target: { status: 'behind' } })
    expect(held({}, '2026-09', 1.02)).toMatchObject({ colour: 'red' })
  })

  test('of a path in steps the step of the period counts, not the end', () => {
    const steps = { path: 'stepped', steps: [{ from: '2026-07-01', value: 1.02 }, { from: '2026-09-01', value: 1.15 }] } // prettier-ignore
    expect(held(steps, '2026-08', 1.02)).toMatchObject({ colour: 'green', target: { asked: 1.02 } })
    expect(held(steps, '2026-09', 1.02)).toMatchObject({ colour: 'red', target: { asked: 1.15 } })
    expect(held(steps, '2026-12', 1.19)).toMatchObject({ colour: 'amber', target: { status: 'missed' } })
  })

  test('inside a range is green whichever way the metric is better, and both ends are held', () => {
    const range = { direction: 'within', target: 0.85, upper: 0.95, baseline: 0.9 }
    expect(held(range, '2026-09', 0.9)).toMatchObject({ colour: 'green', variance: 0 })
    expect(held(range, '2026-09', 0.84)).toMatchObject({ colour: 'amber', variance: expect.closeTo(-0.01, 12) })
    expect(held(range, '2026-09', 1.1)).toMatchObject({ colour: 'red', variance: expect.closeTo(0.15, 12) })
    expect(held({ ...range, baseline: 0.5 }, '2026-09', 1.1)).toMatchObject({ colour: 'red', target: { status: 'behind' } })
  })

  test('where only the end counts there is none before it', () => {
    expect(held({ path: 'none' }, '2026-09', 1)).toMatchObject({ colour: null, target: { status: 'waiting', asked: null }, variance: expect.closeTo(-0.2, 12) })
    expect(held({ path: 'none' }, '2026-09', 1.2)).toMatchObject({ colour: 'green' })
    expect(held({ path: 'none' }, '2026-12', 1)).toMatchObject({ colour: 'red', target: { status: 'missed' } })
  })

  test('it is green exactly where its target is reached or on its path, as the page of targets says', () => {
    const values = fc.double({ min: -2, max: 3, noNaN: true })
    const asked = fc.record({
      direction: fc.constantFrom('up', 'down', 'within'),
      baseline: values,
      target: values,
      width: fc.double({ min: 0.01, max: 1, noNaN: true }),
      path: fc.constantFrom('linear', 'none'),
    })
    fc.assert(
      fc.property(asked, fc.integer({ min: 1, max: 12 }), values, ({ width, ...terms }, month, value) => {
        const period = `2026-${String(month).padStart(2, '0')}`
        const { colour, target } = held({ ...terms, upper: terms.target + width }, period, value)
        expect(colour === 'green').toBe(target.status === 'reached' || target.status === 'onPath')
        expect(colour === null).toBe(target.status === 'waiting')
      }),
    )
  })
})

describe('the target in force', () => {
  const dated = (by: string, more: Readonly<Record<string, unknown>> = {}) => row({ by, name: by, ...more })

  test('is the nearest ahead, else the last; the committed one of a day, and none of a part', () => {
    const targets = [
      dated('2027-03-31'),
      dated('2026-12-31', { kind: 'aspirational', name: 'stretch' }),
      dated('2026-12-31'),
      dated('2026-10-01', { segment: 'Enterprise' }),
    ]
    const inForce = (asOf: string) => targetInForce(targets, asOf)?.shown.name
    expect(['2026-09-01', '2026-12-31', '2027-01-01', '2028-01-01'].map(inForce)).toEqual(['2026-12-31', '2026-12-31', '2027-03-31', '2027-03-31'])
    expect(targetInForce(targets.slice(1, 3), '2028-01-01')?.shown.name).toBe('2026-12-31')
    expect(targetInForce([], '2026-09-01')).toBeNull()
  })

  test('never lies behind one that is still ahead', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 6 }), fc.integer({ min: 0, max: 45 }), (months, at) => {
        const day = (month: number) => periodEnd(addMonths('2026-01-15', month).slice(0, 7))
        const by = targetInForce(months.map((month) => dated(day(month))), day(at))?.shown.by ?? '' // prettier-ignore
        const ahead = months.filter((month) => month >= at)
        expect(by).toBe(day(ahead.length > 0 ? Math.min(...ahead) : Math.max(...months)))
      }),
    )
  })
})
