import type { SourceTable } from '#kernel'
import { cellsOf } from '../cells.ts'
import { planningTool } from '../planning.ts'
import type { Given, Told } from '../tool.ts'

/** A table as a file would give it; a heading that stands twice gets its number, as the reader of files does. */
export function table(headings: readonly string[], ...rows: readonly (readonly unknown[])[]): SourceTable {
  const sample = rows.map((cells, at) => ({ row: at + 2, cells }))
  return {
    file: 'export.csv',
    headings,
    headingRow: 1,
    form: { kind: 'csv', notes: [] },
    bytes: 0,
    sample,
    async *rows() {
      yield* sample
    },
  }
}

export function given(one: SourceTable): Given[] {
  const tool = planningTool(one)
  if (!tool) throw new Error('No planning tool exports these headings.')
  const read = cellsOf(one)
  return one.sample.map(({ cells }) => tool.read(read(cells), { dates: 'dayFirst' }))
}

export const told = (one: SourceTable): Told[] => given(one).flatMap((each) => ('told' in each ? each.told : []))
export const nameOf = (one: SourceTable): string | null => planningTool(one)?.name ?? null
