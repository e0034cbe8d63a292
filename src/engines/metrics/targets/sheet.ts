import { grainOf, countPeriods } from '#engines/numbers/dates.ts'
import type { SheetColumn, SheetField } from './sheetColumns.ts'
import { readPeriod, readWhen } from './when.ts'

export type Cell = string | number

export interface SheetStep {
  readonly from: string
  readonly cell: Cell
}

/** One target of a sheet. Values stay as they were written: which unit they are in is the metric’s to say. */
export interface SheetTarget {
  /** Lines of the file that it was made from. */
  readonly rows: readonly number[]
  readonly key: string | null
  readonly metric: string
  readonly name: string | null
  readonly segment: string | null
  readonly direction: 'up' | 'down' | 'within' | null
  readonly target: Cell
  readonly upper: Cell | null
  readonly floor: Cell | null
  readonly unit: string | null
  readonly baseline: Cell | null
  readonly baselineSpan: string | null
  readonly baselineN: number | null
  /** Null for a draft that names no day, as an export brings one back. */
  readonly by: string | null
  readonly path: 'linear' | 'stepped' | 'none' | null
  readonly steps: readonly SheetStep[]
  readonly kind: 'committed' | 'aspirational' | null
  readonly owner: string | null
  readonly rationale: string | null
  readonly state: string | null
  /** It came as a value for each period. */
  readonly isSeries: boolean
}

export interface HeldLine {
  readonly row: number
  readonly column: string | null
  readonly reason: string
}

export interface TargetSheet {
  readonly targets: readonly SheetTarget[]
  readonly held: readonly HeldLine[]
}

export interface SheetLine {
  readonly row: number
  readonly cells: readonly unknown[]
}

/**
 * Targets from the lines of a sheet in any of three forms: a line for each target with the day it falls due; a line for each period of a metric, which together are
 * one target with a step for each; a line for each metric with its periods across. A line that cannot be read is held with its reason, and takes no other with it.
 */
export function readTargetSheet(columns: readonly SheetColumn[], lines: readonly SheetLine[]): TargetSheet {
  const held: HeldLine[] = []
  const alone: SheetTarget[] = []
  const monthly = new Map<string, { readonly first: Row; readonly steps: Step[] }>()
  for (const line of lines) {
    const row = rowOf(columns, line)
    if (row.isEmpty) continue
    const metric = row.text('metric') ?? row.text('name')
    if (metric === null) held.push({ row: line.row, column: nameOf(columns, 'metric'), reason: 'It names no metric.' })
    else if (row.across.length > 0) keep(seriesOf(row, metric, row.across), alone, held)
    else if (nameOf(columns, 'month') !== null && row.text('by') === null) gather(row, metric, monthly, held, columns)
    else keep(datedOf(row, metric, columns), alone, held)
  }
  for (const { first, steps } of monthly.values()) keep(seriesOf(first, first.text('metric') ?? first.text('name') ?? '', steps), alone, held)
  return withoutTwins(alone, held)
}

type Step = { readonly period: string; readonly from: string; readonly to: string; readonly cell: Cell; readonly row: number }

interface Row {
  readonly row: number
  readonly isEmpty: boolean
  readonly across: readonly Step[]
  text(field: SheetField): string | null
  cell(field: SheetField): Cell | null
}

function rowOf(columns: readonly SheetColumn[], { row, cells }: SheetLine): Row {
  const said = (at: number): Cell | null => {
    const cell = cells[at]
    if (typeof cell === 'number') return Number.isFinite(cell) ? cell : null
    const written = cell === null || cell === undefined || typeof cell === 'object' ? '' : String(cell).trim()
    const text = written.replace(/^'(?='*[=+\-@])/, '') // what an export wrote so that a spreadsheet runs no formula
    return text === '' || text === '-' || text === '–' ? null : text
  }
  const cell = (field: SheetField): Cell | null => {
    const column = columns.find((one) => one.field === field)
    return column ? said(column.at) : null
  }
  const across = columns.flatMap(({ at, theirs, field }): Step[] => {
    const [value, when] = [field === 'across' ? said(at) : null, readPeriod(theirs)]
    if (value === null || when === null) return []
    return [{ period: when.period, from: when.from, to: when.to, cell: value, row }]
  })
  const text = (field: SheetField): string | null => {
    const value = cell(field)
    return value === null ? null : String(value)
  }
  return { row, isEmpty: columns.every(({ at }) => said(at) === null), across, text, cell }
}

const nameOf = (columns: readonly SheetColumn[], field: SheetField): string | null => columns.find((one) => one.field === field)?.theirs ?? null

function keep(read: SheetTarget | HeldLine, alone: SheetTarget[], held: HeldLine[]): void {
  if ('reason' in read) held.push(read)
  else alone.push(read)
}

function gather(
  row: Row,
  metric: string,
  monthly: Map<string, { readonly first: Row; readonly steps: Step[] }>,
  held: HeldLine[],
  columns: readonly SheetColumn[],
): void {
  const [written, cell] = [row.text('month'), row.cell('target')]
  const when = written === null ? null : readPeriod(written)
  if (cell === null || when === null) {
    const reason = cell === null ? 'It has no value.' : `“${written ?? ''}” is no month, quarter or year.`
    held.push({ row: row.row, column: nameOf(columns, cell === null ? 'target' : 'month'), reason })
    return
  }
  const id = JSON.stringify([metric.toLowerCase(), row.text('segment'), row.text('kind'), grainOf(when.period)])
  const known = monthly.get(id)
  const step = { period: when.period, from: when.from, to: when.to, cell, row: row.row }
  if (known?.steps.some(({ period }) => period === step.period))
    held.push({ row: row.row, column: nameOf(columns, 'month'), reason: `${metric} has a value for ${step.period} further up.` })
  else if (known) known.steps.push(step)
  else monthly.set(id, { first: row, steps: [step] })
}

function seriesOf(row: Row, metric: string, across: readonly Step[]): SheetTarget | HeldLine {
  const steps = across.toSorted((a, b) => (a.from < b.from ? -1 : 1))
  const [first, last] = [steps[0], steps.at(-1)]
  if (!first || !last) return { row: row.row, column: null, reason: 'It has no value.' }
  if (new Set(steps.map(({ period }) => grainOf(period))).size > 1)
    return { row: row.row, column: null, reason: 'Its periods are of different lengths; give months, quarters or years.' }
  const [missing] = steps.flatMap(({ period }, at) => (at > 0 && countPeriods(steps[at - 1]?.period ?? period, period) > 1 ? [period] : []))
  if (missing !== undefined) return { row: row.row, column: null, reason: `A value is missing before ${missing}; a series has one for each period.` }
  return {
    ...commonOf(row, metric),
    rows: [...new Set(steps.map((step) => step.row))],
    target: last.cell,
    by: last.to,
    path: 'stepped',
    steps: steps.map(({ from, cell }) => ({ from, cell })),
    isSeries: true,
  }
}

function datedOf(row: Row, metric: string, columns: readonly SheetColumn[]): SheetTarget | HeldLine {
  const hold = (field: SheetField, reason: string): HeldLine => ({ row: row.row, column: nameOf(columns, field), reason })
  const [target, by] = [row.cell('target'), row.text('by')]
  if (target === null) return hold('target', 'It has no value.')
  const when = by === null ? null : readWhen(by)
  if (by === null && row.text('key') === null) return hold('by', 'It does not say by when.')
  if (when === 'either') return hold('by', `Day and month of ${by} cannot be told apart; write 2026-12-31.`)
  if (by !== null && when === null) return hold('by', `“${by}” is no date; write 2026-12-31, 2026-12 or 2026-Q4.`)
  const steps = stepsIn(row.text('steps'))
  if (steps === null) return hold('steps', 'Steps are written as 2026-01-01: 0.9; 2026-04-01: 0.95.')
  const path = wordIn(row.text('path'), paths)
  return {
    ...commonOf(row, metric),
    rows: [row.row],
    target,
    by: when?.to ?? null,
    path: path ?? (steps.length > 0 && nameOf(columns, 'path') === null ? 'stepped' : null),
    steps,
    isSeries: false,
  }
}

const directions = {
  up: /^(up|higher|increase|max\w*|at least|≥|>=|>)/,
  down: /^(down|lower|decrease|reduce|min\w*|at most|≤|<=|<)/,
  within: /^(within|range|between)/,
} as const
const paths = { linear: /^linear|even/, stepped: /^step/, none: /^(none|end)/ } as const
const kinds = { committed: /^(commit|yes|true|firm)/, aspirational: /^(aspir|stretch|moonshot|ambit|no$|false)/ } as const

function wordIn<W extends string>(text: string | null, words: Readonly<Record<W, RegExp>>): W | null {
  if (text === null) return null
  for (const word in words) if (words[word].test(text.toLowerCase())) return word
  return null
}

function commonOf(row: Row, metric: string): Omit<SheetTarget, 'rows' | 'target' | 'by' | 'path' | 'steps' | 'isSeries'> {
  const n = Number(row.cell('baselineN') ?? Number.NaN)
  return {
    key: row.text('key'),
    metric,
    name: row.text('metric') === null ? null : row.text('name'),
    segment: row.text('segment'),
    direction: wordIn(row.text('direction'), directions),
    upper: row.cell('upper'),
    floor: row.cell('floor'),
    unit: row.text('unit'),
    baseline: row.cell('baseline'),
    baselineSpan: row.text('baselineSpan'),
    baselineN: Number.isSafeInteger(n) && n >= 0 ? n : null,
    kind: wordIn(row.text('kind'), kinds),
    owner: row.text('owner'),
    rationale: row.text('rationale'),
    state: row.text('state')?.toLowerCase() ?? null,
  }
}

function stepsIn(text: string | null): SheetStep[] | null {
  if (text === null) return []
  const steps = text.split(';').flatMap((part) => (part.trim() === '' ? [] : [part.trim()]))
  const read = steps.flatMap((part): SheetStep[] => {
    const found = /^(\d{4}-\d{2}-\d{2})\s*[:=]\s*(\S.*)$/.exec(part)
    return found ? [{ from: found[1] ?? '', cell: found[2] ?? '' }] : []
  })
  return read.length === steps.length ? read : null
}

/** Two lines for one metric, part and day contradict one another: the first counts, and the other waits for a person. */
function withoutTwins(all: readonly SheetTarget[], held: readonly HeldLine[]): TargetSheet {
  const seen = new Map<string, SheetTarget>()
  const twins: HeldLine[] = []
  for (const one of all) {
    const id = JSON.stringify([one.metric.toLowerCase(), one.segment, one.by, one.isSeries, one.kind, one.key])
    const earlier = seen.get(id)
    if (earlier) twins.push({ row: one.rows[0] ?? 0, column: null, reason: `Line ${earlier.rows[0] ?? 0} sets ${one.metric} for the same day.` })
    else seen.set(id, one)
  }
  return { targets: [...seen.values()], held: [...held, ...twins].toSorted((a, b) => a.row - b.row) }
}
