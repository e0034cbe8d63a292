import type { Action, Field, Fields, JsonSchema, Metric, Noun } from '#kernel'
import type { Registry } from '../registry.ts'

/** OpenAPI 3.1, assembled from the kinds' JSON Schemas: every noun with its routes and verbs, every metric, the record and search. */
export function openApi(registry: Registry, version: string): JsonSchema {
  const nouns = [...registry.nouns.values()]
  return {
    openapi: '3.1.0',
    info: {
      title: 'Throughline',
      version,
      description: 'One connected, audited record of strategy, goals, bets, evidence, decisions and measured outcomes.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ key: [] }, { session: [] }],
    paths: {
      ...Object.assign({}, ...nouns.map((noun) => nounPaths(noun, registry.actions(noun.noun)))),
      ...Object.fromEntries([...registry.metrics].map(([key, metric]) => [`/api/v1/metrics/${key}`, metricPath(key, metric)])),
      ...recordPaths,
    },
    components: {
      securitySchemes: { key: { type: 'http', scheme: 'bearer' }, session: { type: 'apiKey', in: 'cookie', name: 'throughline' } },
      parameters,
      responses: { Problem: { description: 'A problem, RFC 9457.', content: { 'application/problem+json': { schema: schemaOf('Problem') } } } },
      schemas: { Problem: problemSchema, ...Object.fromEntries(nouns.map((noun) => [noun.noun, rowSchema(noun)])) },
    },
  }
}

function nounPaths(noun: Noun, actions: readonly Action[]): Record<string, unknown> {
  const at = `/api/v1/${noun.plural}`
  const id = { name: 'id', in: 'path', required: true, schema: { type: 'string', 'x-resource': noun.noun }, description: `Id or key such as ${noun.key}-1.` }
  const read = (verb: string, summary: string, names: readonly (keyof typeof parameters)[], answer: JsonSchema) => ({
    operationId: `${noun.noun}.${verb}`,
    summary,
    tags: [noun.chapter],
    parameters: names.map(parameter),
    responses: { 200: json(answer), ...problems },
  })
  const paths: Record<string, Record<string, unknown>> = {
    [at]: { get: read('list', `List ${noun.plural}. ${noun.says}`, ['q', 'sort', 'cursor', 'limit', 'archived', 'asOf'], pageOf(schemaOf(noun.noun))) },
    [`${at}/{id}`]: { parameters: [id], get: read('read', `Read one ${noun.noun}.`, ['asOf'], schemaOf(noun.noun)) },
    [`${at}/{id}/history`]: {
      parameters: [id],
      get: read('history', `Every change of one ${noun.noun}, newest first.`, ['before', 'limit'], { type: 'object' }),
    },
  }
  for (const action of actions) {
    if (action.inner) continue
    const path = action.verb === 'create' ? at : action.creates ? `${at}/${action.verb}` : `${at}/{id}/${action.verb}`
    paths[path] = { ...(action.creates ? {} : { parameters: [id] }), ...paths[path], post: verbOperation(noun, action) }
  }
  return paths
}

function verbOperation(noun: Noun, action: Action): Record<string, unknown> {
  return {
    operationId: `${noun.noun}.${action.verb}`,
    summary: action.says,
    description: `Takes the role ${action.allow} or higher.`,
    tags: [noun.chapter],
    parameters: [parameter('idempotencyKey'), ...(action.creates ? [] : [parameter('ifMatch')])],
    requestBody: { content: { 'application/json': { schema: inputSchema(action.input, action.verb === 'edit') } } },
    responses: { [action.creates ? 201 : 200]: json(schemaOf(noun.noun)), ...problems },
  }
}

const metricPath = (key: string, metric: Metric) => ({
  get: {
    operationId: `measure.${key}`,
    summary: `${metric.name}. ${metric.question}`,
    description: metric.says,
    tags: ['measure'],
    parameters: (['day', 'from', 'to', 'grain', 'window', 'by', 'policy', 'knownAt'] as const).map(parameter),
    responses: { 200: json({ type: 'object' }), ...problems },
  },
})

const json = (schema: JsonSchema) => ({ description: 'Done.', content: { 'application/json': { schema } } })
const schemaOf = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` })
const parameter = (name: keyof typeof parameters): JsonSchema => ({ $ref: `#/components/parameters/${name}` })
const problems = { '4XX': { $ref: '#/components/responses/Problem' }, '5XX': { $ref: '#/components/responses/Problem' } }
const pageOf = (items: JsonSchema): JsonSchema => ({
  type: 'object',
  required: ['items', 'next', 'total'],
  properties: { items: { type: 'array', items }, next: { type: ['string', 'null'] }, total: { type: 'integer' } },
})

const query = (name: string, description: string, schema: JsonSchema = { type: 'string' }) => ({ name, in: 'query', schema, description })
const parameters = {
  q: query('q', 'Words that a row must hold.'),
  sort: query('sort', 'A field; with “-” for descending.'),
  cursor: query('cursor', '“next” of the page before.'),
  limit: query('limit', 'How many, up to 500.', { type: 'integer', minimum: 1, maximum: 500 }),
  archived: query('archived', 'Archived rows too.', { type: 'boolean' }),
  asOf: query('asOf', 'A past day or instant: answers from the history.'),
  before: query('before', 'Only changes older than this one.', { type: 'integer' }),
  day: query('asOf', 'A day: 2024-12-31.'),
  from: query('from', 'First day.'),
  to: query('to', 'Last day.'),
  grain: query('grain', 'The length of a period.', { enum: ['day', 'week', 'month', 'quarter'] }),
  window: query('window', 'Trailing window: 12m, 28d.'),
  by: query('by', 'A dimension of the metric.'),
  policy: query('policy', 'A preset, or switches as JSON.'),
  knownAt: query('knownAt', 'Only facts recorded by this instant.'),
  idempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    schema: { type: 'string', minLength: 1, maxLength: 200 },
    description: 'A repeat with the same key has one effect.',
  },
  ifMatch: { name: 'If-Match', in: 'header', schema: { type: 'string' }, description: 'The version that you saw; a stale one is a 412 with the current row.' },
}

const record = (operationId: string, summary: string, more: JsonSchema = {}) => ({
  operationId,
  summary,
  tags: ['record'],
  ...more,
  responses: { 200: json({ type: 'object' }), ...problems },
})
const recordPaths = {
  '/api/v1/search': { get: record('record.search', 'Find records of any kind by words or key.', { parameters: [parameter('q'), parameter('limit')] }) },
  '/api/v1/changes': {
    get: record('record.changes', 'Every change, newest first; as text/event-stream, the feed of changes as they happen.', {
      parameters: [parameter('before'), parameter('limit')],
    }),
  },
  '/api/v1/changes/{seq}/undo': {
    parameters: [{ name: 'seq', in: 'path', required: true, schema: { type: 'integer', minimum: 1 }, description: 'The number of the change.' }],
    post: record('record.undo', 'Take one change back by a new change.'),
  },
  '/api/v1/audit/verify': { get: record('record.verify', 'Walk the hash chain of all changes and name the first line that does not fit.') },
}

const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    hint: { type: 'string' },
    code: { type: 'string' },
    field: { type: 'string' },
  },
}

const described = (f: Field<unknown>): JsonSchema => ({ ...f.schema, ...(f.says ? { description: f.says } : {}), 'x-classification': f.class })
const orNull = (f: Field<unknown>): JsonSchema => ({ anyOf: [described(f), { type: 'null' }] })

function inputSchema(input: Fields, partial: boolean): JsonSchema {
  const required = Object.entries(input).filter(([, f]) => !partial && f.required && f.initial === undefined)
  return {
    type: 'object',
    additionalProperties: false,
    ...(required.length > 0 ? { required: required.map(([name]) => name) } : {}),
    properties: Object.fromEntries(Object.entries(input).map(([name, f]) => [name, f.required ? described(f) : orNull(f)])),
  }
}

/** Every field may be null: a value above the reader's class is left empty. */
function rowSchema(noun: Noun): JsonSchema {
  const stamps = {
    id: { type: 'string', format: 'uuid' },
    key: { type: 'string' },
    version: { type: 'integer' },
    createdAt: { type: 'string', format: 'date-time' },
    updatedAt: { type: 'string', format: 'date-time' },
    archivedAt: { type: ['string', 'null'], format: 'date-time' },
    source: { type: ['object', 'null'] },
    custom: { type: 'object' },
  }
  const fields = Object.fromEntries(Object.entries(noun.fields).map(([name, f]) => [name, orNull(f)]))
  return { type: 'object', description: noun.says, required: Object.keys(stamps), properties: { ...stamps, ...fields } }
}
