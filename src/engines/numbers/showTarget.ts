import { showNumber, showVariance, type ShowOptions, type Unit, type Variance } from './showNumber.ts'

/** A target beside its number: a value, or both ends of a range; which way it asks, and how it stands, where that is known. */
export interface ShownTarget {
  readonly value: number
  readonly upper?: number | null
  readonly direction?: 'up' | 'down' | 'within'
  readonly status?: string
}

/** The value to reach, or both ends of a range: '90.0%', '85.0% – 95.0%'. Without a target an en dash. */
export function showTarget(target: ShownTarget | null | undefined, unit: Unit, options: ShowOptions = {}): string {
  if (!target) return '–'
  const low = showNumber(target.value, unit, options)
  return isRange(target) ? `${low} – ${showNumber(target.upper, unit, options)}` : low
}

/**
 * A number against its target; of a range against the end that it lies beyond, and level inside. Short of the goal is no fault while the number is where its path asks, or
 * while nothing is asked yet: the tone is neutral then.
 */
export function showTargetVariance(
  actual: number,
  target: ShownTarget,
  unit: Unit,
  { better, ...options }: ShowOptions & { readonly better: 'up' | 'down' | 'within' },
): Variance {
  const end = isRange(target) ? Math.min(target.upper, Math.max(target.value, actual)) : target.value
  const asked = target.direction ?? better
  const shown = showVariance(actual, end, unit, { ...options, better: isRange(target) ? (actual > end ? 'down' : 'up') : asked })
  return target.status === 'onPath' || target.status === 'waiting' ? { ...shown, tone: 'neutral' } : shown
}

const isRange = (target: ShownTarget): target is ShownTarget & { readonly upper: number } => typeof target.upper === 'number'
