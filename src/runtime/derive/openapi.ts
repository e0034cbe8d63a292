import type { Action, Field, Fields, JsonSchema, Noun } from '#kernel'
import type { Registry } from '../registry.ts'

/** OpenAPI 3.1, assembled from the kinds' JSON Schemas: every noun with its routes and verbs, every metric. */
export function openApi(registry: Registry, version: string): JsonSchema {
  const nouns = [...registry.nouns.values()]
  return {
    openapi: '3.1.0',
    info: {
      title: 'Throughline',
      version,
      description: 'One connected, audited record of strategy, goals, bets, evidence, decisions and measured outcomes.',
      license: { name: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ key: [] }, { session: [] }],
    paths: Object.assign({}, ...nouns.map((noun) => nounPaths(noun, registry.actions(noun.noun))), metricPaths(registry)),
    components: {
      securitySchemes: { key: { type: 'http', scheme: 'bearer' }, session: { type: 'apiKey', in: 'cookie', name: 'throughline' } },
      schemas: { Problem: problemSchema, ...Object.fromEntries(nouns.map((noun) => [noun.noun, rowSchema(noun)])) },
    },
  }
}

function nounPaths(noun: Noun, actions: readonly Action[]): Record<string, unknown> {
  const at = `/api/v1/${noun.plural}`
  const id = { name: 'id', in: 'path', required: true, schema: { type: 'string', 'x-resource': noun.noun }, description: `Id or key such as ${noun.key}-1.` }
  const paths: Record<string, Record<string, unknown>> = {
    [at]: {
      get: {
        operationId: `${noun.noun}.list`,
        summary: `List ${noun.plural}. ${noun.says}`,
        tags: [noun.chapter],
        parameters: listParameters,
        responses: {
          200: json({
            type: 'object',
            required: ['items', 'next', 'total'],
            properties: { items: { type: 'array', items: ref(noun.noun) }, next: { type: ['string', 'null'] }, total: { type: 'integer' } },
          }),
          ...problems,
        },
      },
    },
    [`${at}/{id}`]: {
      parameters: [id],
      get: {
        operationId: `${noun.noun}.read`,
        summary: `Read one ${noun.noun}.`,
        tags: [noun.chapter],
        parameters: [asOf],
        responses: { 200: json(ref(noun.noun)), ...problems },
      },
    },
    [`${at}/{id}/history`]: {
      parameters: [id],
      get: {
        operationId: `${noun.noun}.history`,
        summary: `Every change of one ${noun.noun}.`,
        tags: [noun.chapter],
        responses: { 200: json({ type: 'object' }), ...problems },
      },
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
    parameters: [idempotencyKey, ...(action.creates ? [] : [ifMatch])],
    requestBody: { content: { 'application/json': { schema: inputSchema(action.input, action.verb === 'edit') } } },
    responses: { [action.creates ? 201 : 200]: json(ref(noun.noun)), ...problems },
  }
}

function metricPaths(registry: Registry): Record<string, unknown> {
  const query = (name: string, description: string) => ({ name, in: 'query', schema: { type: 'string' }, description })
  const parameters = [
    query('asOf', 'A day: 2024-12-31.'),
    query('from', 'First day.'),
    query('to', 'Last day.'),
    query('grain', 'day, week, month or quarter.'),
    query('window', 'Trailing window: 12m, 28d.'),
    query('by', 'A dimension of the metric.'),
    query('policy', 'A preset, or switches as JSON.'),
  ]
  return Object.fromEntries(
    [...registry.metrics].map(([key, metric]) => [
      `/api/v1/metrics/${key}`,
      {
        get: {
          operationId: `measure.${key}`,
          summary: `${metric.name}. ${metric.question}`,
          description: metric.says,
          tags: ['measure'],
          parameters,
          responses: { 200: json({ type: 'object' }), ...problems },
        },
      },
    ]),
  )
}

const json = (schema: JsonSchema) => ({ description: 'Done.', content: { 'application/json': { schema } } })
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })
const asOf = { name: 'asOf', in: 'query', schema: { type: 'string' }, description: 'A past day or instant: answers from the history.' }
const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  schema: { type: 'string', maxLength: 200 },
  description: 'A repeat with the same key has one effect.',
}
const ifMatch = {
  name: 'If-Match',
  in: 'header',
  schema: { type: 'string' },
  description: 'The version that you saw; a stale one is a 412 with the current row.',
}
const listParameters = [
  ...['q', 'sort', 'cursor'].map((name) => ({ name, in: 'query', schema: { type: 'string' } })),
  { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 500 } },
  asOf,
]
const problems = Object.fromEntries(
  ['400', '401', '403', '404', '412', '422'].map((status) => [
    status,
    { description: 'A problem, RFC 9457.', content: { 'application/problem+json': { schema: ref('Problem') } } },
  ]),
)
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
const orNull = (f: Field<unknown>): JsonSchema => (f.required ? described(f) : { anyOf: [described(f), { type: 'null' }] })

function inputSchema(input: Fields, partial: boolean): JsonSchema {
  const required = partial
    ? []
    : Object.entries(input)
        .filter(([, f]) => f.required && f.initial === undefined)
        .map(([name]) => name)
  return {
    type: 'object',
    additionalProperties: false,
    ...(required.length ? { required } : {}),
    properties: Object.fromEntries(Object.entries(input).map(([name, f]) => [name, orNull(f)])),
  }
}

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
  return {
    type: 'object',
    description: noun.says,
    required: Object.keys(stamps),
    properties: { ...stamps, ...Object.fromEntries(Object.entries(noun.fields).map(([name, f]) => [name, { anyOf: [described(f), { type: 'null' }] }])) },
  }
}
