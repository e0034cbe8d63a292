import { everyRow, type Context, type Measurement } from '#kernel'
import { number, partOf, text, type reader } from '../reading.ts'

/** A metric as a case cites it: the value of now with its period and its trust. */
export interface LiveLine {
  readonly metric: string
  readonly name: string
  readonly part: string | null
  readonly unit: Measurement['unit'] | null
  readonly currency: string
  readonly value: number | null
  readonly period: string | null
  readonly trust: Measurement['trust']['state'] | null
  readonly isTrusted: boolean
  /** Why there is no value, or why it is not to be trusted, in words; null when all is well. */
  readonly lacks: string | null
}

/** Reads what an entry of a case cites. An untrusted or stale value is shown and says so; it never counts as good. */
export async function readLine(read: ReturnType<typeof reader>, one: Readonly<Record<string, unknown>>, names: ReadonlyMap<string, string>): Promise<LiveLine> {
  const [metric, part] = [text(one['metric']), partOf(one)]
  const known = { metric, name: names.get(metric) || metric, part: part?.key ?? null }
  const reading = names.has(metric) ? await read(metric, part) : null
  if (!reading)
    return { ...known, unit: null, currency: '', value: null, period: null, trust: null, isTrusted: false, lacks: `“${metric}” cannot be measured.` }
  const { of, value } = reading
  const isTrusted = of.trust.state === 'trusted' || of.trust.state === 'provisional'
  const doubt = isTrusted ? null : (of.trust.reasons[0]?.says ?? `Its number is ${of.trust.state}.`)
  return {
    ...known,
    unit: of.unit,
    currency: of.currency,
    value,
    period: (of.points.findLast((point) => point.mature && point.value !== null) ?? of.points.findLast((point) => point.value !== null))?.period ?? null,
    trust: of.trust.state,
    isTrusted,
    lacks: reading.lacks ?? (value === null ? 'It has no value yet.' : doubt),
  }
}

/** A live metric between what an assumption allows; a bound that is null allows anything. */
export interface BoundedLine extends LiveLine {
  readonly atLeast: number | null
  readonly atMost: number | null
}

/** Reads what tests an assumption; null without a metric and a bound, since nothing tests it then. */
export async function readBounded(
  read: ReturnType<typeof reader>,
  one: Readonly<Record<string, unknown>>,
  names: ReadonlyMap<string, string>,
): Promise<BoundedLine | null> {
  const bounds = { atLeast: number(one['atLeast']), atMost: number(one['atMost']) }
  if (text(one['metric']) === '' || (bounds.atLeast === null && bounds.atMost === null)) return null
  return { ...(await readLine(read, one, names)), ...bounds }
}

export const isOut = (value: number, { atLeast, atMost }: Pick<BoundedLine, 'atLeast' | 'atMost'>): boolean =>
  (atLeast !== null && value < atLeast) || (atMost !== null && value > atMost)

/** Whether its metric says that an assumption holds; a number that is missing or cannot be trusted says nothing. */
export const boundedState = (line: BoundedLine): 'unknown' | 'broken' | 'holding' =>
  line.value === null || !line.isTrusted ? 'unknown' : isOut(line.value, line) ? 'broken' : 'holding'

/** Names of the metrics of the dictionary by their keys. */
export const namesOf = async (ctx: Pick<Context, 'read'>): Promise<ReadonlyMap<string, string>> =>
  new Map((await everyRow(ctx, 'metric')).map((row) => [text(row['metricKey']), text(row['name'])]))
