import { isRecord, rank, type AnyRow, type Field, type Noun } from '#kernel'
import type { shareLink } from '#objects'

export type Audience = shareLink.Audience

/**
 * Who sees what of a bet, field by field. What is not named here never leaves, whatever is added to the noun later. `story` is what was approved for
 * customers; `label` is the stage in public words. Everything shown to an audience is made from these values alone, its order too.
 */
export const betFields: Readonly<Record<Audience, readonly string[]>> = {
  board: ['title', 'stage', 'horizon', 'timeframe', 'hardDate', 'outcome', 'investment', 'value'],
  executive: [
    'key',
    'title',
    'stage',
    'horizon',
    'timeframe',
    'forecast',
    'hardDate',
    'outcome',
    'investment',
    'objectives',
    'teams',
    'owner',
    'effort',
    'confidence',
    'value',
  ],
  squad: [
    'key',
    'title',
    'stage',
    'horizon',
    'timeframe',
    'forecast',
    'hardDate',
    'outcome',
    'investment',
    'objectives',
    'teams',
    'owner',
    'effort',
    'confidence',
  ],
  gtm: ['title', 'label', 'horizon', 'story', 'likelyBy'],
  customer: ['label', 'horizon', 'story'],
}

/** Who outside of Product sees what of a release. `told` are the names of its features that were approved for customers. */
export const releaseFields: Readonly<Record<'gtm' | 'customer', readonly string[]>> = {
  gtm: ['title', 'label', 'externalDate', 'told'],
  customer: ['externalDate', 'told'],
}

/** Who sees the rows of any other noun: by class of field. GTM and customers see what is public; they and the board see nothing of people and no links to other rows, the board nothing of squads and effort either. */
const classes: Readonly<Record<Audience, readonly Field<unknown>['class'][]>> = {
  board: ['public', 'internal', 'confidential'],
  executive: ['public', 'internal', 'confidential'],
  squad: ['public', 'internal'],
  gtm: ['public'],
  customer: ['public'],
}

const publicLabels: Readonly<Record<string, string>> = {
  idea: 'Under review',
  discovery: 'Under review',
  ready: 'Planned',
  committed: 'Planned',
  paused: 'Planned',
  delivering: 'In progress',
}
/** A stage in the words that outsiders read. */
export const publicLabel = (stage: unknown): string => publicLabels[String(stage)] ?? 'Shipped'

/** The row as far as this audience may know it: the only thing of it that goes on. Null when the bet itself is hidden from them. */
export function projected(row: AnyRow, audience: Audience): Readonly<Record<string, unknown>> | null {
  const story = isRecord(row['externalStory']) ? row['externalStory'] : null
  if (audience === 'customer' && !story) return null
  const forecast = isRecord(row['forecast']) ? row['forecast']['likely'] : null
  const approved = typeof story?.['window'] === 'string'
  const made: Readonly<Record<string, unknown>> = {
    ...row,
    label: publicLabel(row['stage']),
    story: story && { title: story['title'] ?? null, benefit: story['benefit'] ?? null, window: story['window'] ?? null },
    likelyBy: approved && typeof forecast === 'string' ? forecast.slice(0, 7) : null,
  }
  return Object.fromEntries(betFields[audience].map((name) => [name, made[name] ?? null]))
}

const releaseLabels: Readonly<Record<string, string>> = { parkingLot: 'Under review', planned: 'Planned', frozen: 'In progress', released: 'Shipped' }

/** A release as far as those outside of Product may know it, its features by the names that were approved, in the order of these names. Customers see those with a day that they were told. */
export function projectedRelease(row: AnyRow, audience: 'gtm' | 'customer', publicNames: readonly string[]): Readonly<Record<string, unknown>> | null {
  if (audience === 'customer' && typeof row['externalDate'] !== 'string') return null
  const made: Readonly<Record<string, unknown>> = { ...row, label: releaseLabels[String(row['state'])] ?? 'Withdrawn', told: publicNames.toSorted() }
  return Object.fromEntries(releaseFields[audience].map((name) => [name, made[name] ?? null]))
}

/** The fields of a noun that an audience may see in a list, in the order of the noun; none when its rows are not for them. A value with personal parts stays inside. */
export function fieldsFor(noun: Noun, audience: Audience): readonly string[] {
  if (noun.chapter === 'workspace' || rank(noun.read) > rank('viewer')) return []
  const inside = isInside(audience)
  return Object.entries(noun.fields).flatMap(([name, field]) => {
    const isShown = field.column !== null && !field.veil && classes[audience].includes(field.class) && (inside || !pointsAway(field))
    return isShown && !(audience === 'board' && ofTheWork.has(name)) ? [name] : []
  })
}

/** Does it, or an entry of it, name another row? */
const pointsAway = ({ target, inner }: Field<unknown>): boolean => target !== undefined || Object.values(inner ?? {}).some(pointsAway)

/** How the work is done, whatever noun says it: the board sees what comes of it. */
const ofTheWork: ReadonlySet<string> = new Set(['team', 'teams', 'effort', 'headcount', 'confidence', 'provider'])

/** The field that names a row of this noun for an audience: of people only inside of the company; null when it is not for them. */
export function titleFor(noun: Noun, audience: Audience): string | null {
  if (noun.noun === 'member') return isInside(audience) ? noun.title : null
  return fieldsFor(noun, audience).includes(noun.title) ? noun.title : null
}

export const isInside = (audience: Audience): audience is 'executive' | 'squad' => audience === 'executive' || audience === 'squad'
