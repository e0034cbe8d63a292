import { readPlan, type ReadEvent } from '#engines/events/interchange/planFile.ts'
import { everyRow, parseValues, Problem, type AnyRow, type Classification, type Context } from '#kernel'
import { eventDefinition as definition } from '#objects'
import { parse } from 'yaml'
import { describedIn } from './planned.ts'

export interface PlanImport {
  readonly format: string
  readonly created: readonly string[]
  readonly updated: readonly string[]
  readonly unchanged: readonly string[]
  /** Properties that the plan has and the file does not name. */
  readonly stays: readonly string[]
  readonly left: readonly string[]
}

/**
 * Brings a plan of another tool in. What is here and not in the file stays, and of an event that it tells twice the last counts; a dry run tells and changes
 * nothing. Throws a Problem for a file that is no plan, and for one of whose events the plan cannot have one, before anything changes.
 */
export async function importPlan(ctx: Context, text: string, { dryRun = false } = {}): Promise<PlanImport> {
  const read = readPlan(documentIn(text))
  if (!read || read.events.length === 0)
    throw new Problem(
      'invalid',
      'That is no tracking plan.',
      'Give a JSON Schema, Iglu schemas, a Segment tracking plan, or an ODCS contract, as JSON or YAML.',
    )
  const [known, gone] = await Promise.all([byName(ctx, false), byName(ctx, true)])
  const orders = [...new Map(read.events.map((one) => [one.name, one])).values()].map((told) => orderOf(told, known.get(told.name), gone.get(told.name)))
  for (const { event } of orders) assertFits(event)
  const names = (outcome: Order['outcome']): string[] => orders.flatMap((order) => (order.outcome === outcome ? [order.event.name] : []))
  if (!dryRun) for (const order of orders) if (order.outcome !== 'unchanged') await bring(ctx, order, read.format)
  return {
    format: read.format,
    created: names('created'),
    updated: names('updated'),
    unchanged: names('unchanged'),
    stays: orders.flatMap(({ event, stays }) => stays.map((property) => `${event.name}: ${property}`)),
    left: [...new Set([...read.left, ...orders.flatMap(({ left }) => left)])],
  }
}

/** Definitions by the name of their event; of those that are archived the newest. */
async function byName(ctx: Context, archived: boolean): Promise<ReadonlyMap<string, AnyRow>> {
  const rows = await everyRow(ctx, 'eventDefinition', { archived })
  return new Map(rows.filter(({ archivedAt }) => (archivedAt !== null) === archived).map((row) => [String(row['eventName']), row]))
}

/** What is to become of one event. */
interface Order {
  readonly event: ReadEvent
  readonly row: AnyRow | undefined
  readonly outcome: 'created' | 'updated' | 'unchanged'
  readonly stays: readonly string[]
  readonly left: readonly string[]
}

function orderOf(given: ReadEvent, row: AnyRow | undefined, gone: AnyRow | undefined): Order {
  const { event: told, left } = shortened(given)
  const here = row ? describedIn(row) : []
  const before = [...here, ...(gone ? describedIn(gone) : [])]
  const stays = here.filter(({ name }) => !told.properties.some((one) => one.name === name))
  const event = { ...told, properties: [...told.properties.map((one) => ({ ...one, ...keptOf(before, one) })), ...stays] }
  const outcome = !row ? 'created' : shapeOf(here) === shapeOf(event.properties) ? 'unchanged' : 'updated'
  return { event, row, outcome, stays: stays.map(({ name }) => name), left }
}

const mostWords = 400
const longestExample = 200

/** What is longer than the plan has room for is cut, an example left out, and both are named. */
function shortened(event: ReadEvent): { readonly event: ReadEvent; readonly left: readonly string[] } {
  const left: string[] = []
  const properties = event.properties.map((one) => {
    const [isLong, isLongExample] = [(one.says?.length ?? 0) > mostWords, (one.example?.length ?? 0) > longestExample]
    if (isLong) left.push(`${event.name}: ${one.name} beyond ${mostWords} characters of its description`)
    if (isLongExample) left.push(`${event.name}: the example of ${one.name}`)
    return { ...one, says: isLong ? `${one.says?.slice(0, mostWords - 1).toWellFormed()}…` : one.says, example: isLongExample ? null : one.example }
  })
  return { event: { ...event, properties }, left }
}

/** What the file is silent about stays as it is here, or was before it was archived: above all the class of privacy, by which values are hashed or dropped. */
function keptOf(before: ReadEvent['properties'], told: ReadEvent['properties'][number]): Pick<ReadEvent['properties'][number], 'class' | 'says' | 'example'> {
  const here = (field: 'class' | 'says' | 'example'): string | null => before.find((one) => one.name === told.name && one[field] !== null)?.[field] ?? null
  const level = told.isGuessed && strictness(here('class')) > strictness(told.class) ? here('class') : (told.class ?? here('class'))
  return { class: level, says: told.says ?? here('says'), example: told.example ?? here('example') }
}

const classes: readonly Classification[] = ['public', 'internal', 'confidential', 'personal', 'secret']
const strictness = (level: string | null): number => classes.findIndex((one) => one === level)

const shapeOf = (properties: ReadEvent['properties']): string =>
  JSON.stringify(
    properties
      .map(({ name, kind, required, choices, class: level, says, example }) => [name, kind, required, choices, level, says, example] as const)
      .toSorted(([a], [b]) => Number(a > b) - Number(a < b)),
  )

const valuesOf = ({ name, description, properties }: ReadEvent) => ({
  eventName: name,
  properties: properties.map(({ isGuessed: _, choices, ...one }) => ({ ...one, choices: [...choices] })),
  ...(description ? { description } : {}),
})

function assertFits(event: ReadEvent): void {
  try {
    parseValues(definition.eventDefinition.fields, valuesOf(event), { partial: true })
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const says = error.message.replace(/^“properties”: “(\d+)”/, (_, place: string) => `“${event.properties[Number(place) - 1]?.name}”`)
    throw new Problem('invalid', `${event.name}: ${says}`, error.hint || 'Change it in the file; nothing was taken in.')
  }
}

async function bring(ctx: Context, { event, row }: Order, format: string): Promise<void> {
  const values = valuesOf(event)
  const { properties } = values
  if (!row) await ctx.perform('eventDefinition', 'create', {}, values)
  else if (row['state'] === 'planned') await ctx.perform('eventDefinition', 'edit', { id: row.id }, { properties })
  else await ctx.perform('eventDefinition', 'revise', { id: row.id }, { properties, reason: `Imported from ${format}.` })
}

function documentIn(text: string): unknown {
  try {
    return text.trimStart().startsWith('{') || text.trimStart().startsWith('[') ? JSON.parse(text) : parse(text)
  } catch {
    throw new Problem('invalid', 'The file is neither JSON nor YAML.', 'Export it again.')
  }
}
