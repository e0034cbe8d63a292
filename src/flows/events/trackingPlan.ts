import { toJsonSchema, toTypeScript } from '#engines/events/interchange/jsonSchema.ts'
import { readPlan, type ReadEvent } from '#engines/events/interchange/planFile.ts'
import { overviewOf, type PlanOverview, type SeenEvent, type SeenFlag } from '#engines/events/overview.ts'
import { everyRow, isRecord, Problem, type AnyRow, type Context } from '#kernel'
import { parse } from 'yaml'
import { plannedFrom } from './planned.ts'

/** What came in, as the store counts it. */
export interface Counted {
  volumes(since: string): Promise<readonly SeenEvent[]>
  flags(since: string): Promise<readonly SeenFlag[]>
  properties(name: string): Promise<readonly { readonly property: string; readonly kind: string; readonly count: number }[]>
}

const days = 30

export interface PlanAnswer extends Omit<PlanOverview, 'events'> {
  readonly days: number
  readonly events: readonly (PlanOverview['events'][number] & {
    readonly id: string
    readonly key: string
    readonly state: string
    readonly mode: string
    readonly version: number
    readonly properties: number
    readonly owner: string | null
    /** Metrics that people defined whose definition names the event. */
    readonly metrics: readonly string[]
  })[]
}

/** The tracking plan beside the events of the last 30 days. */
export async function trackingPlan(ctx: Context, counted: Counted): Promise<PlanAnswer> {
  const since = new Date(Date.parse(ctx.now()) - days * 86_400_000).toISOString()
  const [rows, metrics, seen, flags] = await Promise.all([
    everyRow(ctx, 'eventDefinition', { sort: 'eventName' }),
    metricTexts(ctx),
    counted.volumes(since),
    counted.flags(since),
  ])
  const plan = plannedFrom(rows).map((one, place) => ({ ...one, owner: textIn(rows[place], 'owner'), passive: rows[place]?.['passive'] === true }))
  const overview = overviewOf(plan, seen, flags)
  return {
    ...overview,
    days,
    events: overview.events.map((one, place) => ({
      ...one,
      id: rows[place]?.id ?? '',
      key: rows[place]?.key ?? '',
      state: textIn(rows[place], 'state') ?? '',
      mode: textIn(rows[place], 'mode') ?? '',
      version: Number(rows[place]?.['definitionVersion'] ?? 1),
      properties: plan[place]?.properties.length ?? 0,
      owner: textIn(rows[place], 'owner'),
      metrics: metrics.filter(({ text }) => text.includes(JSON.stringify(one.name))).map(({ name }) => name),
    })),
  }
}

const textIn = (row: AnyRow | undefined, name: string): string | null => (typeof row?.[name] === 'string' ? row[name] : null)

async function metricTexts(ctx: Context): Promise<{ readonly name: string; readonly text: string }[]> {
  return (await everyRow(ctx, 'metric')).map((row) => ({ name: String(row['name']), text: JSON.stringify(row) }))
}

export interface PlanImport {
  readonly format: string
  readonly created: readonly string[]
  readonly updated: readonly string[]
  readonly unchanged: readonly string[]
  readonly left: readonly string[]
}

/** Brings a plan of another tool in. What is here and not in the file stays, and of an event that it tells twice the last counts; a dry run tells and changes nothing. Throws a Problem for a file that is no plan. */
export async function importPlan(ctx: Context, text: string, { dryRun = false } = {}): Promise<PlanImport> {
  const read = readPlan(documentIn(text))
  if (!read || read.events.length === 0)
    throw new Problem(
      'invalid',
      'That is no tracking plan.',
      'Give a JSON Schema, Iglu schemas, a Segment tracking plan, or an ODCS contract, as JSON or YAML.',
    )
  const known = new Map((await everyRow(ctx, 'eventDefinition', { sort: 'eventName' })).map((row) => [String(row['eventName']), row]))
  const [created, updated, unchanged]: [string[], string[], string[]] = [[], [], []]
  for (const told of new Map(read.events.map((one) => [one.name, one])).values()) {
    const row = known.get(told.name)
    const event = row ? { ...told, properties: told.properties.map((one) => ({ ...one, ...keptOf(row, one) })) } : told
    const isSame = row !== undefined && JSON.stringify(shapeOf(describedIn(row))) === JSON.stringify(shapeOf(event.properties))
    ;(row === undefined ? created : isSame ? unchanged : updated).push(event.name)
    if (!dryRun && !isSame) await bring(ctx, event, row, read.format)
  }
  return { format: read.format, created, updated, unchanged, left: [...new Set(read.left)] }
}

async function bring(ctx: Context, event: ReadEvent, row: AnyRow | undefined, format: string): Promise<void> {
  const properties = event.properties.map(({ choices, ...one }) => ({ ...one, choices: [...choices] }))
  if (!row)
    await ctx.perform('eventDefinition', 'create', {}, { eventName: event.name, properties, ...(event.description ? { description: event.description } : {}) })
  else if (row['state'] === 'planned') await ctx.perform('eventDefinition', 'edit', { id: row.id }, { properties })
  else await ctx.perform('eventDefinition', 'revise', { id: row.id }, { properties, reason: `Imported from ${format}.` })
}

/** What the file is silent about stays as it is here: above all the class of privacy, by which values are hashed or dropped. */
function keptOf(row: AnyRow, told: ReadEvent['properties'][number]): Pick<ReadEvent['properties'][number], 'class' | 'says' | 'example'> {
  const here = describedIn(row).find(({ name }) => name === told.name)
  return { class: told.class ?? here?.class ?? null, says: told.says ?? here?.says ?? null, example: told.example ?? here?.example ?? null }
}

/** The properties of a definition with what they mean. */
function describedIn(row: AnyRow): ReadEvent['properties'] {
  const raw = (Array.isArray(row['properties']) ? row['properties'] : []).filter(isRecord)
  const texts = new Map(raw.map((one) => [String(one['name']), one]))
  return (plannedFrom([row])[0]?.properties ?? []).map((one) => ({
    ...one,
    says: wordsIn(texts.get(one.name)?.['says']),
    example: wordsIn(texts.get(one.name)?.['example']),
  }))
}

const wordsIn = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

const shapeOf = (properties: ReadEvent['properties']) =>
  properties.map(({ name, kind, required, choices, class: level, says, example }) => [name, kind, required, choices, level, says, example])

function documentIn(text: string): unknown {
  try {
    return text.trimStart().startsWith('{') || text.trimStart().startsWith('[') ? JSON.parse(text) : parse(text)
  } catch {
    throw new Problem('invalid', 'The file is neither JSON nor YAML.', 'Export it again.')
  }
}

export type PlanFormat = 'json-schema' | 'typescript'

/** The plan for the people who send: JSON Schema, or a TypeScript module with the names and the types of their properties. */
export async function exportPlan(ctx: Context, format: PlanFormat): Promise<string> {
  const rows = await everyRow(ctx, 'eventDefinition', { sort: 'eventName' })
  const events = rows.flatMap((row) => plannedFrom([row]).map((one) => ({ ...one, description: textIn(row, 'description'), properties: describedIn(row) })))
  return format === 'typescript' ? toTypeScript(events) : `${JSON.stringify(toJsonSchema(events), null, 2)}\n`
}

const kinds: Readonly<Record<string, string>> = {
  VARCHAR: 'text',
  BIGINT: 'integer',
  UBIGINT: 'integer',
  DOUBLE: 'number',
  BOOLEAN: 'boolean',
  ARRAY: 'list',
  OBJECT: 'object',
}

/** Turns an event that is sent without a plan into a definition, with the properties that it carried; its owner is who did it. */
export async function acceptUnplanned(ctx: Context, counted: Counted, name: string): Promise<AnyRow> {
  const seen = await counted.properties(name)
  const properties = seen.slice(0, 255).map(({ property, kind }) => ({ name: property, kind: kinds[kind] ?? 'any', required: false }))
  return await ctx.perform('eventDefinition', 'create', {}, { eventName: name, properties, ...(ctx.me.id ? { owner: ctx.me.id } : {}) })
}
