import type { OpenedFiles } from '#kernel'
import { titleOf, type ImportPlan } from './plan.ts'

/** Fetches stored values of a fact by its key, such as the account of every subscription: (fact, key column, value column). */
export type Lookup = (fact: string, key: string, column: string) => Promise<ReadonlyMap<string, string>>

/** The values that rows look up in other facts: from the files of this import first, then from what is stored. */
export async function gatherLookups(opened: OpenedFiles, plan: ImportPlan, stored: Lookup | undefined): Promise<Map<string, Map<string, string>>> {
  const wanted = plan.files.flatMap((file) => file.readings.flatMap((reading) => reading.derived.flatMap((one) => (one.rule === 'lookup' ? [one] : []))))
  const lookups = new Map<string, Map<string, string>>()
  for (const { in: fact, key, column } of wanted) {
    if (lookups.has(fact)) continue
    const found = await fromFiles(opened, plan, fact, key, column)
    for (const [id, value] of (await stored?.(fact, key, column)) ?? []) if (!found.has(id)) found.set(id, value)
    lookups.set(fact, found)
  }
  return lookups
}

async function fromFiles(opened: OpenedFiles, plan: ImportPlan, fact: string, key: string, column: string): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for (const table of opened.tables) {
    const reading = plan.files.find((file) => titleOf(file) === titleOf(table))?.readings.find((one) => one.fact === fact)
    const [keyAt, valueAt] = [reading?.columns[key], reading?.columns[column]]
    if (keyAt === undefined || valueAt === undefined) continue
    for await (const row of table.rows()) {
      const [id, value] = [textOf(row.cells[keyAt]), textOf(row.cells[valueAt])]
      if (row.fault === undefined && id !== '' && value !== '' && !found.has(id)) found.set(id, value)
    }
  }
  return found
}

const textOf = (cell: unknown): string => (typeof cell === 'string' ? cell.trim() : typeof cell === 'number' ? String(cell) : '')
