import { OutOfRange } from '#engines/numbers/outOfRange.ts'
import { answerOf, ask, assertGuards, refusedAnswer, type QueryAnswer, type Ran } from '#engines/semantic/ask.ts'
import type { Loss } from '#engines/semantic/interchange/loss.ts'
import type { SemanticManifest } from '#engines/semantic/model.ts'
import { isRefusal, Refusal } from '#engines/semantic/refusal.ts'
import { isProblem, Problem } from '#kernel'
import { openTables } from '#platform/columnar/tableStore.ts'
import { readManifestFolder, readTables } from './manifestFolder.ts'

/** Runs one statement over the tables of a manifest. */
export type RunText = (sql: string) => Promise<Ran>

/** Answers a question over a manifest: its claims are checked on the tables first, then it runs, then its rows are counted. A refusal is an answer too. */
export async function answerQuery(manifest: SemanticManifest, given: unknown, run: RunText): Promise<QueryAnswer> {
  try {
    const asked = ask(manifest, given)
    assertGuards(asked, asked.text.guards === null ? null : await run(asked.text.guards))
    return answerOf(asked, await run(asked.text.answer), asked.text.inputs === null ? null : await run(asked.text.inputs))
  } catch (error) {
    if (isProblem(error)) throw error
    return refusedAnswer(given, isRefusal(error) ? error : toRefusal(error))
  }
}

/** What the store says of a question that it cannot run: a column that is not there, a text where a number is needed. */
function toRefusal(error: unknown): Refusal {
  const words = error instanceof Error ? error.message : String(error)
  const line = words.split('\n')[0] ?? words
  const isOfQuery = /^(Binder|Catalog|Conversion|Parser|Invalid Input|Out of Range|Not implemented) Error/.test(line)
  if (!isOfQuery && !(error instanceof OutOfRange)) throw error
  return new Refusal('unsupported', `The tables cannot answer it: ${line}`, 'Check the expressions of the model against the columns of its tables.')
}

/** A folder of MetricFlow files and a file of tables: answered with nothing kept. */
export async function queryFolder(folder: string, tables: string, given: unknown): Promise<QueryAnswer & { readonly losses: readonly Loss[] }> {
  const { manifest, losses } = await readManifestFolder(folder)
  const needed = new Set([...manifest.models, ...manifest.spines].map(({ relation }) => relation.table))
  const store = await openTables((await readTables(tables)).filter(({ name }) => needed.has(name)))
  try {
    return { ...(await answerQuery(manifest, given, (sql) => store.query(sql))), losses }
  } finally {
    await store.close()
  }
}

/** A refusal as a problem, for doors that answer with one. */
export const problemOf = ({ code, message, hint }: NonNullable<QueryAnswer['refused']>): Problem => new Problem('refused', message, hint, { code })
