/** What a request (an import) said of an object: the fields it named (null: all), which at `seq` of the record had the values that it gave. */
export interface Saying {
  readonly request: string
  readonly seq: number
  readonly fields: readonly string[] | null
  readonly isTakenBack: boolean
}

/** A line of the record, as far as it tells how an object stands. */
export interface Line {
  readonly request: string
  readonly seq: number
  readonly undoes: number | null
  readonly before: Readonly<Record<string, unknown>> | null
  readonly after: Readonly<Record<string, unknown>>
}

/** What was said of an object and what was changed about it, each oldest first. */
export interface Past {
  readonly said: readonly Saying[]
  readonly changes: readonly Line[]
}

/** What stands of an object when requests are taken back: whether it is there, its fields, and the change that is taken back by going there. */
export interface Standing {
  readonly isThere: boolean
  readonly value: (field: string) => unknown
  readonly undoes: number | null
}

/**
 * A field has the value that was given last by a change or an import that stands: one that confirmed a value gave it anew. An object is there
 * while somebody says so. What was undone does not count, nor the undoing: what an import brought counts until that import is taken back.
 */
export function standing({ said, changes }: Past, initial: Readonly<Record<string, unknown>>): Standing {
  const taken = new Set(said.filter(({ isTakenBack }) => isTakenBack).map(({ request }) => request))
  const undone = new Set<number>()
  for (const { seq, undoes } of changes.toReversed()) if (undoes !== null && !undone.has(seq)) undone.add(seq).add(undoes)
  const stand = changes.filter(({ seq, request }) => !undone.has(seq) && !taken.has(request))
  const says = said.filter(({ isTakenBack }) => !isTakenBack)
  const value = (field: string): unknown => {
    const change = stand.findLast(({ after }) => field in after)
    const saying = says.findLast(({ fields }) => fields === null || fields.includes(field))
    const isSaidSince = saying !== undefined && saying.seq > (change?.seq ?? 0)
    const last = isSaidSince ? changes.findLast(({ seq, after }) => seq <= saying.seq && field in after) : change
    return (last ? last.after[field] : initial[field]) ?? null
  }
  const there = stand.findLast(({ before, after }) => before === null || 'archivedAt' in after)
  const isThere = (says.at(-1)?.seq ?? 0) > (there?.seq ?? 0) || (there !== undefined && !there.after['archivedAt'])
  return { isThere, value, undoes: changes.findLast(({ request }) => taken.has(request))?.seq ?? null }
}
