import { Problem } from '#kernel'
import { jsonBody, visitorOf } from './body.ts'
import type { Door, House, RestCall } from './door.ts'

/** Views for people without an account: preview, make, list, revoke. The one open door reads a view by its token. */
export function sharingRoutes(door: Door, { sharing }: House): void {
  door.post('/api/v1/sharing/preview', async (c) => c.json(await sharing.preview(c.get('scope'), await jsonBody(c))))
  door.post('/api/v1/sharing/links', async (c) => {
    assertPerson(c)
    return c.json(await sharing.make(c.get('scope'), await jsonBody(c)), 201)
  })
  door.get('/api/v1/sharing/links', async (c) => c.json(await sharing.list(c.get('scope'))))
  door.post('/api/v1/sharing/links/:id/revoke', async (c) => c.json(await sharing.revoke(c.get('scope'), c.req.param('id'))))
  door.get('/api/v1/shared/:token', async (c) => c.json(await sharing.open(c.req.param('token'), visitorOf(c).network, wordIn(c.req.header('link-password')))))
}

/** A header holds Latin letters alone: the password of a link comes percent-encoded. */
function wordIn(header: string | undefined): string | null {
  try {
    return header === undefined ? null : decodeURIComponent(header)
  } catch {
    return header ?? null
  }
}

/** A key cannot make what outlives it. */
function assertPerson(c: RestCall): void {
  if (c.get('person').via === 'key') throw new Problem('forbidden', 'A key cannot do that.', 'Sign in as a person.')
}
