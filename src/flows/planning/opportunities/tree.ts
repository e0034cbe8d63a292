import { demandBySegment, type SegmentDemand } from '#engines/portfolio/evidence/evidence.ts'
import { opportunity as scoreOf, opportunityBand } from '#engines/portfolio/scores/scores.ts'
import { everyRow, type AnyRow, type Context } from '#kernel'
import { account } from '#objects'
import { text, textsIn } from '../reading.ts'
import {
  accountIdIn,
  evidenceOf,
  familyOf,
  feedbackOf,
  heardFor,
  nameOf,
  quotesOf,
  surveyIn,
  type Evidence,
  type Heard,
  type Quote,
  type Survey,
} from './heard.ts'

export type { Evidence } from './heard.ts'

export interface OpportunityNode {
  readonly id: string
  readonly key: string
  readonly title: string
  readonly kind: string
  readonly state: string
  readonly owner: string | null
  readonly parent: string | null
  /** How deep it stands below its outcome, from 0. */
  readonly depth: number
  /** Behind it and all of its parts: each account and each voice once. */
  readonly evidence: Evidence
  readonly survey: Survey | null
  /** importance + max(importance − satisfaction, 0), 0 to 20; null where nobody was asked. */
  readonly score: number | null
  readonly band: ReturnType<typeof opportunityBand> | null
  readonly bets: readonly { readonly key: string; readonly title: string; readonly stage: string }[]
  readonly experiments: readonly string[]
}

export interface Outcome {
  /** Null for those that serve no outcome. */
  readonly objective: { readonly id: string; readonly key: string; readonly title: string; readonly keyResults: readonly string[] } | null
  /** In the order of the tree: each above its parts, the larger revenue first. */
  readonly nodes: readonly OpportunityNode[]
}

export interface OpportunityTree {
  readonly currency: string
  /** The month at whose end accounts pay; null with `lacks` when nobody knows. */
  readonly month: string | null
  readonly lacks: string | null
  readonly outcomes: readonly Outcome[]
  /** Objectives that are live, for moving an opportunity below one. */
  readonly objectives: readonly { readonly id: string; readonly key: string; readonly title: string }[]
}

/** Opportunities below the outcomes that they serve, sized by what customers said and by what these pay. Declined and solved ones stay. */
export async function opportunityTree(ctx: Context, asOf?: string): Promise<OpportunityTree> {
  const past = asOf ? { asOf } : {}
  const heard = await heardFor(ctx, asOf)
  const [objectives, results, bets, members] = await Promise.all(
    ['objective', 'keyResult', 'initiative', 'member'].map((noun) => everyRow(ctx, noun, noun === 'member' ? { archived: true, ...past } : past)),
  )
  const around: Around = { heard, bets: bets ?? [], members: members ?? [] }
  const below = (objective: AnyRow | null): OpportunityNode[] =>
    sorted(
      heard.rows.filter((row) => isRoot(heard.rows, row) && (text(row['objective']) || null) === (objective?.id ?? null)).map((row) => nodeOf(around, row, 0)),
    ).flatMap((node) => [node, ...partsOf(around, node, [node.id])])
  const live = (objectives ?? []).filter(
    (row) => row['state'] === 'active' || row['state'] === 'proposed' || heard.rows.some((one) => one['objective'] === row.id),
  )
  const outcomes = live.map((row): Outcome => ({
    objective: {
      id: row.id,
      key: row.key,
      title: text(row['title']),
      keyResults: (results ?? []).filter((one) => one['objective'] === row.id).map((one) => text(one['title'])),
    },
    nodes: below(row),
  }))
  return {
    ...ofRevenue(ctx, heard),
    outcomes: [...outcomes.filter(({ nodes }) => nodes.length > 0), { objective: null, nodes: below(null) }],
    objectives: live.map((row) => ({ id: row.id, key: row.key, title: text(row['title']) })),
  }
}

const ofRevenue = ({ workspace }: Context, { pays: { paid, lacks } }: Heard) => ({
  currency: paid?.currency ?? workspace.currency,
  month: paid?.month ?? null,
  lacks,
})

interface Around {
  readonly heard: Heard
  readonly bets: readonly AnyRow[]
  readonly members: readonly AnyRow[]
}

/** One that stands below no other: its parent is not there, or is archived. Of a circle the first is taken as the top. */
function isRoot(rows: readonly AnyRow[], row: AnyRow): boolean {
  const parent = rows.find(({ id }) => id === row['parent'])
  if (!parent) return true
  const way: AnyRow[] = []
  for (let at: AnyRow | undefined = row; at && !way.includes(at);) {
    way.push(at)
    const above: unknown = at['parent']
    at = rows.find(({ id }) => id === above)
    if (at === row) return row.id === [...way].map(({ id }) => id).toSorted()[0]
  }
  return false
}

function partsOf(around: Around, node: OpportunityNode, seen: readonly string[]): OpportunityNode[] {
  const parts = around.heard.rows.filter((row) => row['parent'] === node.id && !seen.includes(row.id))
  return sorted(parts.map((row) => nodeOf(around, row, node.depth + 1))).flatMap((part) => [part, ...partsOf(around, part, [...seen, part.id])])
}

/** What more revenue stands behind comes first, then more accounts, then more voices. */
const sorted = (nodes: readonly OpportunityNode[]): OpportunityNode[] =>
  nodes.toSorted(
    ({ evidence: a, ...one }, { evidence: b, ...other }) =>
      (b.revenue ?? 0) - (a.revenue ?? 0) || b.accounts - a.accounts || b.voices - a.voices || (one.key < other.key ? -1 : 1),
  )

function nodeOf({ heard, bets, members }: Around, row: AnyRow, depth: number): OpportunityNode {
  const survey = surveyIn(row)
  const score = survey ? scoreOf({ importance: survey.importance, satisfaction: survey.satisfaction }).value : null
  const named = textsIn(row['initiatives'])
  return {
    id: row.id,
    key: row.key,
    title: text(row['title']),
    kind: text(row['kind']),
    state: text(row['state']),
    owner: text(members.find(({ id }) => id === row['owner'])?.['name']) || null,
    parent: text(row['parent']) || null,
    depth,
    evidence: evidenceOf(heard, familyOf(heard, row)),
    survey,
    score,
    band: score === null ? null : opportunityBand(score),
    bets: bets.filter(({ id }) => named.includes(id)).map((bet) => ({ key: bet.key, title: text(bet['title']), stage: text(bet['stage']) })),
    experiments: textsIn(row['experiments']),
  }
}

export interface OpportunityDetail {
  readonly node: OpportunityNode
  readonly currency: string
  readonly month: string | null
  readonly lacks: string | null
  /** Accounts behind it, those that pay most first; revenue is null when nobody knows who pays. */
  readonly accounts: readonly { readonly name: string; readonly voices: number; readonly revenue: number | null }[]
  /** The most important first, then the newest; each with the part of the opportunity that it was said for. */
  readonly quotes: readonly (Quote & { readonly of: string })[]
  readonly parts: readonly OpportunityNode[]
  /** Which segments say it, beside what of each was heard at all. */
  readonly segments: readonly SegmentDemand[]
}

/** One opportunity with its proof: what was said, by which accounts, and what these pay. */
export async function opportunityDetail(ctx: Context, id: string, asOf?: string): Promise<OpportunityDetail> {
  const past = asOf ? { asOf } : {}
  const found = await ctx.find('opportunity', id, asOf)
  const [heard, bets, members, signals] = await Promise.all([
    heardFor(ctx, asOf),
    everyRow(ctx, 'initiative', past),
    everyRow(ctx, 'member', { archived: true, ...past }),
    everyRow(ctx, 'feedback', { filter: { signal: 'signal' }, ...past }),
  ])
  const around: Around = { heard, bets, members }
  const family = familyOf(heard, heard.rows.find((row) => row.id === found.id) ?? found)
  const voices = family.flatMap((row) => feedbackOf(heard, row).map((one) => ({ one, of: row.key })))
  const partOf = new Map(voices.map(({ one, of }) => [one.id, of]))
  const said = [...new Set(voices.map(({ one }) => one))]
  const node = nodeOf(around, found, 0)
  return {
    node,
    ...ofRevenue(ctx, heard),
    accounts: accountsBehind(heard, said),
    quotes: quotesOf(heard, said).map((quote) => ({ ...quote, of: partOf.get(quote.id) ?? found.key })),
    parts: partsOf(around, node, [node.id]).filter(({ depth }) => depth === 1),
    segments: segmentsOf(heard, said, signals),
  }
}

/** Demand by the segment that accounts bear; heard is whoever said anything that was processed as a signal. */
function segmentsOf(heard: Heard, said: readonly AnyRow[], signals: readonly AnyRow[]): SegmentDemand[] {
  const idsOf = (rows: readonly AnyRow[]): Set<string> => new Set(rows.flatMap((one) => accountIdIn(heard, one) ?? []))
  const active = [...heard.accounts.values()].filter((row) => row['kind'] === 'customer' && row['isInternal'] !== true)
  const segmentOf = new Map(active.map((row) => [account.factIdOf(row), text(row['segment'])]))
  return demandBySegment(idsOf(said), idsOf(signals), segmentOf, heard.pays.paid?.by ?? null)
}

function accountsBehind(heard: Heard, said: readonly AnyRow[]): OpportunityDetail['accounts'] {
  const ids = said.flatMap((one) => accountIdIn(heard, one) ?? [])
  return [...Map.groupBy(ids, (id) => id)]
    .map(([id, own]) => ({ name: nameOf(heard, id), voices: own.length, revenue: heard.pays.paid ? (heard.pays.paid.by.get(id) ?? 0) : null }))
    .toSorted((a, b) => (b.revenue ?? 0) - (a.revenue ?? 0) || b.voices - a.voices || (a.name < b.name ? -1 : 1))
}
