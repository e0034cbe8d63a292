import { effortOf, isInDanger, outlookOf, scopeChange, type Expected, type Outlook } from '#engines/portfolio/releases/releases.ts'
import { everyRow, recordsIn, type AnyRow, type Context } from '#kernel'
import { release } from '#objects'
import { byKey, number, text, textsIn } from '../reading.ts'
import { endOfTime } from '../waiting/network.ts'
import { defectsOf, type Defects } from './defects.ts'
import { expecting, type Expectation, type Ground } from './expecting.ts'
import { outlookSays, type Promised } from './telling.ts'

export interface ReleaseFeature {
  readonly id: string
  readonly key: string
  readonly title: string
  readonly stage: string
  /** How far the work is, as the delivery tool says; null when no tool says it. */
  readonly delivery: string | null
  /** Person-weeks; null when nobody has sized it. */
  readonly effort: number | null
  readonly bet: { readonly key: string; readonly title: string } | null
  readonly publicName: string | null
  readonly isReady: boolean
  readonly expected: Expected | null
  /** What keeps it from shipping, in words without its name. */
  readonly holds: readonly string[]
  /** It came in after the scope was frozen. */
  readonly late: { readonly on: string; readonly reason: string } | null
}

export interface ReleaseLine {
  readonly id: string
  readonly key: string
  readonly title: string
  readonly versionName: string | null
  readonly group: string | null
  readonly product: { readonly id: string; readonly name: string }
  readonly owner: { readonly id: string; readonly name: string } | null
  readonly state: string
  readonly window: string | null
  readonly internalDate: string | null
  readonly externalDate: string | null
  readonly releasedOn: string | null
  readonly rolledBackOn: string | null
  readonly reason: string | null
  /** Where it stands at the tool that it came from, in that tool’s word. */
  readonly sourceStatus: string | null
  /** The decision that shipped it although not all was done. */
  readonly override: string | null
  readonly features: readonly ReleaseFeature[]
  readonly effort: { readonly weeks: number; readonly unsized: number; readonly readyWeeks: number }
  /** Whether the promised day is kept; null for what has shipped or was called off. */
  readonly outlook: (Outlook & { readonly promised: string | null; readonly promisedAs: Promised | null; readonly says: string }) | null
  readonly scope: Scope | null
  readonly defects: Defects | null
  /** Features whose source names this release and that are not in it. */
  readonly named: readonly FeatureName[]
}

/** What the frozen scope has become. */
export interface Scope {
  readonly frozenOn: string
  readonly added: readonly Change[]
  readonly removed: readonly Change[]
  readonly resized: readonly (FeatureName & { readonly from: number | null; readonly to: number | null })[]
  readonly weeks: number
}

export interface FeatureName {
  readonly id: string
  readonly key: string
  readonly title: string
}
type Change = FeatureName & { readonly on: string | null; readonly reason: string | null }

export interface Releases {
  readonly today: string
  readonly lines: readonly ReleaseLine[]
  /** Features that are planned or being built and in no open release. */
  readonly unplaced: readonly (FeatureName & { readonly stage: string; readonly effort: number | null; readonly products: readonly string[] })[]
}

type On = Pick<Context, 'read' | 'now' | 'behind'>

/** Every release with what is in it, what holds it, whether its day is kept and what slipped past it; as of the end of a day. */
export async function releases(ctx: On, asOf?: string): Promise<Releases> {
  const [plan, rows] = await Promise.all([planOf(ctx, asOf), rowsOf(ctx, 'release', asOf)])
  return { today: plan.today, lines: await linesOf(ctx, plan, rows, asOf), unplaced: unplacedIn(plan, rows) }
}

/** One release, by its id or key, and what could go in. */
export async function releaseDetail(
  ctx: On & Pick<Context, 'find'>,
  id: string,
  asOf?: string,
): Promise<Pick<Releases, 'today' | 'unplaced'> & { readonly line: ReleaseLine }> {
  const row = await ctx.find('release', id, asOf)
  const [plan, rows] = await Promise.all([planOf(ctx, asOf), rowsOf(ctx, 'release', asOf)])
  const defects = await defectsOf(ctx, [row], plan.today, asOf)
  return { today: plan.today, unplaced: unplacedIn(plan, rows), line: lineOf(row, plan, defects.get(row.id) ?? null) }
}

function unplacedIn({ features }: Plan, rows: readonly AnyRow[]): Releases['unplaced'] {
  const placed = new Set(rows.filter((row) => release.isOpen(text(row['state']))).flatMap((row) => textsIn(row['features'])))
  return features
    .filter((row) => ['planned', 'inProgress'].includes(text(row['stage'])) && !placed.has(row.id))
    .map((row) => ({ ...nameOf(row), stage: text(row['stage']), effort: number(row['effort']), products: textsIn(row['products']) }))
}

/** Scheduled releases that are in danger, with the sentence that says why, the soonest first; read without the records of delivery. */
export async function endangered(ctx: Pick<On, 'read' | 'now'>, asOf?: string): Promise<readonly ReleaseLine[]> {
  const rows = (await rowsOf(ctx, 'release', asOf)).filter((row) => ['planned', 'frozen'].includes(text(row['state'])))
  if (rows.length === 0) return []
  const plan = await planOf(ctx, asOf)
  const lines = rows.map((row) => lineOf(row, plan, null))
  return lines.filter(({ outlook }) => outlook && isInDanger(outlook)).toSorted(inTime)
}

interface Plan extends Ground {
  readonly featureById: release.RowsById
  readonly betById: release.RowsById
  readonly products: ReadonlyMap<string, string>
  readonly members: ReadonlyMap<string, string>
  readonly decisions: ReadonlyMap<string, string>
  readonly expect: ReturnType<typeof expecting>
}

const rowsOf = (ctx: Pick<On, 'read'>, noun: string, asOf?: string): Promise<readonly AnyRow[]> => everyRow(ctx, noun, asOf ? { asOf } : {})

/** What stands behind releases: their features, the bets that these serve, and what those wait for. */
async function planOf(ctx: Pick<On, 'read' | 'now'>, asOf?: string): Promise<Plan> {
  const nouns = ['feature', 'initiative', 'dependency', 'product', 'member', 'decision']
  const [features = [], bets = [], dependencies = [], products = [], members = [], decisions = []] = await Promise.all(
    nouns.map((noun) => rowsOf(ctx, noun, asOf)),
  )
  const ground = { today: asOf ?? ctx.now().slice(0, 10), features, bets, dependencies }
  const named = (some: readonly AnyRow[], field: string) => new Map(some.map((row) => [String(row.id), text(row[field])]))
  return {
    ...ground,
    featureById: release.byId(features),
    betById: release.byId(bets),
    products: named(products, 'name'),
    members: named(members, 'name'),
    decisions: named(decisions, 'key'),
    expect: expecting(ground),
  }
}

async function linesOf(ctx: On, plan: Plan, rows: readonly AnyRow[], asOf?: string): Promise<readonly ReleaseLine[]> {
  const defects = await defectsOf(ctx, rows, plan.today, asOf)
  return rows.map((row) => lineOf(row, plan, defects.get(row.id) ?? null)).toSorted(inTime)
}

/** The day by which a release stands in an order; what has none comes last. */
const whenOf = ({ releasedOn, outlook }: ReleaseLine): string => releasedOn ?? outlook?.promised ?? '9999'
const inTime = (a: ReleaseLine, b: ReleaseLine): number => whenOf(a).localeCompare(whenOf(b)) || byKey(a, b)

function lineOf(row: AnyRow, plan: Plan, defects: Defects | null): ReleaseLine {
  const own = textsIn(row['features']).flatMap((id) => plan.featureById.get(id) ?? [])
  const isOpen = release.isOpen(text(row['state']))
  const holds = isOpen ? release.holdsOf(own, plan.featureById, plan.dependencies) : []
  const scope = scopeOf(row, own, plan)
  const features = own.map((feature) => featureOf(feature, { plan, scope, holds: holds.filter((hold) => hold.feature === feature) }))
  return {
    ...nameOf(row),
    versionName: text(row['versionName']) || null,
    group: text(row['group']) || null,
    product: { id: text(row['product']), name: plan.products.get(text(row['product'])) ?? '' },
    owner: plan.members.has(text(row['owner'])) ? { id: text(row['owner']), name: plan.members.get(text(row['owner'])) ?? '' } : null,
    state: text(row['state']),
    window: text(row['window']) || null,
    internalDate: text(row['internalDate']) || null,
    externalDate: text(row['externalDate']) || null,
    releasedOn: text(row['releasedOn']) || null,
    rolledBackOn: text(row['rolledBackOn']) || null,
    reason: text(row['reason']) || null,
    sourceStatus: text(row['sourceStatus']) || null,
    override: plan.decisions.get(text(row['override'])) ?? null,
    features: features.map(({ told }) => told),
    effort: { ...effortOf(features.map(({ told }) => told)), readyWeeks: effortOf(features.flatMap(({ told }) => (told.isReady ? [told] : []))).weeks },
    outlook: isOpen ? outlookIn(row, features, plan.today) : null,
    scope,
    defects,
    named: isOpen ? namedBySource(row, plan.features) : [],
  }
}

interface Told {
  readonly told: ReleaseFeature
  readonly expectation: Expectation | null
  readonly isGone: boolean
}

function featureOf(row: AnyRow, { plan, scope, holds }: { readonly plan: Plan; readonly scope: Scope | null; readonly holds: readonly release.Hold[] }): Told {
  const bet = plan.betById.get(release.betOf(row, plan.featureById) ?? '')
  const kinds = holds.map(({ kind }) => kind)
  const isGone = kinds.includes('gone')
  const expectation = kinds.length > 0 && !isGone ? plan.expect(row, kinds) : null
  const late = scope?.added.find(({ id }) => id === row.id)
  const told: ReleaseFeature = {
    ...nameOf(row),
    stage: text(row['stage']),
    delivery: text(row['delivery']) || null,
    effort: number(row['effort']),
    bet: bet ? { key: bet.key, title: text(bet['title']) } : null,
    publicName: release.publicNameOf(row),
    isReady: holds.length === 0,
    expected: expectation?.expected ?? null,
    holds: holds.map(release.holdSays),
    late: late ? { on: late.on ?? '', reason: late.reason ?? '' } : null,
  }
  return { told, expectation, isGone }
}

function outlookIn(row: AnyRow, features: readonly Told[], today: string): ReleaseLine['outlook'] {
  const { promised, promisedAs } = promiseOf(row)
  const open = features.flatMap(({ told, expectation }) => (expectation ? [{ id: told.key, expected: expectation.expected }] : []))
  const gone = features.flatMap(({ told, isGone }) => (isGone ? [told.key] : []))
  const rest = outlookOf(promised, open, today, gone)
  const outlook: Outlook = features.length === 0 && rest.level === 'done' ? { ...rest, level: 'unknown' } : rest // nobody said what customers get
  const last = features.find(({ told }) => told.key === outlook.last)
  const says = outlookSays({
    outlook,
    promised,
    promisedAs,
    internalDate: text(row['internalDate']) || null,
    features: features.map(({ told }) => told),
    last: last?.told ?? null,
    because: last?.expectation?.because ?? '',
  })
  return { ...outlook, promised, promisedAs, says }
}

/** The day that counts: what customers were told, else what we work towards, else the end of its window. */
function promiseOf(row: AnyRow): { readonly promised: string | null; readonly promisedAs: Promised | null } {
  if (text(row['externalDate'])) return { promised: text(row['externalDate']), promisedAs: 'external' }
  if (text(row['internalDate'])) return { promised: text(row['internalDate']), promisedAs: 'internal' }
  const end = endOfTime(text(row['window']))
  return { promised: end, promisedAs: end === null ? null : 'window' }
}

function scopeOf(row: AnyRow, own: readonly AnyRow[], plan: Plan): Scope | null {
  const frozenOn = text(row['frozenOn'])
  if (frozenOn === '') return null
  const frozen = recordsIn(row['frozenScope']).map((one) => ({ id: text(one['feature']), effort: number(one['effort']) }))
  const changed = scopeChange(
    frozen,
    own.map(({ id, effort }: AnyRow) => ({ id, effort: number(effort) })),
  )
  const because = recordsIn(row['lateChanges'])
  const named = (id: string): FeatureName => {
    const feature = plan.featureById.get(id)
    return feature ? nameOf(feature) : { id, key: '', title: 'A feature that was put away' }
  }
  const change =
    (kind: string) =>
    (id: string): Change => {
      const found = because.findLast((one) => one['feature'] === id && one['kind'] === kind)
      return { ...named(id), on: text(found?.['on']) || null, reason: text(found?.['reason']) || null }
    }
  return {
    frozenOn,
    added: changed.added.map(change('added')),
    removed: changed.removed.map(change('removed')),
    resized: changed.resized.map(({ id, from, to }) => ({ ...named(id), from, to })),
    weeks: changed.weeks,
  }
}

/** Features whose source says that this version carries them, by its title or number. */
function namedBySource(row: AnyRow, features: readonly AnyRow[]): readonly FeatureName[] {
  const names = [row['title'], row['versionName']].map((one) => text(one).toLowerCase()).filter(Boolean)
  const own = textsIn(row['features'])
  return features
    .filter((feature) => !own.includes(feature.id) && !release.isGone(feature) && textsIn(feature['releases']).some((one) => names.includes(one.toLowerCase())))
    .map(nameOf)
}

const nameOf = (row: AnyRow): FeatureName => ({ id: row.id, key: row.key, title: text(row['title']) })
