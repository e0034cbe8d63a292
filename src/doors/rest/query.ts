import { jsonBody } from './body.ts'
import type { Door, House } from './door.ts'

/** One question over the facts and metrics of the workspace; it reads, and a key that may only read may ask it. */
export function queryRoutes(door: Door, house: House): void {
  door.post('/api/v1/query', async (c) => c.json(await house.query(c.get('scope'), await jsonBody(c))))
  door.get('/api/v1/query/vocabulary', async (c) => c.json(await house.vocabulary(c.get('scope'))))
  door.post('/api/v1/query/drill', async (c) => c.json(await house.drill(c.get('scope'), await jsonBody(c))))
}
