import { daysBetween } from '#engines/numbers/dates.ts'
import { given } from '#engines/portfolio/capacity/gives.ts'
import { staleAfter } from '#engines/portfolio/scores/staleness.ts'
import { isRecord, type AnyRow } from '#kernel'
import { givingOf } from '../capacity/rows.ts'
import { suppliesOf } from '../capacity/supplies.ts'
import { number, text, type Reading } from '../reading.ts'

/** One figure that scores rest on, with where it comes from and whether it is too old to carry a commitment. */
export interface BetInput {
  readonly name: string
  readonly value: number
  readonly low: number | null
  readonly high: number | null
  readonly source: 'metric' | 'reach' | 'effort' | 'judgement'
  /** The part of the metric that it is read from, or the note of whoever judged it. */
  readonly from: string | null
  /** The key of the metric that it is read from. */
  readonly metric: string | null
  readonly asOf: string
  readonly age: number
  /** Days for which it may be used; null for a metric, whose feed decides. */
  readonly limit: number | null
  /** Why it is too old; null while it may be used. */
  readonly stale: string | null
  /** The row that holds it, to judge it anew; null for what the bet itself holds and for what a metric tells. */
  readonly row: { readonly id: string; readonly key: string; readonly version: number } | null
}

export interface Held {
  readonly row: AnyRow
  /** What a metric-bound input reads; null when it could not be measured. */
  readonly reading: Reading | null
}

export const weeksInMonth = 4.33

/** The inputs of a bet: what the bet itself holds, and the figures kept for it. */
export function inputsOf(bet: AnyRow, held: readonly Held[], pace: (team: string) => number | null, today: string): BetInput[] {
  const own = ownInputs(bet, pace, today)
  return [...own, ...held.flatMap((one) => heldInput(one, today))]
}

function ownInputs(bet: AnyRow, pace: (team: string) => number | null, today: string): BetInput[] {
  const asOf = String(bet.updatedAt).slice(0, 10)
  const age = Math.max(0, daysBetween(asOf, today))
  const make = (name: string, source: BetInput['source'], from: string | null, value: number | null, low: number | null, high: number | null): BetInput[] =>
    value === null ? [] : [{ name, value, low, high, source, from, metric: null, asOf, age, ...limited(source, age), row: null }]
  const effort = isRecord(bet['effort']) ? bet['effort'] : {}
  const [low, likely, high] = ['low', 'likely', 'high'].map((end) => number(effort[end]))
  const months = (weeks: number | null | undefined): number | null => (weeks === null || weeks === undefined ? null : weeks / weeksInMonth)
  const team = Array.isArray(bet['teams']) ? text(bet['teams'][0]) : ''
  const weekly = pace(team)
  const lasts = (weeks: number | null | undefined): number | null => (weeks === null || weeks === undefined || !weekly ? null : weeks / weekly)
  const delay = amountIn(bet['value'], 'costOfDelayPerWeek')
  const worth = amountIn(bet['value'], 'likely')
  return [
    ...make('confidence', 'judgement', null, number(bet['confidence']), null, null),
    ...make('effort', 'effort', team, months(likely), months(low), months(high)),
    ...make('duration', 'effort', `${team}, all of its capacity`, lasts(likely), lasts(low), lasts(high)),
    ...(delay === null
      ? make('costOfDelay', 'judgement', 'its yearly value ÷ 52', worth === null ? null : worth / 52, null, null)
      : make('costOfDelay', 'judgement', null, delay, null, null)),
    ...make('value', 'judgement', null, worth, null, null),
  ]
}

function heldInput({ row, reading }: Held, today: string): BetInput[] {
  const isMetric = row['origin'] === 'metric'
  const value = isMetric ? (reading?.value ?? number(row['value'])) : number(row['value'])
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
    },
  ]
}

/** “segment = Mid-market” names a part; the value is what a reader looks for. */
const partSaid = (part: string): string => part.split('=').at(-1)?.trim() ?? ''

function limited(source: BetInput['source'], age: number): Pick<BetInput, 'limit' | 'stale'> {
  const limit = source === 'metric' ? null : staleAfter[source]
  return { limit, stale: limit !== null && age > limit ? `${age} days old, limit ${limit}` : null }
}

/** Person-weeks that a squad gives in a week of a quarter, with whoever is hired; null without a plan. */
export function paceOf(plans: readonly AnyRow[], quarter: string, seats: readonly AnyRow[] = []): (team: string) => number | null {
  const supplies = suppliesOf(plans, seats)
  return (team) => {
    const own = plans.filter((one) => one['team'] === team && one['period'] === quarter)
    const hired = own.length === 0 ? 0 : supplies(team, quarter).seats.filled / (number(own[0]?.['weeks']) ?? 13)
    return own.length === 0 ? null : own.reduce((sum, row) => sum + netOf(row) / (number(row['weeks']) ?? 13), hired)
  }
}

export const netOf = (row: AnyRow): number => given(givingOf(row)).weeks

const amountIn = (value: unknown, name: string): number | null => (isRecord(value) && isRecord(value[name]) ? number(value[name]['amount']) : null)
