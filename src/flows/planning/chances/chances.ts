import { addDays, daysBetween, grainOf, periodEnd, periodOf, addPeriods } from '#engines/numbers/dates.ts'
import { hit, type Effect, type Hit } from '#engines/portfolio/forecast/hit.ts'
import { everyRow, type AnyRow, type Context, type Measurement } from '#kernel'
import { isAnswer } from '../../refusedFigure.ts'
import { landings, type On, type Player } from '../forecasted.ts'
import { byKey, number, partOf, text } from '../reading.ts'
import type { WaitingGround } from '../waiting/ground.ts'
import { aimOf } from './aim.ts'
import { effectsOn, type LeftOut } from './effects.ts'

/** A metric looked ahead at, as on its own page. */
export interface Ahead {
  /** Of its definition. */
  readonly version: number
  readonly unit: Measurement['unit']
  readonly currency: string
  readonly points: readonly { readonly period: string; readonly value: number | null; readonly mature: boolean }[]
  readonly forecast:
    | { readonly model: null; readonly says: string }
    | { readonly model: string; readonly says: string; readonly points: readonly { readonly period: string; readonly mean: number; readonly error: number }[] }
  readonly backtest: { readonly byHorizon: readonly { readonly coverage: readonly { readonly share: number; readonly inside: number }[] }[] } | null
}
export type LookAhead = (metric: string, asked: { readonly asOf?: string; readonly segment?: string }) => Promise<Ahead>

export interface ChanceLine {
  readonly id: string
  readonly key: string
  readonly title: string
  readonly objective: string
  readonly metric: string | null
  readonly metricName: string | null
  readonly part: string | null
  readonly unit: Measurement['unit'] | null
  readonly currency: string
  readonly kind: string
  readonly type: string
  readonly target: number | null
  readonly upper: number | null
  readonly due: string
  /** The last period of its metric that is over on the day it is due. */
  readonly period: string | null
  /** Null where there is no ground for a number; `lacks` says why. */
  readonly hit:
    | (Omit<Hit, 'effects'> & { readonly effects: readonly (Hit['effects'][number] & { readonly title: string; readonly lands: string | null })[] })
    | null
  readonly lacks: string | null
  /** Where its metric goes by itself, in the words of its forecast, and what the 80 % band of that rule held of the past. */
  readonly base: { readonly mean: number; readonly error: number; readonly says: string; readonly held: number | null } | null
  /** Bets that are meant to move it and cannot be counted. */
  readonly leftOut: readonly LeftOut[]
  /** What its owner believes. */
  readonly confidence: number | null
}

export interface Chances {
  readonly start: string
  readonly runs: number
  readonly seed: number
  readonly lines: readonly ChanceLine[]
}

const [runs, seed] = [10_000, 1]

/**
 * The chance of each active key result: the forecast of its metric in the last period that is over when it is due, and what the bets that promise to move that metric add after the
 * last closed period and by the end of that one, each from the day on which it lands in the same run of the plan’s forecast, with its confidence and its lag (decision 082).
 */
export async function chances(ctx: On & Pick<Context, 'read'>, ahead: LookAhead, ground: WaitingGround, asOf?: string, aside?: Player): Promise<Chances> {
  const results = await everyRow(ctx, 'keyResult', { filter: { state: 'active' }, ...(asOf ? { asOf } : {}) })
  return await chancesOf(ctx, ahead, ground, results, asOf, aside)
}

/** The same of the key results given. */
export async function chancesOf(
  ctx: On & Pick<Context, 'read'>,
  ahead: LookAhead,
  ground: WaitingGround,
  results: readonly AnyRow[],
  asOf?: string,
  aside?: Player,
): Promise<Chances> {
  const past = asOf ? { asOf } : {}
  const [landed, metrics, bets] = await Promise.all([landings(ctx, ground, asOf, aside), everyRow(ctx, 'metric', past), everyRow(ctx, 'initiative', past)])
  const known = new Map(metrics.map((row) => [row.id, { key: text(row['metricKey']), name: text(row['name']) }]))
  const outlooks = new Map<string, Promise<Ahead | string>>()
  const look = (metric: string, segment: string | null): Promise<Ahead | string> => {
    const name = JSON.stringify([metric, segment])
    const found = outlooks.get(name) ?? ahead(metric, { ...past, ...(segment ? { segment } : {}) }).catch((error: unknown) => saidBy(error))
    outlooks.set(name, found)
    return found
  }
  const lines: ChanceLine[] = []
  for (const row of results) {
    const metric = known.get(String(row['metric'])) ?? null
    const part = partOf(row)
    const outlook = metric && row['kind'] !== 'milestone' ? await look(metric.key, part && `${part.by}=${part.key}`) : null
    lines.push(lineOf(row, { metric, outlook, landed, bets }))
  }
  return { start: landed.start, runs, seed, lines: lines.toSorted((a, b) => a.due.localeCompare(b.due) || byKey(a, b)) }
}

function saidBy(error: unknown): string {
  if (isAnswer(error)) return error.message
  throw error
}

interface Ground {
  readonly metric: { readonly key: string; readonly name: string } | null
  readonly outlook: Ahead | string | null
  readonly landed: Awaited<ReturnType<typeof landings>>
  readonly bets: readonly AnyRow[]
}

function lineOf(row: AnyRow, { metric, outlook, landed, bets }: Ground): ChanceLine {
  const [part, due, told] = [partOf(row), text(row['due']), typeof outlook === 'string' ? null : outlook]
  const [target, upper] = [number(row['target']), number(row['upper'])]
  const plain = {
    id: row.id,
    key: row.key,
    title: text(row['title']),
    objective: text(row['objective']),
    metric: metric?.key ?? null,
    metricName: metric ? metric.name || metric.key : null,
    part: part?.key ?? null,
    unit: told?.unit ?? null,
    currency: told?.currency ?? 'USD',
    kind: text(row['kind']),
    type: text(row['type']),
    target,
    upper,
    due,
    confidence: number(row['confidence']),
  }
  const none = (lacks: string, more: Partial<ChanceLine> = {}): ChanceLine => ({ ...plain, period: null, hit: null, base: null, leftOut: [], lacks, ...more })
  if (row['kind'] === 'milestone') return none('It is a milestone: no metric tells it, and nothing says how such things went before.')
  if (!metric || target === null) return none('It is bound to no metric, or has no target.')
  if (typeof outlook === 'string' || told === null) return none(`${plain.metricName} is not looked ahead at: ${String(outlook)}`)
  const version = number(row['metricVersion'])
  if (version !== null && version !== told.version)
    return none(`Its metric is told by definition ${told.version}, and it was committed under ${version}: its target means another number.`)
  const last = told.points.findLast(({ value, mature }) => value !== null && mature)
  if (!last) return none('Its metric has no closed period yet.')
  const period = lastPeriodBy(due, grainOf(last.period))
  if (period <= last.period) return none(`The last period that counts, ${period}, is over: its value is known, and there is nothing to forecast.`, { period })
  if (told.forecast.model === null) return none(told.forecast.says, { period })
  const point = told.forecast.points.find((one) => one.period === period)
  if (!point) return none(`The forecast of its metric does not reach ${period}.`, { period })
  const { effects, leftOut } = effectsOn({ metric: metric.key, part }, bets, landed)
  const drawn = hit({
    base: { mean: point.mean, error: point.error },
    aim: aimOf(plain.kind, target, upper),
    from: daysBetween(landed.start, periodEnd(last.period)) / 7,
    due: daysBetween(landed.start, periodEnd(period)) / 7,
    effects,
    runs,
    seed,
  })
  return {
    ...plain,
    period,
    lacks: null,
    base: {
      mean: point.mean,
      error: point.error,
      says: told.forecast.says,
      held: told.backtest?.byHorizon[0]?.coverage.find(({ share }) => share === 0.8)?.inside ?? null,
    },
    hit: { ...drawn, effects: drawn.effects.map((one, i) => ({ ...one, ...wordsOf(effects[i], bets, landed) })) },
    leftOut,
  }
}

/** A period that ends on the day or before: what is not over on the day is not read then. */
function lastPeriodBy(due: string, grain: ReturnType<typeof grainOf>): string {
  const own = periodOf(due, grain)
  return periodEnd(own) <= due ? own : addPeriods(own, -1)
}

/** The bet’s title, and the day by which it lands with a chance of 50 %. */
function wordsOf(
  effect: Effect | undefined,
  bets: readonly AnyRow[],
  { start, played }: Ground['landed'],
): { readonly title: string; readonly lands: string | null } {
  const bet = bets.find(({ key }) => key === effect?.of)
  const lands =
    typeof effect?.lands === 'number' ? addDays(start, Math.round(effect.lands * 7)) : (played?.forecast.items.find(({ id }) => id === bet?.id)?.p50 ?? null)
  return { title: text(bet?.['title']), lands }
}
