import { leavesBudget } from '#engines/metrics/slo/slo.ts'
import type { Fact } from '#kernel'
import { pastOnly } from './derivations.ts'
import { unfit, type Unfit } from './unfit.ts'

/** What a row must keep by itself to come in. */
export type RowRule =
  | { readonly rule: 'notBefore'; readonly column: string; readonly other: string }
  | { readonly rule: 'atLeast'; readonly column: string; readonly least: number }
  | { readonly rule: 'atMost'; readonly column: string; readonly other: string }
  | { readonly rule: 'within'; readonly column: string; readonly isIn: (value: number) => boolean; readonly says: string }
  | { readonly rule: 'notAfterNow'; readonly column: string; readonly latest: string }
  | { readonly rule: 'fit'; readonly of: (values: Readonly<Record<string, unknown>>) => Unfit | null }

/** Rows may lie this far ahead: clocks of sources go wrong by minutes. Civil days get a day, for the zones that are ahead of ours. */
const tolerance = { instant: 5 * 60_000, day: 86_400_000 } as const

/** Limits that do not belong to what they bound: nothing is worth nothing, and nobody promises nothing, or that nothing ever fails. */
const open: Readonly<Record<string, RowRule>> = {
  fx_rate: { rule: 'within', column: 'rate', isIn: (rate) => rate > 0, says: 'A rate is above zero.' },
  slo: {
    rule: 'within',
    column: 'target',
    isIn: leavesBudget,
    says: 'A target above 0 and below 1 leaves a budget; one of 100 % leaves none, and one of 0 % promises nothing.',
  },
}

/** The rules of a fact: its own checks of severity “error” that one row can break alone, and “not in the future” where time lies in the past by nature. */
export function rowRulesOf(fact: Fact, now: string): RowRule[] {
  const ownFit = Object.hasOwn(unfit, fact.fact) ? unfit[fact.fact] : undefined
  const own = fact.checks.flatMap((check): RowRule[] => {
    if (check.severity !== 'error') return []
    if (check.rule === 'notBefore') return [{ rule: 'notBefore', column: check.column, other: check.other }]
    return check.rule === 'atLeast' ? [{ rule: 'atLeast', column: check.column, least: check.least }] : []
  })
  const bounded: RowRule[] = [
    ...(Object.hasOwn(fact.columns, 'scale_max')
      ? [{ rule: 'atMost', column: 'score', other: 'scale_max' } as const, { rule: 'notBefore', column: 'score', other: 'scale_min' } as const]
      : []),
    ...(Object.hasOwn(fact.columns, 'good') ? [{ rule: 'atMost', column: 'good', other: 'valid' } as const] : []),
  ]
  const strict = Object.hasOwn(open, fact.fact) ? open[fact.fact] : undefined
  return [
    ...own,
    ...bounded,
    ...(strict ? [strict] : []),
    ...(ownFit ? [{ rule: 'fit', of: ownFit } as const] : []),
    ...(pastOnly.has(fact.fact) ? [{ rule: 'notAfterNow', column: fact.at, latest: latestOf(fact, now) } as const] : []),
  ]
}

function latestOf(fact: Fact, now: string): string {
  const isDay = fact.columns[fact.at]?.columnar === 'DATE'
  const latest = new Date(Date.parse(now) + (isDay ? tolerance.day : tolerance.instant)).toISOString()
  return isDay ? latest.slice(0, 10) : latest
}

/** The first rule that a row breaks, in the words of the file; null when it keeps all. */
export function ruleReasons(
  rules: readonly RowRule[],
  values: Readonly<Record<string, unknown>>,
  headingOf: (column: string) => string,
): { column: string; reason: string } | null {
  for (const rule of rules) {
    if (rule.rule === 'fit') {
      const found = rule.of(values)
      if (found) return { column: headingOf(found.column), reason: found.reason }
      continue
    }
    const reason = reasonOf(rule, values, headingOf)
    if (reason !== null) return { column: headingOf(rule.column), reason }
  }
  return null
}

function reasonOf(rule: Exclude<RowRule, { rule: 'fit' }>, values: Readonly<Record<string, unknown>>, headingOf: (column: string) => string): string | null {
  const value = values[rule.column]
  if (value === null || value === undefined) return null
  const name = headingOf(rule.column)
  if (rule.rule === 'atLeast') return Number(value) < rule.least ? `${name} is below ${rule.least}. Correct it, or book a refund as a line that ends.` : null
  if (rule.rule === 'within') return rule.isIn(Number(value)) ? null : `${name} is ${String(value)}. ${rule.says}`
  if (rule.rule === 'notAfterNow') return String(value) > rule.latest ? `${name} lies in the future (${String(value).slice(0, 16)}). Correct the date.` : null
  const other = values[rule.other]
  if (other === null || other === undefined) return null
  const isWrong = rule.rule === 'notBefore' ? value < other : value > other
  if (!isWrong) return null
  if (typeof value === 'number')
    return `${name} ${value} is ${rule.rule === 'notBefore' ? 'below' : 'above'} ${headingOf(rule.other)} ${String(other)}. Correct the row.`
  return `${name} is before ${headingOf(rule.other)} (${String(value).slice(0, 10)}, ${String(other).slice(0, 10)}). Correct one of the two.`
}
