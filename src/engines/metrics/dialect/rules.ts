/** A rule that rows must keep; the shapes are those of the kernel's `Check`. */
export type Rule =
  | { readonly rule: 'present'; readonly column: string }
  | { readonly rule: 'oneOf'; readonly column: string; readonly choices: readonly string[] }
  | { readonly rule: 'notBefore'; readonly column: string; readonly other: string; readonly slackMinutes?: number }
  | { readonly rule: 'atLeast'; readonly column: string; readonly least: number }
  | { readonly rule: 'known'; readonly column: string; readonly fact: string; readonly key: string }
  | { readonly rule: 'notBeforeOther'; readonly column: string; readonly fact: string; readonly by: string; readonly key: string; readonly start: string }
  | {
      readonly rule: 'within'
      readonly column: string
      readonly fact: string
      readonly by: string
      readonly key: string
      readonly start: string
      readonly end: string
    }
  | { readonly rule: 'stillPaying'; readonly column: string; readonly by: string }
  | { readonly rule: 'claimedChurn'; readonly column: string; readonly by: string }
  | { readonly rule: 'endedStatus'; readonly column: string; readonly end: string }

/** Rules that look at a row by itself. */
export const isAlone = <R extends Rule>(rule: R): rule is R & LoneRule => lone.has(rule.rule)

type LoneRule = Extract<Rule, { readonly rule: 'present' | 'oneOf' | 'notBefore' | 'atLeast' | 'endedStatus' }>
const lone: ReadonlySet<string> = new Set(['present', 'oneOf', 'notBefore', 'atLeast', 'endedStatus'])

/** Rules that hold rows against the newest row of a fact that they name by its key. */
export type KeyedRule = Extract<Rule, { readonly rule: 'known' | 'notBeforeOther' | 'within' }>
export type UnkeyedRule = Exclude<Rule, KeyedRule>

export const isKeyed = <R extends Rule>(rule: R): rule is R & KeyedRule => rule.rule === 'known' || rule.rule === 'notBeforeOther' || rule.rule === 'within'

/** The column in which a row names the other one. */
export const namingColumn = (rule: KeyedRule): string => (rule.rule === 'known' ? rule.column : rule.by)
