import { isRecord, Problem } from '#kernel'
import type { Registry } from '#runtime/registry.ts'
import { ifMatch, jsonBody } from './body.ts'
import type { DefinitionHouse } from './definedMetrics.ts'
import type { Door } from './door.ts'
import { requestOf } from './metrics.ts'

const key = ':key{[a-z][a-z0-9]*(?:-[a-z0-9]+)*}'

/** Definitions come in as text, are previewed, compared, checked and certified. Registered before the metric routes: a defined key is measured like any other. */
export function definitionRoutes(door: Door, { definitions, registry }: { readonly definitions: DefinitionHouse; readonly registry: Registry }): void {
  const at = '/api/v1/metric-definitions'
  door.get(at, async (c) => c.json({ items: await definitions.list(c.get('scope')) }))
  door.post(at, async (c) => {
    const body = await jsonBody(c)
    const [format, why, seen] = [wordIn(body, 'format'), wordIn(body, 'why'), ifMatch(c)]
    const options = { dryRun: body['dryRun'] === true, ...(format ? { format } : {}), ...(why ? { why } : {}), ...(seen === undefined ? {} : { seen }) }
    return c.json(await definitions.import(c.get('scope'), textIn(body), options), options.dryRun ? 200 : 201)
  })
  door.post(`${at}/preview`, async (c) => c.json(await definitions.preview(c.get('scope'), textIn(await jsonBody(c)))))
  door.get(`${at}/export`, async (c) => c.json(await definitions.export(c.get('scope'), c.req.query('format') ?? 'own')))
  door.get(`${at}/${key}`, async (c) => c.json(await definitions.detail(c.get('scope'), c.req.param('key'))))
  door.get(`${at}/${key}/diff`, async (c) => c.json(await definitions.diff(c.get('scope'), c.req.param('key'), c.req.query('from'), c.req.query('to'))))
  door.get(`${at}/${key}/dependants`, async (c) => c.json({ items: await definitions.dependants(c.get('scope'), c.req.param('key')) }))
  door.post(`${at}/${key}/check`, async (c) => c.json(await definitions.check(c.get('scope'), c.req.param('key'))))
  door.post(`${at}/${key}/certify`, async (c) =>
    c.json(await definitions.certify(c.get('scope'), c.req.param('key'), wordIn(await jsonBody(c), 'why'), ifMatch(c))),
  )
  door.get(`/api/v1/metrics/${key}/restatement`, async (c) => {
    const version = c.req.query('version')
    if (!version) throw new Problem('invalid', '“version” is required: a number, or proposed.', '', { at: { field: 'version' } })
    return c.json(await definitions.restatement(c.get('scope'), c.req.param('key'), version))
  })
  door.get(`/api/v1/metrics/${key}`, async (c, next) => {
    const asked = c.req.param('key')
    if (registry.metrics.has(asked) || !(await definitions.isDefined(c.get('scope'), asked))) return await next()
    return c.json(await c.get('scope').measure(requestOf(c)))
  })
}

const wordIn = (body: Readonly<Record<string, unknown>>, name: string): string | undefined => {
  const value = body[name]
  return typeof value === 'string' && value.trim() !== '' ? value : undefined
}

/** YAML or JSON as text, or the definitions themselves. */
function textIn(body: Readonly<Record<string, unknown>>): string {
  if (typeof body['text'] === 'string') return body['text']
  const given = body['metrics'] ?? body['metric'] ?? body['definition']
  if (Array.isArray(given) || isRecord(given)) return JSON.stringify(Array.isArray(given) ? { metrics: given } : given)
  throw new Problem('invalid', 'Send the definition as “text”, or as “metrics”.', '{"text": "name: p1_ticket_share\\ntype: ratio\\n…"}', {
    at: { field: 'text' },
  })
}
