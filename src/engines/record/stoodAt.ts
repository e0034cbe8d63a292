type Values = Readonly<Record<string, unknown>>

/** Changes of one row as the record holds them, gathered: a JSON list of places in the record with what each had found, or with what each had set. */
export interface Gathered {
  /** The version that the row had at the instant, and the time of the change that made it; null when nothing tells. */
  readonly version: number
  readonly at: unknown
  readonly changes: string
}

/** Fields as they stand where a creation says nothing of them: one that is required, and came to the definition later, has its initial value. Secrets are not in the record. */
export const unsaid = (fields: Readonly<Record<string, { readonly class: string; readonly required: boolean; readonly initial?: unknown }>>): Values => ({
  archivedAt: null,
  ...Object.fromEntries(Object.entries(fields).flatMap(([name, f]) => (f.class === 'secret' ? [] : [[name, f.required ? (f.initial ?? null) : null]]))),
})

/**
 * How a row stood, from what its changes after the instant had found: of those that touched a field, the first tells. Null when the row was not
 * there yet. Fields that no change touched, and names that `fields` does not hold, stand as they are now.
 */
export function stoodBefore<R extends Values>(row: R, { version, at, changes }: Gathered, fields: Values): R | null {
  const befores = ordered(changes)
    .toReversed()
    .map(([, found]) => found)
  return befores.includes(null) ? null : { ...row, ...known(Object.assign({}, ...befores), fields), version, updatedAt: at ?? row['updatedAt'] }
}

/**
 * The same from what its changes until the instant had set, from its creation on: of those that touched a field, the last tells. `fields` says
 * how each stands that no change had set: a creation sets all that is not empty.
 */
export function stoodAfter<R extends Values>(row: R, { version, at, changes }: Gathered, fields: Values): R {
  const afters = ordered(changes).map(([, set]) => set)
  return { ...row, ...fields, ...known(Object.assign({}, ...afters), fields), version, updatedAt: at ?? row['updatedAt'] }
}

function ordered(changes: string): readonly (readonly [seq: number, values: Values | null])[] {
  const list: readonly (readonly [seq: number, values: Values | null])[] = JSON.parse(changes)
  return list.toSorted(([a], [b]) => a - b)
}

const known = (values: Values, fields: Values): Values => Object.fromEntries(Object.entries(values).filter(([name]) => Object.hasOwn(fields, name)))
