import { isRecord, type AnyRow, type Context, type Measurement } from '#kernel'
import { namesOf, readLine, type LiveLine } from '../cases/live.ts'
import { number, partOf, reader, text, textsIn, type Reading } from '../reading.ts'

/** Something that must stay true, with what its metric says now. */
export interface RestsOn {
  readonly says: string
  /** Without a metric and a bound nothing tests it; a number that is missing or cannot be trusted tells nothing. */
  readonly state: 'broken' | 'holds' | 'unknown' | 'untested'
  readonly live: Watched | null
}

export interface Watched extends LiveLine {
  readonly atLeast: number | null
  readonly atMost: number | null
  /** The last ten closed periods, the oldest first. */
  readonly points: readonly { readonly period: string; readonly value: number | null; readonly mature: true }[]
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
  const [names, read] = [await namesOf(ctx), reader(ctx, asOf)]
  const all = async (noun: string, ids: unknown): Promise<AnyRow[]> =>
    (await Promise.all(textsIn(ids).map((one) => ctx.find(noun, one, asOf).catch(() => null)))).filter((one) => one !== null)
  const assumptions = [row['assumptions'] ?? []].flat().filter(isRecord)
  return {
    key: row.key,
    assumptions: await Promise.all(assumptions.map(async (one) => restsOn(one, await watched(read, one, names)))),
    metrics: await Promise.all((await all('metric', row['metrics'])).map((metric) => readLine(read, { metric: metric['metricKey'] }, names))),
    bets: (await all('initiative', row['initiatives'])).map(cited),
  }
}

async function watched(read: ReturnType<typeof reader>, one: Readonly<Record<string, unknown>>, names: ReadonlyMap<string, string>): Promise<Watched | null> {
  const bounds = { atLeast: number(one['atLeast']), atMost: number(one['atMost']) }
  if (text(one['metric']) === '' || (bounds.atLeast === null && bounds.atMost === null)) return null
  const line = await readLine(read, one, names)
  const part = partOf(one)
  const reading = line.unit === null ? null : await read(line.metric, part)
  const points = pointsOf(reading, part?.key ?? null)
  const within = points.findLastIndex(({ value }) => value === null || !isOut(value, bounds))
  return { ...line, ...bounds, points: points.slice(-10), outSince: points[within + 1]?.period ?? null }
}

type Point = Watched['points'][number]

function pointsOf(reading: Reading | null, part: string | null): readonly Point[] {
  const group = reading?.of.groups?.find(({ key }) => key.toLowerCase() === part?.toLowerCase())
  const points: Measurement['points'] = (part === null ? reading?.of.points : group?.points) ?? []
  return points.flatMap(({ period, value, mature }): Point[] => (mature ? [{ period, value, mature }] : []))
}

function restsOn(one: Readonly<Record<string, unknown>>, live: Watched | null): RestsOn {
  const says = text(one['says'])
  if (!live) return { says, state: 'untested', live }
  if (live.value === null || !live.isTrusted) return { says, state: 'unknown', live }
  return { says, state: isOut(live.value, live) ? 'broken' : 'holds', live }
}

const isOut = (value: number, { atLeast, atMost }: Pick<Watched, 'atLeast' | 'atMost'>): boolean =>
  (atLeast !== null && value < atLeast) || (atMost !== null && value > atMost)

function cited(bet: AnyRow): CitedBet {
  const forecast = isRecord(bet['forecast']) ? bet['forecast'] : {}
  return {
    key: bet.key,
    title: text(bet['title']),
    horizon: text(bet['horizon']) || null,
    stage: text(bet['stage']),
    forecast: { half: text(forecast['half']) || null, likely: text(forecast['likely']) || null },
  }
}
