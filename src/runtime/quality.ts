import { repeatedIds, rowsIn, waitingRows } from '#engines/metrics/dialect/checks.ts'
import { rowsByMonth } from '#engines/metrics/dialect/volume.ts'
import { bucketsOf } from '#engines/metrics/health/buckets.ts'
import { comparedIn, controlColumns, countsIn, disagreement, type Totals } from '#engines/metrics/health/controlTotals.ts'
import { repeatedIn, shiftsIn, touchedBy } from '#engines/metrics/health/faults.ts'
import { checksBroken } from '#engines/metrics/health/checksBroken.ts'
import { monthsJoined } from '#engines/metrics/health/joined.ts'
import { waitingIn } from '#engines/metrics/health/waiting.ts'
import { showDate, type Fact, type Finding } from '#kernel'
import { duplicateReason } from '#platform/columnar/factIntake.ts'
import type { Facts } from './measure/facts.ts'
import type { Registry } from './registry.ts'

type Found = Omit<Finding, 'fact' | 'metrics'>

/** The workspace's own closings by month since one, in units of its currency. */
export interface Books {
  readonly currency: string
  closings(from: string): Promise<Totals>
}

/** Runs every check of every fact that has rows, and says which metrics each fault touches. `today` is a civil day. */
export async function findFaults(registry: Registry, facts: Facts, today: string, books: Books): Promise<Finding[]> {
  const rules = [...registry.facts.values()].flatMap(({ checks }) => checks)
  const asked = [...registry.facts.values()].map(async (fact) => {
    const found = await Promise.all([findWaiting(facts, fact), checksBroken(facts, fact, today, rules), findShifts(facts, fact, today)])
    return found.flat().map((one) => ({ ...one, fact: fact.fact }))
  })
  const all = (await Promise.all([...asked, findDisagreements(registry, facts, today, books)])).flat()
  const told = all.map((one): Finding => ({ ...one, metrics: touchedBy(one.check, one.fact, registry.metrics) }))
  return told.toSorted((a, b) => weight(b) - weight(a) || b.count - a.count)
}

/** Facts whose rows come all the time: their volume and their make-up are watched by month, on closed months alone. */
const flowing = new Set(['event', 'ticket', 'survey_response', 'sli_window'])

async function findShifts(facts: Facts, fact: Fact, today: string): Promise<Found[]> {
  if (!flowing.has(fact.fact)) return []
  const dimensions = Object.entries(fact.columns).flatMap(([column, f]) => (f.choices && f.columnar === 'VARCHAR' ? [column] : []))
  const counted = async (dimension: string | null) => {
    const rows = await facts.added(fact.fact, (places) => rowsByMonth(fact.fact, fact.at, dimension, places), monthsJoined)
    return { dimension: dimension ?? '', buckets: bucketsOf(rows, today) }
  }
  const split = await Promise.all(dimensions.map(counted))
  const all = split[0] ?? (await counted(null)) // whatever they are split by, all rows are told
  return shiftsIn(fact.fact, all.buckets, split).map((one) => ({ ...one, check: `${fact.fact}.${one.check}`, severity: 'warn', of: 0, samples: [] }))
}

/** Rows that wait at import. Of an id that a source gave to several rows one was kept, the others wait, and nobody knows which was right. */
async function findWaiting(facts: Facts, { fact }: Fact): Promise<Found[]> {
  const waiting = (await facts.ask(waitingRows(duplicateReason))).filter((row) => row['fact'] === fact)
  if (waiting.length === 0) return []
  const [asked, [counted]] = await Promise.all([facts.ask(repeatedIds(fact, duplicateReason, 5)), facts.ask(rowsIn(fact))])
  const [repeated, short] = [repeatedIn(asked), waitingIn(fact, waiting, Number(counted?.['total'] ?? 0), showDate)]
  return [
    ...(repeated ? [{ ...repeated, check: `${fact}.duplicate-id`, severity: 'error' as const, says: 'ids appear twice with different values' }] : []),
    ...(short ? [short] : []),
  ]
}

/** What other systems say of closed months against what we have of them; a difference is a fault of the fact that was counted. */
async function findDisagreements(registry: Registry, facts: Facts, today: string, books: Books): Promise<(Found & { readonly fact: string })[]> {
  const told = registry.facts.has('control_total') ? await facts.rows('control_total', controlColumns) : []
  const found = comparedIn(told, today).map(async (one) => {
    const ours = one.measure === 'mrr' ? books.closings(one.from) : facts.ask(rowsByMonth(one.fact, registry.fact(one.fact).at, one.by)).then(countsIn)
    return disagreement(one, await ours, books.currency) ?? []
  })
  return (await Promise.all(found)).flat()
}

const weight = (finding: Finding): number => (finding.severity === 'error' ? 1 : 0)
