import { Problem, type MeasureRequest } from '#kernel'
import { jsonBody, optionalText, textIn } from './body.ts'
import type { Door, House } from './door.ts'
import { policyOf, requestOf } from './metrics.ts'

/** What stands behind a number: why it moved, who uses it, what drives it, and what other policies would say. */
export function explainRoutes(door: Door, { explain }: House): void {
  door.get('/api/v1/metrics/:key{[a-z][a-z0-9]*(-[a-z0-9]+)*}/explain', async (c) => {
    const { period, against } = c.req.query()
    const asked: MeasureRequest & { period?: string; against?: string } = { ...requestOf(c), ...(period ? { period } : {}), ...(against ? { against } : {}) }
    return c.json(await explain.change(c.get('scope'), asked))
  })
  door.get('/api/v1/metrics/:key{[a-z][a-z0-9]*(-[a-z0-9]+)*}/record', async (c) => c.json(await explain.record(c.get('scope'), c.req.param('key'))))
  door.get('/api/v1/tree', async (c) => c.json(await explain.tree(c.get('scope'), c.req.query('asOf'))))
  door.get('/api/v1/policies/compare', async (c) => {
    const { policies, custom, figure, asOf, period, theirs } = c.req.query()
    const named = policies === undefined ? undefined : policies.split(',').filter((name) => name !== '')
    const own = custom === undefined || custom === '' ? [] : [policyOf(custom)]
    return c.json(
      await explain.compare(c.get('scope'), {
        ...(named || own.length > 0 ? { policies: [...(named ?? []), ...own] } : {}),
        ...(figure ? { figure } : {}),
        ...(asOf ? { asOf } : {}),
        ...(period ? { period } : {}),
        ...(theirs ? { theirs: numberIn(theirs) } : {}),
      }),
    )
  })
  door.get('/api/v1/policies/restate', async (c) => {
    const policy = c.req.query('policy')
    if (!policy) throw new Problem('invalid', '“policy” is required: a preset’s name, or switches as JSON.')
    return c.json({ items: await explain.restate(c.get('scope'), policyOf(policy)) })
  })
  door.post('/api/v1/policies/proposals', async (c) => {
    const body = await jsonBody(c)
    return c.json(await explain.propose(c.get('scope'), { policy: body['policy'], reason: textIn(body, 'reason') }), 201)
  })
  door.post('/api/v1/policies/proposals/:id/adopt', async (c) => {
    const words = optionalText(await jsonBody(c), 'words')
    return c.json(await explain.adopt(c.get('scope'), c.req.param('id'), words))
  })
}

function numberIn(text: string): number {
  const value = Number(text)
  if (!Number.isFinite(value)) throw new Problem('invalid', `“${text}” is not a number.`, 'Write a share as a fraction: 1.064.', { at: { field: 'theirs' } })
  return value
}
