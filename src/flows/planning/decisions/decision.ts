import { everyRow, isRecord, type AnyRow, type Context } from '#kernel'
import { boundedState, isOut, namesOf, readBounded, readLine, type BoundedLine, type LiveLine } from '../cases/live.ts'
import { partOf, reader, text, textsIn } from '../reading.ts'

/** Something that must stay true, with what its metric says now. */
export interface RestsOn {
  readonly says: string
  /** Without a metric and a bound nothing tests it; a number that is missing or cannot be trusted tells nothing. */
  readonly state: 'broken' | 'holding' | 'unknown' | 'untested'
  readonly live: Watched | null
}

export interface Watched extends BoundedLine {
  /** The last ten closed periods, the oldest first. */
  readonly points: readonly { readonly period: string; readonly value: number | null; readonly mature: boolean }[]
  /** The first of the closed periods that have been out of bounds one after another up to now; null when the last one is within. */
  readonly outSince: string | null
}

export interface CitedBet {
  readonly key: string
  readonly title: string
  readonly horizon: string | null
  readonly stage: string
  /** Days by which it is done with a chance of 50 and of 85 %. */
  readonly forecast: { readonly half: string | null; readonly likely: string | null }
}

/** A decision as the one who decides reads it: whether what it rests on still holds, and the numbers and bets that it is about. */
export interface DecisionDetail {
  readonly key: string
  readonly assumptions: readonly RestsOn[]
  readonly metrics: readonly LiveLine[]
  readonly bets: readonly CitedBet[]
}

export async function decisionDetail(ctx: Context, id: string, asOf?: string): Promise<DecisionDetail> {
  const row = await ctx.find('decision', id, asOf)
  const [names, metrics, bets] = await Promise.all([
    namesOf(ctx),
    citedIn(ctx, 'metric', row['metrics'], asOf),
    citedIn(ctx, 'initiative', row['initiatives'], asOf),
  ])
  const read = reader(ctx, asOf)
  return {
    key: row.key,
    assumptions: await Promise.all(
      [row['assumptions'] ?? []]
        .flat()
        .filter(isRecord)
        .map((one) => restsOn(read, one, names)),
    ),
    metrics: await Promise.all(metrics.map((metric) => readLine(read, { metric: metric['metricKey'] }, names))),
    bets: bets.map(betIn),
  }
}

/** The rows that it names, in its order. */
async function citedIn(ctx: Context, noun: string, ids: unknown, asOf?: string): Promise<readonly AnyRow[]> {
  const named = textsIn(ids)
  if (named.length === 0) return []
  const rows = await everyRow(ctx, noun, { filter: { id: named }, archived: true, ...(asOf ? { asOf } : {}) })
  return named.flatMap((id) => rows.find((row) => row.id === id) ?? [])
}

async function restsOn(read: ReturnType<typeof reader>, one: Readonly<Record<string, unknown>>, names: ReadonlyMap<string, string>): Promise<RestsOn> {
  const [says, line] = [text(one['says']), await readBounded(read, one, names)]
  if (!line) return { says, state: 'untested', live: null }
  const points = ((line.unit !== null && (await read(line.metric, partOf(one)))?.points) || []).filter(({ mature }) => mature)
  const within = points.findLastIndex(({ value }) => value === null || !isOut(value, line))
  const live = {
    ...line,
    points: points.slice(-10).map(({ period, value, mature }) => ({ period, value, mature })),
    outSince: points[within + 1]?.period ?? null,
  }
  return { says, state: boundedState(line), live }
}

function betIn(bet: AnyRow): CitedBet {
  const forecast = isRecord(bet['forecast']) ? bet['forecast'] : {}
  return {
    key: bet.key,
    title: text(bet['title']),
    horizon: text(bet['horizon']) || null,
    stage: text(bet['stage']),
    forecast: { half: text(forecast['half']) || null, likely: text(forecast['likely']) || null },
  }
}
