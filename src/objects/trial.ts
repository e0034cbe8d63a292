import { parseValues, type Action, type AnyRow, type Decision, type Noun, type Role } from '#kernel'

/** Runs a verb on a row made of `values` and the noun's defaults, as the runtime would; for tests of rules without a store. */
export function trial(
  noun: Noun,
  verb: Action,
  values: Readonly<Record<string, unknown>>,
  input: Readonly<Record<string, unknown>> = {},
  me: { readonly id: string; readonly role: Role } = vera,
  seen: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>> = {},
): Decision {
  return verb.run({
    row: { ...stamps, ...parseValues(noun.fields, values) },
    input: parseValues(verb.input, input),
    me,
    now,
    seen: (name) => (seen[name] ?? []).map((row): AnyRow => ({ ...stamps, ...row })),
  })
}

/** Says what a verb decided: the refusal's reason, or the values that it sets. */
export const answer = (decision: Decision): unknown => (decision.decides === 'refuse' ? decision.reason : decision.set)

/** An id for the nth made-up object. */
export const nth = (n: number): string => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`

export const now = '2026-11-16T08:00:00.000Z'
export const vera = { id: nth(1), role: 'owner' } as const
export const ines = { id: nth(2), role: 'editor' } as const
const stamps = { id: nth(99), key: 'XXX-1', version: 1, createdAt: now, updatedAt: now, archivedAt: null, source: null, custom: {} }
