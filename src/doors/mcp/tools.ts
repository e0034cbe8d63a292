import { boolean, integer, json, rank, text, type Field, type Fields, type JsonSchema, type Noun, type Role } from '#kernel'
import { mayRead } from '#runtime/policy.ts'
import { snake, type Registry } from '#runtime/registry.ts'

/** What an assistant may do, as data: a door offers it, checks the input by its fields, and asks a scope. Nothing here writes. */
export interface McpTool {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly does: 'list' | 'get' | 'measure' | 'ask' | 'search' | 'fetch' | 'flow'
  /** The noun that list and get are about. */
  readonly of?: string
  readonly input: Fields
  readonly inputSchema: JsonSchema
}

/** The read tools of a registry for a role: list and get of every noun that it may read, measure, and the pair search and fetch. */
export function mcpTools(registry: Registry, role: Role, offered: readonly FlowName[] = flows): McpTool[] {
  const nouns = [...registry.nouns.values()].filter((noun) => rank(role) >= rank(noun.read))
  return [...wide(registry), ...offered.map((name) => flowTools[name]), ...nouns.flatMap((noun) => [listTool(noun, role), getTool(noun)])]
}

const asOf = text({ max: 40, says: 'A past day or instant, such as 2026-11-16: answers from the history.' })
const getInput = { id: text({ required: true, max: 80, says: 'Its id, or its key.' }), asOf }
const listInput = {
  filter: json({ says: 'By field: a value, a list of values, null, or {gte, lte, gt, lt, not}. All must hold.' }),
  search: text({ max: 200, says: 'Words that the row must hold.' }),
  sort: text({ max: 80, says: 'A field; with “-” for descending.' }),
  limit: integer({ min: 1, max: 200, initial: 25 }),
  cursor: text({ max: 2000, says: '“next” of the page before.' }),
  archived: boolean({ says: 'Archived rows too.' }),
  asOf,
}
const searchInput = { query: text({ required: true, max: 200, says: 'Words; all of them must be there.' }) }
const fetchInput = { id: text({ required: true, max: 120, says: 'An id that search gave.' }) }
const askInput = { question: text({ required: true, max: 400, says: 'NRR by segment last 4 quarters; why did activation drop in March?' }) }
const measureInput = {
  metric: text({ required: true, max: 80 }),
  asOf: text({ max: 10, says: 'A day: 2026-11-16; today when empty.' }),
  from: text({ max: 10, says: 'First day.' }),
  to: text({ max: 10, says: 'Last day.' }),
  grain: text({ max: 10, says: 'day, week, month or quarter.' }),
  window: text({ max: 8, says: 'A trailing window such as 12m or 28d.' }),
  by: text({ max: 80, says: 'A dimension of the metric, or two that are crossed: segment,region.' }),
  policy: text({ max: 4000, says: 'A preset, or switches as JSON.' }),
  knownAt: text({ max: 40, says: 'Only facts recorded by this instant.' }),
}

function wide(registry: Registry): McpTool[] {
  const metrics = [...registry.metrics].map(([key, metric]) => `${key} (${metric.question})`).join(' ')
  return [
    tool(
      'ask',
      'Ask',
      'Answers a question in words about one metric, by a fixed grammar: one sentence, the figures in their envelopes, what they rest on. Asks back what is tied, refuses with a code and says why.',
      askInput,
      { does: 'ask' },
    ),
    tool('search', 'Search', 'Finds records of any kind by words or key. Answers ids for fetch.', searchInput, { does: 'search' }),
    tool('fetch', 'Fetch', 'Reads one record that search found, whole, with its address.', fetchInput, { does: 'fetch' }),
    tool(
      'measure',
      'Measure',
      `Measures a metric and proves it: value, parts, points, definition version, policy, freshness and trust. ${metrics}`,
      measureInput,
      {
        does: 'measure',
        narrowed: { metric: { type: 'string', enum: [...registry.metrics.keys()] } },
      },
    ),
  ]
}

/** Practices that read over many nouns and facts; the house hands in what answers them. */
const flowTools = {
  signals: tool(
    'signals',
    'Signals',
    'What broke its limits and is not explained: new signals, failed inputs, spent error budgets, forecasts; what is muted and why; false alarms to expect.',
    { asOf: measureInput.asOf },
    { does: 'flow' },
  ),
}
export type FlowName = keyof typeof flowTools
export const flows: readonly FlowName[] = ['signals']

function listTool(noun: Noun, role: Role): McpTool {
  const sortable = Object.entries(noun.fields).filter(([, f]) => f.sortable && mayRead(f.class, role))
  const sorts = [...sortable.map(([name]) => name), 'key', 'createdAt', 'updatedAt']
  return tool(`list_${snake(noun.plural)}`, `List ${noun.plural}`, `${noun.says} Lists them, newest change first.`, listInput, {
    does: 'list',
    of: noun.noun,
    narrowed: { filter: filterSchema(noun, role), sort: { type: 'string', enum: sorts.flatMap((name) => [name, `-${name}`]) } },
  })
}

const getTool = (noun: Noun): McpTool =>
  tool(`get_${snake(noun.noun)}`, `Read one ${noun.noun}`, `${noun.says} Reads one by its id or its key, such as ${noun.key}-1.`, getInput, {
    does: 'get',
    of: noun.noun,
  })

function filterSchema(noun: Noun, role: Role): JsonSchema {
  const open = Object.entries(noun.fields).filter(([, f]) => f.column !== null && f.column !== 'jsonb' && mayRead(f.class, role))
  return {
    type: 'object',
    description: listInput.filter.says,
    additionalProperties: false,
    properties: Object.fromEntries(open.map(([name, f]) => [name, { description: words(f) }])),
  }
}

/** What a field takes, in words: a schema for each of its forms would cost an assistant more than it tells. */
const words = (f: Field<unknown>): string =>
  [f.says, f.choices ? `One of ${f.choices.join(', ')}.` : '', f.target ? `The id of a ${f.target}.` : ''].filter((part) => part !== '').join(' ')

interface Told {
  readonly does: McpTool['does']
  readonly of?: string
  /** Schemas that know more than the kind of the input's field does. */
  readonly narrowed?: Readonly<Record<string, JsonSchema>>
}

function tool(name: string, title: string, description: string, input: Fields, { narrowed = {}, ...told }: Told): McpTool {
  const required = Object.keys(input).filter((key) => input[key]?.required)
  const properties = Object.fromEntries(Object.entries(input).map(([key, f]) => [key, { ...f.schema, description: f.says, ...narrowed[key] }]))
  return {
    name,
    title,
    description,
    ...told,
    input,
    inputSchema: { type: 'object', additionalProperties: false, ...(required.length ? { required } : {}), properties },
  }
}
