import type { Audience } from '#flows/sharing/audiences.ts'
import { sharedList } from '#flows/sharing/list.ts'
import { sharedRoadmap } from '#flows/sharing/roadmap.ts'
import { shareLink } from '#objects'
import { everyRow, isRecord, Problem, rank, roles, type AnyRow, type Role } from '#kernel'
import { createLimit } from '#platform/http/limit.ts'
import { networkOf } from '#platform/auth/throttle.ts'
import { sharedLinks, type Openings } from '#platform/postgres/sharedLinks.ts'
import { scope as openScope, type Scope } from '#runtime/scope.ts'
import type { App } from '../app.ts'
import type { House } from '#doors/rest/door.ts'

const day = 86_400_000
const usualDays = 30

/** What is asked to be shared; every part is checked again by the verb that keeps it. */
interface Wish {
  readonly name: string
  readonly subject: 'roadmap' | 'list'
  readonly of: string | null
  readonly lens: 'horizons' | 'timeline'
  readonly filter: Readonly<Record<string, unknown>> | null
  readonly columns: readonly string[]
  readonly sort: string | null
  readonly audience: Audience
  readonly asOf: string | null
}

/**
 * Views for people without an account. What leaves is made by flows/sharing for one audience, in the rights of the member who shared it, and by the same
 * road for the preview: nobody sees more than was looked at before.
 */
export function sharingHouse(app: App, baseUrl: string): House['sharing'] {
  const links = sharedLinks(app.database.app)
  const guesses = createLimit(app.clock, { most: 60, minutes: 15 })
  const keys = createLimit(app.clock, { most: 20, minutes: 15 })
  const visits = createLimit(app.clock, { most: 600, minutes: 15 })
  const shown = (scope: Scope, wish: Wish): Promise<unknown> => viewOf(app, scope, wish)

  return {
    async preview(scope, body) {
      await assertMayShare(scope)
      const wish = wishIn(body)
      return { ...heading(wish.audience, wish.name, scope.workspace.name, scope.me.name), until: expiryOf(body, scope.now()), view: await shown(scope, wish) }
    },
    async make(scope, body) {
      await assertMayShare(scope)
      const wish = wishIn(body)
      await shown(scope, wish) // refuses what cannot be shown before there is a link to it
      const password = passwordIn(body)
      const input = { ...wish, madeBy: scope.me.id, expiresAt: expiryOf(body, scope.now()), isLocked: password !== null }
      const row = await scope.orderInner({ noun: 'shareLink', verb: 'share', target: {}, input })
      const token = await links.issue(scope.workspace.id, row.id, password)
      return { row, link: `${baseUrl}/shared/${token}` }
    },
    async list(scope) {
      const [rows, opened, makers] = [
        await everyRow(scope, 'shareLink', { sort: '-createdAt' }),
        await links.openings(scope.workspace.id),
        await membersOf(scope),
      ]
      const forbidden = await isForbidden(scope)
      const items = rows.map((row) => ({
        ...row,
        ...listed(row, opened.get(row.id)),
        ...standing(row, makers.get(String(row['madeBy'])), forbidden, scope.now()),
      }))
      return { items, mayShare: !forbidden }
    },
    async revoke(scope, id) {
      const { id: target } = await scope.find('shareLink', id)
      return await scope.orderInner({ noun: 'shareLink', verb: 'revoke', target: { id: target }, input: {} })
    },
    async open(token, network, password) {
      const from = networkOf(network)
      const wait = visits.take(from) || guesses.take(from)
      if (wait > 0) throw tooMany('Too many pages were opened from this network.', wait)
      const isToken = /^[\w-]{1,100}$/.test(token)
      const opened = isToken ? await links.open(token, app.clock.now()) : null
      if (!opened) {
        const ended = isToken ? await links.ended(token, app.clock.now()) : null
        throw ended ? over(ended) : unknown()
      }
      const { maker, workspace } = opened
      const scope = openScope(app.ground, workspace, { id: maker.id, name: maker.name, role: roleOf(maker.role), door: 'shared' }, 'read')
      const row = await scope.one('shareLink', opened.link)
      if (row['isLocked'] === true) {
        if (!password) {
          guesses.giveBack(from)
          throw locked('password-needed')
        }
        const hold = keys.take(opened.link)
        if (hold > 0) throw tooMany('Too many passwords were tried.', hold)
        if (!(await links.unlocks(token, password))) throw locked('wrong-password')
        keys.giveBack(opened.link)
      }
      guesses.giveBack(from)
      const wish = wishIn(row)
      const view = await shown(scope, wish)
      await links.count(token, app.clock.now())
      return { ...heading(wish.audience, wish.name, workspace.name, maker.name), until: row['expiresAt'], view }
    },
  }
}

const tooMany = (says: string, wait: number): Problem => new Problem('refused', says, `Wait ${wait} seconds.`, { code: 'too-many', more: { retryAfter: wait } })

/** Whoever holds the token of a link whose time is over once had it opened to them: they are told when it ended, and nothing of what it showed. */
const over = (ended: string): Problem =>
  new Problem('missing', 'This page is closed.', 'Its time is over. Ask whoever sent it for a new link.', { code: 'expired', more: { ended } })

const lockedSays = { 'password-needed': 'This page asks for a password.', 'wrong-password': 'That is not its password.' } as const
const locked = (code: keyof typeof lockedSays): Problem => new Problem('forbidden', lockedSays[code], 'Whoever sent you the link knows it.', { code })

function passwordIn(body: Readonly<Record<string, unknown>>): string | null {
  const given = body['password']
  if (given === undefined || given === null || given === '') return null
  if (typeof given !== 'string' || given.length < 6 || given.length > 200)
    throw new Problem('invalid', 'A password of a link has 6 to 200 characters.', 'Choose a longer one; four words do well.', { at: { field: 'password' } })
  return given
}

/** One answer for a token that is unknown, revoked, of somebody who left, or of a workspace that forbids sharing. */
const unknown = (): Problem => new Problem('missing', 'There is nothing to see here.', 'The link may be over. Ask whoever sent it for a new one.')

async function viewOf({ registry }: App, scope: Scope, { subject, of, lens, filter, columns, sort, audience, asOf }: Wish): Promise<unknown> {
  if (subject === 'roadmap') return await sharedRoadmap(scope, { audience, lens, ...(filter ? { filter } : {}), ...(asOf ? { asOf } : {}) })
  const noun = registry.noun(of ?? '')
  return await sharedList(scope, (name) => registry.noun(name), {
    noun,
    audience,
    columns,
    ...(filter ? { filter } : {}),
    ...(sort ? { sort } : {}),
    ...(asOf ? { asOf } : {}),
  })
}

/** Who shared it: a person for colleagues, the company alone for customers. */
const heading = (audience: Audience, name: string, company: string, person: string) => ({
  name,
  company,
  audience,
  audienceName: shareLink.audienceSays[audience].name,
  sharedBy: audience === 'customer' ? company : person,
})

async function assertMayShare(scope: Scope): Promise<void> {
  if (scope.scope === 'read') throw new Problem('forbidden', 'This key may only read.', 'Sign in as a person.', { code: 'read-only-key' })
  if (rank(scope.me.role) < rank(shareLink.shareLink.allow))
    throw new Problem('forbidden', `The role ${scope.me.role} may not share outside.`, 'It takes the role editor. Ask an administrator of this workspace.')
  if (await isForbidden(scope))
    throw new Problem('refused', 'This workspace does not share outside.', 'An administrator may allow it on the workspace’s own page.', {
      code: 'sharing-forbidden',
    })
}

const isForbidden = async (scope: Scope): Promise<boolean> => (await scope.one('workspace', scope.workspace.id))['sharing'] === 'forbidden'

function wishIn(given: Readonly<Record<string, unknown>>): Wish {
  const audience = shareLink.audiences.find((one) => one === given['audience'])
  if (!audience) throw new Problem('invalid', 'Say for whom it is.', `audience is ${shareLink.audiences.join(', ')}.`, { at: { field: 'audience' } })
  const subject = given['subject'] === 'list' ? 'list' : 'roadmap'
  return {
    name: textIn(given, 'name') ?? (subject === 'list' ? 'List' : 'Roadmap'),
    subject,
    of: textIn(given, 'of'),
    lens: given['lens'] === 'timeline' ? 'timeline' : 'horizons',
    filter: isRecord(given['filter']) ? given['filter'] : null,
    columns: Array.isArray(given['columns']) ? given['columns'].map(String) : [],
    sort: textIn(given, 'sort'),
    audience,
    asOf: textIn(given, 'asOf'),
  }
}

const textIn = (given: Readonly<Record<string, unknown>>, name: string): string | null =>
  typeof given[name] === 'string' && given[name].trim() !== '' ? given[name].trim() : null

function expiryOf(body: Readonly<Record<string, unknown>>, now: string): string {
  const days = body['days'] === undefined ? usualDays : Number(body['days'])
  if (!Number.isInteger(days) || days < 1 || days > 365)
    throw new Problem('invalid', 'A link lives 1 to 365 days.', 'Give whole days.', { at: { field: 'days' } })
  return new Date(Date.parse(now) + days * day).toISOString()
}

const membersOf = async (scope: Scope): Promise<ReadonlyMap<string, AnyRow>> => new Map((await everyRow(scope, 'member')).map((row) => [row.id, row]))

const listed = (row: AnyRow, opened: Openings | undefined) => ({
  openings: opened?.openings ?? 0,
  lastOpenedAt: opened?.lastOpenedAt ?? null,
  audienceName: shareLink.audienceSays[shareLink.audiences.find((one) => one === row['audience']) ?? 'customer'].name,
})

/** Whether it opens now, and why not: revoked, expired, or stopped because its maker may not share any more or nobody here may. */
function standing(row: AnyRow, maker: AnyRow | undefined, forbidden: boolean, now: string) {
  const mayShare = maker?.['state'] === 'active' && rank(roleOf(String(maker['role']))) >= rank(shareLink.shareLink.allow)
  const state = row['state'] === 'revoked' ? 'revoked' : String(row['expiresAt']) <= now ? 'expired' : forbidden || !mayShare ? 'stopped' : 'open'
  return { standing: state, makerName: maker ? String(maker['name']) : null }
}

const roleOf = (name: string): Role => roles.find((role) => role === name) ?? 'guest'
