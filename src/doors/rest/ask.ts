import { Problem } from '#kernel'
import type { Door, House } from './door.ts'

/** Questions in words. Without one, questions that this workspace can answer today. */
export function askRoutes(door: Door, house: House): void {
  door.get('/api/v1/ask', async (c) => {
    const asOf = c.req.query('asOf') ?? null
    if (asOf !== null && !/^\d{4}-\d{2}-\d{2}$/.test(asOf))
      throw new Problem('invalid', `“${asOf}” is not a day.`, 'Write it as 2024-12-31.', { at: { field: 'asOf' } })
    return c.json(await house.ask(c.get('scope'), c.req.query('q') ?? '', asOf))
  })
}
