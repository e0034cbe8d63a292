import { jsonBody } from './body.ts'
import type { Door, House } from './door.ts'

/** Where we play: segments with their live members, ideal customers, jobs and competitors. */
export function marketRoutes(door: Door, { market }: House): void {
  door.get('/api/v1/market', async (c) => c.json(await market.overview(c.get('scope'), c.req.query('asOf'))))
  door.get('/api/v1/market/attributes', async (c) => c.json({ items: await market.attributes(c.get('scope')) }))
  door.get('/api/v1/market/segments/:id', async (c) => c.json(await market.segment(c.get('scope'), c.req.param('id'), c.req.query('asOf'))))
  door.post('/api/v1/market/try', async (c) => c.json(await market.tryRule(c.get('scope'), (await jsonBody(c))['rule'])))
}
