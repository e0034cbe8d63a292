import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addPeriods } from '#engines/numbers/dates.ts'
import { recomputed } from './recomputed.ts'
import { xmr } from './xmr.ts'

const months = (values: readonly number[]) => values.map((value, index) => ({ period: addPeriods('2024-01', index), value }))
const stepped = months([10, 12, 9, 11, 10, 12, 9, 11, 10, 12, 9, 11, 30, 32, 29, 31, 30, 32, 29, 31])
const frozen = xmr(stepped, { baselineEnd: '2024-12' })

test('a declared change takes away the signals of its step, and that is said', () => {
  const changed = xmr(stepped, { changes: [{ period: '2025-01', cause: 'New price list' }] })
  const { gone, come, says } = recomputed(frozen, changed)
  expect(gone.length).toBe(frozen.signals.length)
  expect(come).toEqual([])
  expect(says).toBe(`${gone.length} signals would disappear.`)
})

test('the other way round they appear', () => {
  const changed = xmr(stepped, { changes: [{ period: '2025-01', cause: 'New price list' }] })
  expect(recomputed(changed, frozen)).toMatchObject({ gone: [], says: `${frozen.signals.length} signals would appear.` })
})

test('the same limits change nothing, whatever the series', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -50, max: 50 }), { maxLength: 40 }), (values) => {
      const chart = xmr(months(values))
      expect(recomputed(chart, chart)).toEqual({ gone: [], come: [], says: 'The signals stay the same.' })
    }),
  )
})

test('one choice of baseline against another can do both', () => {
  const early = xmr(stepped, { baselineEnd: '2024-12' })
  const late = xmr(stepped, { baselineStart: '2025-01' })
  const answer = recomputed(early, late)
  expect(answer.gone.every(({ side }) => side === 'above')).toBe(true)
  expect(answer.come.every(({ side }) => side === 'below')).toBe(true)
  expect(answer.says).toMatch(/^\d+ signals would disappear and \d+ appear\.$/)
})
