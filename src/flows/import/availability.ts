import { dayNumber } from '#engines/numbers/dates.ts'
import type { SourceRow, SourceTable } from '#kernel'
import { normalise } from './headings.ts'
import type { FileMapping } from './mapping.ts'
import type { FilePlan } from './plan.ts'
import { readNumber } from './readNumber.ts'
import type { Outcome } from './readRows.ts'

/** The target of a service level when nobody said another. */
const assumedTarget = 0.9995

const percentHeading = /(availability|uptime|attainment|sla|slo)/
const monthCell = /^(\d{4})-(\d{2})(?:-\d{2})?$/

/** Recognises a published availability series: a column of months and one of percentages whose heading says so. Null when it is none. */
export function planAvailability(table: SourceTable, blank: FilePlan, mapping: FileMapping | null): FilePlan | null {
  const places = placesOf(table)
  if (!places) return null
  const target = mapping?.target ?? assumedTarget
  const id = serviceOf(table)
  return {
    ...blank,
    recognisedAs: 'availability',
    sure: 0.9,
    reasons: ['a month and an availability in percent'],
    rows: table.sample.length < 200 ? table.sample.length : null,
    columns: table.headings.map((theirs, at) => ({
      theirs,
      sample: String(table.sample[0]?.cells[at] ?? '') || null,
      ours: at === places.month ? { fact: 'sli_window', column: 'start' } : at === places.percent ? { fact: 'sli_window', column: 'good' } : null,
      readAs:
        at === places.month ? 'Calendar month in UTC.' : at === places.percent ? 'Percent of the month’s minutes.' : 'Left out: no column of ours takes it.',
      state: at === places.month || at === places.percent ? 'matched' : 'leftOut',
    })),
    readings: [
      {
        fact: 'sli_window',
        columns: { start: places.month, good: places.percent },
        constants: { slo_id: id, target },
        rest: [],
        derived: [],
        onlyWith: null,
        instead: {},
      },
    ],
    notes: [
      ...blank.notes,
      'Counts are not published: each month’s minutes are counted in the smallest parts that reproduce the published percentage exactly.',
      mapping?.target === undefined ? `Target ${assumedTarget * 100} % is assumed; the mapping may say another.` : `Target ${target * 100} % by the mapping.`,
    ],
  }
}

/** The service level itself, as one row of `slo`. */
export function sloOf(plan: FilePlan): Readonly<Record<string, unknown>> {
  const constants = plan.readings[0]?.constants ?? {}
  const id = String(constants['slo_id'])
  return {
    id,
    service_id: id.replace(/-availability$/, ''),
    name: id.replaceAll('-', ' '),
    target: constants['target'],
    window_days: 30,
    window_kind: 'calendar',
  }
}

/**
 * A month of availability as good and valid parts: valid = minutes of the month x 10^(d + 2) with d decimals of the percentage, good = minutes x the percentage without its point.
 * Both are whole numbers, and good / valid is the published figure, no more and no less.
 */
export function windowReader(plan: FilePlan, decimals: number): (source: SourceRow) => Outcome {
  const { columns = {}, constants = {} } = plan.readings[0] ?? {}
  const [monthAt, percentAt] = [columns['start'] ?? -1, columns['good'] ?? -1]
  const heading = (at: number): string => plan.columns[at]?.theirs ?? ''
  const held = (source: SourceRow, at: number, reason: string): Outcome => ({
    held: { row: source.row, column: at < 0 ? null : heading(at), reason, raw: source.cells.map(String).join(' | ') },
  })
  return (source) => {
    if (source.fault !== undefined) return held(source, -1, source.fault)
    const month = monthCell.exec(String(source.cells[monthAt]).trim())
    if (!month || Number(month[2]) < 1 || Number(month[2]) > 12)
      return held(source, monthAt, `“${String(source.cells[monthAt])}” is not a month. Write it as 2026-11.`)
    const percent = readNumber(String(source.cells[percentAt]).replace('%', ''), 'decimalPoint')?.value
    if (percent === undefined || percent < 0 || percent > 100)
      return held(source, percentAt, `“${String(source.cells[percentAt])}” is not a percentage from 0 to 100. Correct it.`)
    const [start, end] = monthBounds(Number(month[1]), Number(month[2]))
    const minutes = (dayNumber(end) - dayNumber(start)) * 1440
    const good = minutes * Math.round(percent * 10 ** decimals)
    return {
      row: {
        row: source.row,
        values: {
          slo_id: constants['slo_id'],
          start: `${start}T00:00:00.000Z`,
          end: `${end}T00:00:00.000Z`,
          good,
          valid: minutes * 10 ** (decimals + 2),
          tenant_id: null,
        },
      },
    }
  }
}

/** Decimals that the published percentages need, two at least, six at most. */
export async function decimalsOf(table: SourceTable, plan: FilePlan): Promise<number> {
  const at = plan.readings[0]?.columns['good'] ?? -1
  let most = 2
  for await (const row of table.rows()) most = Math.max(most, /\.(\d+)/.exec(String(row.cells[at] ?? ''))?.[1]?.length ?? 0)
  return Math.min(6, most)
}

function placesOf(table: SourceTable): { month: number; percent: number } | null {
  if (table.headings.length > 6) return null
  const cells = (at: number): string[] => table.sample.map((row) => String(row.cells[at] ?? '').trim()).filter((cell) => cell !== '')
  const isAll = (at: number, test: (cell: string) => boolean): boolean => cells(at).length > 0 && cells(at).filter(test).length >= cells(at).length * 0.8
  const month = table.headings.findIndex((_, at) => isAll(at, (cell) => monthCell.test(cell)))
  const percent = table.headings.findIndex((heading, at) => percentHeading.test(normalise(heading)) && isAll(at, (cell) => /^\d{1,3}(\.\d+)?\s*%?$/.test(cell)))
  return month >= 0 && percent >= 0 ? { month, percent } : null
}

const serviceOf = (table: SourceTable): string =>
  normalise(
    table.file
      .split('/')
      .at(-1)
      ?.replace(/\.[^.]+$/, '') ?? 'service',
  ).replaceAll('_', '-')

function monthBounds(year: number, month: number): [string, string] {
  const first = (y: number, m: number): string => `${String(y).padStart(4, '0')}-${String(m).padStart(2, '0')}-01`
  return [first(year, month), month === 12 ? first(year + 1, 1) : first(year, month + 1)]
}
