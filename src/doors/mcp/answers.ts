import { isRecord, Problem, type AnyRow, type Grain, type MeasureRequest, type Noun, type Query } from '#kernel'
import type { Registry } from '#runtime/registry.ts'
import type { Scope } from '#runtime/scope.ts'
import type { McpTool } from './tools.ts'

type Input = Readonly<Record<string, unknown>>
type Answer = Record<string, unknown>

/** Answers a question in words, for a scope. */
export type Ask = (scope: Scope, text: string) => Promise<unknown>

/** What each kind of tool asks the scope, with the input that its fields have parsed. All of it reads. */
export const answers = {
  list: async (scope, _, noun, input) => ({ ...(await scope.read(noun, queryOf(input))) }),
  get: async (scope, _, noun, input) => ({ ...(await scope.one(noun, String(input['id']), textIn(input, 'asOf'))) }),
  measure: async (scope, _, __, input) => ({ ...(await scope.measure(requestOf(input))) }),
  ask: async (scope, _, __, input, ask) => ({ ...Object(await ask(scope, String(input['question']))) }),
  search: async (scope, registry, _, input) => {
    const hits = await scope.search(String(input['query']), 20)
    return {
      results: hits.map((hit) => ({ id: `${hit.noun}/${hit.id}`, title: `${hit.key} ${hit.title}`, url: addressOf(scope, registry.noun(hit.noun), hit.key) })),
    }
  },
  fetch: async (scope, registry, _, input) => {
    const [name = '', id = ''] = String(input['id']).split('/')
    const noun = registry.noun(name)
    const row = await scope.one(noun.noun, id)
    return {
      id: `${noun.noun}/${row.id}`,
      title: `${row.key} ${String(row[noun.title] ?? '')}`.trim(),
      text: inWords(noun, row),
      url: addressOf(scope, noun, row.key),
      metadata: { noun: noun.noun, key: row.key, version: row.version, updatedAt: row.updatedAt, source: row.source },
    }
  },
} satisfies Record<Exclude<McpTool['does'], 'flow'>, (scope: Scope, registry: Registry, noun: string, input: Input, ask: Ask) => Promise<Answer>>

/** Where a person opens it in the web app. */
const addressOf = ({ workspace }: Scope, noun: Noun, key: string): string => `/${workspace.slug}/n/${noun.plural}/${key}`

/** A row as lines that a person would read: one for each field that has a value. */
function inWords(noun: Noun, row: AnyRow): string {
  const lines = Object.entries(noun.fields).flatMap(([name, f]) => (row[name] === null || row[name] === undefined ? [] : [`${name}: ${f.show(row[name])}`]))
  return lines.join('\n')
}

function queryOf(input: Input): Query {
  const { filter, limit, archived } = input
  const [search, sort, cursor, asOf] = ['search', 'sort', 'cursor', 'asOf'].map((name) => textIn(input, name))
  return {
    ...(isRecord(filter) ? { filter } : {}),
    ...(typeof limit === 'number' ? { limit } : {}),
    ...(search === undefined ? {} : { search }),
    ...(sort === undefined ? {} : { sort }),
    ...(cursor === undefined ? {} : { cursor }),
    ...(asOf === undefined ? {} : { asOf }),
    archived: archived === true,
  }
}

function requestOf({ metric, policy, grain, ...input }: Input): MeasureRequest {
  if (grain !== undefined && !isGrain(grain))
    throw new Problem('invalid', `“${String(grain)}” is not a grain.`, 'Use day, week, month or quarter.', { at: { field: 'grain' } })
  return { ...input, metric: String(metric), ...(policy === undefined ? {} : { policy: policyOf(String(policy)) }), ...(grain === undefined ? {} : { grain }) }
}

const isGrain = (grain: unknown): grain is Grain => grain === 'day' || grain === 'week' || grain === 'month' || grain === 'quarter'

/** A preset's name, or switches as JSON. */
function policyOf(policy: string): unknown {
  if (!policy.startsWith('{')) return policy
  try {
    return JSON.parse(policy)
  } catch {
    throw new Problem('invalid', 'The policy is not JSON.', 'Give a preset’s name, or {"switch": "value"}.', { at: { field: 'policy' } })
  }
}

const textIn = (input: Input, name: string): string | undefined => (typeof input[name] === 'string' ? input[name] : undefined)
