import type { AnyRow } from '#kernel'
import type { ScoreItem, State } from '#web/contract.ts'
import type { KeyResultLine } from '#web/pages/goals/contract.ts'
import { healthIn, standingOf } from '#web/pages/bet/telling.ts'
import { sayValue } from '#web/say.ts'
import { shortName, words } from '#web/vocabulary.ts'

/** A key result as its metric reads now, against its target. */
export function keyResultSays({ metric, part, kind, unit, now, target, currency }: KeyResultLine): string {
  if (metric === null) return kind === 'milestone' ? 'milestone' : 'no metric'
  const name = [shortName(metric), part].filter(Boolean).join(', ')
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

/** A metric by its short name, as it reads now on the scorecard. */
export function metricSays(metric: string, items: readonly ScoreItem[]): { readonly title: string; readonly says: string; readonly state: State | null } {
  const item = items.find(({ key }) => key === metric)
  return { title: shortName(metric), says: item ? sayValue(item.value, item.unit, item.currency) : '', state: item?.state ?? null }
}
