import { showPeriod } from '#engines/numbers/showPeriod.ts'
import { skillName } from '#engines/portfolio/capacity/gives.ts'
import { loadOf, type Demand } from '#engines/portfolio/capacity/load.ts'
import type { AnyRow } from '#kernel'
import type { Records } from '../candidates.ts'
import { skillNames, skillsOf } from '../capacity/rows.ts'
import { suppliesOf } from '../capacity/supplies.ts'

/** What a plan takes of a squad in a quarter for a bet, in person-weeks. */
export interface Taken {
  readonly bet: string
  readonly squad: string
  readonly period: string
  readonly weeks: number
}

/**
 * Where a plan asks more of people with a skill than they give, in words. It is told beside a plan and is no rule of it: a plan takes all weeks of a bet, or
 * of a part of it, in one quarter, while its skilled work is spread. `left` is the share of a quarter that is still to come.
 */
export function scarceIn({ initiatives, capacity, seats }: Records, taken: readonly Taken[], left: (period: string) => number): string[] {
  const [supplies, written] = [suppliesOf(capacity, seats), skillNames([...capacity, ...initiatives])]
  const bets = new Map<string, AnyRow>(initiatives.map((row) => [row.key, row]))
  const places = Map.groupBy(taken, ({ squad, period }) => JSON.stringify([squad, period]))
  return [...places.values()].flatMap((own) => {
    const [{ squad, period } = { squad: '', period: '' }] = own
    const { weeks, bySkill } = supplies(squad, period).sure
    const share = left(period)
    const supply = { weeks: weeks * share, bySkill: bySkill && new Map([...bySkill].map(([skill, gives]) => [skill, gives * share])) }
    const demands = own.map((one): Demand => ({ bet: one.bet, weeks: one.weeks, skills: skillsOf(bets.get(one.bet)) }))
    return loadOf(supply, demands).skills.flatMap(({ skill, over }) =>
      over < 0.05
        ? []
        : [`${squad} lacks ${Math.ceil(over * 10 - 1e-6) / 10} person-weeks of ${written.get(skillName(skill)) ?? skill} in ${showPeriod(period, 'short')}`],
    )
  })
}
