import { parse } from 'yaml'
import type { QueryAnswer } from '#engines/semantic/ask.ts'
import { readMetricFlow } from '#engines/semantic/interchange/metricflow.ts'
import type { SemanticManifest } from '#engines/semantic/model.ts'
import { openTables, type PlainTable } from '#platform/columnar/tableStore.ts'
import { answerQuery } from '../../src/house/metrics/semanticQuery.ts'
import { manifest as yaml, tables } from './bakery.ts'

export const { manifest, losses } = readMetricFlow([{ file: 'bakery.yaml', content: parse(yaml) }])

export interface Bakery {
  ask(query: unknown, model?: SemanticManifest): Promise<QueryAnswer>
  /** The rows as lists, keys first; throws what was refused. */
  rows(metric: string | readonly string[], groupBy?: string | readonly string[], more?: object): Promise<unknown[][]>
  close(): void
}

/** The bakery's tables, open for questions; further rows may be put into one of them. */
export async function openBakery(more: Readonly<Record<string, PlainTable['rows']>> = {}): Promise<Bakery> {
  const store = await openTables(tables.map((one) => ({ ...one, rows: [...one.rows, ...(more[one.name] ?? [])] })))
  const ask: Bakery['ask'] = (query, model = manifest) => answerQuery(model, query, (sql) => store.query(sql))
  return {
    ask,
    close: () => store.close(),
    async rows(metrics, groupBy = [], options = {}) {
      const answer = await ask({ metrics, groupBy, ...options })
      if (answer.refused) throw new Error(`${answer.refused.code}: ${answer.refused.message}`)
      return answer.rows.map((row) => Object.values(row))
    },
  }
}

export const month = (n: number): string => `2024-0${n}-01`
