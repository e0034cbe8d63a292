import { Problem } from '#kernel'
import { jsonBody } from './body.ts'
import type { Door, House } from './door.ts'

/** One question over the facts and metrics of the workspace; it reads, and a key that may only read may ask it. */
export function queryRoutes(door: Door, house: House): void {
  door.post('/api/v1/query', async (c) => c.json(await house.query(c.get('scope'), await jsonBody(c))))
  door.get('/api/v1/query/vocabulary', async (c) => c.json(await house.vocabulary(c.get('scope'))))
  door.get('/api/v1/query/values', async (c) => c.json(await house.values(c.get('scope'), c.req.query('property') ?? '')))
  door.get('/api/v1/query/marks', async (c) => c.json(await house.accountPages.marks(c.get('scope'), c.req.query('from') ?? '', c.req.query('to') ?? '')))
  door.get('/api/v1/query/timeline', async (c) => {
    const { of, id } = c.req.query()
    if ((of !== 'person' && of !== 'account') || !id) throw new Problem('invalid', 'A timeline is of a person or an account.', 'Send of=account and id=….')
    return c.json(await house.accountPages.timeline(c.get('scope'), of, id))
  })
  door.get('/api/v1/accounts/:id/overview', async (c) => c.json(await house.accountPages.overview(c.get('scope'), c.req.param('id'), c.req.query('asOf'))))
  door.get('/api/v1/features/:id/use', async (c) => c.json(await house.accountPages.feature(c.get('scope'), c.req.param('id'))))
  door.post('/api/v1/query/drill', async (c) => c.json(await house.drill(c.get('scope'), await jsonBody(c))))
}
