import { everyRow, type Context, type SourceTable, type Upsert, type UpsertCounts } from '#kernel'
import { normalise } from '../headings.ts'
import type { Running } from '../ingestTable.ts'
import { titleOf, type ColumnPlan, type FilePlan } from '../plan.ts'
import type { DateOrder } from '#engines/numbers/readDate.ts'
import { add, type Tally } from '../tally.ts'
import { aha } from './aha.ts'
import { cellsOf } from './cells.ts'
import { jira } from './jira.ts'
import { linearIssues, linearProjects } from './linear.ts'
import { plane } from './plane.ts'
import { productboard } from './productboard.ts'
import { bringReleases, joined, settledReleases } from './releases.ts'
import { goals, roadmap } from './sheets.ts'
import { external, type Told, type Tool } from './tool.ts'

const tools: readonly Tool[] = [aha, productboard, jira, linearIssues, linearProjects, plane, goals, roadmap]

/** The planning tool that exports tables with these headings; null when none does. */
export function planningTool(table: SourceTable): Tool | null {
  const names = new Set(table.headings.map(normalise))
  return tools.find(({ signs }) => signs.every((spellings) => spellings.some((name) => names.has(name)))) ?? null
}

/** The tool of a plan that was made by `planningTool`. */
export const toolNamed = (name: string | null): Tool | null => tools.find((tool) => tool.name === name) ?? null

/** What becomes of each column, for the plan that a person reads. */
export function planningColumns(table: SourceTable, { uses }: Tool): ColumnPlan[] {
  return table.headings.map((theirs, at): ColumnPlan => {
    const use = uses[normalise(theirs)]
    const sample = String(table.sample[0]?.cells[at] ?? '').slice(0, 80) || null
    return { theirs, sample, ours: null, readAs: use === undefined ? 'Kept beside, under its own name.' : `Becomes ${use}.`, state: 'matched' }
  })
}

/** Does a column of the table say in which releases its features are? */
const bearsReleases = (table: SourceTable, { uses }: Tool): boolean => table.headings.some((theirs) => uses[normalise(theirs)] === 'release and its features')

/** Objects of planning tools come in this order, so that what is pointed at is there. */
const order = ['product', 'objective', 'keyResult', 'initiative', 'feature', 'release'] as const
const portion = 500

/** Brings in one table of a planning tool: what it tells of, each thing once, what stands above first. Returns notes for the report. */
export async function upsertPlanning(running: Running, table: SourceTable, plan: FilePlan, tool: Tool, tally: Tally): Promise<string[]> {
  const { told: all, leftOut } = await gather(running, table, plan, tool, tally)
  const settle = () => settledReleases(running.ctx, running.source, all, bearsReleases(table, tool))
  const { told, notes } = await settle()
  const people = await peopleOf(running.ctx)
  const byNoun = new Map<string, UpsertCounts>()
  let strangers = 0
  const bring = async (items: readonly Told[]): Promise<void> => {
    const upserts = items.map((one): Upsert => toUpsert(running.source, one, told, people))
    const counts = await running.ctx.upsert(running.batch, upserts, { dryRun: running.dryRun })
    strangers += items.filter((one) => one.owner && !people.has(one.owner.toLowerCase())).length
    add(tally, counts)
    const noun = items[0]?.noun ?? ''
    byNoun.set(noun, sum(byNoun.get(noun), counts))
  }
  for (const items of portions(told)) if (items[0]?.noun !== 'release') await bring(items)
  await bringReleases(told, settle, bring, portion)
  return [
    ...notesOn(byNoun, leftOut),
    ...notes,
    ...(strangers > 0 ? [`${count(strangers, 'owner')} not known here by name or e-mail; their rows came in without an owner.`] : []),
  ]
}

interface Gathered {
  readonly told: ReadonlyMap<string, Told>
  readonly leftOut: ReadonlyMap<string, number>
}

/** Reads every row; of one thing that several rows tell of, each adds what the others do not say. */
async function gather(running: Running, table: SourceTable, plan: FilePlan, tool: Tool, tally: Tally): Promise<Gathered> {
  const read = cellsOf(table)
  const dates: DateOrder = plan.forms.dates === 'monthFirst' ? 'monthFirst' : 'dayFirst'
  const [told, leftOut] = [new Map<string, Told>(), new Map<string, number>()]
  let rows = 0
  for await (const { row, cells, fault } of table.rows()) {
    if (++rows % 1000 === 0) running.moved(titleOf(plan), rows)
    const given = fault === undefined ? tool.read(read(cells), { dates }) : { fault, column: null }
    if ('fault' in given) await running.holder.hold(tally, [{ row, column: given.column, reason: given.fault, check: 'planning' }])
    else if ('leftOut' in given) leftOut.set(given.leftOut, (leftOut.get(given.leftOut) ?? 0) + 1)
    else for (const one of given.told) keep(told, one)
  }
  running.moved(titleOf(plan), rows)
  return { told, leftOut }
}

function keep(told: Map<string, Told>, one: Told): void {
  const earlier = told.get(one.id)
  if (one.noun === 'release') return void told.set(one.id, joined(earlier?.noun === 'release' ? earlier : undefined, one))
  told.set(one.id, earlier && earlier.noun === one.noun ? { ...earlier, ...one, values: { ...earlier.values, ...one.values } } : one)
}

/** By noun, and within features by how many stand above: a parent is there before its child. */
function portions(told: ReadonlyMap<string, Told>): Told[][] {
  const aliases = aliasesOf(told)
  const depthOf = (one: Told, seen: ReadonlySet<string> = new Set()): number => {
    const above = one.above ? (told.get(one.above) ?? aliases.get(one.above)) : undefined
    return above && above.noun === one.noun && !seen.has(above.id) ? 1 + depthOf(above, new Set([...seen, one.id])) : 0
  }
  return order.flatMap((noun) => {
    const sorted = [...told.values()].filter((one) => one.noun === noun).map((one) => ({ one, depth: depthOf(one) }))
    sorted.sort((a, b) => a.depth - b.depth)
    return Array.from({ length: Math.ceil(sorted.length / portion) }, (_, at) => sorted.slice(at * portion, (at + 1) * portion).map(({ one }) => one))
  })
}

const aliasesOf = (told: ReadonlyMap<string, Told>): ReadonlyMap<string, Told> =>
  new Map([...told.values()].flatMap((one): [string, Told][] => (one.alias === undefined ? [] : [[one.alias, one]])))

/** A reference to what stands above goes into the field that its noun has for it; where the file does not hold it, an earlier import may. */
function toUpsert(source: string, one: Told, told: ReadonlyMap<string, Told>, people: ReadonlyMap<string, string>): Upsert {
  const owner = one.owner ? (people.get(one.owner.toLowerCase()) ?? null) : null
  const values = { ...one.values, ...(owner === null ? {} : { owner }), ...aboveOf(one, told) }
  return { noun: one.noun, source: { connection: source, externalId: one.id }, values, ...(one.version === undefined ? {} : { version: one.version }) }
}

function aboveOf(one: Told, told: ReadonlyMap<string, Told>): Readonly<Record<string, unknown>> {
  if (!one.above) return {}
  const above = told.get(one.above) ?? aliasesOf(told).get(one.above)
  const [id, noun] = [above?.id ?? one.above, above?.noun ?? null]
  if (one.noun === 'release') return {}
  if (one.noun === 'product') return noun === null || noun === 'product' ? { parent: external(id) } : {}
  if (one.noun === 'keyResult') return { objective: external(id) }
  if (one.noun === 'objective') return noun === 'objective' ? { parent: external(id) } : {}
  if (one.noun === 'initiative') return noun === 'objective' ? { objectives: [external(id)] } : noun === 'product' ? { products: [external(id)] } : {}
  if (noun === 'product') return { products: [external(id)] }
  return noun === 'initiative'
    ? { initiative: external(id) }
    : noun === 'feature'
      ? { parent: external(id) }
      : { parent: external(id), initiative: external(id) }
}

/** Members by name and by e-mail, in lower case. */
async function peopleOf(ctx: Context): Promise<ReadonlyMap<string, string>> {
  const people = await everyRow(ctx, 'member')
  return new Map(
    people.flatMap((row) =>
      [row['name'], row['email']].flatMap((word): [string, string][] => (typeof word === 'string' ? [[word.toLowerCase(), row.id]] : [])),
    ),
  )
}

const sum = (a: UpsertCounts | undefined, b: UpsertCounts): UpsertCounts => ({
  created: (a?.created ?? 0) + b.created,
  updated: (a?.updated ?? 0) + b.updated,
  unchanged: (a?.unchanged ?? 0) + b.unchanged,
})

const count = (n: number, word: string): string => `${n.toLocaleString('en-US')} ${word}${n === 1 ? ' is' : 's are'}`
const many = (n: number, noun: string): string => `${n.toLocaleString('en-US')} ${noun === 'keyResult' ? 'key result' : noun}${n === 1 ? '' : 's'}`

function notesOn(byNoun: ReadonlyMap<string, UpsertCounts>, leftOut: ReadonlyMap<string, number>): string[] {
  const came = [...byNoun].map(([noun, { created, updated, unchanged }]) => many(created + updated + unchanged, noun))
  const left = [...leftOut].map(([kind, rows]) => `${rows.toLocaleString('en-US')} ${kind}`)
  return [
    ...(came.length > 0 ? [`It tells of ${came.join(', ')}.`] : []),
    ...(left.length > 0 ? [`Left out, since they are work and no plan: ${left.join(', ')}.`] : []),
  ]
}
