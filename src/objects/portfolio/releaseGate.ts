import type { AnyRow } from '#kernel'
import { openNeeds } from './waits.ts'

/** Why a feature keeps its release from shipping. No decision overrides the first two. */
export interface Hold {
  readonly feature: AnyRow
  readonly kind: 'gone' | 'notBegun' | 'notDone' | 'waits'
  /** What its bet waits for, where it waits. */
  readonly needs: readonly AnyRow[]
}

const gone = ['declined', 'removed', 'deprecated']
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
const isOut = (feature: AnyRow): boolean => feature['stage'] === 'released'

/** It will not come any more: declined, removed, deprecated, or cancelled by those who build it. */
export const isGone = (feature: AnyRow): boolean => gone.includes(textOf(feature['stage'])) || (!isOut(feature) && feature['delivery'] === 'cancelled')

/** Customers do not have it and will not get it. What is deprecated they still have. */
export const isWithdrawn = (feature: AnyRow): boolean => isGone(feature) && feature['stage'] !== 'deprecated'

/** The approved name by which customers read it; null without one, and once they will not get it. */
export const publicNameOf = (feature: AnyRow): string | null => (isWithdrawn(feature) ? null : textOf(feature['publicName']) || null)

/** Its work is done, whether customers have it yet or not. */
export const isDone = (feature: AnyRow): boolean => isOut(feature) || (feature['stage'] === 'inProgress' && feature['delivery'] === 'done')

export type RowsById = ReadonlyMap<string, AnyRow>
export const byId = (rows: readonly AnyRow[]): RowsById => new Map(rows.map((row) => [row.id, row]))

/** The bet that a feature serves: its own, else that of the feature that it is a part of. */
export function betOf(feature: AnyRow, features: RowsById): string | null {
  const way = new Set<AnyRow>()
  for (let at: AnyRow | undefined = feature; at && !way.has(at);) {
    way.add(at)
    const { initiative, parent }: AnyRow = at
    if (typeof initiative === 'string') return initiative
    at = typeof parent === 'string' ? features.get(parent) : undefined
  }
  return null
}

/** What the bet of a feature still waits for, so that customers cannot have it. */
export function needsOf(feature: AnyRow, features: RowsById, dependencies: readonly AnyRow[]): readonly AnyRow[] {
  const bet = betOf(feature, features)
  return bet === null ? [] : openNeeds(bet, dependencies).filter((need) => need['type'] !== 'startStart')
}

/** What keeps a release from shipping, feature by feature in its order. */
export function holdsOf(own: readonly AnyRow[], features: RowsById, dependencies: readonly AnyRow[]): readonly Hold[] {
  return own.flatMap((feature): Hold[] => {
    if (isOut(feature)) return []
    if (isGone(feature)) return [{ feature, kind: 'gone', needs: [] }]
    if (feature['stage'] !== 'inProgress') return [{ feature, kind: 'notBegun', needs: [] }]
    const needs = needsOf(feature, features, dependencies)
    return [
      ...(isDone(feature) ? [] : [{ feature, kind: 'notDone', needs: [] } as const]),
      ...(needs.length > 0 ? [{ feature, kind: 'waits', needs } as const] : []),
    ]
  })
}

/** A hold in words, without its feature: is not done; waits for DEP-6 On-call runbook. */
export function holdSays({ feature, kind, needs }: Hold): string {
  if (kind === 'gone') return gone.includes(textOf(feature['stage'])) ? `is ${textOf(feature['stage'])}` : 'was cancelled where it is built'
  if (kind === 'notBegun') return 'is not begun'
  if (kind === 'notDone') return 'is not done'
  return `waits for ${needs.map(({ key, title }) => `${key} ${textOf(title)}`).join(' and ')}`
}
