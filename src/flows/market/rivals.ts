import { claimState, isStale, leastUse, reasonsOf, winRate, type ClaimState, type DealRow, type WinRate } from '#engines/portfolio/market/rivals.ts'
import { addMonths, daysBetween } from '#engines/numbers/dates.ts'
import { recordsIn, type AnyRow } from '#kernel'
import { numberIn, textIn } from './segments.ts'

/** What is known of the use of a feature: the share of eligible accounts, or why there is none. */
export type Adoption =
  | { readonly rate: number; readonly eligible: number; readonly why: null }
  | { readonly rate: null; readonly eligible: null; readonly why: string }

export interface FeatureName {
  readonly id: string
  readonly key: string
  readonly title: string
}

export interface StandingLine {
  readonly feature: FeatureName | null
  readonly standing: string
  readonly checkedOn: string
  readonly days: number
  readonly isStale: boolean
}

export interface ClaimLine {
  readonly claim: string
  readonly feature: FeatureName | null
  readonly state: ClaimState
  /** Why it may or may not be said, in words. */
  readonly says: string
}

export interface MoveLine {
  readonly on: string
  readonly kind: string
  readonly what: string
  readonly threat: number
  readonly response: string
  readonly source: string | null
}

export interface CompetitorLine {
  readonly id: string
  readonly key: string
  readonly title: string
  readonly state: string
  readonly kind: string
  readonly threat: number | null
  readonly positioning: string | null
  readonly owner: string | null
  readonly standings: readonly StandingLine[]
  readonly claims: readonly ClaimLine[]
  readonly moves: readonly MoveLine[]
  /** Deals against it that closed in the last twelve months, and in the twelve before. */
  readonly deals: { readonly year: WinRate; readonly before: WinRate }
  readonly card: Battlecard
}

/** What is needed in a call against a competitor, as it was written down, and why the deals of the last twelve months went as they did. */
export interface Battlecard {
  readonly pricing: string | null
  readonly strengths: readonly Point[]
  readonly weaknesses: readonly Point[]
  readonly objections: readonly { readonly objection: string; readonly answer: string }[]
  readonly landmines: readonly { readonly question: string; readonly because: string | null }[]
  readonly wonFor: WinRate['lostFor']
  /** What buyers said, the latest first. */
  readonly heard: readonly { readonly outcome: string; readonly words: string; readonly on: string; readonly segment: string | null }[]
}
interface Point {
  readonly point: string
  readonly evidence: string | null
}

/** Deals of the last twelve months: all of them, and by the segment of the buyer, the most first. */
export interface Wins {
  readonly all: WinRate
  readonly before: WinRate
  readonly bySegment: readonly (WinRate & { readonly segment: string })[]
}

interface Known {
  readonly features: ReadonlyMap<string, AnyRow>
  readonly members: ReadonlyMap<string, string>
  readonly adoption: ReadonlyMap<string, Adoption>
  readonly today: string
  readonly deals: readonly AnyRow[]
}

/** The features that claims rest on, each once: the ones whose use has to be asked for. */
export const claimedFeatures = (competitors: readonly AnyRow[]): readonly string[] => [
  ...new Set(competitors.filter(isFollowed).flatMap((row) => recordsIn(row['claims']).map((claim) => String(claim['capability'])))),
]

const isFollowed = (row: AnyRow): boolean => row['state'] !== 'retired'

/** Competitors, the greatest threat first, each with what it did, where we stand against it, and which of our claims hold. */
export function competitorLines(competitors: readonly AnyRow[], known: Known): readonly CompetitorLine[] {
  return competitors
    .filter(isFollowed)
    .map((row): CompetitorLine => ({
      id: row.id,
      key: row.key,
      title: String(row['title']),
      state: String(row['state']),
      kind: String(row['kind']),
      threat: numberIn(row['threat']),
      positioning: textIn(row['positioning']),
      owner: known.members.get(String(row['owner'])) ?? null,
      standings: recordsIn(row['capabilities'])
        .map((one) => standingOf(one, known))
        .toSorted((a, b) => b.days - a.days),
      claims: recordsIn(row['claims']).map((one) => claimOf(one, known)),
      moves: recordsIn(row['moves']).map(moveOf),
      deals: rates(
        known.deals.filter((one) => one['competitor'] === row.id),
        known.today,
      ),
      card: cardOf(row, known),
    }))
    .toSorted((a, b) => (b.threat ?? -1) - (a.threat ?? -1) || (a.key < b.key ? -1 : 1))
}

function cardOf(row: AnyRow, { deals, today }: Known): Battlecard {
  const own = closedWithin(
    deals.filter((one) => one['competitor'] === row.id),
    today,
    0,
  )
  const points = (name: string): Point[] => recordsIn(row[name]).map((one) => ({ point: String(one['point']), evidence: textIn(one['evidence']) }))
  return {
    pricing: textIn(row['pricing']),
    strengths: points('strengths'),
    weaknesses: points('weaknesses'),
    objections: recordsIn(row['objections']).map((one) => ({ objection: String(one['objection']), answer: String(one['answer']) })),
    landmines: recordsIn(row['landmines']).map((one) => ({ question: String(one['question']), because: textIn(one['because']) })),
    wonFor: reasonsOf(own.map(dealIn), 'won'),
    heard: own
      .flatMap((one) => {
        const words = textIn(one['words'])
        return words === null ? [] : [{ outcome: String(one['outcome']), words, on: String(one['closedOn']), segment: textIn(one['segment']) }]
      })
      .toSorted((a, b) => b.on.localeCompare(a.on)),
  }
}

/** The win rate of all deals and by segment. A deal without a segment is in all of them alone. */
export function winsOf(deals: readonly AnyRow[], today: string): Wins {
  const { year, before } = rates(deals, today)
  const bySegment = [...Map.groupBy(closedWithin(deals, today, 0), (one) => textIn(one['segment']) ?? '')]
    .filter(([segment]) => segment !== '')
    .map(([segment, own]) => ({ segment, ...winRate(own.map(dealIn)) }))
    .toSorted((a, b) => b.won + b.lost - (a.won + a.lost) || (a.segment < b.segment ? -1 : 1))
  return { all: year, before, bySegment }
}

const rates = (deals: readonly AnyRow[], today: string): CompetitorLine['deals'] => ({
  year: winRate(closedWithin(deals, today, 0).map(dealIn)),
  before: winRate(closedWithin(deals, today, 1).map(dealIn)),
})

/** Deals that closed in the twelve months that end on a day, or in those that many years before. */
function closedWithin(deals: readonly AnyRow[], today: string, yearsBack: number): readonly AnyRow[] {
  const [from, to] = [addMonths(today, -12 * (yearsBack + 1)), addMonths(today, -12 * yearsBack)]
  return deals.filter((one) => String(one['closedOn']) > from && String(one['closedOn']) <= to)
}

const dealIn = (row: AnyRow): DealRow => ({
  outcome: row['outcome'] === 'won' ? 'won' : row['outcome'] === 'lost' ? 'lost' : 'noDecision',
  reason: textIn(row['reason']),
})

const nameOf = (row: AnyRow | undefined): FeatureName | null => (row ? { id: row.id, key: row.key, title: String(row['title']) } : null)

function standingOf(one: Readonly<Record<string, unknown>>, { features, today }: Known): StandingLine {
  const checkedOn = String(one['checkedOn'])
  return {
    feature: nameOf(features.get(String(one['capability']))),
    standing: String(one['standing']),
    checkedOn,
    days: daysBetween(checkedOn, today),
    isStale: isStale(checkedOn, today),
  }
}

function claimOf(one: Readonly<Record<string, unknown>>, { features, adoption }: Known): ClaimLine {
  const feature = features.get(String(one['capability']))
  const use = adoption.get(String(one['capability']))
  const state = claimState({ isReleased: feature?.['stage'] === 'released', use: use?.rate ?? null })
  return { claim: String(one['claim']), feature: nameOf(feature), state, says: claimWords(state, feature, use) }
}

function claimWords(state: ClaimState, feature: AnyRow | undefined, use: Adoption | undefined): string {
  if (!feature) return 'Its capability is no feature that we know any more.'
  if (state === 'notReleased') return `${String(feature['title'])} is not released.`
  if (!use || use.rate === null) return use?.why ?? 'Its use is not measured.'
  const share = `${(use.rate * 100).toFixed(1)}% of ${use.eligible.toLocaleString('en-US')} eligible accounts use it`
  return state === 'valid' ? `${share}.` : `${share}; ${leastUse * 100}% are needed.`
}

const moveOf = (one: Readonly<Record<string, unknown>>): MoveLine => ({
  on: String(one['on']),
  kind: String(one['kind']),
  what: String(one['what']),
  threat: numberIn(one['threat']) ?? 0,
  response: String(one['response']),
  source: textIn(one['source']),
})
