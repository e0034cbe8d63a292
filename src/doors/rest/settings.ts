import { Problem, rank } from '#kernel'
import { jsonBody, optionalText, textIn } from './body.ts'
import type { Door, House, RestCall } from './door.ts'

/** Members by invitation, keys, storage, and taking the sample company away. */
export function settingsRoutes(door: Door, house: House): void {
  door.post('/api/v1/members/invite', async (c) => c.json(await house.links.invite(c.get('scope'), await jsonBody(c)), 201))
  door.post('/api/v1/members/:id/deactivate', async (c) => c.json(await house.links.deactivate(c.get('scope'), c.req.param('id'))))

  door.get('/api/v1/keys', async (c) => {
    const { workspace, me } = c.get('scope')
    const everybody = rank(me.role) >= rank('admin')
    return c.json({ items: await house.identity.listKeys({ workspaceId: workspace.id, ...(everybody ? {} : { personId: c.get('person').personId }) }) })
  })
  door.post('/api/v1/keys', async (c) => {
    assertAdmin(c)
    const body = await jsonBody(c)
    const days = body['days'] === undefined ? undefined : Number(body['days'])
    if (days !== undefined && !(days >= 1 && days <= 365)) throw new Problem('invalid', 'A key lives 1 to 365 days.', '', { at: { field: 'days' } })
    const scope = optionalText(body, 'scope') === 'write' ? 'write' : 'read'
    return c.json(
      await house.identity.createKey(c.get('person'), {
        workspaceId: c.get('scope').workspace.id,
        name: textIn(body, 'name'),
        scope,
        ...(days ? { days } : {}),
      }),
      201,
    )
  })
  door.delete('/api/v1/keys/:id', async (c) => {
    assertAdmin(c)
    const revoked = await house.identity.revokeKey({ workspaceId: c.get('scope').workspace.id, id: c.req.param('id') })
    if (!revoked) throw new Problem('missing', 'There is no such key.')
    return c.json({ revoked })
  })
  door.get('/api/v1/storage', async (c) => c.json(await house.storage(c.get('scope'))))
  door.post('/api/v1/sample/remove', async (c) => {
    assertAdmin(c)
    return c.json(await house.removeSample(c.get('scope')))
  })
}

function assertAdmin(c: RestCall): void {
  if (rank(c.get('scope').me.role) < rank('admin')) throw new Problem('forbidden', 'That is for administrators.', 'Ask an administrator of this workspace.')
  if (c.get('person').via === 'key') throw new Problem('forbidden', 'A key cannot do that.', 'Sign in as a person.')
}
