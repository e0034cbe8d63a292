import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
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

  test('one that fell due is held against its own period, and differs from the figure of now', () => {
    const aimed = targetInForce([row({ by: '2026-08-31' })], '2026-10-15')
    if (!aimed) throw new Error('No target is in force.')
    const held = (due: number | null) => heldAgainst(aimed, { period: '2026-09', value: 1.25 }, due === null ? null : { period: '2026-08', value: due })
    expect(held(1)).toMatchObject({ colour: 'red', target: { status: 'missed' }, variance: expect.closeTo(0.05, 12) })
    expect(held(1.2)).toMatchObject({ colour: 'green', target: { status: 'reached' } })
    expect(held(null)).toMatchObject({ colour: null, target: { status: 'no_data' } })
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

test('a target of a part is none of the whole', () => {
  const part = row({ segment: 'Enterprise', by: '2026-10-31' })
  expect(targetInForce([part], '2026-10-15')).toBeNull()
  expect(targetInForce([part, row({})], '2026-10-15')?.shown).toMatchObject({ by: '2026-12-31', upper: null, direction: 'up' })
})
