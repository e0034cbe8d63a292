import { everyRow, type SourceTable, type SourceTree, type Upsert } from '#kernel'
import { factOf } from './allFacts.ts'
import type { Running } from './ingestTable.ts'
import type { DictionaryTarget } from './dictionaryTarget.ts'
import { readDictionaries, type DictionaryMetric } from './metricsDictionary.ts'
import type { FilePlan } from './plan.ts'
import { readProductTree, type ProductNode } from './productTree.ts'
import { rowReader } from './readRows.ts'
import { rowRulesOf } from './rowRules.ts'
import { add, newTally, type Tally } from './tally.ts'

/** Objects handed over in one transaction. */
const portion = 500

/** Accounts are nouns too: people link notes, decisions and feedback to them. A later version of an account wins over an earlier one. */
export async function upsertAccounts(running: Running, table: SourceTable, plan: FilePlan): Promise<Tally> {
  const tally = newTally(plan.file)
  const reading = plan.readings.find((one) => one.fact === 'account')
  if (!reading) return tally
  const fact = factOf('account')
  const read = rowReader(fact, reading, { headings: table.headings, forms: plan.forms, rules: rowRulesOf(fact, running.ctx.now()), lookups: running.lookups })
  const seen = new Map<string, string>()
  const children: Upsert[] = []
  let ready: Upsert[] = []
  for await (const source of table.rows()) {
    const outcome = read(source)
    if (!outcome || 'held' in outcome) continue
    const { values } = outcome.row
    const [id, since] = [String(values['id']), String(values['valid_from'] ?? '')]
    if ((seen.get(id) ?? null) !== null && since <= (seen.get(id) ?? '')) continue
    seen.set(id, since)
    const origin = { connection: running.source, externalId: id }
    const parent = typeof values['parent_id'] === 'string' ? values['parent_id'] : null
    if (parent !== null && !seen.has(parent)) children.push({ noun: 'account', source: origin, values: { parent: { externalId: parent } } })
    ready.push({ noun: 'account', source: origin, values: accountValues(values) })
    if (ready.length < portion) continue
    await send(running, ready, tally)
    ready = []
  }
  await send(running, ready, tally)
  await joinParents(running, children)
  return tally
}

/** A parent may stand further down than its child, in a portion that was not there yet: those children are told again at the end. They were counted already. */
async function joinParents(running: Running, children: readonly Upsert[]): Promise<void> {
  if (running.dryRun) return
  for (let at = 0; at < children.length; at += portion) await running.ctx.upsert(running.batch, children.slice(at, at + portion), { dryRun: false })
}

function accountValues(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const word = (column: string, max: number): string | null => (typeof values[column] === 'string' ? values[column].slice(0, max) : null)
  return {
    name: word('name', 200) ?? String(values['id']).slice(0, 200),
    segment: word('segment', 80),
    industry: word('industry', 80),
    region: word('region', 80),
    plan: word('plan', 80),
    channel: word('channel', 80),
    startedOn: word('created_at', 10),
    isInternal: values['is_internal'] === true,
    ...(typeof values['parent_id'] === 'string' ? { parent: { externalId: values['parent_id'] } } : {}),
  }
}

interface BroughtIn {
  readonly tally: Tally
  /** The targets that its words set, as drafts. */
  readonly targets: Tally
  readonly notes: readonly string[]
}

/** Brings in the dictionaries of an import, with the targets that could be read. */
export async function upsertDictionaries(running: Running, trees: readonly SourceTree[]): Promise<BroughtIn[]> {
  const taken = new Map(
    (await everyRow(running.ctx, 'metric')).map((row) => [
      String(row['metricKey']),
      row.source?.connection === running.source ? row.source.externalId : `other/${row.id}`,
    ]),
  )
  const results: BroughtIn[] = []
  const settled = await settledTargetIds(running)
  for (const { file, metrics, held, notes } of readDictionaries(trees, taken)) {
    const tally = newTally(file)
    const items = metrics.map((one) => ({ noun: 'metric', source: { connection: running.source, externalId: one.externalId }, values: one.values }))
    for (let at = 0; at < items.length; at += portion) await send(running, items.slice(at, at + portion), tally)
    await running.holder.hold(tally, held)
    const targets = newTally(file)
    const drafts = metrics.flatMap((one) => (one.target && !settled.has(targetId(one)) ? [toTarget(running, one, one.target)] : []))
    for (let at = 0; at < drafts.length; at += portion) await sendTargets(running, drafts.slice(at, at + portion), items, targets)
    results.push({ tally, targets, notes })
  }
  return results
}

/** A dry run has not written the metrics that the targets belong to: they are tried together, and counted apart. */
async function sendTargets(running: Running, drafts: readonly Upsert[], metrics: readonly Upsert[], tally: Tally): Promise<void> {
  if (!running.dryRun) return await send(running, drafts, tally)
  const [alone, both] = [
    await running.ctx.upsert(running.batch, metrics, { dryRun: true }),
    await running.ctx.upsert(running.batch, [...metrics, ...drafts], { dryRun: true }),
  ]
  add(tally, { created: both.created - alone.created, updated: both.updated - alone.updated, unchanged: both.unchanged - alone.unchanged })
}

const targetId = ({ externalId }: DictionaryMetric): string => `${externalId}/target`

const toTarget = (running: Running, metric: DictionaryMetric, values: DictionaryTarget): Upsert => ({
  noun: 'metricTarget',
  source: { connection: running.source, externalId: targetId(metric) },
  values: { ...values, metric: { externalId: metric.externalId } },
})

/** A draft follows its dictionary; what people have agreed or retired since stays as they left it. */
async function settledTargetIds(running: Running): Promise<ReadonlySet<string>> {
  const rows = await everyRow(running.ctx, 'metricTarget')
  return new Set(rows.flatMap(({ source, state }) => (source?.connection === running.source && state !== 'draft' ? [source.externalId] : [])))
}

/** Brings in the product hierarchy, parents first; a child names its parent by the parent's id at the source. */
export async function upsertProducts(running: Running, trees: readonly SourceTree[]): Promise<Tally[]> {
  const { nodes, files } = readProductTree(trees)
  const tallies: Tally[] = []
  for (const file of files) {
    const tally = newTally(file)
    const items = nodes.filter((node) => node.file === file).map((node) => toUpsert(running, node))
    for (let at = 0; at < items.length; at += portion) await send(running, items.slice(at, at + portion), tally)
    tallies.push(tally)
  }
  return tallies
}

const toUpsert = (running: Running, node: ProductNode): Upsert => ({
  noun: 'product',
  source: { connection: running.source, externalId: node.externalId },
  values: { ...node.values, parent: node.parent === null ? null : { externalId: node.parent } },
})

async function send(running: Running, items: readonly Upsert[], tally: Tally): Promise<void> {
  if (items.length > 0) add(tally, await running.ctx.upsert(running.batch, items, { dryRun: running.dryRun }))
}
