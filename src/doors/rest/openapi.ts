import type { Action, Field, Fields, JsonSchema, Metric, Noun } from '#kernel'
import type { Registry } from '#runtime/registry.ts'
import { houseOperations } from './houseOperations.ts'
import { planOperations } from './planOperations.ts'
import { sharingOperations } from './sharingOperations.ts'

/** OpenAPI 3.1, assembled from the kinds' JSON Schemas: every noun with its routes and verbs, every metric, the record and search, plans, files and sessions. */
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
      ...measurePaths([...registry.metrics.keys()]),
      ...recordPaths,
      ...sharingPaths,
      ...planOperations(operation),
      ...houseOperations(operation),
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
  const [at, row] = [`/api/v1/${noun.plural}`, schemaOf(noun.noun)]
  const id = { name: 'id', in: 'path', required: true, schema: { type: 'string', 'x-resource': noun.noun }, description: `Id or key such as ${noun.key}-1.` }
  const listed = operation(
    `${noun.noun}.list`,
    `List ${noun.plural}. ${noun.says}`,
    noun.chapter,
    ['q', 'sort', 'cursor', 'limit', 'fields', 'archived', 'asOf'],
    pageOf(row),
  )
  const past = operation(`${noun.noun}.history`, `Every change of one ${noun.noun}, newest first.`, noun.chapter, ['before', 'limit'])
  const paths: Record<string, Record<string, unknown>> = {
    [at]: { get: listed },
    [`${at}/{id}`]: { parameters: [id], get: operation(`${noun.noun}.read`, `Read one ${noun.noun}.`, noun.chapter, ['asOf'], row) },
    [`${at}/{id}/history`]: { parameters: [id], get: past },
  }
  for (const action of actions) {
    if (action.inner) continue
    const path = action.verb === 'create' ? at : action.creates ? `${at}/${action.verb}` : `${at}/{id}/${action.verb}`
    paths[path] = { ...(action.creates ? {} : { parameters: [id] }), ...paths[path], post: verbOperation(noun, action) }
  }
  return paths
}

function verbOperation(noun: Noun, { verb, says, allow, creates, input }: Action): Record<string, unknown> {
  const asked = operation(`${noun.noun}.${verb}`, says, noun.chapter, creates ? ['idempotencyKey'] : ['idempotencyKey', 'ifMatch'])
  return {
    ...asked,
    description: `Takes the role ${allow} or higher.`,
    requestBody: { content: { 'application/json': { schema: inputSchema(input, verb === 'edit') } } },
    responses: { [creates ? 201 : 200]: json(schemaOf(noun.noun)), ...problems },
  }
}

function metricPath(key: string, { name, question, says }: Metric): Record<string, unknown> {
  const measured = operation(`measure.${key}`, `${name}. ${question}`, 'measure', ['day', 'from', 'to', 'grain', 'window', 'by', 'policy', 'knownAt'])
  return { get: { ...measured, description: says } }
}

type ParameterName = keyof typeof parameters

const operation = (operationId: string, summary: string, tag: string, names: readonly ParameterName[] = [], answer: JsonSchema = { type: 'object' }) => ({
  operationId,
  summary,
  tags: [tag],
  parameters: names.map((name) => ({ $ref: `#/components/parameters/${name}` })),
  responses: { 200: json(answer), ...problems },
})
const json = (schema: JsonSchema) => ({ description: 'Done.', content: { 'application/json': { schema } } })
const schemaOf = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` })
const problems = { '4XX': { $ref: '#/components/responses/Problem' }, '5XX': { $ref: '#/components/responses/Problem' } }
const pageOf = (items: JsonSchema): JsonSchema => ({
  type: 'object',
  required: ['items', 'next', 'total'],
  properties: { items: { type: 'array', items }, next: { type: ['string', 'null'] }, total: { type: 'integer' } },
})

const query = (name: string, description: string, schema: JsonSchema = { type: 'string' }) => ({ name, in: 'query', schema, description })
const header = (name: string, description: string, schema: JsonSchema = { type: 'string' }) => ({ name, in: 'header', schema, description })
const parameters = {
  q: query('q', 'Words that a row must hold.'),
  question: query('q', 'NRR by segment last 4 quarters; why did activation drop in March?'),
  sort: query('sort', 'A field; with “-” for descending.'),
  cursor: query('cursor', '“next” of the page before.'),
  limit: query('limit', 'How many, up to 500; up to 5,000 with “fields”.', { type: 'integer', minimum: 1, maximum: 5000 }),
  fields: query('fields', 'Only these fields, separated by commas, beside id, key, version and times: title,stage.'),
  archived: query('archived', 'Archived rows too.', { type: 'boolean' }),
  asOf: query('asOf', 'A past day or instant: answers from the history.'),
  before: query('before', 'Only changes older than this one.', { type: 'integer' }),
  day: query('asOf', 'A day: 2024-12-31.'),
  period: query('period', 'The period that is told: 2024-12, 2024-Q4.'),
  neededPeriod: { ...query('period', 'The period that is told: 2024-12, 2024-Q4.'), required: true },
  against: query('against', 'The period before; without it, the one before.'),
  target: { ...query('target', 'The value wanted; a share as a fraction.', { type: 'number' }), required: true },
  property: { ...query('property', 'A property as queries write it: account.plan, event.surface.'), required: true },
  timelineOf: { ...query('of', 'Whose events.', { enum: ['person', 'account'] }), required: true },
  timelineId: { ...query('id', 'Its id in the events.'), required: true },
  segment: query('segment', 'A part of the business: Enterprise, or segment=Enterprise.'),
  ofMetric: query('metric', 'Only the targets of this metric, with the lines that they draw.'),
  from: query('from', 'First day.'),
  to: query('to', 'Last day.'),
  grain: query('grain', 'The length of a period.', { enum: ['day', 'week', 'month', 'quarter'] }),
  window: query('window', 'Trailing window: 12m, 28d.'),
  by: query('by', 'A dimension of the metric, or two that are crossed: segment,region.'),
  policy: query('policy', 'A preset, or switches as JSON.'),
  knownAt: query('knownAt', 'Only facts recorded by this instant.'),
  idempotencyKey: header('Idempotency-Key', 'A repeat with the same key has one effect, and the same answer for seven days.', {
    type: 'string',
    minLength: 1,
    maxLength: 200,
  }),
  ifMatch: header('If-Match', 'The version that you saw; a stale one is a 412 with the current row.'),
}

const feed = 'Every change, newest first; as text/event-stream, the feed of changes as they happen.'
const seq = { name: 'seq', in: 'path', required: true, schema: { type: 'integer', minimum: 1 }, description: 'The number of the change.' }
const verified = 'Walk the hash chain of all changes and name the first line that does not fit.'
const texts: JsonSchema = { type: 'array', items: { type: 'string' } }
const asked: JsonSchema = {
  type: 'object',
  properties: {
    metrics: texts,
    groupBy: texts,
    where: texts,
    grain: { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
    orderBy: texts,
    limit: { type: 'integer' },
    kind: {
      enum: ['trend', 'funnel', 'retention', 'stickiness', 'lifecycle', 'paths', 'activation', 'adoption', 'cohort'],
      description: 'A question about events, with the fields of its kind (docs/guide/analytics.md).',
    },
    range: { type: 'object' },
  },
}
const drilled: JsonSchema = {
  type: 'object',
  required: ['query', 'drill'],
  properties: { query: { type: 'object' }, drill: { type: 'string', description: 'As the answer names it: step:2.' }, side: { enum: ['in', 'dropped'] } },
}
const drilling = operation('query.drill', 'The actors behind a number of an answer about events, and the definitions that keep them as a cohort.', 'measure')
const questioned = operation('query', 'Facts and metrics by any dimension; a question without an exact answer is a problem.', 'measure')
const inWords =
  'Ask in words: an answer with its proof, choices where it is tied, or a refusal by a code. Without q, five questions that can be answered today.'
/** What stands behind a metric and beside it; each is described once, for every metric. */
const beside = [
  ['definition', 'What the metric says of itself: question, formula, dimensions, guardrails; of the code or of people.', []],
  [
    'explain',
    'Why it moved between two periods: rate and mix by every dimension, movements of revenue, the Simpson flag.',
    ['day', 'period', 'against', 'window', 'policy'],
  ],
  ['behind', 'The accounts or rows behind one period.', ['day', 'neededPeriod', 'window', 'policy']],
  ['forecast', 'Where it is heading: fan, chance to hit the target, pace needed, how the method did on the past.', ['day', 'segment']],
  ['health', 'Its health by parts, and its place on the maturity ladder.', ['day']],
  ['restatement-log', 'How often, and by how much, its figures of frozen reviews read differently today: since when, and why.', []],
  ['record', 'Entry, owner, where it is used, and the imports that brought its rows.', []],
  ['policies', 'The same ledger under every published convention.', ['day']],
  ['target-check', 'What a target asks: reached how often, inside the limits, the n that a survey needs.', ['target', 'segment']],
] as const
const boards = [
  ['scorecard', 'Every metric against its target, with limits, state and reason.', ['day']],
  ['scorecard/role', 'The 21 measures of a VP of Product; /api/v1/scorecard/role.csv is the same as a table.', ['day']],
  ['signals', 'What broke its limits, failed a check, spent its budget or will cross its target; false alarms to expect.', ['day']],
  ['tree', 'The metric tree with live values, identities checked and beliefs scored.', ['day']],
  ['quality', 'Faults that checks found in the rows, and the metrics that they touch.', []],
  ['quality/overview', 'Feeds, findings, health, maturity and what metrics wait for.', []],
  ['policies/compare', 'One ledger under several policies, the difference switch by switch.', ['day']],
  ['targets', 'Every target, its baseline, what its path asks now and how it stands; /api/v1/targets.csv is the same as a sheet.', ['day', 'ofMetric']],
  ['today', 'What needs you, what moved, what is routine.', ['day']],
  ['following', 'The saved questions that you subscribed to, each in its latest complete period, and those that ask for a look.', ['day']],
] as const

function measurePaths(keys: readonly string[]): Record<string, unknown> {
  const metric = { name: 'metric', in: 'path', required: true, schema: { type: 'string', examples: keys.slice(0, 3) }, description: 'A metric’s key.' }
  return Object.fromEntries([
    ...beside.map(([name, says, asks]) => [
      `/api/v1/metrics/{metric}/${name}`,
      { parameters: [metric], get: operation(`metric.${name}`, says, 'measure', asks) },
    ]),
    ...boards.map(([name, says, asks]) => [`/api/v1/${name}`, { get: operation(`measure.${name.replace('/', '.')}`, says, 'measure', asks) }]),
  ])
}

const sheet: JsonSchema = {
  type: 'object',
  required: ['text'],
  properties: {
    text: { type: 'string', description: 'CSV with a column “metric”, and “target” with “by” or “month”, or a column for each period.' },
    file: { type: 'string' },
    dryRun: { type: 'boolean', description: 'Only say what would change.' },
    agree: { type: 'boolean', description: 'Agree what has a baseline; otherwise new targets are drafts.' },
    why: { type: 'string' },
  },
}
const pathId = { name: 'id', in: 'path', required: true, schema: { type: 'string' }, description: 'The key or the id of the record.' }
const sent = (operationId: string, summary: string, properties: Readonly<Record<string, JsonSchema>>, required: readonly string[]) => ({
  post: {
    ...operation(operationId, summary, 'events'),
    requestBody: { content: { 'application/json': { schema: { type: 'object', required, properties } } } },
  },
})
const oneText: JsonSchema = { type: 'string' }
const ids: JsonSchema = { type: 'array', maxItems: 1000, items: { type: 'string' } }
const kind: JsonSchema = {
  type: 'object',
  description: 'In place of ids, never with them: all that wait of a kind and arrived until an instant.',
  required: ['class', 'source', 'until'],
  properties: {
    class: oneText,
    source: oneText,
    field: { type: ['string', 'null'] },
    until: { type: 'string', format: 'date-time', description: 'The newest “receivedAt” that was seen of the kind; what arrived later is left as it is.' },
  },
}
/** Sources of events, what arrives and what waits. Events themselves are sent to the addresses of docs/guide/send-events.md, with a key of a source. */
const eventPaths = {
  '/api/v1/events/live': { get: operation('events.live', 'Sources with their figures, the newest events, and what waits.', 'events') },
  '/api/v1/events/sources': sent('events.register', 'A new source; the answer holds its key, once.', { name: oneText, sdk: oneText }, ['name']),
  '/api/v1/events/sources/{id}/key': { parameters: [pathId], post: operation('eventSource.newKey', 'A new key for a source; the old one is dead.', 'events') },
  '/api/v1/events/held': {
    get: operation(
      'events.held',
      'Events in quarantine: the 50 largest kinds, how many there are of each and the newest with their reasons; the rest is counted.',
      'events',
    ),
  },
  '/api/v1/events/held/replay': sent(
    'events.replay',
    'Send held events through their road again, with their own names and moments: of a kind 5,000 at a time, from the oldest on.',
    { ids, kind, cursor: { type: 'string', description: '“next” of the answer before; it is null when all of the kind were tried.' } },
    [],
  ),
  '/api/v1/events/held/dismiss': sent(
    'events.dismiss',
    'Say that held events are not wanted; the answer is how many of them waited until now.',
    { ids, kind },
    [],
  ),
  '/api/v1/events/plan': { get: operation('events.plan', 'The tracking plan beside what came in 30 days: coverage, drift, violations.', 'events') },
  '/api/v1/events/plan/import': sent('events.importPlan', 'A plan from JSON Schema, Iglu, Segment or ODCS.', { text: oneText, dryRun: { type: 'boolean' } }, [
    'text',
  ]),
  '/api/v1/events/plan/accept': sent('events.acceptUnplanned', 'Take an event that came without a plan into it.', { name: oneText }, ['name']),
  '/api/v1/events/plan/schema.json': { get: operation('events.planSchema', 'The plan as JSON Schema.', 'events') },
  '/api/v1/events/plan/events.ts': { get: operation('events.planTypes', 'The plan as typed constants of TypeScript.', 'events') },
  '/api/v1/events/persons/forget': sent('events.forget', 'Blank everything that names a person, in the past too.', { person: oneText }, ['person']),
  '/api/v1/events/persons/merge': sent('events.merge', 'Say that two persons are one.', { person: oneText, other: oneText }, ['person', 'other']),
  '/api/v1/events/persons/unmerge': sent('events.unmerge', 'Take a merge back.', { person: oneText, other: oneText }, ['person', 'other']),
}

const recordPaths = {
  '/api/v1/targets/import': {
    post: {
      ...operation('targets.import', 'Bring in a sheet of targets: new ones, changes and revisions, line by line.', 'measure'),
      requestBody: { content: { 'application/json': { schema: sheet } } },
    },
  },
  '/api/v1/query': { post: { ...questioned, requestBody: { content: { 'application/json': { schema: asked } } } } },
  '/api/v1/query/drill': { post: { ...drilling, requestBody: { content: { 'application/json': { schema: drilled } } } } },
  '/api/v1/query/vocabulary': {
    get: operation('query.vocabulary', 'Names that a question about events may use: events with how often they came, and properties.', 'measure'),
  },
  '/api/v1/query/values': {
    get: operation('query.values', 'The values of a property (account.plan) with how many bear each, the commonest first.', 'measure', ['property']),
  },
  '/api/v1/query/marks': {
    get: operation('query.marks', 'Releases, incidents and notes between two days: what may explain a line.', 'measure', ['from', 'to']),
  },
  '/api/v1/query/timeline': {
    get: operation('query.timeline', 'What one person or one account did last, newest first.', 'measure', ['timelineOf', 'timelineId']),
  },
  '/api/v1/market': {
    get: operation('market.overview', 'Where we play: segments with live members, ideal customers by fit, jobs by opportunity, competitors.', 'strategy', [
      'day',
    ]),
  },
  '/api/v1/market/attributes': {
    get: operation('market.attributes', 'What the rule of a segment may ask of accounts, with the values that they bear.', 'strategy'),
  },
  '/api/v1/market/segments/{id}': {
    parameters: [pathId],
    get: operation('segment.members', 'The accounts of a segment today, what they pay, and their retention by quarter.', 'strategy', ['day']),
  },
  '/api/v1/market/try': {
    post: {
      ...operation('market.try', 'What a rule says and whom it takes in, before a segment is kept.', 'strategy'),
      requestBody: { content: { 'application/json': { schema: { type: 'object', required: ['rule'], properties: { rule: { type: 'object' } } } } } },
    },
  },
  '/api/v1/accounts/{id}/overview': {
    parameters: [pathId],
    get: operation('account.overview', 'An account in use: weeks, events, people, health by signs, and what happened, newest first.', 'measure', ['day']),
  },
  '/api/v1/features/{id}/use': {
    parameters: [pathId],
    get: operation('feature.use', 'The question that tells a feature’s adoption by eligible accounts, or why it cannot be asked.', 'measure'),
  },
  ...eventPaths,
  '/api/v1/ask': { get: operation('record.ask', inWords, 'measure', ['question', 'day']) },
  '/api/v1/search': { get: operation('record.search', 'Find records of any kind by words or key.', 'record', ['q', 'limit']) },
  '/api/v1/changes': { get: operation('record.changes', feed, 'record', ['before', 'limit']) },
  '/api/v1/changes/{seq}/undo': { parameters: [seq], post: operation('record.undo', 'Take one change back by a new change.', 'record') },
  '/api/v1/audit/verify': { get: operation('record.verify', verified, 'record') },
}

const sharingPaths = sharingOperations(operation, parameters)

const textProperties = (...names: string[]): JsonSchema => Object.fromEntries(names.map((name) => [name, { type: 'string' }]))
const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code'],
  properties: { ...textProperties('type', 'title', 'detail', 'hint', 'code', 'field'), status: { type: 'integer' } },
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
  const instant = { type: 'string', format: 'date-time' }
  const times = { createdAt: instant, updatedAt: instant, archivedAt: { ...instant, type: ['string', 'null'] } }
  const stamps = {
    id: { type: 'string', format: 'uuid' },
    key: { type: 'string' },
    version: { type: 'integer' },
    ...times,
    source: { type: ['object', 'null'] },
    custom: { type: 'object' },
  }
  const fields = Object.fromEntries(Object.entries(noun.fields).map(([name, f]) => [name, orNull(f)]))
  return { type: 'object', description: noun.says, required: Object.keys(stamps), properties: { ...stamps, ...fields } }
}
