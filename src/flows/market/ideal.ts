import { fitOf, type Fit } from '#engines/portfolio/market/fit.ts'
import { quartilesOf, type FitRow, type Validated } from '#engines/portfolio/market/quartiles.ts'
import { recordsIn, type AnyRow } from '#kernel'
import { account, segment as rules } from '#objects'
import type { Revenue } from './revenue.ts'
import { numberIn } from './segments.ts'

/** An ideal customer profile and whether it holds: does fit go with retention? */
export interface IdealFit extends Validated {
  readonly segment: { readonly id: string; readonly key: string; readonly title: string }
  readonly criteria: readonly { readonly says: string; readonly rule: string; readonly weight: number }[]
  readonly exclusions: readonly { readonly says: string; readonly rule: string }[]
  /** Criteria that cannot be read, in words; no fit rests on them. */
  readonly faults: readonly string[]
  readonly known: number
  readonly unknown: number
  readonly excluded: number
  /** Those that an exclusion rules out and that paid a year ago: told beside the quartiles, in none of them. */
  readonly ruledOut: { readonly n: number; readonly opening: number; readonly retention: number | null }
}

interface Criterion {
  readonly says: string
  readonly rule: ReturnType<typeof rules.compile>['rule']
  readonly wrong: string | null
  readonly weight: number
}

/** Active segments that are an ideal customer profile and say what it looks like. */
export const idealsIn = (segments: readonly AnyRow[]): readonly AnyRow[] =>
  segments.filter((row) => row['state'] === 'active' && row['isIcp'] === true && criteriaIn(row['criteria']).length > 0)

/** The fit of every account, and by its quartiles the retention of those who paid a year ago. Whoever is ruled out has a fit of 0 and stands apart. */
export function idealFit(segment: AnyRow, accounts: readonly AnyRow[], revenue: Revenue | null): IdealFit {
  const [criteria, exclusions] = [criteriaIn(segment['criteria']), criteriaIn(segment['exclusions'])]
  const fits = accounts.map((row) => ({ row, fit: fitOfAccount(row, criteria, exclusions) }))
  const count = (state: Fit['state']): number => fits.filter(({ fit }) => fit.state === state).length
  const rowsOf = (state: Fit['state']): FitRow[] =>
    fits.flatMap(({ row, fit }) => {
      const own = revenue?.kept.get(account.factIdOf(row))
      return fit.state !== state || fit.fit === null || !own || own.opening <= 0 ? [] : [{ id: row.id, fit: fit.fit, ...own }]
    })
  const out = rowsOf('excluded')
  const [opening, closing] = [out.reduce((sum, one) => sum + one.opening, 0), out.reduce((sum, one) => sum + one.closing, 0)]
  return {
    segment: { id: segment.id, key: segment.key, title: String(segment['title']) },
    criteria: criteria.flatMap(({ says, rule, weight }) => (rule ? [{ says, rule: rules.saysRule(rule), weight }] : [])),
    exclusions: exclusions.flatMap(({ says, rule }) => (rule ? [{ says, rule: rules.saysRule(rule) }] : [])),
    faults: [...criteria, ...exclusions].flatMap(({ says, wrong }) => (wrong ? [`“${says}”: ${wrong}`] : [])),
    known: count('known'),
    unknown: count('unknown'),
    excluded: count('excluded'),
    ruledOut: { n: out.length, opening, retention: opening > 0 ? closing / opening : null },
    ...quartilesOf(rowsOf('known')),
  }
}

export function fitOfAccount(row: AnyRow, criteria: readonly Criterion[], exclusions: readonly Criterion[]): Fit {
  const judged = criteria.flatMap(({ rule, weight }) => (rule ? [{ weight, matches: rules.isKnown(rule, row) ? rules.matches(rule, row) : null }] : []))
  return fitOf(
    judged,
    exclusions.some(({ rule }) => rule !== null && rules.isKnown(rule, row) && rules.matches(rule, row)),
  )
}

export function criteriaIn(value: unknown): Criterion[] {
  return recordsIn(value).map((one) => {
    const { rule, wrong } = rules.compile(one['rule'])
    return { says: String(one['says']), rule, wrong: wrong && wrong.reason, weight: Math.max(0, numberIn(one['weight']) ?? 0) }
  })
}
