import type { SheetTarget } from '#engines/metrics/targets/sheet.ts'
import { isRecord, type AnyRow } from '#kernel'
import { metricTarget } from '#objects'
import type { TargetCheck, Wanted } from './check.ts'
import type { Aimed, Fields } from './sheetFields.ts'

/** The baseline comes first: a new target without one starts from what is measured, and hears whether chance would reach it. */
export async function withBaseline(
  sheet: SheetTarget,
  aimed: Aimed,
  row: AnyRow | null,
  fields: Fields,
  check: ((wanted: Wanted) => Promise<TargetCheck>) | null,
): Promise<{ readonly fields: Fields; readonly says: readonly string[] }> {
  const isNew = row === null || (row['state'] === 'draft' && row['baseline'] === null)
  if (!isNew || !check) return { fields: row ? fields : named(sheet, aimed, fields), says: [] }
  const upper = typeof fields['upper'] === 'number' ? fields['upper'] : null
  const direction = fields['direction'] === 'within' ? 'within' : fields['direction'] === 'down' ? 'down' : 'up'
  const told = await check({ target: Number(fields['target']), upper, periods: null, segment: sheet.segment, direction })
  const own = row ? fields : named(sheet, aimed, fields)
  const { baseline } = told
  if (fields['baseline'] !== undefined || baseline.value === null) return { fields: own, says: told.says }
  const measured = {
    baseline: baseline.value,
    baselineSpan: baseline.to,
    ...(baseline.n === null ? {} : { baselineN: Math.round(baseline.n) }),
    baselineVersion: told.version,
  }
  return { fields: { ...own, ...measured }, says: told.says }
}

const named = (sheet: SheetTarget, aimed: Aimed, fields: Fields): Fields => ({
  name: `${aimed.name}${sheet.segment ? `, ${sheet.segment}` : ''}, by ${sheet.by}`.slice(0, 200),
  kind: 'committed',
  path: 'linear',
  ...fields,
})

/** Why the target that a line leads to could not be agreed; null when it could, or when it stays a draft for want of a baseline. */
export function faultOf(row: AnyRow | null, fields: Fields): string | null {
  const result = { ...row, ...fields }
  const fault = hasBaseline(row, fields) ? metricTarget.unsoundTarget(termsOf(result), String(result['by'])) : null
  return fault ? `${fault[0]} ${fault[1]}`.trim() : null
}

export const hasBaseline = (row: AnyRow | null, fields: Fields): boolean => typeof (fields['baseline'] ?? row?.['baseline']) === 'number'

function termsOf(values: Readonly<Record<string, unknown>>): Parameters<typeof metricTarget.unsoundTarget>[0] {
  const number = (field: string) => (typeof values[field] === 'number' ? values[field] : null)
  const steps = Array.isArray(values['steps'])
    ? values['steps'].filter(isRecord).map(({ from, value }) => ({ from: String(from), value: Number(value) }))
    : null
  return {
    direction: values['direction'] === 'within' ? 'within' : values['direction'] === 'down' ? 'down' : 'up',
    baseline: number('baseline'),
    target: number('target') ?? 0,
    upper: number('upper'),
    floor: number('floor'),
    path: values['path'] === 'stepped' ? 'stepped' : values['path'] === 'none' ? 'none' : 'linear',
    steps,
  }
}
