import { Problem } from '#kernel'
import type { App } from './app.ts'
import type { House } from '#doors/rest/door.ts'

const hour = 3600

/** One-time links: the owner's first sign-in, invitations, and the end of somebody's access. Identity proves who; the member row says what they may. */
export function links(app: App, baseUrl: string): House['links'] {
  const { identity, directory, workspaces } = app
  return {
    async peek(token) {
      const link = await identity.peekLink(token)
      if (!link) return null
      const scope = await workspaces.system(link.workspace, 'Sign-in')
      return { state: link.state, kind: link.kind, workspace: scope.workspace.name, email: link.email, name: link.name }
    },
    async redeem(token, answers, visitor, headers) {
      const redeemed = await identity.redeemLink(token, answers, visitor, headers)
      const scope = await workspaces.system(redeemed.workspace, redeemed.name)
      const member = await scope.one('member', redeemed.member)
      if (redeemed.kind !== 'signin')
        await scope.orderInner({ noun: 'member', verb: 'join', target: { id: member.id }, input: { subject: redeemed.personId, name: redeemed.name } })
      await directory.join(redeemed.personId, redeemed.workspace, redeemed.member)
      if (redeemed.kind !== 'invitation') await joinOwn(app, redeemed.email)
      return { cookie: redeemed.cookie, workspace: scope.workspace.slug }
    },
    async invite(scope, input) {
      const row = await scope.order({ noun: 'member', verb: 'invite', target: {}, input })
      const email = String(row['email'])
      const token = await identity.issueLink({
        kind: 'invitation',
        workspace: scope.workspace.id,
        member: row.id,
        expiresIn: 7 * 24 * hour,
        email,
        name: String(row['name']),
      })
      return { row, link: `${baseUrl}/welcome/${token}` }
    },
    async deactivate(scope, member) {
      const row = await scope.order({ noun: 'member', verb: 'deactivate', target: { id: member }, input: {} })
      const email = row['email']
      const person = typeof email === 'string' ? await identity.personByEmail(email) : null
      if (person) await directory.leave(person.id, scope.workspace.id)
      if (person && (await directory.membershipsOf(person.id)).length === 0) await identity.revokePrincipal(person.id)
      return row
    },
  }
}

/** Opens every workspace of this machine that an address owns to the person behind it, once there is one. Only the operator makes owners. */
export async function joinOwn({ identity, directory, workspaces }: App, email: string): Promise<void> {
  const person = await identity.personByEmail(email)
  if (!person) return
  for (const { id, slug } of await workspaces.list()) {
    const scope = await workspaces.operate(slug, 'cli')
    const owner = await scope.one('member', scope.me.id)
    if (owner['email'] === email) await directory.join(person.id, id, owner.id)
  }
}

/** A link that signs the owner of a workspace in, once. The first makes the person; later ones recognise them. */
export async function ownerLink({ identity, directory, workspaces }: App, workspace: string, baseUrl: string): Promise<string> {
  const listed = await directory.bySlug(workspace)
  if (!listed) throw new Problem('missing', `There is no workspace “${workspace}”.`)
  const scope = await workspaces.operate(workspace, 'cli')
  const owner = await scope.one('member', scope.me.id)
  const known = await identity.personByEmail(String(owner['email']))
  const shared = { workspace: listed.id, member: owner.id, expiresIn: 24 * hour, email: String(owner['email']), name: String(owner['name']) }
  const token = await identity.issueLink(known ? { ...shared, kind: 'signin', person: known.id } : { ...shared, kind: 'owner' })
  return `${baseUrl}/welcome/${token}`
}
