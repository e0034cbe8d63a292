import { levelSeries, type Promised } from '#engines/metrics/slo/levels.ts'
import { midnight, spansOf, type Timing } from '#engines/metrics/series/timing.ts'
import { addDays } from '#engines/numbers/dates.ts'
import type { Computation } from '#kernel'
import type { Computed } from './envelope.ts'
import type { Facts } from './facts.ts'

/** Attainment, error budget left, or the level itself, of the windows that end in each period (or in its trailing window). */
export async function measureSlo({ measure }: Extract<Computation, { by: 'slo' }>, time: Timing, by: string | null, facts: Facts): Promise<Computed> {
  const promised = await read(facts)
  const asOf = Date.parse(`${midnight(addDays(time.asOf, 1), time.timeZone).replace(' ', 'T')}Z`)
  const series = levelSeries(measure, promised, spansOf(time), asOf, by === 'tier' || by === 'service' ? by : null, time.headline)
  const text = 'good and valid of sli_window with the targets of slo; a window counts in the period in which it ends'
  return { ...series, text, notes: promised.length === 0 ? ['No service level objective is stored.'] : [] }
}

async function read(facts: Facts): Promise<Promised[]> {
  const [slos, rows] = [
    await facts.rows('slo', ['id', 'service_id', 'tier', 'target', 'window_kind']),
    await facts.rows('sli_window', ['slo_id', 'start', 'end', 'good', 'valid', 'tenant_id']),
  ]
  const windows = Map.groupBy(rows, (row) => String(row['slo_id']))
  return slos.map((slo) => ({
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
