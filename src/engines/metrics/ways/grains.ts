import type { Grain } from '../series/timing.ts'
import { Refused } from './way.ts'

const all: readonly Grain[] = ['day', 'week', 'month', 'quarter']

/** Why a grain is not told, or null: what a way declares of its grains. */
export type Untold = (grain: Grain) => string | null

/** The grains that are told, the finest first. */
export const toldGrains = (untold: Untold): readonly Grain[] => all.filter((grain) => untold(grain) === null)

/** Declares the grains that a way tells, with the reason why it tells no others. */
export const tells =
  (grains: readonly Grain[], because: string) =>
  (_how: unknown, grain: Grain): string | null =>
    grains.includes(grain) ? null : because

export const monthsAlone = tells(['month'], 'Paying accounts are averaged over months')
export const monthEnds = tells(['month', 'quarter'], 'Revenue is measured at month-end')

/** Refuses a grain that is not told, and names those that are. Where none is, what the way itself says of the question is told instead. */
export function assertTold(untold: Untold, grain: Grain): void {
  const because = untold(grain)
  if (because === null) return
  const told = toldGrains(untold)
  if (told.length > 0) throw new Refused(`${because}: it is told by ${told.join(' and ')}, not by ${grain}.`, `Ask for ${told.join(' or ')}.`)
}
