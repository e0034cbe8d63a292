import { streamSSE } from 'hono/streaming'
import { isId, Problem, rank } from '#kernel'
import type { Door, RestCall } from './door.ts'
import { beforeOf, shown } from './nouns.ts'

/** The record: what changed, the live feed, undo, proof that nobody rewrote it, and search. */
export function recordRoutes(door: Door): void {
  door.get('/api/v1/changes', async (c) => {
    if ((c.req.header('accept') ?? '').includes('text/event-stream')) return feed(c)
    const [noun, object, actor, request] = [c.req.query('noun'), c.req.query('object'), c.req.query('actor'), c.req.query('request')]
    if (object !== undefined && !isId(object)) throw new Problem('invalid', 'An object is named by its id.', 'Send object=0198….', { at: { field: 'object' } })
    if (!object && rank(c.get('scope').me.role) < rank('admin'))
      throw new Problem('forbidden', 'The audit log is for administrators.', 'Ask for the history of one object instead.')
    const page = await c
      .get('scope')
      .changes({ ...(noun ? { noun } : {}), ...(object ? { object } : {}), ...(actor ? { actor } : {}), ...(request ? { request } : {}), ...beforeOf(c) })
    return c.json({ items: page.items.map(shown), next: page.next })
  })
  door.post('/api/v1/changes/:seq/undo', async (c) => {
    const seq = Number(c.req.param('seq'))
    if (!Number.isSafeInteger(seq)) throw new Problem('invalid', 'A change is named by its number.')
    return c.json(await c.get('scope').undo(seq))
  })
  door.get('/api/v1/audit/verify', async (c) => c.json(await c.get('scope').verify()))
  door.get('/api/v1/search', async (c) => {
    const limit = Math.min(Math.max(Number(c.req.query('limit') ?? 10) || 10, 1), 50)
    return c.json({ items: await c.get('scope').search(c.req.query('q') ?? '', limit) })
  })
}

/** Server-sent events: {seq, noun, id, verb}. A comment line every 20 seconds keeps proxies from closing it. */
function feed(c: RestCall): Response {
  return streamSSE(c, async (stream) => {
    const queue: string[] = []
    let wake: () => void = () => undefined
    const stop = c.get('scope').listen((told) => {
      queue.push(JSON.stringify(told))
      wake()
    })
    stream.onAbort(() => {
      stop()
      wake()
    })
    await stream.write(': listening\n\n')
    while (!stream.aborted) {
      const data = queue.shift()
      if (data !== undefined) await stream.writeSSE({ event: 'change', data })
      else await waitOrBeat(stream, new Promise<void>((resolve) => (wake = resolve)))
    }
    stop()
  })
}

async function waitOrBeat(stream: { write(text: string): Promise<unknown>; sleep(ms: number): Promise<unknown> }, woken: Promise<void>): Promise<void> {
  const beat = Symbol('beat')
  const winner = await Promise.race([woken, stream.sleep(20_000).then(() => beat)])
  if (winner === beat) await stream.write(': still here\n\n')
}
