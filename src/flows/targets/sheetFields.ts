import { statedIn, type MetricUnit } from '#engines/metrics/targets/inUnit.ts'
import type { Cell, SheetTarget } from '#engines/metrics/targets/sheet.ts'
import { readWhen } from '#engines/metrics/targets/when.ts'
import type { AnyRow } from '#kernel'

/** The metric that a line of a sheet is for: its row in the dictionary (null while it has none), its unit and its good direction. */
export interface Aimed {
  readonly key: string
  readonly name: string
  readonly row: AnyRow | null
  readonly unit: MetricUnit | null
  readonly better: 'up' | 'down' | 'within' | null
}

export type Fields = Readonly<Record<string, unknown>>

/** A line as the fields of a target, or what is wrong with it. Only what the sheet says is in it, so that a later import changes nothing else. */
export function fieldsOf(sheet: SheetTarget, aimed: Aimed, currency: string, owner: string | null): Fields | { readonly fault: string } {
  const faults: string[] = []
  const read = (cell: Cell | null) => {
    if (cell === null) return null
    const stated = statedIn(cell, aimed.unit ?? 'count', currency)
    if ('fault' in stated) faults.push(stated.fault)
    return 'fault' in stated ? null : stated
  }
  const [target, upper, floor, baseline] = [sheet.target, sheet.upper, sheet.floor, sheet.baseline].map(read)
  const steps = sheet.steps.map(({ from, cell }) => ({ from, value: read(cell)?.value ?? 0 }))
  const span = sheet.baselineSpan === null ? null : spanOf(sheet.baselineSpan)
  if (sheet.baselineSpan !== null && span === null) faults.push(`“${sheet.baselineSpan ?? ''}” is no period of a baseline; write 2026-06 or 2026-Q2.`)
  const top = upper?.value ?? target?.upper ?? null
  const direction = sheet.direction ?? target?.direction ?? (top === null ? aimed.better : 'within')
  if (direction === null) faults.push('Is more better, less, or a range? Say it in a column “direction”.')
  const [fault] = faults
  if (fault !== undefined) return { fault }
  return said({
    name: sheet.name,
    segment: sheet.segment,
    direction,
    target: target?.value,
    upper: top,
    floor: floor?.value,
    unit: aimed.unit === null ? sheet.unit : null, // where the metric says its unit, a column of a sheet does not
    by: sheet.by,
    path: sheet.path,
    steps: steps.length > 0 ? steps : null,
    kind: sheet.kind,
    baseline: baseline?.value,
    baselineSpan: span,
    baselineN: sheet.baselineN,
    rationale: sheet.rationale,
    owner,
  })
}

/** A period as people write it, or a half year or a week in the form in which it is kept; null when it is none. */
export function spanOf(text: string): string | null {
  const when = readWhen(text)
  if (when !== null && when !== 'either') return when.period ?? when.from
  return /^\d{4}-(H[12]|W(0[1-9]|[1-4]\d|5[0-3]))$/i.test(text) ? text.toUpperCase() : null
}

const said = (fields: Readonly<Record<string, unknown>>): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined))
