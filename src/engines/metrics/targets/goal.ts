/** What a target asks of a value. A bound is included unless `isStrict`; both ends of a range are. Same unit as the metric, a fraction for shares. */
export type Goal =
  | { readonly direction: 'up' | 'down'; readonly value: number; readonly isStrict?: boolean }
  | { readonly direction: 'within'; readonly low: number; readonly high: number }

/** Does a value meet the goal? */
export function isMet(goal: Goal, value: number): boolean {
  if (goal.direction === 'within') return value >= goal.low && value <= goal.high
  if (value === goal.value) return !goal.isStrict
  return goal.direction === 'up' ? value > goal.value : value < goal.value
}

/** How far a value is from meeting the goal, signed towards it: positive must rise, negative must fall, 0 inside or on the bound. */
export function distanceTo(goal: Goal, value: number): number {
  if (goal.direction === 'within') return value < goal.low ? goal.low - value : value > goal.high ? goal.high - value : 0
  return goal.direction === 'up' ? Math.max(0, goal.value - value) : Math.min(0, goal.value - value)
}

/** The one value to aim for from a start: the bound, or the end of the range that is nearer to the start (the start itself inside it). */
export function aimOf(goal: Goal, start: number): number {
  return goal.direction === 'within' ? Math.min(goal.high, Math.max(goal.low, start)) : goal.value
}
