import type { AnyRow } from '#kernel'
import type { ScoreItem, State } from '#web/contract.ts'
import type { Cascade } from './cascade.ts'
import type { KeyResultLine } from '#web/pages/goals/contract.ts'
import { healthIn, standingOf } from '#web/pages/bet/telling.ts'
import { sayValue } from '#web/say.ts'
import { partName, shortName, words } from '#web/vocabulary.ts'
import { measureId, type Measure } from './cascadeMap.ts'

/** What one part of a metric reads now. */
export type Reading = Pick<ScoreItem, 'value' | 'unit' | 'currency'>

/** Parts as the key results of the cascade read them. */
export function readingsOf({ pillars }: Cascade): ReadonlyMap<string, Reading> {
  const lines = pillars.flatMap(({ objectives }) => objectives.flatMap(({ objective }) => objective.keyResults))
  return new Map(
    lines.flatMap(({ metric, part, unit, currency, now: value }) =>
      metric === null || part === null || unit === null ? [] : [[measureId({ metric, part }), { value, unit, currency }] as const],
    ),
  )
}

/** A key result as its metric reads now, against its target. */
export function keyResultSays({ metric, part, kind, unit, now, target, currency }: KeyResultLine): string {
  if (metric === null) return kind === 'milestone' ? 'milestone' : 'no metric'
  const name = partName(metric, part)
  return unit === null || now === null || target === null ? name : `${name} ${sayValue(now, unit, currency)} → ${sayValue(target, unit, currency)}`
}

/** The same where its metric stands beside it: the value alone, and where it has to be. */
export function keyResultReads({ metric, kind, unit, now, target, currency }: KeyResultLine): string {
  if (metric === null) return kind === 'milestone' ? 'milestone' : 'no metric'
  return unit === null || now === null
    ? 'no value yet'
    : `${sayValue(now, unit, currency)}${target === null ? ', no target' : ` → ${sayValue(target, unit, currency)}`}`
}

/** When a bet is meant to be worked on, and how it stands as its owner last said. */
export function betSays(row: AnyRow, now: string): { readonly says: string; readonly state: State | null } {
  const health = healthIn(row, now)
  return { says: words(String(row['horizon'] ?? '')), state: (health && standingOf(health)?.[0]) ?? null }
}

/** A metric by its short name, as it reads now on the scorecard; a part of it by its own value, which no target of the whole judges. */
export function metricSays(
  { metric, part }: Pick<Measure, 'metric' | 'part'>,
  items: readonly ScoreItem[],
  readings: ReadonlyMap<string, Reading>,
): { readonly title: string; readonly says: string; readonly state: State | null } {
  if (part !== null) {
    const reading = readings.get(measureId({ metric, part }))
    return { title: partName(metric, part), says: reading ? sayValue(reading.value, reading.unit, reading.currency) : '', state: null }
  }
  const item = items.find(({ key }) => key === metric)
  return { title: shortName(metric), says: item ? sayValue(item.value, item.unit, item.currency) : '', state: item?.state ?? null }
}
