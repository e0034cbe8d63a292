import { isRecord, Problem, type AnyRow, type Noun, type Query } from '#kernel'
import type { Scope } from '#runtime/scope.ts'
import { ifMatch, jsonBody } from './body.ts'
import type { Door, House, RestCall } from './door.ts'
import { keptAnswers } from './keptAnswers.ts'

const own = new Set(['q', 'sort', 'limit', 'cursor', 'asOf', 'archived', 'workspace', 'fields'])

/** Every noun gets the same routes: list, read, history, create, and one for each verb. */
export function nounRoutes(door: Door, house: House): void {
  const kept = keptAnswers()
  for (const noun of house.registry.nouns.values()) {
    const at = `/api/v1/${noun.plural}`
    door.get(at, async (c) => {
      const fields = fieldsOf(noun, c.req.query('fields'))
      const answer = await kept.of(nameOf(c, noun.noun), () => (fields ? shortRows(c, noun, fields) : c.get('scope').read(noun.noun, queryOf(c))))
      return c.body(answer, 200, { 'content-type': 'application/json' })
    })
    door.get(`${at}/:id`, async (c) => {
      const row = await c.get('scope').one(noun.noun, c.req.param('id'), c.req.query('asOf'))
      return c.json(row, 200, { etag: `"${row.version}"` })
    })
    door.get(`${at}/:id/history`, async (c) => {
      const row = await c.get('scope').one(noun.noun, c.req.param('id'))
      const page = await c.get('scope').changes({ noun: noun.noun, object: row.id, ...beforeOf(c) })
      return c.json({ items: page.items.map(shown), next: page.next })
    })
    door.post(at, (c) => performed(c, noun.noun, 'create', 201))
    for (const { verb, creates, inner } of house.registry.actions(noun.noun)) {
      if (inner || (creates && verb === 'create')) continue
      if (creates) door.post(`${at}/${verb}`, (c) => performed(c, noun.noun, verb, 201))
      else door.post(`${at}/:id/${verb}`, (c) => performed(c, noun.noun, verb, 200))
    }
  }
}

const [mostRows, mostShortRows] = [500, 5000]

/** The fields that are asked for; null for whole rows. Throws a Problem, invalid, for a field that the noun does not have. */
function fieldsOf(noun: Noun, asked: string | undefined): readonly string[] | null {
  if (asked === undefined || asked === '') return null
  const names = asked.split(',')
  const stranger = names.find((name) => !Object.hasOwn(noun.fields, name))
  if (stranger !== undefined)
    throw new Problem('invalid', `${noun.plural} have no field “${stranger}”.`, `There are ${Object.keys(noun.fields).join(', ')}.`, {
      at: { field: 'fields' },
    })
  return names
}

/** Rows with some of their fields, beside what tells one row from another: short enough that one answer holds thousands. */
async function shortRows(c: RestCall, noun: Noun, fields: readonly string[]): Promise<unknown> {
  const { limit = 50, ...query } = queryOf(c, [], mostShortRows)
  const items: AnyRow[] = []
  let page: { readonly next: string | null; readonly total: number } = { next: query.cursor ?? null, total: 0 }
  do {
    const read: Awaited<ReturnType<Scope['read']>> = await c.get('scope').read(noun.noun, {
      ...query,
      limit: Math.min(mostRows, limit - items.length),
      ...(page.next ? { cursor: page.next } : {}),
    })
    items.push(...read.items)
    page = read
  } while (page.next && items.length < limit)
  const short = ({ id, key, version, updatedAt, archivedAt, ...row }: AnyRow) => ({
    id,
    key,
    version,
    updatedAt,
    archivedAt,
    ...Object.fromEntries(fields.map((name) => [name, row[name] ?? null])),
  })
  return { items: items.map(short), next: page.next, total: page.total }
}

/** What the answer to a list depends on. A day of the past means another instant in another time zone and is read from the history: such answers are not kept. */
function nameOf(c: RestCall, noun: string): string | null {
  const { workspace, me } = c.get('scope')
  const { head } = c.get('person')
  const isKnown = head?.startsWith(`${workspace.id}:`) === true && c.req.query('asOf') === undefined
  return isKnown ? JSON.stringify([head, me.role, noun, new URL(c.req.url).search]) : null
}

async function performed(c: RestCall, noun: string, verb: string, status: 200 | 201): Promise<Response> {
  const [id, version, key] = [c.req.param('id'), ifMatch(c), c.req.header('idempotency-key')]
  const { why, ...input } = splitWhy(await jsonBody(c))
  const found = id === undefined || /^[0-9a-f-]{36}$/.test(id) ? id : (await c.get('scope').one(noun, id)).id
  const order = {
    noun,
    verb,
    target: { ...(found ? { id: found } : {}), ...(version === undefined ? {} : { version }) },
    input: input.input,
    ...(why ? { why } : {}),
  }
  const row = await c.get('scope').order(order, key ? { idempotencyKey: key } : {})
  return c.json(row, status, { etag: `"${row.version}"` })
}

/** A verb's reason may ride along as `_why`; it is no field. */
function splitWhy(body: Record<string, unknown>): { why: string | null; input: Record<string, unknown> } {
  const { _why: why, ...input } = body
  return { why: typeof why === 'string' ? why.slice(0, 2000) : null, input }
}

/** ?stage=live&owner=a,b&startedOn[gte]=2026-01-01&q=words&sort=-updatedAt */
export function queryOf(c: RestCall, apart: readonly string[] = [], most = mostRows): Query {
  const params = c.req.query()
  const filter: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(params)) {
    if (own.has(name) || apart.includes(name)) continue
    const parts = /^([\w.]+)\[(\w+)\]$/.exec(name)
    const field = parts?.[1]
    const operator = parts?.[2]
    if (field && operator) filter[field] = { ...(isRecord(filter[field]) ? filter[field] : {}), [operator]: value === 'null' ? null : value }
    else filter[name] = value === 'null' ? null : value.includes(',') ? value.split(',') : value
  }
  const limit = params['limit'] === undefined ? undefined : Number(params['limit'])
  if (limit !== undefined && !(limit >= 1 && limit <= most)) throw new Problem('invalid', `limit must lie between 1 and ${most}.`)
  return {
    filter,
    ...(params['q'] ? { search: params['q'] } : {}),
    ...(params['sort'] ? { sort: params['sort'] } : {}),
    ...(limit ? { limit } : {}),
    ...(params['cursor'] ? { cursor: params['cursor'] } : {}),
    ...(params['asOf'] ? { asOf: params['asOf'] } : {}),
    archived: params['archived'] === 'true',
  }
}

export function beforeOf(c: RestCall): { before?: number; limit?: number } {
  const [before, limit] = [Number(c.req.query('before')), Number(c.req.query('limit'))]
  return { ...(before > 0 ? { before } : {}), ...(limit > 0 ? { limit } : {}) }
}

/** A line of the record as people read it. */
export function shown<T extends { seq: number; recordedAt: string; actor: string | null; actorName: string; id: string; key: string }>({
  recordedAt,
  actor,
  actorName,
  id,
  key,
  ...rest
}: T) {
  return { ...rest, at: recordedAt, actor: { id: actor, name: actorName }, object: { id, key } }
}
