import { keeper } from '../../numbers/once.ts'
import { indexAt, type Activity } from '../activity/activity.ts'
import type { Figure } from '../series/figure.ts'

/**
 * A figure that follows from the events before `stop` and from what `key` names. It is told once for as long as no event comes before that instant, so that
 * after a new day only the periods that it reaches are told again.
 */
export function figureUpTo(activity: Activity, key: string, stop: number, make: () => Figure): Figure {
  return kept(activity.origin, `${key} ${stop} ${indexAt(activity, stop)}`, make)
}

const kept = keeper<object, Figure>(4000)
