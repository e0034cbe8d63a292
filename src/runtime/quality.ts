import { repeatedIds, screening, violations } from '#engines/metrics/dialect/checks.ts'
import { rowsByMonth } from '#engines/metrics/dialect/volume.ts'
import { distributionOf } from '#engines/metrics/health/distribution.ts'
import { bucketsOf } from '#engines/metrics/health/buckets.ts'
import { volumeOf } from '#engines/metrics/health/volume.ts'
import type { Check, Fact, Finding } from '#kernel'
import { duplicateReason } from '#platform/columnar/factIntake.ts'
import type { Facts } from './measure/facts.ts'
import type { Registry } from './registry.ts'

/** Runs every check of every fact that has rows, and says which metrics each fault touches. `today` is a civil day. */
export async function findFaults(registry: Registry, facts: Facts, today: string): Promise<Finding[]> {
  const asked = [...registry.facts.values()].map(async (fact) => [
    await findRepeatedIds(registry, facts, fact),
    ...(await Promise.all([...fact.checks, ...(await failing(facts, fact, today))].map((check) => runCheck(registry, facts, fact, check, today)))),
    ...(await findShifts(registry, facts, fact, today)),
  ])
  const findings = (await Promise.all(asked)).flat().filter((finding) => finding !== null)
  return findings.toSorted((a, b) => weight(b) - weight(a) || b.count - a.count)
}

/** Checks that follow from a fact's own definition: what is required is there, what is chosen is among its choices (kpis.md §7). */
export function derived({ fact, columns }: Fact): Check[] {
  return Object.entries(columns).flatMap(([column, f]): Check[] => [
    ...(f.required ? [{ id: `${fact}.${column}-present`, says: `rows have no ${column}`, severity: 'error' as const, rule: 'present' as const, column }] : []),
    ...(f.choices && f.columnar === 'VARCHAR'
      ? [
          {
            id: `${fact}.${column}-known`,
            says: `rows have a ${column} that is none of its choices`,
            severity: 'error' as const,
            rule: 'oneOf' as const,
            column,
            choices: f.choices,
          },
        ]
      : []),
  ])
}

/** The derived checks that some row breaks, found in one scan: they fail so rarely that most facts end here. */
async function failing(facts: Facts, fact: Fact, today: string): Promise<Check[]> {
  const checks = derived(fact)
  if (checks.length === 0) return []
  const [row] = await facts.ask(screening(fact.fact, checks, today))
  return checks.filter((_, index) => Number(row?.[`b${index}`] ?? 0) > 0)
}

/** Facts whose rows come all the time: their volume and their make-up are watched by month, on closed months alone. */
const flowing = new Set(['event', 'ticket', 'survey_response', 'sli_window'])

async function findShifts(registry: Registry, facts: Facts, fact: Fact, today: string): Promise<Finding[]> {
  if (!flowing.has(fact.fact)) return []
  const dimensions = Object.entries(fact.columns).flatMap(([column, f]) => (f.choices && f.columnar === 'VARCHAR' ? [column] : []))
  const counted = async (column: string | null) => bucketsOf(await facts.ask(rowsByMonth(fact.fact, fact.at, column)), today)
  const [all, ...split] = await Promise.all([counted(null), ...dimensions.map(counted)])
  const warn = (check: string, says: string, count: number, of: number): Finding => {
    const id = `${fact.fact}.${check}`
    return { check: id, severity: 'warn', fact: fact.fact, says, count, of, samples: [], metrics: touched(registry, fact.fact, id) }
  }
  const volume = volumeOf(
    fact.fact.replaceAll('_', ' '),
    (all ?? []).map(({ period, counts, state }) => ({ period, state, rows: Object.values(counts).reduce((sum, rows) => sum + rows, 0) })),
  )
  const fewer = volume.state === 'silent' || volume.state === 'low' ? [warn('volume', volume.says.replace(/\.$/, ''), volume.rows ?? 0, 0)] : []
  const moved = split.flatMap((buckets, index) => distributionOf(dimensions[index] ?? '', buckets).findings.slice(0, 1))
  return [...fewer, ...moved.map(({ dimension, says }) => warn(`${dimension}-share`, says.replace(/\.$/, ''), 0, 0))]
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
