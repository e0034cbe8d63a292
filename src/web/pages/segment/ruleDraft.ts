import { isRecord } from '#kernel'

/** One condition as it is typed; several values are parted by commas. */
export interface ConditionDraft {
  readonly prop: string
  readonly op: string
  readonly text: string
}

/** Conditions of which all or any must hold. */
export interface RuleDraft {
  readonly join: 'all' | 'any'
  readonly conditions: readonly ConditionDraft[]
}

export const emptyRule: RuleDraft = { join: 'all', conditions: [{ prop: 'account.segment', op: 'in', text: '' }] }

export const takesNone = (op: string): boolean => op === 'set' || op === 'unset'
export const takesMany = (op: string): boolean => op === 'in' || op === 'nin'

/** The rule as it is kept; null while a value is missing. One condition stands by itself. */
export function toRule({ join, conditions }: RuleDraft): Readonly<Record<string, unknown>> | null {
  const parts = conditions.map(conditionOf)
  const [first] = parts
  if (!first || parts.includes(null)) return null
  return parts.length === 1 ? first : { [join]: parts }
}

function conditionOf({ prop, op, text }: ConditionDraft): Readonly<Record<string, unknown>> | null {
  if (takesNone(op)) return { prop, op }
  const values = text
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean)
  if (values.length === 0) return null
  return { prop, op, value: takesMany(op) ? values : text.trim() }
}

/** What is kept as it can be drawn; null where it is nested, or written in another way. */
export function fromRule(rule: unknown): RuleDraft | null {
  if (!isRecord(rule)) return null
  const join = 'any' in rule ? 'any' : 'all'
  const given: unknown = 'all' in rule || 'any' in rule ? rule[join] : [rule]
  const parts: readonly unknown[] = Array.isArray(given) ? given : []
  const conditions = parts.flatMap((part) =>
    isRecord(part) && typeof part['prop'] === 'string' && typeof part['op'] === 'string' ? [drawn(part['prop'], part['op'], part['value'])] : [],
  )
  return parts.length > 0 && conditions.length === parts.length && conditions.every(({ text }) => text !== null)
    ? { join, conditions: conditions.flatMap(whole) }
    : null
}

interface Drawn {
  readonly prop: string
  readonly op: string
  readonly text: string | null
}
const whole = ({ prop, op, text }: Drawn): ConditionDraft[] => (text === null ? [] : [{ prop, op, text }])

/** A value that holds a comma cannot be told from two. */
function drawn(prop: string, op: string, value: unknown): Drawn {
  const values: readonly unknown[] = takesNone(op) ? [] : Array.isArray(value) ? value : [value]
  const isPlain = values.every((each) => typeof each === 'string' && (!takesMany(op) || !each.includes(',')))
  return { prop, op, text: isPlain ? values.join(', ') : null }
}
