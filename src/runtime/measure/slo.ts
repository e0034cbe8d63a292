import { attainment, mergeWindows, readWindows, type Objective, type SliWindow } from '#engines/metrics/slo/slo.ts'
import { addPeriods, periodEnd, periodOf } from '#engines/numbers/dates.ts'
import { wilson } from '#engines/numbers/intervals.ts'
import { type Computation, type Figure, type Group, type Point } from '#kernel'
import { midnight, spansOf, type Timing } from './calendar.ts'
import { nothing, type Computed } from './envelope.ts'
import type { Facts } from './facts.ts'
import { headline } from './periodic.ts'

/** A service level and its windows. */
interface Promised {
  readonly id: string
  readonly service: string
  readonly tier: string
  readonly objective: Objective
  readonly windows: readonly SliWindow[]
}

/** Attainment, error budget left, or the level itself, of the windows that end in each period (or in its trailing window). Percentages are never averaged: events add up. */
export async function measureSlo({ measure }: Extract<Computation, { by: 'slo' }>, time: Timing, by: string | null, facts: Facts): Promise<Computed> {
  const services = await read(facts)
  const asOf = Date.parse(`${midnight(periodEnd(addPeriods(periodOf(time.asOf, 'day'), 1)), time.timeZone).replace(' ', 'T')}Z`)
  const series = (some: readonly Promised[]): Point[] =>
    spansOf(time).map(({ key, start, stop }) => {
      const inside = some.map((service) => ({ ...service, windows: service.windows.filter(({ end }) => end > instant(start) && end <= instant(stop)) })).filter(({ windows }) => windows.length > 0)
      return { period: key, mature: true, ...figures[measure](inside, asOf) }
    })
  const text = 'good and valid of sli_window with the targets of slo; a window counts in the period in which it ends'
  const notes = services.length === 0 ? ['No service level objective is stored.'] : []
  const points = series(services)
  if (!by) return { points, text, notes }
  const groups = [...Map.groupBy(services, (service) => (by === 'tier' ? service.tier : service.service))].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, some]): Group => {
    const own = series(some)
    return { key, ...headline(own, time), points: own }
  })
  return { points, groups, text, notes }
}

const instant = (text: string): number => Date.parse(`${text.replace(' ', 'T')}Z`)

type Reader = (services: readonly Promised[], asOf: number) => Figure

const figures: Readonly<Record<'attainment' | 'errorBudget' | 'level', Reader>> = {
  attainment(services, asOf) {
    const { value, interval, met, closed } = attainment(services, asOf)
    return value === null ? nothing('no_data') : { value, interval, numerator: met, denominator: closed, n: closed }
  },
  /** The worst budget of any service: budgets of different promises do not add up. */
  errorBudget(services, asOf) {
    const left = services.flatMap(({ objective, windows }) => {
      const tenants = [...Map.groupBy(windows, ({ tenant }) => tenant ?? '')].flatMap(([, own]) => (areAdjacent(own) ? [mergeWindows(own)] : own))
      return readWindows(objective, tenants.filter((window) => window !== null), asOf).flatMap(({ remaining, valid, good }) => (remaining === null ? [] : [{ remaining, valid, bad: valid - good }]))
    })
    const worst = left.toSorted((a, b) => a.remaining - b.remaining)[0]
    return worst ? { value: worst.remaining, interval: null, numerator: worst.bad, denominator: worst.valid, n: left.length } : nothing('no_data')
  },
  level(services) {
    const [good, valid] = services.flatMap(({ windows }) => windows).reduce(([g, v], window) => [g + window.good, v + window.valid], [0, 0])
    return valid === 0 ? nothing('no_data') : { value: good / valid, interval: wilson(good, valid), numerator: good, denominator: valid, n: valid }
  },
}

function areAdjacent(windows: readonly SliWindow[]): boolean {
  const sorted = windows.toSorted((a, b) => a.start - b.start)
  return sorted.every((window, index) => index === 0 || sorted[index - 1]?.end === window.start)
}

async function read(facts: Facts): Promise<Promised[]> {
  const [slos, rows] = [await facts.rows('slo', ['id', 'service_id', 'tier', 'target', 'window_kind']), await facts.rows('sli_window', ['slo_id', 'start', 'end', 'good', 'valid', 'tenant_id'])]
  const windows = Map.groupBy(rows, (row) => String(row['slo_id']))
  return slos.map((slo) => ({
    id: String(slo['id']),
    service: String(slo['service_id']),
    tier: String(slo['tier'] ?? '(none)'),
    objective: { target: Number(slo['target']), kind: slo['window_kind'] === 'rolling' ? 'rolling' : 'calendar' },
    windows: (windows.get(String(slo['id'])) ?? []).map((row) => ({ start: Date.parse(String(row['start'])), end: Date.parse(String(row['end'])), good: Number(row['good']), valid: Number(row['valid']), tenant: row['tenant_id'] === null ? null : String(row['tenant_id']) })),
  }))
}
