import { numberOf, stepsOf, textOf } from '#engines/metrics/targets/aims.ts'
import type { SheetTarget } from '#engines/metrics/targets/sheet.ts'
import { showSpan } from '#engines/numbers/showPeriod.ts'
import type { AnyRow } from '#kernel'
import { metricTarget } from '#objects'
import type { TargetCheck, Wanted } from './check.ts'
import type { Aimed, Fields } from './sheetFields.ts'
import { changesOf } from './sheetPlan.ts'

/**
 * The baseline comes first: a new target without one starts from what is measured, and hears whether chance would reach it. So does a draft that is to be agreed, or of
 * which the line says something new; a line that only repeats a draft leaves it as it is.
 */
export async function withBaseline(
  sheet: SheetTarget,
  aimed: Aimed,
  row: AnyRow | null,
  fields: Fields,
  check: ((wanted: Wanted) => Promise<TargetCheck>) | null,
  wantsAgreed: boolean,
): Promise<{ readonly fields: Fields; readonly says: readonly string[] }> {
  const isNew = row === null || (row['state'] === 'draft' && row['baseline'] === null && (wantsAgreed || changesOf(row, fields).length > 0))
  if (!isNew || !check) return { fields: row ? fields : named(sheet, aimed, fields), says: [] }
  const upper = typeof fields['upper'] === 'number' ? fields['upper'] : null
  const direction = fields['direction'] === 'within' ? 'within' : fields['direction'] === 'down' ? 'down' : 'up'
  const told = await check({ target: Number(fields['target']), upper, periods: null, segment: sheet.segment, direction })
  const own = row ? fields : named(sheet, aimed, fields)
  const { baseline } = told
  if (fields['baseline'] !== undefined || baseline.value === null) return { fields: own, says: told.says }
  const over = baseline.periods > 1 ? `Its baseline is measured over ${showSpan(baseline.from, baseline.to)}.` : null
  const measured = {
    baseline: baseline.value,
    baselineSpan: baseline.to,
    ...(baseline.n === null ? {} : { baselineN: Math.round(baseline.n) }),
    baselineVersion: told.version,
    // the field holds one period, the last of them, from whose end the target counts
    ...(over === null || (own['rationale'] ?? row?.['rationale'] ?? null) !== null ? {} : { rationale: over }),
  }
  return { fields: { ...own, ...measured }, says: over === null ? told.says : [over, ...told.says] }
}

const named = (sheet: SheetTarget, aimed: Aimed, fields: Fields): Fields => ({
  name: `${aimed.name}${sheet.segment ? `, ${sheet.segment}` : ''}${sheet.by ? `, by ${sheet.by}` : ''}`.slice(0, 200),
  kind: 'committed',
  path: 'linear',
  ...fields,
})

/** Why the target that a line leads to could not be agreed; null when it could, or when it stays a draft for want of a baseline or a day. */
export function faultOf(row: AnyRow | null, fields: Fields): string | null {
  const result = { ...row, ...fields }
  const fault = lackOf(row, fields) === null ? metricTarget.unsoundTarget(termsOf(result), String(result['by'])) : null
  return fault ? `${fault[0]} ${fault[1]}`.trim() : null
}

/** What a target lacks to be agreed; null when nothing. */
export function lackOf(row: AnyRow | null, fields: Fields): 'measured baseline' | 'day' | null {
  if (numberOf(fields['baseline'] ?? row?.['baseline']) === null) return 'measured baseline'
  return textOf(fields['by'] ?? row?.['by']) === null ? 'day' : null
}

function termsOf(values: Readonly<Record<string, unknown>>): Parameters<typeof metricTarget.unsoundTarget>[0] {
  return {
    direction: values['direction'] === 'within' ? 'within' : values['direction'] === 'down' ? 'down' : 'up',
    baseline: numberOf(values['baseline']),
    target: numberOf(values['target']) ?? 0,
    upper: numberOf(values['upper']),
    floor: numberOf(values['floor']),
    path: values['path'] === 'stepped' ? 'stepped' : values['path'] === 'none' ? 'none' : 'linear',
    steps: stepsOf(values),
  }
}
