import type { Context, FactRow, Held, SourceRow, SourceTable } from '#kernel'
import { factOf } from './allFacts.ts'
import { decimalsOf, sloOf, windowReader } from './availability.ts'
import { identityOf, type Identity } from './identity.ts'
import { titleOf, type FilePlan, type Reading } from './plan.ts'
import { rowReader, type Outcome } from './readRows.ts'
import { rowRulesOf } from './rowRules.ts'
import { add, type Holder, type Tally } from './tally.ts'

export interface Running {
  readonly ctx: Context
  readonly batch: string
  readonly source: string
  readonly dryRun: boolean
  readonly holder: Holder
  readonly lookups: ReadonlyMap<string, ReadonlyMap<string, string>>
  /** Ids of rows that waited and are answered by what comes in; null where nothing is asked. */
  readonly answers: { readonly awaited: Waiting['awaited']; readonly ids: Set<string> } | null
  /** Called after each portion, with rows read of this file. */
  readonly moved: (file: string, rows: number) => void
}

/** Rows that wait since earlier imports, and how they are marked as dealt with. */
export interface Waiting {
  /** Ids by what a row that answers them is known by; see identity.ts. */
  awaited(fact: string, source: string): Promise<ReadonlyMap<string, readonly string[]>>
  awaitedIn(batch: string, file: string): Promise<ReadonlyMap<number, readonly string[]>>
  settle(ids: readonly string[], by: { readonly batch: string }): Promise<void>
}

/** Rows handed over at a time. */
const portion = 5000

/** Reads a table once for each fact that its rows give. The first fact counts as the file's; the others are reported beside it. */
export async function ingestTable(running: Running, table: SourceTable, plan: FilePlan, tally: Tally): Promise<void> {
  if (plan.recognisedAs === 'availability') return ingestAvailability(running, table, plan, tally)
  for (const [index, reading] of plan.readings.entries()) {
    const fact = factOf(reading.fact)
    const world = { headings: table.headings, forms: plan.forms, rules: rowRulesOf(fact, running.ctx.now()), lookups: running.lookups }
    const counts = await ingest(running, table, plan, reading, rowReader(fact, reading, world), tally, index > 0)
    if (index === 0) add(tally, counts)
    else tally.also.push({ fact: reading.fact, ...counts })
  }
}

async function ingestAvailability(running: Running, table: SourceTable, plan: FilePlan, tally: Tally): Promise<void> {
  const [reading] = plan.readings
  if (!reading) return
  async function* level() {
    yield [{ row: table.headingRow, values: sloOf(plan) }]
  }
  const counts = await running.ctx.ingest(
    running.batch,
    { fact: 'slo', file: titleOf(plan), source: running.source, rows: level() },
    { dryRun: running.dryRun },
  )
  tally.also.push({ fact: 'slo', created: counts.created, updated: counts.updated, unchanged: counts.unchanged })
  add(tally, await ingest(running, table, plan, reading, windowReader(plan, await decimalsOf(table, plan)), tally, false))
}

/** `quiet` readings of a second fact do not hold back a row again that the first has held for a fault of the file. */
async function ingest(
  running: Running,
  table: SourceTable,
  plan: FilePlan,
  reading: Reading,
  read: (source: SourceRow) => Outcome,
  tally: Tally,
  quiet: boolean,
) {
  const file = titleOf(plan)
  const identity = identityOf(factOf(reading.fact), reading, plan.forms)
  const answer = await answering(running, reading.fact, identity, file)
  async function* rows(): AsyncGenerator<readonly FactRow[]> {
    let ready: FactRow[] = []
    let seen = 0
    for await (const source of table.rows()) {
      const outcome = read(source)
      if (outcome) answer(source)
      if (outcome && 'row' in outcome) ready.push(outcome.row)
      else if (outcome && !(quiet && (source.fault !== undefined || outcome.held.column !== table.headings[reading.onlyWith ?? -1])))
        await running.holder.hold(tally, [{ ...outcome.held, fact: reading.fact, answeredBy: identity.of(source, file), cells: source.cells }])
      if (++seen % portion === 0) running.moved(titleOf(plan), seen)
      if (ready.length < portion) continue
      yield ready
      ready = []
    }
    if (ready.length > 0) yield ready
    running.moved(titleOf(plan), seen)
  }
  const counts = await running.ctx.ingest(
    running.batch,
    { fact: reading.fact, file: titleOf(plan), source: running.source, rows: rows() },
    { dryRun: running.dryRun },
  )
  const theirs = (column: string | null): string | null => (column === null ? null : (table.headings[reading.columns[column] ?? -1] ?? column))
  await holdTaken(running, table, tally, { file, identity, held: counts.held.map((held) => ({ ...held, column: theirs(held.column) })) })
  return { created: counts.created, updated: counts.updated, unchanged: counts.unchanged }
}

/** Notes which rows that wait a row answers: nothing is done for rows of which none waits. */
async function answering(running: Running, fact: string, identity: Identity, file: string): Promise<(source: SourceRow) => void> {
  const { answers, source } = running
  const awaited = answers ? await answers.awaited(fact, source) : new Map<string, readonly string[]>()
  if (!answers || awaited.size === 0) return () => undefined
  return (row) => {
    for (const by of identity.all(row, file)) for (const id of awaited.get(by) ?? []) answers.ids.add(id)
  }
}

/** Holds rows that the store found out only among the others, with their cells: for these the table is read again. */
async function holdTaken(
  running: Running,
  table: SourceTable,
  tally: Tally,
  { file, identity, held }: { readonly file: string; readonly identity: Identity; readonly held: readonly Held[] },
): Promise<void> {
  if (held.length === 0) return
  const byRow = Map.groupBy(held, ({ row }) => row)
  for await (const source of table.rows()) {
    const own = byRow.get(source.row)
    if (!own) continue
    byRow.delete(source.row)
    await running.holder.hold(
      tally,
      own.map((one) => ({ ...one, answeredBy: identity.of(source, file, true), cells: source.cells })),
    )
  }
  await running.holder.hold(tally, [...byRow.values()].flat())
}
