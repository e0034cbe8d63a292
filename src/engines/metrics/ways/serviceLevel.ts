import { addDays } from '../../numbers/dates.ts'
import { levelSeries, type LevelMeasure, type Promised } from '../slo/levels.ts'
import { midnight, spansOf } from '../series/timing.ts'
import type { Given, Way } from './way.ts'

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
    const promised = promisedIn(given)
    const asOf = Date.parse(`${midnight(addDays(time.asOf, 1), time.timeZone).replace(' ', 'T')}Z`)
    const column = by?.column === 'tier' || by?.column === 'service' ? by.column : null
    return {
      ...levelSeries(measure, promised, spansOf(time), asOf, column, time.headline),
      text: 'good and valid of sli_window with the targets of slo; a window counts in the period in which it ends',
      notes: promised.length === 0 ? ['No service level objective is stored.'] : [],
    }
  },
}

function promisedIn(given: Given): Promised[] {
  const windows = Map.groupBy(given.rows('windows'), (row) => String(row['slo_id']))
  return given.rows('slo').map((slo) => ({
    service: String(slo['service_id']),
    tier: String(slo['tier'] ?? '(none)'),
    objective: { target: Number(slo['target']), kind: slo['window_kind'] === 'rolling' ? 'rolling' : 'calendar' },
    windows: (windows.get(String(slo['id'])) ?? []).map((row) => ({
      start: Date.parse(String(row['start'])),
      end: Date.parse(String(row['end'])),
      good: Number(row['good']),
      valid: Number(row['valid']),
      tenant: row['tenant_id'] === null ? null : String(row['tenant_id']),
    })),
  }))
}
