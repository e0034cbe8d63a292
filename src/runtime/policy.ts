import { Problem, rank, type Action, type AnyRow, type Classification, type Field, type Noun, type Role } from '#kernel'
import type { Change } from './change.ts'
import type { Registry } from './registry.ts'

/** What a role may see. Secret values are write-only: nobody reads them back. */
const seen: Readonly<Record<Classification, Role | null>> = {
  public: 'guest',
  internal: 'viewer',
  confidential: 'viewer',
  personal: 'contributor',
  secret: null,
}

export function assertMayRead(noun: Noun, role: Role): void {
  if (rank(role) < rank(noun.read)) throw new Problem('forbidden', `The role ${role} may not read ${noun.plural}.`, 'Ask an administrator of this workspace.')
}

/** A number is for those who may see every fact that it is made from, unless it hides by itself what they may not see. */
export const mayMeasure = ({ facts }: Registry, { inputs, read }: { readonly inputs: readonly string[]; readonly read?: Role }, role: Role): boolean =>
  read === undefined ? inputs.every((input) => rank(role) >= rank(facts.get(input)?.read ?? 'viewer')) : rank(role) >= rank(read)

export function assertMayMeasure(registry: Registry, key: string, role: Role): void {
  const metric = registry.metrics.get(key) // one that people defined reads only facts that everybody may see
  if (metric && !mayMeasure(registry, metric, role))
    throw new Problem('forbidden', `${metric.name} is made from confidential facts, which a ${role} may not see.`, 'Ask an administrator of this workspace.', {
      code: 'no_permission',
    })
}

export function assertMayWrite(scope: 'read' | 'write'): void {
  if (scope === 'read') throw new Problem('forbidden', 'This key may only read.', 'Make a key with the scope “write”.', { code: 'read-only-key' })
}

export function assertMayPerform(action: Action, role: Role, scope: 'read' | 'write' = 'write'): void {
  assertMayWrite(scope)
  if (rank(role) < rank(action.allow))
    throw new Problem(
      'forbidden',
      `The role ${role} may not ${action.verb} a ${action.of}.`,
      `It takes the role ${action.allow}. Ask an administrator of this workspace.`,
    )
}

/** The row without the values above the reader's class; a masked value is null, a veiled one lacks its personal parts. */
export function masked(noun: Noun, row: AnyRow, role: Role): AnyRow {
  const hidden = Object.entries(noun.fields).filter(([, f]) => f.veil || !mayRead(f.class, role))
  return hidden.length === 0 ? row : { ...row, ...Object.fromEntries(hidden.map(([name, f]) => [name, shownOf(f, row[name], role)])) }
}

const shownOf = (f: Field<unknown>, value: unknown, role: Role): unknown =>
  !mayRead(f.class, role) ? null : f.veil && value != null && !mayRead('personal', role) ? f.veil(value) : value

/** A line of the record with the values that the reader may not see left empty. Values of a noun that is no longer defined are not shown. */
export function maskedChange(noun: Noun | undefined, change: Change, role: Role): Change {
  const shownAs = (value: unknown, f?: Field<unknown>) => (!f || f.class === 'secret' ? value : shownOf(f, value, role))
  const shown = (values: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(Object.entries(noun ? values : {}).map(([name, value]) => [name, shownAs(value, noun?.fields[name])]))
  return { ...change, before: change.before && shown(change.before), after: shown(change.after) }
}

export const mayRead = (classification: Classification, role: Role): boolean => seen[classification] !== null && rank(role) >= rank(seen[classification])
