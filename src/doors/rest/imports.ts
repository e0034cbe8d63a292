import { jsonBody } from './body.ts'
import type { Door, House } from './door.ts'
import { sentFiles } from './multipart.ts'

/** Files in: open (recognise and try), change the mapping, run, watch, undo. */
export function importRoutes(door: Door, { imports }: House): void {
  door.post('/api/v1/imports/open', async (c) => {
    return c.json(
      await imports.open(c.get('scope'), sentFiles(c.req.raw.body, c.req.header('content-type') ?? ''), Number(c.req.header('content-length') ?? 0)),
    )
  })
  door.post('/api/v1/imports/open/:upload/plan', async (c) => c.json(await imports.plan(c.get('scope'), c.req.param('upload'), (await jsonBody(c))['mapping'])))
  door.post('/api/v1/imports/open/:upload/run', async (c) => {
    const body = await jsonBody(c)
    const onHeld = body['onHeld'] === 'undo' ? 'undo' : 'keep'
    return c.json(
      await imports.run(c.get('scope'), c.req.param('upload'), { onHeld, ...(body['mapping'] === undefined ? {} : { mapping: body['mapping'] }) }),
      202,
    )
  })
  door.get('/api/v1/imports/waiting', async (c) => c.json(await imports.waiting(c.get('scope'))))
  door.get('/api/v1/imports/:id/progress', async (c) => c.json(await imports.progress(c.get('scope'), c.req.param('id'))))
  door.post('/api/v1/imports/:id/undo', async (c) => c.json(await imports.undo(c.get('scope'), c.req.param('id'))))
  door.post('/api/v1/imports/:id/dismiss', async (c) => {
    const { file, reason } = await jsonBody(c)
    const how = { reason: typeof reason === 'string' ? reason : '', ...(file === undefined ? {} : { file: String(file) }) }
    return c.json(await imports.dismiss(c.get('scope'), c.req.param('id'), how))
  })
  door.get('/api/v1/imports/:id/held.csv', async (c) =>
    c.body(await imports.heldCsv(c.get('scope'), c.req.param('id'), c.req.query('file')), 200, {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${heldName(c.req.query('file'))}"`,
    }),
  )
}

/** Told apart by the file that the rows came in. */
const heldName = (file = 'rows'): string => `held-${file.replace(/\.\w+$/, '').replace(/[^\w.-]+/g, '-')}.csv`
