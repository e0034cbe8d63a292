import { capital } from '#engines/numbers/capital.ts'
import { isRecord, type AnyRow, type Context, type Field, type Noun } from '#kernel'

/** A value as a cell of a table: a number as a number, everything else in the words of its field; null stays empty. */
export function cellOf(field: Field<unknown>, value: unknown, names: ReadonlyMap<string, string>): string | number | null {
  if (value === null || value === undefined) return null
  if (field.target)
    return [value]
      .flat()
      .map((id) => names.get(String(id)) ?? '')
      .filter(Boolean)
      .join('; ')
  return typeof value === 'number' ? value : field.show(named(field, value, names))
}

/** A list with the names of what its entries point at in place of their ids; what has none here keeps its id. */
function named(field: Field<unknown>, value: unknown, names: ReadonlyMap<string, string>): unknown {
  const inside = targetsIn(field)
  if (inside.length === 0 || !Array.isArray(value)) return value
  return value.map((entry: unknown) =>
    isRecord(entry)
      ? { ...entry, ...Object.fromEntries(inside.flatMap(([name]) => (names.has(String(entry[name])) ? [[name, names.get(String(entry[name]))]] : []))) }
      : entry,
  )
}

/** The fields of a list’s entries that point at other nouns, with what they point at. */
const targetsIn = ({ inner }: Field<unknown>): readonly (readonly [string, string])[] =>
  Object.entries(inner ?? {}).flatMap(([name, { target }]) => (target === undefined ? [] : [[name, target] as const]))

/** A value as people read it: a choice as words, a share as a percentage; null stays empty. */
export function wordsOf(field: Field<unknown>, value: unknown, names: ReadonlyMap<string, string>): string | null {
  if (value === null || value === undefined) return null
  if (field.choices) return headingOf(String(value))
  return field.target ? String(cellOf(field, value, names)) : field.show(value)
}

/** The names of what these rows point at, by id: one read for each noun that the columns refer to, 200 ids at a time. */
export async function namesIn(
  on: Pick<Context, 'read'>,
  noun: Noun,
  columns: readonly string[],
  rows: readonly AnyRow[],
  titleOf: (noun: string) => string | null,
) {
  const names = new Map<string, string>()
  for (const [target, ids] of pointedAt(noun, columns, rows)) {
    const title = titleOf(target)
    if (title === null) continue
    for (const some of piecesOf([...ids], 200)) {
      const { items } = await on.read(target, { filter: { id: some }, limit: 500, archived: true })
      for (const item of items) names.set(item.id, String(item[title] ?? ''))
    }
  }
  return names
}

/** The ids that these columns hold, by the noun that they point at. */
function pointedAt(noun: Noun, columns: readonly string[], rows: readonly AnyRow[]): ReadonlyMap<string, ReadonlySet<string>> {
  const wanted = new Map<string, Set<string>>()
  for (const name of columns) {
    const field = noun.fields[name]
    const values = rows.flatMap((row) => [row[name]].flat())
    const add = (target: string, ids: readonly unknown[]): void =>
      void wanted.set(target, new Set([...(wanted.get(target) ?? []), ...ids.filter((id) => typeof id === 'string')]))
    if (field?.target !== undefined) add(field.target, values)
    else if (field)
      for (const [inside, target] of targetsIn(field))
        add(
          target,
          values.map((entry) => (isRecord(entry) ? entry[inside] : null)),
        )
  }
  return wanted
}

function piecesOf<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, n) => all.slice(n * size, (n + 1) * size))
}

/** A field’s name as a heading: churnReason becomes “Churn reason”. */
export function headingOf(name: string): string {
  const spaced = name.replace(/([a-z\d])([A-Z])/g, '$1 $2').toLowerCase()
  return capital(spaced)
}
