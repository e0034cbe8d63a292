import { everyRow, type AnyRow, type Context } from '#kernel'
import { isAnswer } from '../refusedFigure.ts'
import { account as customers, segment as rules } from '#objects'
import { idealFit, idealsIn, type IdealFit } from './ideal.ts'
import { jobLines, type JobLine } from './jobs.ts'
import { keptIn, retentionOf, revenueOf, type Revenue } from './revenue.ts'
import { claimedFeatures, competitorLines, winsOf, type Adoption, type CompetitorLine, type Wins } from './rivals.ts'
import { baseOf, lineOf, marketOf, segmentations, shareOf, type Whole, type SegmentLine, type Segmentation, type Share } from './segments.ts'
import { partition } from '#engines/portfolio/market/partition.ts'
import { addPeriods } from '#engines/numbers/dates.ts'

export interface PersonaLine {
  readonly id: string
  readonly key: string
  readonly title: string
  readonly kind: string
  readonly state: string
}

/** Where we play, and whether the numbers agree. */
export interface Market {
  readonly today: string
  readonly base: Whole
  /** Why there is no revenue, in words; null when there is. */
  readonly lacks: string | null
  readonly segmentations: readonly Segmentation[]
  readonly drafts: readonly SegmentLine[]
  readonly ideals: readonly IdealFit[]
  readonly personas: readonly PersonaLine[]
  readonly jobs: readonly JobLine[]
  readonly competitors: readonly CompetitorLine[]
  readonly wins: Wins
}

/** How a feature is used as of a day: from the flow of adoption, which the house hands in. */
export type AdoptionOf = (feature: AnyRow, asOf?: string) => Promise<Adoption>

/** Segments with their live members, ideal customers by fit, jobs by opportunity, competitors with what is stale and what may be claimed. */
export async function market(ctx: Context, adoptionOf: AdoptionOf, asOf?: string): Promise<Market> {
  const all = (noun: string): Promise<readonly AnyRow[]> => everyRow(ctx, noun, asOf ? { asOf } : {})
  const [[segments = [], accounts = [], personas = [], jobs = [], competitors = [], features = [], members = [], deals = []], { revenue, lacks }] =
    await Promise.all([Promise.all(['segment', 'account', 'persona', 'job', 'competitor', 'feature', 'member', 'deal'].map(all)), revenueOf(ctx, asOf)])
  const base = marketOf(accounts)
  const today = asOf ?? ctx.now().slice(0, 10)
  const byId = new Map(features.map((row) => [row.id, row]))
  const drafts = segments.filter((row) => row['state'] === 'draft')
  return {
    today,
    base: baseOf(base, revenue),
    lacks,
    segmentations: segmentations(segments, base, revenue),
    drafts: drafts.map((row) => lineOf(row, fitting(row, base), base, revenue)),
    ideals: idealsIn(segments).map((row) => idealFit(row, base, revenue)),
    personas: personas
      .filter((row) => row['state'] !== 'retired')
      .map((row) => ({ id: row.id, key: row.key, title: String(row['title']), kind: String(row['kind']), state: String(row['state']) })),
    jobs: jobLines(jobs, personas),
    competitors: competitorLines(competitors, {
      features: byId,
      members: new Map(members.map((row) => [row.id, String(row['name'])])),
      adoption: await adoptions(claimedFeatures(competitors), byId, (feature) => adoptionOf(feature, asOf)),
      today,
      deals,
    }),
    wins: winsOf(deals, today),
  }
}

/** Accounts that a segment’s rule takes in, whatever other segments do. */
function fitting(segment: AnyRow, accounts: readonly AnyRow[]): readonly AnyRow[] {
  const { rule } = rules.compile(segment['rule'])
  return rule ? accounts.filter((row) => rules.matches(rule, row)) : []
}

/** One that cannot be asked for is not measured, and says why; it takes nothing else with it. */
async function adoptions(
  ids: readonly string[],
  features: ReadonlyMap<string, AnyRow>,
  ask: (feature: AnyRow) => Promise<Adoption>,
): Promise<ReadonlyMap<string, Adoption>> {
  const known = await Promise.all(
    ids.map(async (id): Promise<readonly [string, Adoption][]> => {
      const feature = features.get(id)
      return feature?.['stage'] === 'released' ? [[id, await ask(feature).catch(notAsked)]] : []
    }),
  )
  return new Map(known.flat())
}

function notAsked(error: unknown): Adoption {
  if (isAnswer(error)) return { rate: null, eligible: null, why: error.message }
  throw error
}

export interface Member {
  readonly id: string
  readonly key: string
  /** Null for those who may not see names of customers. */
  readonly name: string | null
  readonly kind: string
  readonly arr: number | null
  readonly opening: number | null
  readonly closing: number | null
  /** An earlier segment holds it, although it fits this rule too. */
  readonly heldBy: string | null
}

/** One segment in full: who is in it, what they pay and how their retention went. */
export interface SegmentView {
  readonly line: SegmentLine
  readonly base: Whole
  readonly lacks: string | null
  /** Accounts of today, and those who left since the month whose revenue is shown. */
  readonly members: readonly Member[]
  /** Retention at the end of the last closed month and of the four quarters of months before it, the oldest first; today’s members throughout. */
  readonly trend: readonly { readonly month: string; readonly nrr: number | null; readonly n: number; readonly ofAll: number | null }[]
}

export async function segmentView(ctx: Context, id: string, asOf?: string): Promise<SegmentView> {
  const day = asOf ? { asOf } : {}
  const [row, segments, accounts, { revenue, lacks }] = await Promise.all([
    ctx.find('segment', id, asOf),
    everyRow(ctx, 'segment', day),
    everyRow(ctx, 'account', day),
    revenueOf(ctx, asOf),
  ])
  const base = marketOf(accounts)
  const fit = fitting(row, base)
  const holder = holdersOf(row, segments, fit)
  const own = accountsOf(row, segments, accounts)
  return {
    line: lineOf(row, own, base, revenue),
    base: baseOf(base, revenue),
    lacks,
    members: fit
      .map((account) => ({ account, member: memberOf(account, revenue, holder.get(account.id) ?? null) }))
      .filter(({ account, member }) => rules.isCurrent(account) || (member.arr ?? 0) > 0)
      .map(({ member }) => member)
      .toSorted(byRevenue),
    trend: revenue ? await trendOf(ctx, revenue, own.map(customers.factIdOf), asOf) : [],
  }
}

/** The accounts of a segment, as its page counts them, former ones included: of an active one those that no earlier segment of its segmentation holds. */
export function accountsOf(segment: AnyRow, segments: readonly AnyRow[], accounts: readonly AnyRow[]): readonly AnyRow[] {
  const fit = fitting(segment, marketOf(accounts))
  const holder = holdersOf(segment, segments, fit)
  return fit.filter((account) => !holder.has(account.id))
}

/** Which earlier segment of its segmentation holds an account that fits this one too, by the account’s id; a draft shares with nobody. */
function holdersOf(segment: AnyRow, segments: readonly AnyRow[], accounts: readonly AnyRow[]): ReadonlyMap<string, string> {
  if (segment['state'] !== 'active') return new Map()
  const rivals = segments.filter((row) => row['state'] === 'active' && row['segmentation'] === segment['segmentation'])
  const parts = rivals.map((row) => {
    const { rule } = rules.compile(row['rule'])
    return { id: row.id, order: Number(row['order'] ?? 0), test: (account: AnyRow) => rule !== null && rules.matches(rule, account) }
  })
  const titles = new Map(rivals.map((row) => [row.id, String(row['title'])]))
  const { parts: found } = partition(parts, accounts)
  return new Map(
    [...found].flatMap(([id, { members }]) => (id === segment.id ? [] : members.map((account): [string, string] => [account.id, titles.get(id) ?? '']))),
  )
}

function memberOf(row: AnyRow, revenue: Revenue | null, heldBy: string | null): Member {
  const id = customers.factIdOf(row)
  const kept = revenue?.kept.get(id)
  return {
    id: row.id,
    key: row.key,
    name: typeof row['name'] === 'string' ? row['name'] : null,
    kind: String(row['kind']),
    arr: revenue ? (revenue.arr.get(id) ?? 0) : null,
    opening: kept?.opening ?? null,
    closing: kept?.closing ?? null,
    heldBy,
  }
}

const byRevenue = (a: Member, b: Member): number =>
  Number(a.heldBy !== null) - Number(b.heldBy !== null) || (b.arr ?? 0) - (a.arr ?? 0) || (a.key < b.key ? -1 : 1)

async function trendOf(ctx: Context, revenue: Revenue, ids: readonly string[], asOf?: string): Promise<SegmentView['trend']> {
  const months = [12, 9, 6, 3].map((back) => addPeriods(revenue.month, -back))
  const before = await Promise.all(months.map(async (month) => ({ month, kept: await keptIn(ctx, month, asOf) })))
  return [...before, { month: revenue.month, kept: revenue.kept }].map(({ month, kept }) => {
    const { value, n } = retentionOf(ids, kept)
    return { month, nrr: value, n, ofAll: retentionOf(kept.keys(), kept).value }
  })
}

/** A rule before anything is kept: what it says, whom it takes in, and what they pay; or why it is none. */
export type Tried =
  | { readonly says: string; readonly share: Share; readonly of: number; readonly wrong: null }
  | { readonly says: null; readonly wrong: { readonly reason: string; readonly hint: string } }

export async function tryRule(ctx: Context, given: unknown): Promise<Tried> {
  const { rule, wrong } = rules.compile(given)
  if (wrong) return { says: null, wrong }
  const [accounts, { revenue }] = await Promise.all([everyRow(ctx, 'account'), revenueOf(ctx)])
  const base = marketOf(accounts)
  const members = base.filter((row) => rules.matches(rule, row))
  return { says: rules.saysRule(rule), share: shareOf(members, base, revenue), of: rules.countOf(rule, accounts).of, wrong: null }
}

export interface AttributeValues {
  readonly prop: string
  readonly says: string
  /** The commonest first, fifty at the most. */
  readonly values: readonly { readonly value: string; readonly n: number }[]
}

/** What a rule may ask of accounts, with the values that those of today bear. */
export async function attributesOf(ctx: Context): Promise<readonly AttributeValues[]> {
  const accounts = marketOf(await everyRow(ctx, 'account')).filter(rules.isCurrent)
  return rules.attributes.map((name): AttributeValues => {
    const counted = Map.groupBy(
      accounts.flatMap((row) => (typeof row[name] === 'string' && row[name] !== '' ? [row[name]] : [])),
      (value) => value,
    )
    const values = [...counted].map(([value, all]) => ({ value, n: all.length })).toSorted((a, b) => b.n - a.n || (a.value < b.value ? -1 : 1))
    return { prop: `account.${name}`, says: rules.attributeWords[name], values: values.slice(0, 50) }
  })
}
