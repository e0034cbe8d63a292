import { Problem, rank, type Action, type AnyRow, type Classification, type Noun, type Role } from '#kernel'

/** What a role may see. Secret values are write-only: nobody reads them back. */
const seen: Readonly<Record<Classification, Role | null>> = { public: 'guest', internal: 'viewer', confidential: 'viewer', personal: 'contributor', secret: null }

export function assertMayRead(noun: Noun, role: Role): void {
  if (rank(role) < rank(noun.read)) throw new Problem('forbidden', `A ${role} may not read ${noun.plural}.`, 'Ask an administrator of this workspace.')
}

export function assertMayPerform(action: Action, role: Role, scope: 'read' | 'write' = 'write'): void {
  if (scope === 'read') throw new Problem('forbidden', 'This key may only read.', 'Make a key with the scope “write”.', { code: 'read-only-key' })
  if (rank(role) < rank(action.allow)) throw new Problem('forbidden', `A ${role} may not ${action.verb} a ${action.of}.`, `It takes the role ${action.allow}. Ask an administrator of this workspace.`)
}

/** The row without the values above the reader's class; a masked value is null. */
export function masked(noun: Noun, row: AnyRow, role: Role): AnyRow {
  const hidden = Object.entries(noun.fields).filter(([, f]) => !mayRead(f.class, role))
  return hidden.length === 0 ? row : { ...row, ...Object.fromEntries(hidden.map(([name]) => [name, null])) }
}

export function mayRead(classification: Classification, role: Role): boolean {
  const least = seen[classification]
  return least !== null && rank(role) >= rank(least)
}
