import { refusedAnswer, type QueryAnswer } from '#engines/semantic/ask.ts'
import { isRefusal, Refusal } from '#engines/semantic/refusal.ts'
import { isRecord, Problem } from '#kernel'
import { factReader } from '#platform/columnar/factReader.ts'
import type { Scope } from '#runtime/scope.ts'
import type { App } from '../app.ts'
import { factManifest, moneyIn } from './factSemantics.ts'
import { measuredAnswer } from './measuredQuery.ts'
import { metricsIn } from './metricsOf.ts'
import { answerQuery } from './semanticQuery.ts'

/**
 * Answers a question over a workspace: facts through the semantic layer, and the metrics of the scorecard (net-revenue-retention …) through
 * `measure`, each by its own engine. `knownAt` reads the facts as they were known at an instant.
 */
export async function queryWorkspace({ store, registry }: App, scope: Scope, asked: unknown): Promise<QueryAnswer> {
  if (!isRecord(asked)) throw new Problem('invalid', 'A query is an object.', 'Send {"metrics": ["ticket_count"], "groupBy": ["metric_time__month"]}.')
  const known = await metricsIn(registry)(scope, 'admin')
  const isDefined = (key: string) => known.has(key) && !registry.metrics.has(key)
  const names = namesIn(asked).map((name) => (isDefined(keyOf(name)) ? keyOf(name) : name))
  const given: Readonly<Record<string, unknown>> = { ...asked, metrics: names }
  const measured = names.filter((name) => known.has(name))
  if (measured.length > 0 && measured.length < names.length) {
    const refusal = new Refusal(
      'unsupported',
      `${measured[0]} is measured by its own engine and cannot share a query with ${names.find((name) => !known.has(name))}.`,
      'Ask for them in two queries.',
    )
    return refusedAnswer(given, refusal)
  }
  if (measured.length > 0) return await refusedAsAnswer(given, () => measuredAnswer(scope, known, given, measured))
  const { knownAt, ...question } = given
  if (knownAt !== undefined && typeof knownAt !== 'string') throw new Problem('invalid', '“knownAt” is an instant.', 'Write it as 2024-12-31T18:00:00Z.')
  const money = mixedMoney(moneyIn(registry.facts.values()), question, names)
  if (money) return refusedAnswer(given, money)
  const reader = factReader(store, scope.workspace.id, registry.facts.keys(), null, knownAt)
  const manifest = factManifest(registry.facts.values(), scope.me.role)
  return await answerQuery(manifest, { timeZone: scope.workspace.timeZone, ...question }, async (text) => {
    const rows = await reader.ask({ text, values: [] })
    const columns = Object.keys(rows[0] ?? {})
    return { columns, rows: rows.map((row) => columns.map((column) => cellOf(row[column]))) }
  })
}

const cellOf = (value: unknown): string | number | boolean | null =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null

/** A metric that people defined may be called as its definition calls it: p1_ticket_share. */
const keyOf = (name: string): string => name.replaceAll('_', '-')

function namesIn(given: Readonly<Record<string, unknown>>): string[] {
  const metrics = given['metrics'] ?? given['metric'] ?? []
  return (Array.isArray(metrics) ? metrics : [metrics]).map(String)
}

async function refusedAsAnswer(given: unknown, answer: () => Promise<QueryAnswer>): Promise<QueryAnswer> {
  try {
    return await answer()
  } catch (error) {
    if (isRefusal(error)) return refusedAnswer(given, error)
    throw error
  }
}

/** Amounts in several currencies are not added up: the question groups by currency, or filters it. */
function mixedMoney(money: ReadonlyMap<string, string>, question: Readonly<Record<string, unknown>>, names: readonly string[]): Refusal | undefined {
  const name = names.find((one) => money.has(one))
  const says = JSON.stringify([question['groupBy'], question['group_by'], question['where'], question['filter'], question['filters'], question['dimensions']])
  if (name === undefined || says.includes('currency')) return undefined
  const fact = money.get(name) ?? ''
  return new Refusal('unsupported', `${name} may be in several currencies, which are not added up.`, `Group by ${fact}__currency, or filter it.`)
}
