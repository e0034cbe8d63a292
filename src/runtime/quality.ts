import { repeatedIds, violations } from '#engines/metrics/dialect/checks.ts'
import type { Check, Fact, Finding } from '#kernel'
import { duplicateReason } from '#platform/columnar/factIntake.ts'
import type { Facts } from './measure/facts.ts'
import type { Registry } from './registry.ts'

/** Runs every check of every fact that has rows, and says which metrics each fault touches. `today` is a civil day. */
export async function findFaults(registry: Registry, facts: Facts, today: string): Promise<Finding[]> {
  const asked = [...registry.facts.values()].map(async (fact) => [
    await findRepeatedIds(registry, facts, fact),
    ...(await Promise.all(fact.checks.map((check) => runCheck(registry, facts, fact, check, today)))),
  ])
  const findings = (await Promise.all(asked)).flat().filter((finding) => finding !== null)
  return findings.toSorted((a, b) => weight(b) - weight(a) || b.count - a.count)
}

/** Ids that a source gave to several rows: one of them was kept, the others wait, and nobody knows which was right. */
async function findRepeatedIds(registry: Registry, facts: Facts, fact: Fact): Promise<Finding | null> {
  const rows = await facts.ask(repeatedIds(fact.fact, duplicateReason, 5))
  const count = Number(rows[0]?.['bad'] ?? 0)
  if (count === 0) return null
  const check = `${fact.fact}.duplicate-id`
  const samples = rows.map((row) => ({
    key: String(row['key']),
    row: Number(row['row']),
    file: String(row['file']),
    shows: `row ${String(row['row'])} of ${String(row['file'])} repeats the id with other values`,
  }))
  return {
    check,
    severity: 'error',
    fact: fact.fact,
    says: 'ids appear twice with different values',
    count,
    of: Number(rows[0]?.['total'] ?? 0) + count,
    samples,
    metrics: touched(registry, fact.fact, check),
  }
}

const weight = (finding: Finding): number => (finding.severity === 'error' ? 1 : 0)

async function runCheck(registry: Registry, facts: Facts, fact: Fact, check: Check, today: string): Promise<Finding | null> {
  const { id, says, severity, ...rule } = check
  const rows = await facts.ask(violations(fact.fact, rule, today, 5))
  const count = Number(rows[0]?.['bad'] ?? 0)
  if (count === 0) return null
  const samples = rows.map((row) => ({
    key: String(row['key'])
      .split('\u001f')
      .filter((part) => part !== '')
      .join(' '),
    shows: String(row['shows']),
  }))
  return { check: id, severity, fact: fact.fact, says, count, of: Number(rows[0]?.['total'] ?? 0), samples, metrics: touched(registry, fact.fact, id) }
}

/** A metric is touched by the checks of its inputs, or by those that it names (a trailing dot names a whole fact). */
export function touched(registry: Registry, fact: string, check: string): string[] {
  return [...registry.metrics].flatMap(([key, metric]) => {
    if (metric.checks) return metric.checks.some((named) => (named.endsWith('.') ? check.startsWith(named) : check === named)) ? [key] : []
    return metric.inputs.includes(fact) ? [key] : []
  })
}
