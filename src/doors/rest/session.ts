import { Problem } from '#kernel'
import { jsonBody, optionalText, textIn, visitorOf } from './body.ts'
import type { Door, House } from './door.ts'

/** Signing in and out, one-time links, and who I am. */
export function sessionRoutes(door: Door, house: House): void {
  const { identity, links, workspaces } = house

  door.post('/api/v1/session', async (c) => {
    const body = await jsonBody(c)
    const { cookie } = await identity.signIn({ email: textIn(body, 'email'), password: textIn(body, 'password') }, visitorOf(c))
    return c.json({ signedIn: true }, 200, { 'set-cookie': cookie })
  })
  door.delete('/api/v1/session', async (c) => {
    const { cookie } = await identity.signOut(c.req.raw.headers)
    return c.json({ signedIn: false }, 200, { 'set-cookie': cookie })
  })
  door.get('/api/v1/welcome/:token', async (c) => {
    const link = await links.peek(c.req.param('token'))
    if (!link) throw new Problem('missing', 'This link is not known here.', 'Ask for a new one.')
    return c.json({ ...link, kind: link.state === 'open' ? link.kind : link.state })
  })
  door.post('/api/v1/welcome/:token', async (c) => {
    const body = await jsonBody(c)
    const [name, email, password] = [optionalText(body, 'name'), optionalText(body, 'email'), optionalText(body, 'password')]
    const answers = { ...(name ? { name } : {}), ...(email ? { email } : {}), ...(password ? { password } : {}) }
    const { cookie, workspace } = await links.redeem(c.req.param('token'), answers, visitorOf(c), c.req.raw.headers)
    return c.json({ workspace }, 200, { 'set-cookie': cookie })
  })

  door.get('/api/v1/me', async (c) => {
    const person = c.get('person')
    const all = await workspaces.of(person)
    const scope = all.length > 0 ? await workspaces.enter(person, wanted(c.req.header('x-workspace') ?? c.req.query('workspace'), all), 'rest') : null
    const own = all.find(({ id }) => id === scope?.workspace.id)
    return c.json({
      person: { id: person.personId, name: person.name, email: person.email },
      member: scope && { id: scope.me.id, name: scope.me.name, role: scope.me.role },
      workspace: scope && { ...scope.workspace, isSample: own?.isSample ?? false },
      workspaces: all.map(({ slug, name, role }) => ({ slug, name, role })),
      version: house.version,
      serverTime: house.now(),
    })
  })
  door.delete('/api/v1/sessions', async (c) => c.json({ ended: await identity.signOutEverywhere(c.get('person').personId) }))
  door.post('/api/v1/password', async (c) => {
    const body = await jsonBody(c)
    const current = optionalText(body, 'current')
    const { cookie } = await identity.setPassword(
      { personId: c.get('person').personId, next: textIn(body, 'next'), ...(current ? { current } : {}) },
      visitorOf(c),
    )
    return c.json({ changed: true }, 200, { 'set-cookie': cookie })
  })
}

/** The workspace asked for when the person belongs to it, else the first: an address of somebody else's workspace must not lock anybody out of their own. */
const wanted = (slug: string | undefined, all: readonly { slug: string }[]): string | null =>
  all.find((workspace) => workspace.slug === slug)?.slug ?? all[0]?.slug ?? null
