import { isRecord, parseInstant, Problem } from '#kernel'
import { jsonBody, optionalText, textIn } from './body.ts'
import type { Door, HeldChoice, House } from './door.ts'

/** Sources of events with their keys, what arrives, and what waits. Events themselves come in by the door doors/ingest. */
export function eventRoutes(door: Door, { events }: House): void {
  door.get('/api/v1/events/live', async (c) => c.json(await events.live(c.get('scope'))))
  door.post('/api/v1/events/sources', async (c) => c.json(await events.register(c.get('scope'), await jsonBody(c)), 201))
  door.post('/api/v1/events/sources/:id/key', async (c) => c.json(await events.renewKey(c.get('scope'), c.req.param('id'))))
  door.get('/api/v1/events/held', async (c) => c.json(await events.held(c.get('scope'))))
  door.post('/api/v1/events/held/replay', async (c) => {
    const body = await jsonBody(c)
    return c.json(await events.replay(c.get('scope'), chosenIn(body), optionalText(body, 'cursor') ?? null))
  })
  door.post('/api/v1/events/held/dismiss', async (c) => c.json(await events.dismiss(c.get('scope'), chosenIn(await jsonBody(c)))))
  door.get('/api/v1/events/plan', async (c) => c.json(await events.plan(c.get('scope'))))
  door.post('/api/v1/events/plan/import', async (c) => {
    const body = await jsonBody(c)
    return c.json(await events.importPlan(c.get('scope'), textIn(body, 'text'), body['dryRun'] === true))
  })
  door.post('/api/v1/events/plan/accept', async (c) => c.json(await events.acceptUnplanned(c.get('scope'), textIn(await jsonBody(c), 'name')), 201))
  door.get('/api/v1/events/plan/:file{schema\\.json|events\\.ts}', async (c) => {
    const isCode = c.req.param('file') === 'events.ts'
    const text = await events.exportPlan(c.get('scope'), isCode ? 'typescript' : 'json-schema')
    return c.body(text, 200, {
      'content-type': isCode ? 'text/plain; charset=utf-8' : 'application/schema+json',
      'content-disposition': `attachment; filename="${isCode ? 'events.ts' : 'events.schema.json'}"`,
    })
  })
  door.post('/api/v1/events/persons/forget', async (c) => c.json(await events.forget(c.get('scope'), textIn(await jsonBody(c), 'person'))))
  door.post('/api/v1/events/persons/merge', async (c) => {
    const body = await jsonBody(c)
    return c.json(await events.merge(c.get('scope'), 'alias', textIn(body, 'person'), textIn(body, 'other')))
  })
  door.post('/api/v1/events/persons/unmerge', async (c) => {
    const body = await jsonBody(c)
    return c.json(await events.merge(c.get('scope'), 'unmerge', textIn(body, 'person'), textIn(body, 'other')))
  })
}

/** Held events by their ids, or those of a kind that arrived until an instant: `{ kind: { class, source, field, until } }`. */
function chosenIn(body: Readonly<Record<string, unknown>>): HeldChoice {
  const { ids, kind } = body
  if (ids !== undefined && kind !== undefined)
    throw new Problem('invalid', 'Held events are named by “ids” or by a “kind”, not by both.', 'Leave one of them out.', { at: { field: 'kind' } })
  if (isRecord(kind)) {
    const field = typeof kind['field'] === 'string' ? kind['field'] : null
    return { kind: { class: textIn(kind, 'class'), source: textIn(kind, 'source'), field, until: parseInstant(textIn(kind, 'until')) } }
  }
  if (!Array.isArray(ids) || ids.length > 1_000 || !ids.every((id) => typeof id === 'string'))
    throw new Problem('invalid', 'Name the held events as a list “ids” of at most 1,000, or as a “kind”.', '', { at: { field: 'ids' } })
  return { ids: ids.map(String) }
}
