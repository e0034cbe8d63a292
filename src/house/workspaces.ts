import { Problem, type Actor, type Role, type Workspace } from '#kernel'
import { commit, type Write } from '#runtime/commit.ts'
import { scope, type Ground, type Scope } from '#runtime/scope.ts'
import { veilingQuestions } from './events/veiledQuestions.ts'
import { readEntry, type Directory, type Entered, type Listed } from '#platform/postgres/directory.ts'

export interface NewWorkspace {
  readonly name: string
  readonly slug: string
  readonly currency?: string
  readonly timeZone?: string
  readonly isSample?: boolean
  /** The instant from which its record is kept, ISO 8601 in UTC; now unless told. */
  readonly since?: string
  readonly owner: { readonly name: string; readonly email: string; readonly title?: string }
}

/** Opens and creates workspaces: the only place that chooses which one a person or the local operator may enter. */
export interface Workspaces {
  /**
   * Makes a workspace with its first rows, and lists it last: until then nobody can enter it. `furnish` fills it before that, in the owner's
   * rights; when it fails, or the process dies, the workspace has never been there.
   */
  create(wanted: NewWorkspace, furnish?: (scope: Scope) => Promise<void>): Promise<{ readonly workspace: Workspace; readonly owner: string }>
  /** A person's scope in one of their workspaces; any other, and one that does not exist, get the same answer. */
  enter(
    person: { readonly personId: string; readonly scope: 'read' | 'write'; readonly workspaceId?: string; readonly entered?: Entered },
    slug: string | null,
    door: string,
  ): Promise<Scope>
  of(person: string): Promise<readonly { readonly id: string; readonly slug: string; readonly name: string; readonly role: Role; readonly isSample: boolean }[]>
  /** The operator of this machine acts with the owner's rights, and the record says by which door. */
  operate(slug: string, door: string): Promise<Scope>
  /** A scope of a workspace that is not there, for trying what would happen in it: it reads nothing, and whatever it wrote would belong to nobody. */
  imagine(slug: string, door: string): Scope
  /** A scope for the system itself, in a workspace known by id. */
  system(id: string, name: string): Promise<Scope>
  list(): Promise<Listed[]>
}

export function workspaces(ground: Ground, directory: Directory): Workspaces {
  const unknown = (slug: string | null): Problem =>
    new Problem('missing', slug ? `There is no workspace “${slug}” here.` : 'You belong to no workspace.', 'Choose one of yours, or ask for an invitation.')

  /** The workspace and one member of it, the owner unless told, in one statement: every request asks it. */
  async function load(id: string, memberId?: string): Promise<{ workspace: Workspace; member: Member | null }> {
    const row = await ground.pool.read({ workspace: id }, (tx) => readEntry(tx, id, memberId))
    if (!row) throw unknown(null)
    const { slug, name, currency } = row
    const member = row.member === null ? null : { id: row.member, name: row.member_name, role: roleOf(row.role), state: row.state }
    return { workspace: { id, slug, name, currency, timeZone: row.time_zone }, member }
  }

  return {
    list: () => directory.workspaces(),
    async create(wanted, furnish) {
      if (!/^[a-z0-9][a-z0-9-]{0,58}$/.test(wanted.slug))
        throw new Problem('invalid', `“${wanted.slug}” cannot name a workspace.`, 'Use small letters, digits and hyphens.')
      if (await directory.bySlug(wanted.slug)) throw new Problem('conflict', `There is a workspace “${wanted.slug}” already.`, 'Choose another name.')
      const id = ground.newId()
      const owner = ground.newId()
      const actor: Actor = { id: owner, name: wanted.owner.name, role: 'owner', door: 'system' }
      const since = wanted.since ?? ground.now()
      await ground.pool.transaction({ workspace: id }, (tx) =>
        commit(tx, { workspace: id, actor, request: ground.newId(), now: since }, founding(ground, id, owner, wanted)),
      )
      const { workspace } = await load(id)
      await furnish?.(scope(ground, workspace, { ...actor, door: 'sample' }))
      await directory.add({ id, slug: wanted.slug, isSample: wanted.isSample ?? false })
      return { workspace, owner }
    },
    async enter(person, slug, door) {
      const found = person.entered?.asked === slug ? person.entered.found : null
      if (found?.member.state === 'active') {
        const { id, name, role } = found.member
        return veilingQuestions(scope(ground, found.workspace, { id, name, role: roleOf(role), door }, person.scope), ground.registry)
      }
      const mine = await directory.membershipsOf(person.personId)
      const open = person.workspaceId ? mine.filter(({ workspace }) => workspace.id === person.workspaceId) : mine
      const chosen = slug === null ? open[0] : open.find(({ workspace }) => workspace.slug === slug)
      if (!chosen) throw unknown(slug)
      const { workspace, member } = await load(chosen.workspace.id, chosen.member)
      if (member?.state !== 'active') throw unknown(slug)
      return veilingQuestions(scope(ground, workspace, { id: member.id, name: member.name, role: member.role, door }, person.scope), ground.registry)
    },
    async of(person) {
      const all = await Promise.all(
        (await directory.membershipsOf(person)).map(async ({ workspace, member }) => ({ listed: workspace, ...(await load(workspace.id, member)) })),
      )
      return all.flatMap(({ listed, workspace, member }) =>
        member?.state === 'active' ? [{ id: workspace.id, slug: workspace.slug, name: workspace.name, role: member.role, isSample: listed.isSample }] : [],
      )
    },
    async operate(slug, door) {
      const listed = await directory.bySlug(slug)
      if (!listed)
        throw new Problem(
          'missing',
          `There is no workspace “${slug}”.`,
          `There are: ${(await directory.workspaces()).map((one) => one.slug).join(', ') || 'none yet'}.`,
        )
      const { workspace, member } = await load(listed.id)
      return scope(ground, workspace, { id: member?.id ?? '', name: member?.name ?? 'Operator', role: 'owner', door })
    },
    imagine: (slug, door) =>
      scope(ground, { id: ground.newId(), slug, name: slug, currency: 'USD', timeZone: 'UTC' }, { id: '', name: 'Operator', role: 'owner', door }),
    async system(id, name) {
      const { workspace } = await load(id)
      return scope(ground, workspace, { id: '', name, role: 'owner', door: 'system' })
    },
  }
}

interface Member {
  readonly id: string
  readonly name: string
  readonly role: Role
  readonly state: string
}

const ranks: readonly Role[] = ['owner', 'admin', 'editor', 'contributor', 'viewer', 'guest']
const roleOf = (name: string): Role => ranks.find((role) => role === name) ?? 'guest'

/** The first rows of a workspace: itself, its owner, and the dictionary of what it can measure. */
function founding(ground: Ground, id: string, owner: string, wanted: NewWorkspace): Write[] {
  const { registry } = ground
  const metric = registry.noun('metric')
  const units: Readonly<Record<string, string>> = {
    ratio: 'percent',
    money: 'money',
    count: 'count',
    ratePerAccount: 'ratio',
    score: 'points',
    days: 'duration',
    hours: 'duration',
  }
  return [
    {
      noun: registry.noun('workspace'),
      verb: 'create',
      id,
      before: null,
      set: {
        name: wanted.name,
        slug: wanted.slug,
        currency: wanted.currency ?? 'USD',
        timeZone: wanted.timeZone ?? 'UTC',
        fiscalStart: '1',
        revenuePolicy: 'default',
      },
    },
    {
      noun: registry.noun('member'),
      verb: 'create',
      id: owner,
      before: null,
      set: { name: wanted.owner.name, email: wanted.owner.email, title: wanted.owner.title ?? null, role: 'owner', state: 'active' },
    },
    ...[...registry.metrics].map(([key, definition]): Write => ({
      noun: metric,
      verb: 'create',
      id: ground.newId(),
      before: null,
      source: { connection: 'throughline', externalId: key },
      set: {
        name: definition.name,
        metricKey: key,
        question: definition.question,
        definition: `${definition.says}\n\n${definition.formula}.`,
        origin: 'computed',
        theme: definition.theme,
        unit: units[definition.unit] ?? 'ratio',
        grain: definition.grain,
        direction: definition.better,
        isKey: 'yes',
        owner,
        definitionVersion: definition.version,
        state: 'certified',
      },
    })),
  ]
}
