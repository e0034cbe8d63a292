import { describe, expect, test } from 'vitest'
import { readTargetSheet } from '#engines/metrics/targets/sheet.ts'
import { sheetColumns } from '#engines/metrics/targets/sheetColumns.ts'
import type { AnyRow } from '#kernel'
import type { Aimed } from './sheetFields.ts'
import { changesOf, matching, stepFor } from './sheetPlan.ts'

const row = (id: string, values: Readonly<Record<string, unknown>>): AnyRow => ({
  id,
  key: `TGT-${id}`,
  version: 1,
  createdAt: '2026-06-30T08:00:00Z',
  updatedAt: '2026-06-30T08:00:00Z',
  archivedAt: null,
  source: null,
  custom: {},
  metric: 'm1',
  segment: null,
  kind: 'committed',
  state: 'draft',
  path: 'linear',
  ...values,
})
const aimed: Aimed = { key: 'csat', name: 'Customer satisfaction', row: row('m1', {}), unit: 'ratio', better: 'up' }

function found(targets: readonly AnyRow[], headings: readonly string[], ...cells: readonly (readonly unknown[])[]) {
  const lines = cells.map((one, at) => ({ row: at + 2, cells: one }))
  return readTargetSheet(sheetColumns(headings), lines).targets.map((sheet) => {
    const match = matching(sheet, aimed, targets)
    return match === null ? null : 'fault' in match ? match['fault'] : match.key
  })
}

describe('the target that a line speaks of', () => {
  const series = (id: string, year: number, more: Readonly<Record<string, unknown>> = {}) =>
    row(id, { path: 'stepped', by: `${year}-12-31`, steps: [{ from: `${year}-01-01`, value: 0.8 }], ...more })
  const months = (year: number) => ['metric', `${year}-11`, `${year}-12`]

  test('a series goes on with that of its own time, and leaves last year’s as it was', () => {
    const targets = [series('1', 2025), series('2', 2026)]
    expect(found(targets, months(2026), ['csat', 0.9, 0.91])).toEqual(['TGT-2'])
    expect(found(targets, months(2027), ['csat', 0.9, 0.91])).toEqual([null])
    expect(found(targets, ['metric', '2026-06', '2026-07'], ['csat', 0.9, 0.91])).toEqual(['TGT-2'])
    expect(found(targets, ['metric', '2025-12', '2026-01', '2026-02'], ['csat', 0.9, 0.91, 0.92])).toEqual(['TGT-1'])
    expect(found([series('1', 2026, { by: null })], months(2026), ['csat', 0.9, 0.91])).toEqual([null])
  })

  test('a kind that is told tells two targets of one day apart', () => {
    const targets = [row('1', { by: '2026-12-31' }), row('2', { by: '2026-12-31', kind: 'aspirational' })]
    const heading = ['metric', 'target', 'by', 'kind']
    expect(found(targets, heading, ['csat', 0.9, '2026-12', 'committed'], ['csat', 0.95, '2026-12', 'stretch'])).toEqual(['TGT-1', 'TGT-2'])
    expect(found(targets.slice(0, 1), heading, ['csat', 0.95, '2026-12', 'stretch'])).toEqual([null])
    expect(found(targets, heading, ['csat', 0.9, '2026-12', ''])).toEqual(['TGT-1'])
  })

  test('of a day or a part that it does not have there is none; a key that is not known here is none either', () => {
    const targets = [row('1', { by: '2026-12-31' }), row('2', { by: null, name: 'Some day' }), row('3', { metric: 'm2' })]
    expect(found(targets, ['metric', 'segment', 'target', 'by'], ['csat', '', 0.9, '2026-11'], ['csat', 'Enterprise', 0.9, '2026-12'])).toEqual([null, null])
    const keyed = ['key', 'metric', 'name', 'target', 'by']
    expect(found(targets, keyed, ['tgt-2', 'csat', 'Renamed', 0.9, ''], ['TGT-9', 'csat', 'Some day', 0.9, ''], ['TGT-8', 'csat', 'Other', 0.9, ''])).toEqual([
      'TGT-2',
      'TGT-2',
      null,
    ])
    expect(found(targets, keyed, ['TGT-3', 'csat', '', 0.9, '2026-12'])).toEqual(['TGT-3 is a target of another metric.'])
  })
})

test('a figure that went through a percentage is the same, also in a step; another is a change', () => {
  const own = row('1', { target: 2.345678901234567, steps: [{ from: '2026-01-01', value: 2.345678901234567 }] })
  const near = (2.345678901234567 * 100) / 100 + 4e-16
  expect(changesOf(own, { target: near, steps: [{ value: near, from: '2026-01-01' }] })).toEqual([])
  expect(changesOf(own, { target: 2.3457, steps: [{ from: '2026-01-01', value: 2.3457 }], upper: 3 }).map(({ field }) => field)).toEqual([
    'target',
    'steps',
    'upper',
  ])
  expect(stepFor(own, { steps: [] })).toMatchObject({ action: 'change' })
  expect(stepFor({ ...own, state: 'agreed' }, { direction: 'down' })).toMatchObject({ fault: expect.stringContaining('is agreed: its direction') })
})
