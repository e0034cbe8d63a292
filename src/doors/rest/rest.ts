import { Hono } from 'hono'
import { Problem } from '#kernel'
import { askRoutes } from './ask.ts'
import { openApi } from './openapi.ts'
import { definitionRoutes } from './definitions.ts'
import type { Door, House, Vars } from './door.ts'
import { eventRoutes } from './events.ts'
import { explainRoutes } from './explain.ts'
import { exportRoutes } from './exports.ts'
import { importRoutes } from './imports.ts'
import { metricRoutes } from './metrics.ts'
import { targetRoutes } from './targets.ts'
import { nounRoutes } from './nouns.ts'
import { answerProblem } from './problem.ts'
import { marketRoutes } from './market.ts'
import { planRoutes } from './plan.ts'
import { queryRoutes } from './query.ts'
import { recordRoutes } from './record.ts'
import { reviewRoutes } from './reviews.ts'
import { sessionRoutes } from './session.ts'
import { settingsRoutes } from './settings.ts'
import { sharingRoutes } from './sharing.ts'

const open = [/^\/api\/v1\/session$/, /^\/api\/v1\/welcome\//, /^\/api\/v1\/shared\/[^/]+$/, /^\/api\/openapi\.json$/, /^\/(healthz|readyz)$/]
/** Pages that people open by a link alone: no search engine lists them and nothing keeps them. */
const forVisitors = /^\/(api\/v1\/)?shared\//
const unlisted: Readonly<Record<string, string>> = { 'x-robots-tag': 'noindex, nofollow', 'cache-control': 'no-store' }
const personal = [/^\/api\/v1\/me$/, /^\/api\/v1\/sessions$/, /^\/api\/v1\/password$/]

/** The REST door: who asks, in which workspace, may it; then the routes translate. Everything under /api that no route knows is a 404 problem. */
export function restDoor(house: House): Door {
  const door: Door = new Hono<Vars>()
  door.use('*', async (c, next) => {
    c.set('request', crypto.randomUUID())
    await next()
    for (const [name, value] of Object.entries(headers)) c.res.headers.set(name, value)
    if (forVisitors.test(c.req.path)) for (const [name, value] of Object.entries(unlisted)) c.res.headers.set(name, value)
    if (c.req.path.startsWith('/api') && !c.res.headers.has('cache-control')) c.res.headers.set('cache-control', 'no-store')
  })
  door.use('/api/*', async (c, next) => {
    assertSameOrigin(c.req.method, c.req.header('origin'), c.req.header('host'), c.req.header('authorization'))
    if (open.some((path) => path.test(c.req.path))) return await next()
    const isPersonal = personal.some((path) => path.test(c.req.path))
    const wanted = c.req.header('x-workspace') ?? c.req.query('workspace') ?? null
    const person = await house.identity.authenticate(c.req.raw.headers, isPersonal ? undefined : wanted)
    if (!person) throw new Problem('forbidden', 'You are not signed in.', 'Sign in, or send a key as Authorization: Bearer tl_….', { code: 'unauthenticated' })
    c.set('person', person)
    if (!isPersonal) c.set('scope', await house.workspaces.enter(person, wanted, person.via === 'key' ? 'key' : 'rest'))
    return await next()
  })
  door.get('/healthz', (c) => c.json({ alive: true }))
  door.get('/api/openapi.json', (c) => c.json(openApi(house.registry, house.version)))
  sessionRoutes(door, house)
  definitionRoutes(door, house)
  eventRoutes(door, house)
  metricRoutes(door, house)
  targetRoutes(door, house)
  explainRoutes(door, house)
  queryRoutes(door, house)
  planRoutes(door, house)
  marketRoutes(door, house)
  askRoutes(door, house)
  importRoutes(door, house)
  reviewRoutes(door, house)
  settingsRoutes(door, house)
  sharingRoutes(door, house)
  exportRoutes(door, house)
  recordRoutes(door)
  door.all('/api/mcp', (c) => house.assistant(c.get('scope'), c.req.raw))
  nounRoutes(door, house)
  door.all('/api/*', () => {
    throw new Problem('missing', 'There is nothing at this address.', 'See /api/openapi.json.')
  })
  door.onError((error, c) => answerProblem(error, house.logFailure, c.get('request')))
  return door
}

/** A cookie must not act for another site: writes by a browser come from our own origin. Keys are not cookies and may come from anywhere. */
function assertSameOrigin(method: string, origin: string | undefined, host: string | undefined, authorization: string | undefined): void {
  if (method === 'GET' || method === 'HEAD' || origin === undefined || authorization !== undefined) return
  if (URL.parse(origin)?.host !== host)
    throw new Problem('forbidden', 'This request came from another site.', 'Open Throughline itself.', { code: 'cross-site' })
}

const headers: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
}
