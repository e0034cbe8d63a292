import { wayDone } from '#engines/portfolio/business/watching.ts'
import { daysBetween } from '#engines/numbers/dates.ts'
import { spanOf } from '#engines/numbers/timeline.ts'
import { everyRow, isRecord, recordsIn, type AnyRow, type Context } from '#kernel'
import { initiative } from '#objects'
import { namesOf, readLine, type LiveLine } from '../cases/live.ts'
import { payersFor, quotesOf, sizedBy, type Evidence } from '../opportunities/heard.ts'
import { number, reader, text } from '../reading.ts'

/** What it is meant to move, read live. */
export interface OutcomeLine extends LiveLine {
  readonly baseline: number | null
  readonly target: number
  readonly by: string
  /** Share of the way from baseline to target, signed; null when nobody knows. */
  readonly done: number | null
}

export interface BetHealth {
  /** What was said last; null before the first word. */
  readonly state: 'onTrack' | 'atRisk' | 'offTrack' | null
  readonly says: string | null
  readonly at: string | null
  readonly by: string | null
  readonly nextStep: string | null
  readonly nextBy: string | null
  /** Days since then; null before the first word. */
  readonly days: number | null
  /** Nothing was said for longer than a fortnight, or ever, of work that runs: it no longer counts. */
  readonly isStale: boolean
}

export interface BetDetail {
  readonly today: string
  readonly currency: string
  readonly health: BetHealth
  readonly outcomes: readonly OutcomeLine[]
  /** Days: the end of its time, the hard date, and those met with a chance of 50 and of 85 %. */
  readonly time: Readonly<Record<'plan' | 'hard' | 'half' | 'likely', string | null>>
  readonly evidence: Omit<Evidence, 'heaviest'> & {
    readonly month: string | null
    readonly lacks: string | null
  }
  /** The most important first, then the newest; a body is null for those who may not read what people said. */
  readonly quotes: readonly {
    readonly key: string
    readonly body: string | null
    readonly saidBy: string | null
    readonly account: string | null
    readonly on: string
  }[]
}

/** A bet as its page tells it: how it stands, what it moves, when it lands and who asked for it; as of the end of a day. */
export async function betDetail(ctx: Context, id: string, asOf?: string): Promise<BetDetail> {
  const past = asOf ? { asOf } : {}
  const row = await ctx.find('initiative', id, asOf)
  const now = asOf ? (asOf.length === 10 ? `${asOf}T23:59:59.999Z` : asOf) : ctx.now()
  const [feedback, payers, members, names] = await Promise.all([
    everyRow(ctx, 'feedback', { filter: { initiative: row.id, signal: 'signal' }, ...past }),
    payersFor(ctx, asOf),
    everyRow(ctx, 'member', { archived: true, ...past }),
    namesOf(ctx),
  ])
  const read = reader(ctx, asOf)
  const { paid, lacks } = payers.pays
  const { heaviest: _, ...evidence } = sizedBy(payers, feedback)
  return {
    today: now.slice(0, 10),
    currency: paid?.currency ?? ctx.workspace.currency,
    health: healthOf(row, new Map(members.map((one) => [one.id, text(one['name'])])), now),
    outcomes: await Promise.all(recordsIn(row['outcome']).map((one) => outcomeOf(read, one, names))),
    time: timeOf(row),
    evidence: { ...evidence, month: paid?.month ?? null, lacks },
    quotes: quotesOf(payers, feedback)
      .slice(0, 4)
      .map(({ key, body, saidBy, account, saidAt }) => ({ key, body, saidBy, account, on: saidAt.slice(0, 10) })),
  }
}

async function outcomeOf(read: ReturnType<typeof reader>, one: Readonly<Record<string, unknown>>, names: ReadonlyMap<string, string>): Promise<OutcomeLine> {
  const line = await readLine(read, one, names)
  const [baseline, target] = [number(one['baseline']), number(one['target']) ?? 0]
  const isKnown = line.value !== null && line.isTrusted
  return { ...line, baseline, target, by: text(one['by']), done: isKnown ? wayDone(baseline, target, line.value) : null }
}

function timeOf(row: AnyRow): BetDetail['time'] {
  const [hard, forecast] = [row['hardDate'], row['forecast']].map((value) => (isRecord(value) ? value : {}))
  const day = (value: unknown): string | null => text(value) || null
  return { plan: spanOf(row['timeframe'])?.end ?? null, hard: day(hard?.['on']), half: day(forecast?.['half']), likely: day(forecast?.['likely']) }
}

/** What was said of a bet last, and whether it still counts. */
export function healthOf(row: AnyRow, names: ReadonlyMap<string, string>, now: string): BetHealth {
  const last = isRecord(row['lastUpdate']) ? row['lastUpdate'] : {}
  const at = text(last['at']) || null
  const word = initiative.lastWord(row)
  const since = (instant: string): number => Math.max(0, daysBetween(instant.slice(0, 10), now.slice(0, 10)))
  return {
    state: word?.health ?? null,
    says: text(last['says']) || null,
    at,
    by: names.get(text(last['by'])) ?? null,
    nextStep: text(last['nextStep']) || null,
    nextBy: text(last['nextBy']) || null,
    days: at === null ? null : since(at),
    isStale: word !== null && since(word.since) > initiative.quietDays,
  }
}
