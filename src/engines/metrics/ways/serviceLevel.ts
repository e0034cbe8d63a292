import { addDays } from '../../numbers/dates.ts'
import { levelSeries, type LevelMeasure, type Promised } from '../slo/levels.ts'
import { leavesBudget, readWindows } from '../slo/slo.ts'
import { midnight, spansOf } from '../series/timing.ts'
import { line, stretchesOf } from './things.ts'
import { Refused, type Given, type Row, type Way } from './way.ts'

export interface ServiceLevelTerms {
  readonly measure: LevelMeasure
}

/** Attainment, error budget left, or the level itself, of the windows that end in each period (or in its trailing window). */
export const serviceLevel: Way<ServiceLevelTerms> = {
  counts: () => 'sli_window',
  reads: () => ({
    slo: { fact: 'slo', columns: ['id', 'service_id', 'tier', 'target', 'window_kind'] },
    windows: { fact: 'sli_window', columns: ['slo_id', 'start', 'end', 'good', 'valid', 'tenant_id'] },
  }),
  figures: ({ measure }, { time, by }, given) => {
    const promised = by?.column === 'tenant' ? byTenant(promisedIn(given)) : promisedIn(given)
    const asOf = Date.parse(`${midnight(addDays(time.asOf, 1), time.timeZone).replace(' ', 'T')}Z`)
    const column = by?.column === 'service' ? 'service' : by?.column === 'tier' || by?.column === 'tenant' ? 'tier' : null
    return {
      ...levelSeries(measure, promised, spansOf(time), asOf, column, time.headline),
      text: 'good and valid of sli_window with the targets of slo; a window counts in the period in which it ends',
      notes: promised.length === 0 ? ['No service level objective is stored.'] : [],
    }
  },
  behind: (_, { time }, given, period) => {
    const [stretch] = stretchesOf({ ...time, periods: [period] })
    return promisedIn(given)
      .flatMap(({ service, objective, windows }) => readWindows(objective, windows, stretch?.stop ?? 0).map((window) => ({ service, ...window })))
      .filter(({ end }) => stretch && end > stretch.start && end <= stretch.stop)
      .toSorted((a, b) => (a.remaining ?? 1) - (b.remaining ?? 1) || a.end - b.end)
      .slice(0, 200)
      .map(({ service, tenant, good, valid, remaining, state, start }) =>
        line({
          account: service,
          name: tenant ?? null,
          opening: good,
          closing: valid,
          change: remaining,
          movement: state,
          reason: `from ${new Date(start).toISOString()}`,
        }),
      )
  },
}

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

function promisedIn(given: Given): Promised[] {
  const windows = Map.groupBy(given.rows('windows'), (row) => String(row['slo_id']))
  return given.rows('slo').map((slo) => ({
    service: String(slo['service_id']),
    tier: String(slo['tier'] ?? '(none)'),
    objective: { target: targetOf(slo), kind: slo['window_kind'] === 'rolling' ? 'rolling' : 'calendar' },
    windows: (windows.get(String(slo['id'])) ?? []).map((row) => ({
      start: Date.parse(String(row['start'])),
      end: Date.parse(String(row['end'])),
      good: Number(row['good']),
      valid: Number(row['valid']),
      tenant: row['tenant_id'] === null ? null : String(row['tenant_id']),
    })),
  }))
}
