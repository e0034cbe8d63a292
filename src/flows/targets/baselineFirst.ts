import { numberOf, stepsOf, textOf } from '#engines/metrics/targets/aims.ts'
import type { SheetTarget } from '#engines/metrics/targets/sheet.ts'
import { addDays, periodEnd } from '#engines/numbers/dates.ts'
import { showSpan } from '#engines/numbers/showPeriod.ts'
import { showDate, type AnyRow } from '#kernel'
import { metricTarget } from '#objects'
import type { TargetCheck, Wanted } from './check.ts'
import { spanOf, type Aimed, type Fields } from './sheetFields.ts'
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
  today: string,
): Promise<{ readonly fields: Fields; readonly says: readonly string[] }> {
  const isNew = row === null || (row['state'] === 'draft' && row['baseline'] === null && (wantsAgreed || changesOf(row, fields).length > 0))
  if (!isNew || !check) return { fields: row ? fields : named(sheet, aimed, fields), says: [] }
  const start = fields['baseline'] === undefined ? startOf(sheet, today) : null
  if (start !== null && 'says' in start) return { fields: row ? fields : named(sheet, aimed, fields), says: [start.says] }
  const upper = typeof fields['upper'] === 'number' ? fields['upper'] : null
  const direction = fields['direction'] === 'within' ? 'within' : fields['direction'] === 'down' ? 'down' : 'up'
  const told = await check({ target: Number(fields['target']), upper, periods: null, segment: sheet.segment, direction, ...start })
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

/**
 * From when the baseline of a line is read: the period that it names, of a series whose last day has gone the time before its first period, else today. A day that has
 * gone names no start: what is measured today came after it, and is no baseline of it.
 */
function startOf({ baselineSpan, steps: [first], by }: SheetTarget, today: string): Pick<Wanted, 'asOf' | 'span'> | { readonly says: string } | null {
  const span = baselineSpan === null ? null : spanOf(baselineSpan)
  if (span !== null) {
    const half = /^(\d{4})-H([12])$/.exec(span)
    const [from, to] = half ? [`${half[1]}-Q${half[2] === '1' ? 1 : 3}`, `${half[1]}-Q${half[2] === '1' ? 2 : 4}`] : [span, span]
    return half ? { asOf: periodEnd(to) } : { asOf: periodEnd(to), span: from }
  }
  if (by === null || by >= today) return null
  if (first) return { asOf: addDays(first.from, -1) }
  return { says: `Its day, ${showDate(by)}, has gone and the line names no start, so that no baseline is measured: write “baseline”, or “baseline period”.` }
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
