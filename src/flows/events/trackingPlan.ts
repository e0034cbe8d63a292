import { toJsonSchema, toTypeScript } from '#engines/events/interchange/jsonSchema.ts'
import { areasOf, overviewOf, type AreaOverview, type PlanOverview, type SeenEvent, type SeenFlag } from '#engines/events/overview.ts'
import { everyRow, type AnyRow, type Context } from '#kernel'
import type { Dependents } from './dependents.ts'
import { describedIn, plannedFrom } from './planned.ts'

/** What came in, as the store counts it. */
export interface Counted {
  volumes(since: string): Promise<readonly SeenEvent[]>
  flags(since: string): Promise<readonly SeenFlag[]>
  properties(name: string): Promise<readonly { readonly property: string; readonly kind: string; readonly count: number }[]>
}

const days = 30

export interface PlanAnswer extends Omit<PlanOverview, 'events'> {
  readonly days: number
  /** The same by the part of the product that planned events belong to, the busiest first. */
  readonly areas: readonly AreaOverview[]
  readonly events: readonly (PlanOverview['events'][number] & {
    readonly id: string
    readonly key: string
    readonly state: string
    readonly mode: string
    readonly version: number
    readonly properties: number
    readonly owner: string | null
    readonly area: string | null
    /** Metrics that read the event: those of the product by the features that are defined, and those whose definition names it. */
    readonly metrics: readonly string[]
  })[]
}

/** The tracking plan beside the events of the last 30 days. */
export async function trackingPlan(ctx: Context, counted: Counted, dependents: Dependents): Promise<PlanAnswer> {
  const since = new Date(Date.parse(ctx.now()) - days * 86_400_000).toISOString()
  const [rows, products, metrics, seen, flags] = await Promise.all([
    everyRow(ctx, 'eventDefinition', { sort: 'eventName' }),
    everyRow(ctx, 'product'),
    metricTexts(ctx),
    counted.volumes(since),
    counted.flags(since),
  ])
  const plan = plannedFrom(rows).map((one, place) => ({ ...one, owner: textIn(rows[place], 'owner'), passive: rows[place]?.['passive'] === true }))
  const names = new Map(products.map((row) => [row.id, String(row['name'])]))
  const areaOf = (place: number): string | null => names.get(textIn(rows[place], 'area') ?? '') ?? null
  const overview = overviewOf(plan, seen, flags)
  return {
    ...overview,
    days,
    areas: areasOf(overview.events.map((one, place) => ({ ...one, area: areaOf(place) }))),
    events: overview.events.map((one, place) => ({
      ...one,
      id: rows[place]?.id ?? '',
      key: rows[place]?.key ?? '',
      state: textIn(rows[place], 'state') ?? '',
      mode: textIn(rows[place], 'mode') ?? '',
      version: Number(rows[place]?.['definitionVersion'] ?? 1),
      properties: plan[place]?.properties.length ?? 0,
      owner: textIn(rows[place], 'owner'),
      area: areaOf(place),
      metrics: [...new Set([...dependents.of(one.name), ...metrics.filter(({ text }) => text.includes(JSON.stringify(one.name))).map(({ name }) => name)])],
    })),
  }
}

const textIn = (row: AnyRow | undefined, name: string): string | null => (typeof row?.[name] === 'string' ? row[name] : null)

async function metricTexts(ctx: Context): Promise<{ readonly name: string; readonly text: string }[]> {
  return (await everyRow(ctx, 'metric')).map((row) => ({ name: String(row['name']), text: JSON.stringify(row) }))
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
