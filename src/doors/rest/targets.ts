import { Problem } from '#kernel'
import { jsonBody } from './body.ts'
import type { Door, House } from './door.ts'

/** Targets beside their records: how they stand, and sheets of them in and out. */
export function targetRoutes(door: Door, { targets }: House): void {
  door.get('/api/v1/targets', async (c) => {
    const { metric, asOf } = c.req.query()
    return c.json(await targets.overview(c.get('scope'), { ...(metric ? { metric } : {}), ...(asOf ? { asOf } : {}) }))
  })
  door.get('/api/v1/targets.csv', async (c) =>
    c.body(await targets.csv(c.get('scope')), 200, { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="targets.csv"' }),
  )
  door.post('/api/v1/targets/import', async (c) => {
    const { text, file, dryRun, agree, why } = await jsonBody(c)
    if (typeof text !== 'string' || text.trim() === '')
      throw new Problem('invalid', 'Send the sheet as “text”.', '{"text": "metric,target,by\\nnps,40,2026-12-31", "dryRun": true}', { at: { field: 'text' } })
    const name = typeof file === 'string' && file !== '' ? file : 'targets.csv'
    const options = { dryRun: dryRun === true, agree: agree === true, ...(typeof why === 'string' && why.trim() !== '' ? { why } : {}) }
    return c.json(await targets.import(c.get('scope'), { name, text }, options), options.dryRun ? 200 : 201)
  })
}
