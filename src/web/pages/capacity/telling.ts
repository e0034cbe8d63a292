import { apportion } from '#engines/numbers/apportion.ts'
import type { LoadLine } from './asked.ts'

/** What the table says, in one sentence: how many squads are over, the worst of them, and what hiring changes. */
export function conclusion(lines: readonly LoadLine[], say: (quarter: string) => string): string {
  const over = lines.filter(({ state }) => state === 'over')
  const [worst] = over.toSorted((a, b) => b.over - a.over || a.squad.localeCompare(b.squad) || a.quarter.localeCompare(b.quarter))
  if (!worst) return 'Every squad can do what is asked of it'
  const squads = new Set(over.map(({ squad }) => squad)).size
  const relieved = over.filter(({ overIfHired }) => overIfHired <= 1e-9).length
  return `${squads} ${squads === 1 ? 'squad is' : 'squads are'} over; most of all ${worst.squad} in ${say(worst.quarter)}, by ${weeks(overSays(worst))} person-weeks${
    relieved > 0 ? `. Filling every seat on its day would relieve ${relieved} of ${over.length} quarters` : ''
  }`
}

/** Person-weeks as people say them. */
export const weeks = (value: number): string => (tenths(value) / 10).toLocaleString('en-US')
const tenths = (value: number): number => Math.round(value * 10)

/** What is over, or else free (below zero), as it follows from the figures that are shown; where skills are short it is more than their difference. */
export function overSays({ asked, gives, over }: Pick<LoadLine, 'asked' | 'gives' | 'over'>): number {
  const isPlain = Math.abs(over - Math.max(0, asked - gives)) < 1e-9
  return isPlain ? (tenths(asked) - tenths(gives)) / 10 : over
}

/** Parts rounded so that they add up to the whole as it is shown (largest remainders). */
export function partsOf(parts: readonly number[], whole: number): readonly number[] {
  const weights = parts.map((part) => BigInt(Math.round(Math.max(0, part) * 1e6)))
  return (apportion(BigInt(tenths(whole)), weights) ?? weights).map((part) => Number(part) / 10)
}

/** How the plans come from all people in all weeks to what they give; what takes nothing is not told. */
export function offSays({ off, gives, seats }: Pick<LoadLine, 'off' | 'gives' | 'seats'>): string {
  const taken = (tenths(off.gross) + tenths(seats.filled) - tenths(gives)) / 10
  const shown = partsOf(
    reasons.map((reason) => off[reason]),
    taken,
  )
  const parts = reasons.flatMap((reason, at) => ((shown[at] ?? 0) > 0 ? [`${named[reason]} ${weeks(shown[at] ?? 0)}`] : []))
  const hired = seats.filled >= 0.05 ? `, and ${weeks(seats.filled)} by whoever is hired` : ''
  return `${weeks(off.gross)} person-weeks in all${parts.length > 0 ? `, less ${parts.join(', ')}` : ''}${hired}: ${weeks(gives)}.`
}
const reasons = ['holidays', 'away', 'leave', 'operations', 'reserve'] as const
const named = { holidays: 'public holidays', away: 'longer absences', leave: 'leave', operations: 'operations', reserve: 'reserve' } as const

/** What is asked over what is given, as a cell shows it. */
export function shareOf({ gives, asked }: Pick<LoadLine, 'gives' | 'asked'>): string {
  if (gives <= 0) return asked > 0 ? 'over' : '–'
  return `${Math.round((asked / gives) * 100)}%`
}

/** Where a squad with room in total is over all the same: the skills that it lacks. */
export const lackingSkills = ({ skills }: Pick<LoadLine, 'skills'>): string[] => skills.filter(({ over }) => over > 1e-9).map(({ skill }) => skill)
