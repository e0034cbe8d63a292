import { Problem, type Grain, type MeasureRequest } from '#kernel'
import { jsonBody } from './body.ts'
import type { Door, House, RestCall } from './door.ts'

/** Measurements: a number with its proof, the accounts behind it, the scorecard, Today. Registered before the noun routes: a kebab-case name is a metric, an id is an object. */
export function metricRoutes(door: Door, house: House): void {
  door.get('/api/v1/metrics/:key{[a-z][a-z0-9]*(-[a-z0-9]+)*}', async (c, next) =>
    house.registry.metrics.has(c.req.param('key')) ? c.json(await c.get('scope').measure(requestOf(c))) : await next(),
  )
  door.get('/api/v1/metrics/:key{[a-z][a-z0-9]*(-[a-z0-9]+)*}/behind', async (c) => {
    const [period, movement] = [c.req.query('period'), c.req.query('movement')]
    if (!period) throw new Problem('invalid', '“period” is required, such as 2024-12.')
    return c.json({ items: await c.get('scope').behind({ ...requestOf(c), period, ...(movement ? { movement } : {}) }) })
  })
  door.get('/api/v1/metrics/:key{[a-z][a-z0-9]*(-[a-z0-9]+)*}/definition', async (c) => c.json(await house.metric(c.get('scope'), c.req.param('key'))))
  door.get('/api/v1/metrics/:key{[a-z][a-z0-9]*(-[a-z0-9]+)*}/policies', async (c) =>
    c.json({ items: await house.policies(c.get('scope'), c.req.param('key'), c.req.query('asOf')) }),
  )
  door.get('/api/v1/metrics/:key{[a-z][a-z0-9]*(-[a-z0-9]+)*}/forecast', async (c) => {
    const { asOf, segment } = c.req.query()
    return c.json(await house.targets.forecast(c.get('scope'), c.req.param('key'), { ...(asOf ? { asOf } : {}), ...(segment ? { segment } : {}) }))
  })
  door.get('/api/v1/metrics/:key{[a-z][a-z0-9]*(-[a-z0-9]+)*}/health', async (c) =>
    c.json(await house.health(c.get('scope'), c.req.param('key'), c.req.query('asOf'))),
  )
  door.get('/api/v1/metrics/:key{[a-z][a-z0-9]*(-[a-z0-9]+)*}/restatement-log', async (c) =>
    c.json(await house.restatements(c.get('scope'), c.req.param('key'))),
  )
  door.get('/api/v1/metrics/:key{[a-z][a-z0-9]*(-[a-z0-9]+)*}/target-check', async (c) => {
    const [target, upper, periods] = [numberIn(c, 'target'), numberIn(c, 'upper'), numberIn(c, 'periods')]
    if (target === null)
      throw new Problem('invalid', '“target” is required, as a number.', 'Write a share as a fraction: 0.9 is 90%.', { at: { field: 'target' } })
    return c.json(await house.targets.check(c.get('scope'), c.req.param('key'), { target, upper, periods, segment: c.req.query('segment') || null }))
  })
  door.post('/api/v1/measure', async (c) => {
    const body = await jsonBody(c)
    if (typeof body['metric'] !== 'string') throw new Problem('invalid', '“metric” is required.')
    return c.json(await c.get('scope').measure({ ...body, metric: body['metric'] }))
  })
  door.get('/api/v1/scorecard', async (c) => c.json(await house.scorecard(c.get('scope'), c.req.query('asOf'))))
  door.get('/api/v1/scorecard/role', async (c) => c.json(await house.roleCard.of(c.get('scope'), c.req.query('asOf'))))
  door.get('/api/v1/scorecard/role.csv', async (c) =>
    c.body(await house.roleCard.csv(c.get('scope'), c.req.query('asOf')), 200, {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="scorecard.csv"',
    }),
  )
  door.get('/api/v1/signals', async (c) => c.json(await house.signals(c.get('scope'), c.req.query('asOf'))))
  door.get('/api/v1/today', async (c) => c.json(await house.today(c.get('scope'), c.req.query('asOf'))))
  door.get('/api/v1/following', async (c) => c.json(await house.following(c.get('scope'), c.req.query('asOf'))))
  door.get('/api/v1/quality/overview', async (c) => c.json(await house.quality(c.get('scope'))))
  door.get('/api/v1/quality', async (c) => c.json({ items: await c.get('scope').quality() }))
}

function numberIn(c: RestCall, name: string): number | null {
  const text = c.req.query(name)
  if (text === undefined || text.trim() === '') return null
  const value = Number(text)
  if (!Number.isFinite(value)) throw new Problem('invalid', `“${text}” is not a number.`, 'Write 0.9 or 1500.', { at: { field: name } })
  return value
}

export function requestOf(c: RestCall): MeasureRequest {
  const { asOf, from, to, grain, window, by, policy, knownAt } = c.req.query()
  return {
    metric: c.req.param('key') ?? '',
    ...(asOf ? { asOf } : {}),
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
    ...(isGrain(grain) ? { grain } : grain ? refuseGrain(grain) : {}),
    ...(window ? { window } : {}),
    ...(by ? { by } : {}),
    ...(policy ? { policy: policyOf(policy) } : {}),
    ...(knownAt ? { knownAt } : {}),
  }
}

const isGrain = (grain: string | undefined): grain is Grain => grain === 'day' || grain === 'week' || grain === 'month' || grain === 'quarter'
const refuseGrain = (grain: string): never => {
  throw new Problem('invalid', `“${grain}” is not a grain.`, 'Use day, week, month or quarter.')
}

/** A preset's name, or switches as JSON. */
export function policyOf(text: string): unknown {
  if (!text.startsWith('{')) return text
  try {
    return JSON.parse(text)
  } catch {
    throw new Problem('invalid', 'The policy is not JSON.', 'Give a preset’s name, or {"switch": "value"}.')
  }
}
