import type { Door, House } from './door.ts'
import { queryOf } from './nouns.ts'

/** Files out: the roadmap for an audience, and any list as it is filtered, sorted and dated. */
export function exportRoutes(door: Door, { exports }: House): void {
  door.get('/api/v1/roadmap/export', async (c) => {
    const { format, audience, asOf, paper, mark } = c.req.query()
    const asked = { ...(format ? { format } : {}), ...(audience ? { audience } : {}), ...(asOf ? { asOf } : {}), ...(paper ? { paper } : {}) }
    const { filter = {} } = queryOf(c, ['format', 'audience', 'paper', 'mark'])
    const { bytes, type, name } = await exports.roadmap(c.get('scope'), { ...asked, filter, mark: mark === 'true' })
    return c.body(Buffer.from(bytes), 200, { 'content-type': type, 'content-disposition': `attachment; filename="${name}"` })
  })
  door.get('/api/v1/export/:plural', async (c) => {
    const { format = 'csv', columns = '', mark } = c.req.query()
    const wish = { format, mark: mark === 'true', columns: columns.split(',').filter(Boolean), query: queryOf(c, ['format', 'columns', 'mark']) }
    const { chunks, type, name } = exports.rows(c.get('scope'), c.req.param('plural'), wish)
    const first = await chunks.next() // what is wrong with the question is told before the file begins
    return c.body(streamed(first, chunks), 200, { 'content-type': type, 'content-disposition': `attachment; filename="${name}"` })
  })
}

/** A stream that reads the next page when the reader has taken the one before. */
function streamed(first: IteratorResult<string, unknown>, chunks: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let next: IteratorResult<string, unknown> | null = first
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = next ?? (await chunks.next())
      next = null
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    cancel: async () => void (await chunks.return(undefined)),
  })
}
