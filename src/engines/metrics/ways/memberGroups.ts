import { Refused } from './way.ts'

/** The values of a dimension, in order, and the place among them of each member’s. */
export interface Groups {
  readonly keys: readonly string[]
  readonly of: (member: number) => number
}

/** Groups from the value of each member. */
export function groupsFrom(values: readonly string[]): Groups {
  const keys = [...new Set(values)].toSorted()
  const places = new Map(keys.map((key, place) => [key, place]))
  const groups = Int32Array.from(values, (value) => places.get(value) ?? 0)
  return { keys, of: (member) => groups[member] ?? 0 }
}

/** The members of each cohort by the value of a dimension; values that none of them has are left out. */
export function partsOf(
  cohorts: readonly (readonly number[])[],
  by: string,
  { keys, of }: Groups,
): readonly (readonly [key: string, cohorts: readonly (readonly number[])[]])[] {
  const parts = keys.map((key): [string, number[][]] => [key, cohorts.map(() => [])])
  for (const [cohort, members] of cohorts.entries()) for (const member of members) parts[of(member)]?.[1][cohort]?.push(member)
  const found = parts.filter(([, own]) => own.some(({ length }) => length > 0))
  if (found.length > 200) throw new Refused(`“${by}” has ${found.length} values; 200 are allowed in one breakdown.`, 'Choose a coarser dimension.')
  return found
}
