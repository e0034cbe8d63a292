import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays } from '#engines/numbers/dates.ts'
import { csvOf } from '#engines/numbers/csv.ts'
import { readTargetSheet } from '#engines/metrics/targets/sheet.ts'
import { sheetColumns } from '#engines/metrics/targets/sheetColumns.ts'
import type { AnyMetric, AnyRow } from '#kernel'
import * as words from '#metrics'
import { aimedBy } from './aimedBy.ts'
import { targetSheet } from './exportTargets.ts'
import { fieldsOf } from './sheetFields.ts'
import { matching, stepFor } from './sheetPlan.ts'

const row = (id: string, key: string, values: Readonly<Record<string, unknown>>): AnyRow => ({
  id,
  key,
  version: 1,
  createdAt: '2026-06-30T08:00:00Z',
  updatedAt: '2026-06-30T08:00:00Z',
  archivedAt: null,
  source: null,
  custom: {},
  ...values,
})

const entries = [
  row('1', 'MET-1', { name: 'csat', metricKey: 'net-revenue-retention' }), // named as another is called
  row('2', 'MET-2', { name: 'Customer satisfaction', metricKey: 'csat' }),
  row('3', 'MET-3', { name: '利润', metricKey: '利润率', unit: 'money', direction: 'up' }),
  row('4', 'MET-4', { name: '成本', metricKey: '成本率', unit: 'percent', direction: 'down' }),
  row('5', 'MET-5', { name: 'Backlog', metricKey: 'backlog', unit: 'duration', direction: 'down' }),
]
const metrics = new Map<string, AnyMetric>([['net-revenue-retention', words.netRevenueRetention.netRevenueRetention], ['csat', words.csat.csat]]) // prettier-ignore
const ground = { entries, metrics, emails: new Map([['m1', 'dana@harborlight.example'], ['m2', '-odd@harborlight.example']]) } // prettier-ignore
const owners = new Map([...ground.emails].map(([id, email]) => [email, id]))

/** What an import would do with each line of an export of these targets, read by an independent reader of CSV. */
function importOf(rows: readonly AnyRow[]) {
  const [headings = [], ...lines]: string[][] = parse(csvOf(targetSheet(rows, ground)))
  const { targets, held } = readTargetSheet(
    sheetColumns(headings),
    lines.map((cells, at) => ({ row: at + 2, cells })),
  )
  const steps = targets.map((sheet) => {
    const aimed = aimedBy(sheet.metric, ground)
    if ('fault' in aimed) return aimed
    const found = matching(sheet, aimed, rows)
    if (found && 'fault' in found) return found
    const fields = fieldsOf(sheet, aimed, 'USD', owners.get(sheet.owner ?? '') ?? null)
    return 'fault' in fields ? fields : stepFor(found, fields)
  })
  return { held, steps }
}

const draft = (values: Readonly<Record<string, unknown>> = {}) =>
  row('t1', 'TGT-1', {
    name: 'Satisfaction back above 85 %',
    metric: '2',
    segment: null,
    direction: 'up',
    baseline: null,
    baselineSpan: null,
    baselineN: null,
    target: 0.9,
    upper: null,
    floor: null,
    unit: null,
    by: null,
    path: 'linear',
    steps: null,
    kind: 'committed',
    rationale: null,
    owner: null,
    firstTarget: null,
    firstBy: null,
    revisedFor: null,
    state: 'draft',
    ...values,
  })

describe('what an export says', () => {
  test('a draft without a day is kept, and stands after those that have one', () => {
    const rows = [draft(), draft({ id: 't2', key: 'TGT-2', by: '2026-12-31' })]
    expect(targetSheet(rows, ground).map(([key]) => key)).toEqual(['key', 'TGT-2', 'TGT-1'])
    expect(importOf(rows)).toMatchObject({ held: [], steps: [{ action: 'unchanged' }, { action: 'unchanged' }] })
  })

  test('a share of more than twice the whole comes back as itself', () => {
    const grown = draft({ target: 2.5, baseline: -3.25, path: 'stepped', steps: [{ from: '2026-07-01', value: 2.125 }], by: '2026-12-31' })
    expect(importOf([grown])).toMatchObject({ held: [], steps: [{ action: 'unchanged' }] })
  })

  test('a half year and a week of a baseline, a unit of its own, and words that a spreadsheet would run', () => {
    const spans = ['2026-H1', '2026-W07', '2026-Q2', '2026', '2026-05-04']
    const rows = spans.map((baselineSpan, at) =>
      draft({ id: `t${at}`, key: `TGT-${at}`, metric: '5', baselineSpan, unit: 'hours', name: '=1+1', segment: "'=SUM", rationale: '-\n+', owner: 'm2' }),
    )
    expect(importOf(rows)).toEqual({ held: [], steps: rows.map((one) => ({ action: 'unchanged', row: one })) })
  })

  test('what a person changes in it is all that changes', () => {
    const rows = [draft(), draft({ id: 't2', key: 'TGT-2', by: '2026-12-31' })]
    const later = rows.map((one) => ({ ...one, target: 0.91 }))
    const [first] = importOf(later).steps
    expect(first).toMatchObject({ action: 'unchanged' })
    const sheet = parse(csvOf(targetSheet(later, ground)))
    const { targets } = readTargetSheet(sheetColumns(sheet[0] ?? []), [{ row: 2, cells: sheet[1] ?? [] }])
    const [one] = targets
    const aimed = aimedBy('csat', ground)
    if (!one || 'fault' in aimed) throw new Error('The line is not read.')
    expect(stepFor(rows[1] ?? null, fieldsOf(one, aimed, 'USD', null))).toMatchObject({ action: 'change', edit: { target: 0.91 } })
  })
})

const text = fc
  .oneof(
    fc.string({ unit: 'grapheme', maxLength: 30 }),
    fc.string({ unit: fc.constantFrom("'", '=', '+', '-', '@', '"', ',', ';', '\n', 'a', '–', ' '), maxLength: 8 }),
  )
  .map((one) => one.replaceAll('\0', '').trim() || null)
const figure = fc.oneof(
  fc.double({ min: -1e6, max: 1e6, noNaN: true, noDefaultInfinity: true }),
  fc.double({ min: -3, max: 3, noNaN: true }),
  fc.integer({ min: -20, max: 5000 }),
)
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: null })
const day = fc.integer({ min: 0, max: 4000 }).map((days) => addDays('2020-01-01', days))
const pad = (number: number) => String(number).padStart(2, '0')
const span = fc.oneof(
  day,
  fc.tuple(fc.integer({ min: 2000, max: 2099 }), fc.integer({ min: 1, max: 12 })).map(([year, month]) => `${year}-${pad(month)}`),
  fc.constantFrom('2024', '2025-H2', '2025-Q3', '2026-W53', '2025-W01'),
)
const anyTarget = fc.record({
  name: text.map((one) => one ?? 'A target'),
  metric: fc.constantFrom(...entries.map(({ id }) => id)),
  segment: maybe(text),
  direction: fc.constantFrom('up', 'down', 'within'),
  baseline: maybe(figure),
  baselineSpan: maybe(span),
  baselineN: maybe(fc.nat()),
  target: figure,
  upper: maybe(figure),
  floor: maybe(figure),
  unit: maybe(fc.constantFrom('hours', 'EUR', '%')),
  by: maybe(day),
  path: maybe(fc.constantFrom('linear', 'stepped', 'none')),
  steps: maybe(fc.array(fc.record({ from: day, value: figure }), { maxLength: 4 })),
  kind: fc.constantFrom('committed', 'aspirational'),
  rationale: maybe(text),
  owner: maybe(fc.constantFrom('m1', 'm2')),
  state: fc.constantFrom('draft', 'agreed'),
})

test('an export that is brought in again changes nothing and holds nothing back, whatever the targets are', () => {
  fc.assert(
    fc.property(fc.array(anyTarget, { minLength: 1, maxLength: 6 }), (given) => {
      const rows = given.map((values, at) => draft({ ...values, id: `t${at}`, key: `TGT-${at + 1}` }))
      const { held, steps } = importOf(rows)
      expect(held).toEqual([])
      expect(steps.map((step) => ('fault' in step ? step.fault : step.action))).toEqual(rows.map(() => 'unchanged'))
      expect(steps.map((step) => ('row' in step ? step.row : null))).toEqual(expect.arrayContaining(rows))
    }),
    { numRuns: 100 },
  )
})
