import { addPeriods } from '#engines/numbers/dates.ts'
import { forecastAfter, worthOf } from './bets.ts'
import type { SampleObject } from './sampleObject.ts'
import type { Timeline } from './timeline.ts'

interface Plan {
  readonly key: string
  readonly title: string
  readonly by: string
  readonly note: string
  readonly people: readonly (readonly [from: string, to: string, people: number, skill: string])[]
  /** Quarters after this one in which bets land; what is not named is left out. */
  readonly lands: Readonly<Record<string, number>>
}

const plans: readonly Plan[] = [
  {
    key: 'retention',
    title: 'Retention first',
    by: 'member:ines',
    note: 'Two engineers of Connect join Identity until set-up works; the price of Connect waits for them. Put together by hand: the solver was not asked for a bound.',
    people: [['Connect', 'Identity', 2, 'Backend']],
    lands: { sso: 0, alerts: 0, audit: 1, rostering: 1, seats: 2, templates: 2, engine: 3, export: 3 },
  },
  {
    key: 'engine',
    title: 'Query engine first',
    by: 'member:ruth',
    note: 'Two engineers of Core apps join Platform, and templates wait. Put together by hand: the solver was not asked for a bound.',
    people: [['Core apps', 'Platform', 2, 'Backend']],
    lands: { sso: 0, alerts: 0, audit: 1, rostering: 1, seats: 2, engine: 2, export: 2, pricing: 3 },
  },
]

/** Two plans that were put beside the roadmap last week: neither is adopted. */
export function scenarios(time: Timeline): SampleObject[] {
  const quarters = [0, 1, 2, 3].map((n) => addPeriods(time.quarter, n))
  return plans.map(({ key, title, by, note, people, lands: wanted }) => {
    // late in a quarter what is to land in it may be forecast beyond it: nobody plans it before
    const lands = Object.entries(wanted).map(([bet, after]) => [bet, Math.max(after, forecastAfter(bet, time))] as const)
    return {
      noun: 'scenario',
      externalId: `scenario:${key}`,
      values: {
        title,
        periods: quarters,
        note,
        people: people.map(([from, to, count, skill]) => ({ from, to, people: count, skill, since: quarters[1] })),
      },
      verbs: [
        {
          verb: 'keep',
          by,
          input: {
            value: Math.round(lands.reduce((sum, [bet, after]) => sum + worthOf(bet, after), 0)),
            plan: lands.map(([bet, after]) => ({ initiative: `initiative:${bet}`, period: quarters[after] })),
          },
        },
      ],
    }
  })
}
