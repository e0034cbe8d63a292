import { Problem } from '#kernel'
import { ifMatch, jsonBody, textIn } from './body.ts'
import type { Door, House, RestCall } from './door.ts'

/** The roads of a review that fill in numbers: they stand before the plain verbs of the noun. */
export function reviewRoutes(door: Door, { reviews }: House): void {
  door.post('/api/v1/reviews/generate', async (c) => {
    assertWrites(c)
    const body = await jsonBody(c)
    return c.json(await reviews.generate(c.get('scope'), { kind: textIn(body, 'kind'), period: textIn(body, 'period') }), 201)
  })
  door.post('/api/v1/reviews/:id/refresh', async (c) => {
    const { questions } = await jsonBody(c)
    if (questions !== undefined && !(Array.isArray(questions) && questions.every((one) => typeof one === 'string')))
      throw new Problem('invalid', '“questions” is a list of saved questions.', 'Send {"questions": ["ANL-1"]}.', { at: { field: 'questions' } })
    return c.json(await reviews.refresh(c.get('scope'), c.req.param('id'), { version: ifMatch(c), questions }))
  })
  door.post('/api/v1/reviews/:id/freeze', async (c) => c.json(await reviews.freeze(c.get('scope'), c.req.param('id'), ifMatch(c))))
  door.get('/api/v1/reviews/:id/compare', async (c) => c.json(await reviews.compare(c.get('scope'), c.req.param('id'))))
  door.get('/api/v1/reviews/:id/pdf', async (c) => {
    const row = await c.get('scope').one('review', c.req.param('id'))
    const pdf = await reviews.pdf(c.get('scope'), row.id, c.req.query('paper') === 'letter' ? 'letter' : 'a4')
    return c.body(Buffer.from(pdf), 200, { 'content-type': 'application/pdf', 'content-disposition': `attachment; filename="${row.key}.pdf"` })
  })
}

/** Said before anything is measured: a key that may only read must not cost a scorecard. */
function assertWrites(c: RestCall): void {
  if (c.get('scope').scope === 'read')
    throw new Problem('forbidden', 'This key may only read.', 'Make a key with the scope “write”.', { code: 'read-only-key' })
}
