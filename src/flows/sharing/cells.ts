import { capital } from '#engines/numbers/capital.ts'
import { type AnyRow, type Context, type Field, type Noun } from '#kernel'

/** A value as a cell of a table: a number as a number, everything else in the words of its field; null stays empty. */
export function cellOf(field: Field<unknown>, value: unknown, names: ReadonlyMap<string, string>): string | number | null {
  if (value === null || value === undefined) return null
  if (field.target)
    return [value]
      .flat()
      .map((id) => names.get(String(id)) ?? '')
      .filter(Boolean)
      .join('; ')
  return typeof value === 'number' ? value : field.show(value)
}

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
    const target = noun.fields[name]?.target
    if (target === undefined) continue
    const ids = rows.flatMap((row) => [row[name]].flat()).filter((id) => typeof id === 'string')
    wanted.set(target, new Set([...(wanted.get(target) ?? []), ...ids]))
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
