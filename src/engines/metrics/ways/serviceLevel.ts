import { addDays } from '../../numbers/dates.ts'
import { budgetsOf, closedWindows, levelSeries, mixedKinds, toldOf, type Covered, type LevelMeasure, type LevelTime, type Promised } from '../slo/levels.ts'
import { once } from '../../numbers/once.ts'
import { leavesBudget, type Objective } from '../slo/slo.ts'
import { calendarHint, calendarOf, leastCovered, longerThan } from '../slo/windows.ts'
import { midnight, type Timing } from '../series/timing.ts'
import { line, numberOf, stretchesOf } from './things.ts'
import type { Finding } from '../revenue/input.ts'
import { Refused, type Given, type Row, type Way } from './way.ts'

export interface ServiceLevelTerms {
  readonly measure: LevelMeasure
}

/** Attainment, error budget left, or the level itself. Attainment and budget are told over the windows that each objective promises over, the level over the period. */
export const serviceLevel: Way<ServiceLevelTerms> = {
  counts: () => 'sli_window',
  reads: () => ({
    slo: { fact: 'slo', columns: ['id', 'service_id', 'tier', 'target', 'window_days', 'window_kind'] },
    windows: { fact: 'sli_window', columns: ['slo_id', 'start', 'end', 'good', 'valid', 'tenant_id'] },
  }),
  figures: ({ measure }, { time, by }, given) => {
    const promised = promisedIn(given)
    const told = by?.column === 'tenant' ? byTenant(promised) : promised
    const column = by?.column === 'service' ? 'service' : by?.column === 'tier' || by?.column === 'tenant' ? 'tier' : null
    const { thin, ...series } = levelSeries(measure, told, stretchesOf(time), timesOf(time), column)
    return {
      ...series,
      text: texts[measure],
      broken: thinly(thin),
      notes: promised.length === 0 ? ['No service level objective is stored.'] : measure === 'level' ? [] : notesOf(promised, measure),
    }
  },
  behind: ({ measure }, { time }, given, period) => {
    const promised = promisedIn(given)
    const [stretch] = stretchesOf({ ...time, periods: [period] })
    if (!stretch) return []
    const times = timesOf(time)
    const told = toldOf(promised, times)
    if (measure === 'level')
      return promised
        .flatMap(({ service, windows }) => windows.map((window) => ({ service, ...window })))
        .filter(({ end }) => end > stretch.start && end <= stretch.stop && end <= times.asOf)
        .toSorted((a, b) => b.valid - b.good - (a.valid - a.good) || a.end - b.end)
        .slice(0, 200)
        .map(({ service, tenant, good, valid, start }) =>
          line({ account: service, name: tenant ?? null, opening: good, closing: valid, reason: `from ${new Date(start).toISOString()}` }),
        )
    return (measure === 'attainment' ? closedWindows(told, stretch, times) : budgetsOf(told, stretch, times))
      .toSorted((a, b) => (a.remaining ?? 1) - (b.remaining ?? 1) || a.end - b.end)
      .slice(0, 200)
      .map(({ service, tenant, good, valid, remaining, state, days }) =>
        line({
          account: service,
          name: tenant ?? null,
          opening: good,
          closing: valid,
          change: remaining,
          movement: state,
          reason: `from ${days.from} to ${days.to}`,
        }),
      )
  },
}

const texts: Readonly<Record<LevelMeasure, string>> = {
  attainment: 'good and valid of sli_window added up over the windows of slo (window_days, window_kind) that close in the period, against its targets',
  errorBudget:
    'good and valid of sli_window added up over the window of slo (window_days, window_kind) as it stands at the end of the period, against its target',
  level: 'good and valid of sli_window; a row counts in the period in which it ends',
}

const timesOf = (time: Timing): LevelTime => {
  const starts = (day: string): number => Date.parse(`${midnight(day, time.timeZone).replace(' ', 'T')}Z`)
  return { timeZone: time.timeZone, asOf: starts(addDays(time.asOf, 1)), starts, headline: time.headline }
}

/** Windows behind the headline whose counts cover too few of their days: their verdicts are provisional. */
function thinly(thin: readonly Covered[]): Finding[] {
  if (thin.length === 0) return []
  const samples = thin
    .slice(0, 10)
    .map(({ id, tenant, counted, promised, from, to }) => `${id}${tenant === null ? '' : ` for ${tenant}`}: ${counted} of ${promised} days, ${from} to ${to}`)
  const says = `windows of service levels rest on counts of fewer than ${leastCovered * 100}% of their days`
  return [{ check: 'slo.coverage', severity: 'warn', says, count: thin.length, samples }]
}

/** What a reader must know of windows to believe the figure. */
function notesOf(promised: readonly Promised[], measure: LevelMeasure): string[] {
  const kinds = new Set(promised.filter(({ windows }) => windows.length > 0).map(({ objective }) => objective.kind))
  const coarse = promised.flatMap(({ id, objective, windows }) => {
    const longest = longerThan(objective, windows)
    return longest === null
      ? []
      : [
          `Counts of “${id}” run over ${longest} days, longer than the ${objective.kind} window of ${objective.days} days that it promises; each counts whole in the window in which it ends.`,
        ]
  })
  const windows = [...new Set(promised.map(({ objective }) => sayWindow(objective)))].toSorted()
  return [
    `${measure === 'attainment' ? 'Windows' : 'Budgets'}: ${windows.join('; ')}.`,
    ...(measure === 'attainment' && kinds.size > 1 ? [mixedKinds] : []),
    ...coarse,
  ]
}

const sayWindow = ({ kind, days }: Objective): string =>
  kind === 'rolling' ? `rolling ${days} ${days === 1 ? 'day' : 'days'}` : `calendar ${calendarOf(days)}`

/** The same promises told for each tenant, who stands in the place of the tier. */
const byTenant = (promised: readonly Promised[]): Promised[] =>
  promised.flatMap((one) => [...Map.groupBy(one.windows, ({ tenant }) => tenant ?? '(none)')].map(([tier, windows]) => ({ ...one, tier, windows })))

/** An objective that leaves no budget is refused by its name. */
function targetOf(slo: Row): number {
  const target = Number(slo['target'])
  if (leavesBudget(target)) return target
  throw new Refused(
    `The objective “${String(slo['id'])}” promises ${target * 100} %, which leaves no error budget.`,
    'Promise a share above 0 and below 1, such as 0.999.',
  )
}

/** The window that an objective promises over. A calendar has no window of 45 days: which days it would hold cannot be said. */
function windowOf(slo: Row): Pick<Objective, 'kind' | 'days'> {
  const kind = slo['window_kind'] === 'rolling' ? 'rolling' : 'calendar'
  const days = numberOf(slo, 'window_days') ?? usualDays
  if (kind === 'rolling' || calendarOf(days) !== null) return { kind, days }
  throw new Refused(`The objective “${String(slo['id'])}” promises over a calendar window of ${days} days, and no calendar period has so many.`, calendarHint)
}

/** What the fact itself begins with, for rows that were written before it had the column. */
const usualDays = 30

function promisedIn(given: Given): Promised[] {
  const windows = Map.groupBy(given.rows('windows'), (row) => String(row['slo_id']))
  return given.rows('slo').map((slo) => ({
    id: String(slo['id']),
    service: String(slo['service_id']),
    tier: String(slo['tier'] ?? '(none)'),
    objective: { target: targetOf(slo), ...windowOf(slo) },
    windows: (windows.get(String(slo['id'])) ?? []).map(countOf),
  }))
}

const countOf = once((row: Row) => ({
  start: Date.parse(String(row['start'])),
  end: Date.parse(String(row['end'])),
  good: Number(row['good']),
  valid: Number(row['valid']),
  tenant: row['tenant_id'] === null ? null : String(row['tenant_id']),
}))
