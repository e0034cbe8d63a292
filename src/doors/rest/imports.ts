import { Problem } from '#kernel'
import { jsonBody } from './body.ts'
import type { Door, House } from './door.ts'

/** A browser’s upload is held in memory while it is read; the command line streams from disk and has no such limit. */
const mostBytes = 200 * 1024 * 1024

/** Files in: open (recognise and try), change the mapping, run, watch, undo. */
export function importRoutes(door: Door, { imports }: House): void {
  door.post('/api/v1/imports/open', async (c) => {
    if (!(c.req.header('content-type') ?? '').includes('multipart/form-data'))
      throw new Problem('invalid', 'Send the files as multipart/form-data.', '', { code: 'wrong-media' })
    if (Number(c.req.header('content-length') ?? 0) > mostBytes)
      throw new Problem(
        'invalid',
        'The files are larger than 200 MB together.',
        'Import them on the server itself: throughline import PATH --workspace NAME.',
        { code: 'too-large' },
      )
    const form = await c.req.parseBody({ all: true })
    const files = Object.values(form)
      .flat()
      .filter((part) => part instanceof File)
    if (files.length === 0) throw new Problem('invalid', 'No file was sent.', 'Choose at least one file.')
    return c.json(await imports.open(c.get('scope'), files))
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
  door.get('/api/v1/imports/:id/progress', async (c) => c.json(await imports.progress(c.get('scope'), c.req.param('id'))))
  door.post('/api/v1/imports/:id/undo', async (c) => c.json(await imports.undo(c.get('scope'), c.req.param('id'))))
  door.get('/api/v1/imports/:id/held.csv', async (c) =>
    c.body(await imports.heldCsv(c.get('scope'), c.req.param('id')), 200, {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="held-rows.csv"',
    }),
  )
}
