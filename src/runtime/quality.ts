import { breaches, isAlone, repeatedFacts, repeatedIds, screening, violations } from '#engines/metrics/dialect/checks.ts'
import { rowsByMonth } from '#engines/metrics/dialect/volume.ts'
import { bucketsOf } from '#engines/metrics/health/buckets.ts'
import { derivedChecks } from '#engines/metrics/health/derivedChecks.ts'
import { comparedIn, controlColumns, countsIn, disagreement, type Totals } from '#engines/metrics/health/controlTotals.ts'
import { brokenIn, repeatedIn, shiftsIn, touchedBy } from '#engines/metrics/health/faults.ts'
import { addedUp, monthsJoined, violationsJoined } from '#engines/metrics/health/joined.ts'
import type { Check, Fact, Finding } from '#kernel'
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
  const asked = [...registry.facts.values()].map(async (fact) => {
    const failed = failing(facts, fact, today).then(async (checks) => (await Promise.all(checks.map((check) => runCheck(facts, fact, check, today)))).flat())
    const found = await Promise.all([findRepeatedIds(facts, fact), failed, findShifts(facts, fact, today)])
    return found.flat().map((one) => ({ ...one, fact: fact.fact }))
  })
  const all = (await Promise.all([...asked, findDisagreements(registry, facts, today, books)])).flat()
  const told = all.map((one): Finding => ({ ...one, metrics: touchedBy(one.check, one.fact, registry.metrics) }))
  return told.toSorted((a, b) => weight(b) - weight(a) || b.count - a.count)
}

/** The checks that some row breaks. Those that look at a row by itself are found in one scan: they fail so rarely that most facts end here. */
async function failing(facts: Facts, fact: Fact, today: string): Promise<Check[]> {
  const all = [...fact.checks, ...derivedChecks(fact)]
  const alone = all.filter(isAlone)
  const screened = alone.length === 0 ? [] : await grown(facts, fact, null, (places) => screening(fact.fact, alone, today, places), addedUp)
  const breaking = all.map(async (check) => {
    const place = alone.indexOf(check)
    const [own] = place >= 0 ? screened : await grown(facts, fact, check, (places) => breaches(fact.fact, check, today, places), addedUp)
    return Number(own?.[`b${Math.max(0, place)}`] ?? 0) > 0
  })
  const isBroken = await Promise.all(breaking)
  return all.filter((_, index) => isBroken[index])
}

type Asking = Parameters<Facts['added']>

/** Asks for what was added since the last time; a check that looks up rows of the same fact is asked anew, since what is added may mend an older row. */
function grown(facts: Facts, { fact }: Fact, check: Check | null, ask: Asking[1], join: Asking[2]): ReturnType<Facts['ask']> {
  const looksAtItself = check && !isAlone(check) && (!('fact' in check) || check.fact === fact)
  return looksAtItself ? facts.ask(ask(null)) : facts.added(fact, ask, join)
}

/** Facts whose rows come all the time: their volume and their make-up are watched by month, on closed months alone. */
const flowing = new Set(['event', 'ticket', 'survey_response', 'sli_window'])

async function findShifts(facts: Facts, fact: Fact, today: string): Promise<Found[]> {
  if (!flowing.has(fact.fact)) return []
  const dimensions = Object.entries(fact.columns).flatMap(([column, f]) => (f.choices && f.columnar === 'VARCHAR' ? [column] : []))
  const counted = async (dimension: string | null) => {
    const rows = await grown(facts, fact, null, (places) => rowsByMonth(fact.fact, fact.at, dimension, places), monthsJoined)
    return { dimension: dimension ?? '', buckets: bucketsOf(rows, today) }
  }
  const [all, ...split] = await Promise.all([counted(null), ...dimensions.map(counted)])
  return shiftsIn(fact.fact, all?.buckets ?? [], split).map((one) => ({ ...one, check: `${fact.fact}.${one.check}`, severity: 'warn', of: 0, samples: [] }))
}

/** Ids that a source gave to several rows: one of them was kept, the others wait, and nobody knows which was right. */
async function findRepeatedIds(facts: Facts, { fact }: Fact): Promise<Found[]> {
  if (!(await facts.ask(repeatedFacts(duplicateReason))).some((row) => row['fact'] === fact)) return []
  const found = repeatedIn(await facts.ask(repeatedIds(fact, duplicateReason, 5)))
  return found ? [{ ...found, check: `${fact}.duplicate-id`, severity: 'error', says: 'ids appear twice with different values' }] : []
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

async function runCheck(facts: Facts, fact: Fact, check: Check, today: string): Promise<Found[]> {
  const { id, says, severity, ...rule } = check
  const join: Asking[2] = (before, more) => violationsJoined(before, more, 5)
  const found = brokenIn(await grown(facts, fact, check, (places) => violations(fact.fact, rule, today, 5, places), join))
  return found ? [{ ...found, check: id, says, severity }] : []
}
