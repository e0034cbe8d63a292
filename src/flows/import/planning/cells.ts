import type { SourceTable } from '#kernel'
import { normalise } from '../headings.ts'

/** One row by what its headings are called, in the form of `normalise`. */
export interface Cells {
  /** The first of the named cells that says something. */
  one(...names: readonly string[]): string | null
  /** Every cell under that heading; tools repeat a heading for each value, or write several into one cell. */
  all(...names: readonly string[]): string[]
  /** Heading as it stands and cell, of all headings that none of the names takes. */
  others(taken: ReadonlySet<string>): { readonly name: string; readonly value: string }[]
}

/** Reads rows of a table by their headings. */
export function cellsOf(table: SourceTable): (cells: readonly unknown[]) => Cells {
  const names = table.headings.map(normalise)
  return (cells) => {
    const said = (at: number): string => textOf(cells[at])
    const under = (name: string): string[] => names.flatMap((one, at) => (one === name && said(at) !== '' ? [said(at)] : []))
    return {
      one: (...wanted) => wanted.flatMap(under)[0] ?? null,
      all: (...wanted) => [...new Set(wanted.flatMap(under).flatMap((cell) => cell.split(/[,;|\n]/).map((part) => part.trim())))].filter((part) => part !== ''),
      others: (taken) =>
        table.headings.flatMap((heading, at) =>
          taken.has(names[at] ?? '') || said(at) === '' ? [] : [{ name: heading.slice(0, 120), value: said(at).slice(0, 2000) }],
        ),
    }
  }
}

const textOf = (cell: unknown): string => {
  if (cell === null || cell === undefined) return ''
  return (typeof cell === 'object' ? JSON.stringify(cell) : String(cell)).trim()
}
