import { stepsOf, textOf } from '#engines/metrics/targets/aims.ts'
import type { SheetTarget } from '#engines/metrics/targets/sheet.ts'
import type { AnyRow } from '#kernel'
import type { Aimed, Fields } from './sheetFields.ts'

export interface FieldChange {
  readonly field: string
  readonly from: unknown
  readonly to: unknown
}

/** What a line of a sheet would do to the record. */
export type Step =
  | { readonly action: 'create'; readonly fields: Fields }
  | { readonly action: 'change'; readonly row: AnyRow; readonly edit: Fields }
  | { readonly action: 'revise'; readonly row: AnyRow; readonly edit: Fields; readonly terms: Fields }
  | { readonly action: 'unchanged'; readonly row: AnyRow }

/** The target that a line speaks of: by its key, else the one of the same metric, part and kind that is due on the same day; of a series the one that goes in steps to the same day, else the first over some of the same time. */
export function matching(sheet: SheetTarget, aimed: Aimed, targets: readonly AnyRow[]): AnyRow | null | { readonly fault: string } {
  if (sheet.key !== null) {
    const named = targets.find(({ key }) => key.toLowerCase() === sheet.key?.toLowerCase())
    if (named) return named['metric'] === aimed.row?.id ? named : { fault: `${named.key} is a target of another metric.` }
  }
  const own = targets.filter(
    (row) => row['metric'] === aimed.row?.id && sameText(row['segment'], sheet.segment) && (sheet.kind === null || row['kind'] === sheet.kind),
  )
  // a draft without a day has nothing but its name to be known by
  if (!sheet.isSeries) return own.find((row) => row['by'] === sheet.by && (sheet.by !== null || row['name'] === sheet.name)) ?? null
  const series = own.filter((row) => row['path'] === 'stepped' && overlaps(row, sheet))
  return series.find((row) => row['by'] === sheet.by) ?? series.toSorted((a, b) => (String(a['by']) < String(b['by']) ? -1 : 1))[0] ?? null
}

/** Does a target in steps ask something in the time of a series? One of last year does not. */
function overlaps(row: AnyRow, { steps, by }: SheetTarget): boolean {
  const last = textOf(row['by'])
  return last !== null && last >= (steps[0]?.from ?? '') && (stepsOf(row)[0]?.from ?? '') <= (by ?? '')
}

const sameText = (a: unknown, b: string | null): boolean => (typeof a === 'string' ? a : '').toLowerCase() === (b ?? '').toLowerCase()

/** Terms that only the verb `revise` moves, which keeps the first, and those that never move while a target is agreed. */
const moved = ['target', 'upper', 'by']
const fixed = ['segment', 'direction', 'baseline', 'baselineSpan', 'baselineN', 'baselineVersion', 'kind']

/** How a line changes the target that is there, or why it may not. */
export function stepFor(row: AnyRow | null, fields: Fields): Step | { readonly fault: string } {
  if (!row) return { action: 'create', fields }
  const changed = changesOf(row, fields)
  if (changed.length === 0) return { action: 'unchanged', row }
  const only = (wanted: (field: string) => boolean): Fields =>
    Object.fromEntries(changed.filter(({ field }) => wanted(field)).map(({ field, to }) => [field, to]))
  if (row['state'] !== 'agreed') return { action: 'change', row, edit: only(() => true) }
  const settled = changed.filter(({ field }) => fixed.includes(field)).map(({ field }) => field)
  if (settled.length > 0)
    return { fault: `${row.key} is agreed: its ${settled.join(', ')} stay as they were. Retire it and set another, or leave the column out.` }
  const terms = only((field) => moved.includes(field))
  const edit = only((field) => !moved.includes(field))
  return Object.keys(terms).length > 0 ? { action: 'revise', row, edit, terms } : { action: 'change', row, edit }
}

/** What differs between a target and what a sheet says of it; what the sheet does not say stays. */
export const changesOf = (row: AnyRow, fields: Fields): FieldChange[] =>
  Object.entries(fields).flatMap(([field, to]) => (isSame(row[field], to) ? [] : [{ field, from: row[field] ?? null, to }]))

/** Figures that went through a percentage and back differ in their last digit. */
function isSame(a: unknown, b: unknown): boolean {
  if (typeof a === 'number' && typeof b === 'number') return Math.abs(a - b) <= 1e-12 * Math.max(1, Math.abs(a), Math.abs(b))
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return (a ?? null) === (b ?? null)
  const [one, other] = [new Map(Object.entries(a)), new Map(Object.entries(b))]
  return one.size === other.size && [...one].every(([field, value]) => other.has(field) && isSame(value, other.get(field)))
}
