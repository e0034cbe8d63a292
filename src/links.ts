import { Problem } from '#kernel'
import type { App } from './app.ts'
import type { House } from './doors/rest/door.ts'

const hour = 3600

/** One-time links: the owner's first sign-in, invitations, and the end of somebody's access. Identity proves who; the member row says what they may. */
export function links({ identity, directory, workspaces }: App, baseUrl: string): House['links'] {
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
      if (redeemed.kind !== 'signin') await scope.orderInner({ noun: 'member', verb: 'join', target: { id: member.id }, input: { subject: redeemed.personId, name: redeemed.name } })
      await directory.join(redeemed.personId, redeemed.workspace, redeemed.member)
      return { cookie: redeemed.cookie, workspace: scope.workspace.slug }
    },
    async invite(scope, input) {
      const row = await scope.order({ noun: 'member', verb: 'invite', target: {}, input })
      const email = String(row['email'])
      const token = await identity.issueLink({ kind: 'invitation', workspace: scope.workspace.id, member: row.id, expiresIn: 7 * 24 * hour, email, name: String(row['name']) })
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
