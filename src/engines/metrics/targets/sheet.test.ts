import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addPeriods, periodEnd } from '#engines/numbers/dates.ts'
import { readTargetSheet } from './sheet.ts'
import { isTargetSheet, sheetColumns } from './sheetColumns.ts'

const read = (headings: readonly string[], ...lines: readonly (readonly unknown[])[]) =>
  readTargetSheet(
    sheetColumns(headings),
    lines.map((cells, at) => ({ row: at + 2, cells })),
  )

test('headings are known by their words, whatever their case and joints; what is not known is told', () => {
  const fields = (...headings: string[]) => sheetColumns(headings).map(({ field }) => field)
  expect(fields('KPI', 'Goal', 'Due date', 'Commitment', 'baselineSpan', 'DRI', 'Budget line')).toEqual([
    'metric',
    'target',
    'by',
    'kind',
    'baselineSpan',
    'owner',
    null,
  ])
  expect(fields('metric', '2026-01', 'Feb 2026', 'Q3 2026')).toEqual(['metric', 'across', 'across', 'across'])
  expect(fields('Target', 'Goal')).toEqual(['target', null])
})

test('a sheet of targets has a metric, a value and a time; a sheet of accounts is none', () => {
  const is = (...headings: string[]) => isTargetSheet(sheetColumns(headings))
  expect([is('metric', 'target', 'by'), is('metric', 'month', 'target'), is('metric', '2026-01', '2026-02'), is('name', 'target', 'due')]).toEqual([
    true,
    true,
    true,
    true,
  ])
  expect([is('metric', 'target'), is('account_id', 'name', 'mrr'), is('target', 'by'), is('metric', '2026-01')]).toEqual([false, false, false, false])
})

test('a line with a day is one target, with everything that it says', () => {
  const { targets, held } = read(
    ['metric', 'segment', 'target', 'floor', 'by', 'kind', 'baseline', 'baseline period', 'baseline n', 'owner', 'why', 'state'],
    ['NRR', 'Enterprise', '110%', 1.05, 'Q4 2026', 'stretch', '1.04', '2026-06', '312', 'dana@harborlight.example', 'Seats grow.', 'Agreed'],
  )
  expect(held).toEqual([])
  expect(targets).toEqual([
    {
      rows: [2],
      key: null,
      metric: 'NRR',
      name: null,
      segment: 'Enterprise',
      direction: null,
      target: '110%',
      upper: null,
      floor: 1.05,
      unit: null,
      baseline: '1.04',
      baselineSpan: '2026-06',
      baselineN: 312,
      by: '2026-12-31',
      path: null,
      steps: [],
      kind: 'aspirational',
      owner: 'dana@harborlight.example',
      rationale: 'Seats grow.',
      state: 'agreed',
      isSeries: false,
    },
  ])
})

test('a value for each month is one target in steps, whether months stand below one another or side by side', () => {
  const down = read(['metric', 'month', 'target'], ['csat', '2026-02', 0.86], ['csat', '2026-01', 0.85], ['csat', '2026-03', 0.9])
  const across = read(['metric', '2026-01', '2026-02', '2026-03'], ['csat', 0.85, 0.86, 0.9])
  const steps = [
    { from: '2026-01-01', cell: 0.85 },
    { from: '2026-02-01', cell: 0.86 },
    { from: '2026-03-01', cell: 0.9 },
  ]
  for (const { targets } of [down, across])
    expect(targets).toMatchObject([{ metric: 'csat', target: 0.9, by: '2026-03-31', path: 'stepped', steps, isSeries: true }])
  expect(down.targets[0]?.rows).toEqual([3, 2, 4])
})

test('what cannot be read is held by its line and column, and takes no other line with it', () => {
  const { targets, held } = read(
    ['metric', 'target', 'by'],
    ['', '1', '2026-12'],
    ['nps', '', '2026-12'],
    ['nps', '40', 'soon'],
    ['nps', '40', '03/04/2026'],
    ['nps', '40', '2026-12'],
    ['NPS', '45', '2026-12-31'],
    ['', '', ''],
  )
  expect(targets.map(({ rows }) => rows)).toEqual([[6]])
  expect(held).toEqual([
    { row: 2, column: 'metric', reason: 'It names no metric.' },
    { row: 3, column: 'target', reason: 'It has no value.' },
    { row: 4, column: 'by', reason: '“soon” is no date; write 2026-12-31, 2026-12 or 2026-Q4.' },
    { row: 5, column: 'by', reason: 'Day and month of 03/04/2026 cannot be told apart; write 2026-12-31.' },
    { row: 7, column: null, reason: 'Line 6 sets NPS for the same day.' },
  ])
})

test('a series with a hole, with months and quarters mixed, or with a month told twice, is held', () => {
  expect(read(['metric', '2026-01', '2026-02', '2026-03'], ['csat', 0.85, '', 0.9]).held[0]?.reason).toContain('missing before 2026-03')
  expect(read(['metric', '2026-01', '2026-Q2'], ['csat', 0.85, 0.9]).held[0]?.reason).toContain('different lengths')
  expect(read(['metric', 'month', 'target'], ['csat', '2026-01', 1], ['csat', '2026-01', 2]).held).toMatchObject([
    { row: 3, reason: 'csat has a value for 2026-01 further up.' },
  ])
  expect(read(['metric', 'month', 'target'], ['csat', '2026-01-15', 1]).held).toMatchObject([{ row: 2, column: 'month' }])
})

test('months as a spreadsheet writes them are months, above columns and in lines; the ends of quarters are no years', () => {
  expect(read(['metric', 'Nov-26', 'Dec-26', 'Jan-27'], ['csat', 0.8, 0.85, 0.9]).targets).toMatchObject([{ by: '2027-01-31', isSeries: true }])
  expect(read(['metric', 'month', 'target'], ['csat', 'Nov-26', 0.8], ['csat', 'Dec-26', 0.85]).targets).toMatchObject([{ by: '2026-12-31' }])
  expect(read(['metric', 'target', 'by'], ['csat', 0.9, 'Dec-31']).held).toMatchObject([{ column: 'by', reason: expect.stringContaining('is no date') }])
  expect(read(['metric', 'Mar-31', 'Jun-30', 'Sep-30', 'Dec-31'], ['csat', 0.8, 0.85, 0.9, 0.95]).held).toMatchObject([
    { reason: expect.stringContaining('missing') },
  ])
})

test('a committed and an aspirational series of one metric and span stand side by side', () => {
  const { targets, held } = read(
    ['metric', 'month', 'target', 'kind'],
    ['csat', '2026-01', 0.85, 'committed'],
    ['csat', '2026-02', 0.86, 'committed'],
    ['csat', '2026-01', 0.9, 'stretch'],
    ['csat', '2026-02', 0.92, 'stretch'],
  )
  expect(held).toEqual([])
  expect(targets.map(({ kind, target }) => [kind, target])).toEqual([
    ['committed', 0.86],
    ['aspirational', 0.92],
  ])
})

test('a line with a key may name no day, as a draft of an export; one without a key is held', () => {
  const { targets, held } = read(['key', 'metric', 'target', 'unit', 'by'], ['TGT-3', 'backlog', 40, 'hours', ''], ['', 'backlog', 40, 'hours', ''])
  expect(targets).toMatchObject([{ key: 'TGT-3', by: null, unit: 'hours' }])
  expect(held).toEqual([{ row: 3, column: 'by', reason: 'It does not say by when.' }])
})

test('any run of months comes back as its steps, in order, due at its end', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 24 }), fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 24, maxLength: 24 }), (count, values) => {
      const months = Array.from({ length: count }, (_, at) => addPeriods('2026-01', at))
      const { targets, held } = read(['metric', ...months], ['csat', ...values])
      expect(held).toEqual([])
      expect(targets[0]?.steps.map(({ cell }) => cell)).toEqual(values.slice(0, count))
      expect(targets[0]?.by).toBe(periodEnd(months.at(-1) ?? ''))
    }),
  )
})

test('steps of an export are read back, and others are held', () => {
  const one = (steps: string) => read(['metric', 'target', 'by', 'path', 'steps'], ['csat', 0.9, '2026-06-30', 'stepped', steps])
  expect(one('2026-01-01: 0.85; 2026-04-01: 0.88').targets[0]?.steps).toEqual([
    { from: '2026-01-01', cell: '0.85' },
    { from: '2026-04-01', cell: '0.88' },
  ])
  expect(one('January: 0.85').held[0]?.reason).toContain('Steps are written as')
})
