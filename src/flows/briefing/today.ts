import { foundSays } from '#engines/numbers/foundSays.ts'
import { daysBetween, addDays } from '#engines/numbers/dates.ts'
import { isRecord, recordsIn, showDate, type AnyRow, type Context, type Finding } from '#kernel'
import { dueText } from './dueText.ts'
import type { Need } from './need.ts'
import { planNeeds } from './planNeeds.ts'
import { releaseNeeds, type EndangeredRelease } from './releaseNeeds.ts'
import type { Scorecard } from './scorecard.ts'
import { scoringNeeds } from './scoringNeeds.ts'
import { stateOfBusiness, type SentencePart, type Signalled } from './stateOfBusiness.ts'
import { strategyNeeds } from './strategyNeeds.ts'

/** What other flows know, which house.ts hands in: the feed, and the releases in danger. */
export interface Handed {
  readonly entries: readonly Signalled[]
  readonly expected: { readonly says: string }
  readonly releases: readonly EndangeredRelease[]
}

export interface Today {
  readonly sentence: readonly SentencePart[]
  readonly since: string
  readonly needs: readonly Need[]
  readonly signals: readonly Signalled[]
  /** How many signals chance alone would give. */
  readonly expected: string
  /** Of all metrics with a number those without news: inside their limits, without limits yet, and not to be trusted; and the names of the stale. */
  readonly routine: {
    readonly of: number
    readonly count: number
    readonly unjudged: number
    readonly untrusted: number
    readonly stale: readonly string[]
  }
  readonly incidents: readonly { readonly title: string; readonly says: string; readonly noun: string; readonly id: string }[]
  readonly promises: readonly {
    readonly title: string
    readonly due: string
    readonly state: string
    readonly isLate: boolean
    readonly noun: string
    readonly id: string
  }[]
  /** The newest row that any number is made from; long ago where the files end in the past. */
  readonly newest: string | null
  readonly empty?: { readonly says: string; readonly next: string }
}

/** The day that is told of, and the same as an asOf where it is past. */
interface When {
  readonly day: string
  readonly asOf?: string
}

/** What changed, and what needs me: one sentence, the calls that wait, the lines that broke their limits; everything else is one folded line. Of a past day as it stood then, without the faults in the rows, which are known of this day alone. */
export async function today(ctx: Context, card: Scorecard, { releases, ...feed }: Handed, asOf?: string): Promise<Today> {
  const when: When = { day: asOf ?? ctx.now().slice(0, 10), ...(asOf ? { asOf } : {}) }
  const findings = when.day < ctx.now().slice(0, 10) ? [] : await ctx.quality()
  const [needs, promises, incidents] = [
    [...(await needsOf(ctx, when, findings)), ...releaseNeeds(ctx, releases, when.day)],
    await promisesOf(ctx, when),
    await incidentsOf(ctx, when),
  ]
  const measured = card.items.filter(({ value }) => value !== null)
  const refused = card.items.find(({ reason, trust }) => reason === 'unsupported' && trust.state === 'untrusted')
  const signals = feed.entries.filter(({ kind }) => kind !== 'contractFailure')
  const loud = new Set(signals.map(({ metric }) => metric))
  const untrusted = measured.filter(({ trust }) => trust.state === 'untrusted')
  const quiet = measured.filter((item) => !loud.has(item.key) && !untrusted.includes(item))
  return {
    sentence: stateOfBusiness(
      card.items,
      signals.filter(({ kind }) => kind === 'newSignal'),
      untrusted.length,
      when.day,
    ),
    since: addDays(when.day, -7),
    needs,
    signals,
    expected: feed.expected.says,
    routine: {
      of: measured.length,
      count: quiet.filter(({ signal }) => signal.state === 'routine').length,
      unjudged: quiet.filter(({ signal }) => signal.state === 'none').length,
      untrusted: untrusted.length,
      stale: card.items.filter(({ trust }) => trust.state === 'stale').map(({ name }) => name),
    },
    incidents,
    promises,
    newest:
      card.items
        .flatMap(({ freshness }) => freshness.newest?.slice(0, 10) ?? [])
        .toSorted()
        .at(-1) ?? null,
    ...(measured.length === 0 && needs.length === 0
      ? {
          empty: refused
            ? { says: `${refused.name} has no number.`, next: refused.why }
            : { says: 'Nothing is connected yet.', next: 'Bring the files that your billing, support and product tools export.' },
        }
      : {}),
  }
}

async function needsOf(ctx: Context, when: When, findings: readonly Finding[]): Promise<Need[]> {
  const { day } = when
  const decisions = await rows(ctx, when, 'decision', { state: ['awaiting', 'reopened', 'framed'] })
  const reviews = await rows(ctx, when, 'review', { state: 'draft' })
  const risks = await rows(ctx, when, 'risk', { state: 'open', reviewOn: { lte: day } })
  const results = await rows(ctx, when, 'keyResult', { state: 'active' })
  const stale = results.filter((row) => daysSince(String(row['checkedInAt'] ?? row.createdAt), day) > 21)
  const faults = findings.filter(({ severity }) => severity === 'error')
  return [
    ...decisions.map((row): Need => ({
      kind: 'decide',
      title: String(row['question']),
      says: decisionSays(row),
      act: decisionAsks(row),
      noun: 'decision',
      id: row.id,
      cost: textOf(row['costOfDelay']),
      due: dueText(textOf(row['decideBy']), day),
      age: ageText(row['state'] === 'reopened' ? row.updatedAt : row.createdAt, day),
    })),
    ...(await scoringNeeds(ctx, day, when.asOf)),
    ...faults.slice(0, 2).map((fault): Need => ({
      kind: 'check',
      title: foundSays(fault),
      says: fault.metrics.length === 1 ? 'A metric is untrusted until it is settled' : `${fault.metrics.length} metrics are untrusted until it is settled`,
      noun: 'import',
      id: '',
      cost: null,
      due: null,
      age: null,
    })),
    ...risks.slice(0, 3).map((row): Need => ({
      kind: 'stale',
      title: String(row['title'] ?? row.key),
      says: `Risk to be looked at again on ${showDate(String(row['reviewOn']))}`,
      noun: 'risk',
      id: row.id,
      cost: null,
      due: dueText(textOf(row['reviewOn']), day),
      age: ageText(row.updatedAt, day),
    })),
    ...stale.slice(0, 3).map((row): Need => ({
      kind: 'stale',
      title: `“${String(row['title'])}” has had no word for ${daysSince(String(row['checkedInAt'] ?? row.createdAt), day)} days`,
      says: 'Key result without a recent check-in',
      noun: 'keyResult',
      id: row.id,
      cost: null,
      due: null,
      age: null,
    })),
    ...reviews.slice(0, 2).map((row): Need => ({
      kind: 'review',
      title: `${String(row['name'])} is a draft`,
      says: 'Read it, then freeze its numbers',
      noun: 'review',
      id: row.id,
      cost: null,
      due: null,
      age: ageText(row.createdAt, day),
    })),
    ...(await strategyNeeds(ctx, day, when.asOf)),
    ...(await planNeeds(ctx, day, when.asOf)),
  ]
}

function decisionSays(row: AnyRow): string {
  if (row['state'] === 'reopened') return `${row.key} reopened: ${textOf(row['reopenedFor']) ?? 'an assumption broke'}`
  const options = Array.isArray(row['options']) ? row['options'].filter(isRecord).map((option) => String(option['name'])) : []
  return `${row.key} · ${options.join(' or ')}`
}

/** What a decision asks of whoever takes it, by how many ways it offers. */
function decisionAsks(row: AnyRow): string {
  if (row['state'] === 'reopened') return 'Decide again'
  const ways = recordsIn(row['options']).length
  return ways > 2 ? `Choose one of ${ways}` : 'Decide'
}

async function promisesOf(ctx: Context, when: When): Promise<Today['promises']> {
  const open = await rows(ctx, when, 'dependency', { state: ['requested', 'agreed'] })
  const soon = open
    .filter((row) => daysBetween(when.day, String(row['neededBy'])) <= 60)
    .toSorted((a, b) => (String(a['neededBy']) < String(b['neededBy']) ? -1 : 1))
  return soon.slice(0, 5).map((row) => {
    const promised = textOf(row['promisedFor'])
    const isLate = promised !== null && promised > String(row['neededBy'])
    return {
      title: String(row['title'] ?? row.key),
      due: showDate(String(row['neededBy'])),
      state: promised ? `promised ${showDate(promised)}` : 'no promise yet',
      isLate,
      noun: 'dependency',
      id: row.id,
    }
  })
}

async function incidentsOf(ctx: Context, when: When): Promise<Today['incidents']> {
  const notes = await rows(ctx, when, 'note', { kind: 'incident', on: { gte: addDays(when.day, -60) } })
  return notes
    .toSorted((a, b) => (String(a['on']) < String(b['on']) ? 1 : -1))
    .slice(0, 4)
    .map((row) => ({ title: String(row['name']), says: showDate(String(row['on'])), noun: 'note', id: row.id }))
}

/** Rows of a noun that this house may or may not have. */
async function rows(ctx: Context, { asOf }: When, noun: string, filter: Readonly<Record<string, unknown>>): Promise<readonly AnyRow[]> {
  return (await ctx.read(noun, { filter, limit: 200, ...(asOf ? { asOf } : {}) })).items
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
const daysSince = (instant: string, day: string): number => daysBetween(instant.slice(0, 10), day)
const ageText = (instant: string, day: string): string => (daysSince(instant, day) <= 0 ? 'new today' : `${daysSince(instant, day)} d old`)
