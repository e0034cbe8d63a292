import { inForceOn, numberOf, pursuitOf } from '#engines/metrics/targets/aims.ts'
import { distanceTo } from '#engines/metrics/targets/goal.ts'
import { shortOf, standingOf, type Pursued, type Standing } from '#engines/metrics/targets/standing.ts'
import type { AnyRow } from '#kernel'

/** An agreed target beside its number, and how that stands: the same as on the page of targets. */
export interface ScoreTarget extends Standing {
  readonly value: number
  /** The upper end of a range. */
  readonly upper: number | null
  readonly by: string
  readonly state: string
  readonly name: string
  readonly direction: 'up' | 'down' | 'within'
}

/** A target in force: as it is shown, and what it is held against. */
export interface Aimed {
  readonly shown: Omit<ScoreTarget, keyof Standing>
  readonly pursuit: Pursued
}

/** The target in force on a day, of those of a whole metric. */
export function targetInForce(targets: readonly AnyRow[], asOf: string): Aimed | null {
  const row = inForceOn(
    targets.filter(({ segment }) => segment === null),
    asOf,
  )
  if (!row) return null
  const pursuit = pursuitOf(row)
  const { direction } = pursuit.goal
  const own = { value: Number(row['target']), upper: direction === 'within' ? numberOf(row['upper']) : null, by: String(row['by']), direction }
  return { shown: { ...own, state: String(row['state']), name: String(row['name']) }, pursuit }
}

export interface Held {
  readonly target: ScoreTarget
  /** The value less its target; of a range less the end that it lies beyond, 0 inside. Null without a value. */
  readonly variance: number | null
  /** green: met, or where its path asks. amber: within 3% of what is asked. red: further off. Null while nothing is asked yet. */
  readonly colour: 'green' | 'amber' | 'red' | null
}

type Now = { readonly period: string; readonly value: number } | null

/** A target held against the latest closed period, or against `then`, in which it fell due: of a range its ends count, of a path what it asks by the end of that period. */
export function heldAgainst({ shown, pursuit }: Aimed, now: Now, then: Now = now): Held {
  const { goal } = pursuit
  const standing = standingOf(pursuit, then)
  const target = { ...shown, ...standing }
  const variance = now && differenceTo(pursuit, now.value)
  if (!then || standing.status === 'waiting') return { target, variance, colour: null }
  const short = shortOf(goal, standing, then.value)
  const colour = short === 0 && standing.status !== 'missed' ? 'green' : Math.abs(short) <= Math.abs(then.value + short) * near ? 'amber' : 'red'
  return { target, variance, colour }
}

const near = 0.03
const differenceTo = ({ goal }: Pursued, value: number): number => (goal.direction === 'within' ? 0 - distanceTo(goal, value) : value - goal.value)
