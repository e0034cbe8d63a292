import { daysBetween } from '#engines/numbers/dates.ts'
import { staleAfter } from '#engines/portfolio/scores/staleness.ts'
import { isRecord, type AnyRow } from '#kernel'
import { givingOf } from '../capacity/rows.ts'
import { suppliesOf } from '../capacity/supplies.ts'
import { amountIn, number, teamOf, text, type Reading } from '../reading.ts'

/** One figure that scores rest on, with where it comes from and whether it is too old. */
export interface BetInput {
  readonly name: string
  readonly value: number
  readonly low: number | null
  readonly high: number | null
  readonly source: 'metric' | 'reach' | 'effort' | 'judgement' | 'customers'
  /** The part of the metric that it is read from, or the note of whoever judged it. */
  readonly from: string | null
  /** The key of the metric that it is read from. */
  readonly metric: string | null
  readonly asOf: string
  readonly age: number
  /** Days for which it may be used; null for a metric, whose feed decides, and for what is counted as of today. */
  readonly limit: number | null
  /** Why it is too old; null while it may be used. */
  readonly stale: string | null
  /** The row that holds it, to judge it anew; null for what the bet itself holds and for what a metric tells. */
  readonly row: { readonly id: string; readonly key: string; readonly version: number } | null
  /** The id of the row that is kept for it, where a metric tells it too; null for what the bet itself holds and what customers say. */
  readonly kept: string | null
  /** What customers say of it, where somebody’s judgement stands before that. */
  readonly instead: { readonly value: number; readonly from: string } | null
}

/** What customers say of a bet: an input as it is read from their answers. */
export type Said = Pick<BetInput, 'name' | 'value' | 'low' | 'high' | 'from' | 'asOf'> & {
  /** It is counted as of today, and does not age. */
  readonly isLive: boolean
}

export interface Held {
  readonly row: AnyRow
  /** What a metric-bound input reads; null when it could not be measured. */
  readonly reading: Reading | null
}

export const weeksInMonth = 4.33

/** The inputs of a bet: what the bet itself holds, the figures kept for it, and what customers say where nobody keeps a figure. */
export function inputsOf(bet: AnyRow, held: readonly Held[], pace: (team: string) => number | null, today: string, said: readonly Said[] = []): BetInput[] {
  const kept = held.flatMap((one) => heldInput(one, today))
  const names = new Set(kept.map(({ name }) => name))
  const beside = new Map(said.map((one) => [one.name, { value: one.value, from: one.from ?? '' }]))
  return [
    ...ownInputs(bet, pace, today),
    ...kept.map((one) => (one.source === 'metric' ? one : { ...one, instead: beside.get(one.name) ?? null })),
    ...said.filter(({ name }) => !names.has(name)).map((one) => saidInput(one, today)),
  ]
}

function saidInput({ isLive, ...said }: Said, today: string): BetInput {
  const age = Math.max(0, daysBetween(said.asOf, today))
  const until = isLive ? { limit: null, stale: null } : limited('customers', age)
  return { ...said, source: 'customers', metric: null, age, ...until, row: null, kept: null, instead: null }
}

function ownInputs(bet: AnyRow, pace: (team: string) => number | null, today: string): BetInput[] {
  const effort = isRecord(bet['effort']) ? bet['effort'] : {}
  const changed = String(bet.updatedAt).slice(0, 10)
  const make = (name: string, source: BetInput['source'], from: string | null, value: number | null, low: number | null, high: number | null): BetInput[] => {
    const asOf = source === 'effort' ? text(effort['on']) || changed : changed
    const age = Math.max(0, daysBetween(asOf, today))
    return value === null
      ? []
      : [{ name, value, low, high, source, from, metric: null, asOf, age, ...limited(source, age), row: null, kept: null, instead: null }]
  }
  const [low, likely, high] = ['low', 'likely', 'high'].map((end) => number(effort[end]))
  const months = (weeks: number | null | undefined): number | null => (weeks === null || weeks === undefined ? null : weeks / weeksInMonth)
  const team = teamOf(bet) ?? ''
  const weekly = pace(team)
  const lasts = (weeks: number | null | undefined): number | null => (weeks === null || weeks === undefined || !weekly ? null : weeks / weekly)
  const delayFrom = amountIn(bet['value'], 'costOfDelayPerWeek') === null ? 'its yearly value ÷ 52' : null
  return [
    ...make('confidence', 'judgement', null, number(bet['confidence']), null, null),
    ...make('effort', 'effort', team, months(likely), months(low), months(high)),
    ...make('duration', 'effort', `${team}, all of its capacity`, lasts(likely), lasts(low), lasts(high)),
    ...make('costOfDelay', 'judgement', delayFrom, delayCostOf(bet), null, null),
    ...make('value', 'judgement', null, yearlyValueOf(bet), null, null),
  ]
}

function heldInput({ row, reading }: Held, today: string): BetInput[] {
  const isMetric = row['origin'] === 'metric'
  const value = isMetric ? (onScale(text(row['name']), reading) ?? number(row['value'])) : number(row['value'])
  if (value === null) return []
  const asOf = isMetric && reading ? (reading.of.freshness.newest ?? reading.of.asOf).slice(0, 10) : text(row['asOf'])
  const source = isMetric ? 'metric' : row['name'] === 'reach' ? 'reach' : row['origin'] === 'estimate' ? 'effort' : 'judgement'
  const age = Math.max(0, daysBetween(asOf, today))
  const isLate = isMetric && (!reading || reading.value === null || reading.of.trust.state === 'stale' || reading.of.trust.state === 'untrusted')
  return [
    {
      name: text(row['name']),
      value,
      low: number(row['low']),
      high: number(row['high']),
      source,
      from: (isMetric ? partSaid(text(row['part'])) : text(row['note'])) || null,
      metric: isMetric ? text(row['metric']) : null,
      asOf,
      age,
      ...(isMetric ? { limit: null, stale: isLate ? (reading?.lacks ?? 'its metric is late or untrusted') : null } : limited(source, age)),
      row: isMetric ? null : { id: row.id, key: row.key, version: row.version },
      kept: row.id,
      instead: null,
    },
  ]
}

/** What a metric reads, on the scale of its input: a share tells importance and satisfaction as 0 to 10 (portfolio reference 4.6). */
function onScale(name: string, reading: Reading | null): number | null {
  const value = reading?.value ?? null
  return value !== null && (name === 'importance' || name === 'satisfaction') && reading?.of.unit === 'ratio' ? value * 10 : value
}

/** “segment = Mid-market” names a part; the value is what a reader looks for. */
const partSaid = (part: string): string => part.split('=').at(-1)?.trim() ?? ''

function limited(source: BetInput['source'], age: number): Pick<BetInput, 'limit' | 'stale'> {
  const limit = source === 'metric' ? null : staleAfter[source === 'customers' ? 'judgement' : source]
  return { limit, stale: limit !== null && age > limit ? `${age} days old, limit ${limit}` : null }
}

/** Person-weeks that a squad gives in a week of a quarter, with whoever is hired; null without a plan. */
export function paceOf(plans: readonly AnyRow[], quarter: string, seats: readonly AnyRow[] = []): (team: string) => number | null {
  const supplies = suppliesOf(plans, seats)
  const weeks = new Map<string, number>()
  for (const row of plans.filter((one) => one['period'] === quarter))
    weeks.set(text(row['team']), Math.max(weeks.get(text(row['team'])) ?? 0, givingOf(row).weeks))
  const paces = new Map([...weeks].map(([team, of]) => [team, supplies(team, quarter).sure.weeks / of]))
  return (team) => paces.get(team) ?? null
}

type Values = Readonly<Record<string, unknown>>
/** What a bet is worth in a year; null when nobody said. */
export const yearlyValueOf = (bet: Values): number | null => amountIn(bet['value'], 'likely')
/** What a week of delay costs: what somebody said, else its yearly value ÷ 52. */
export function delayCostOf(bet: Values): number | null {
  const worth = yearlyValueOf(bet)
  return amountIn(bet['value'], 'costOfDelayPerWeek') ?? (worth === null ? null : worth / 52)
}
