import type { SampleObject, SampleVerb } from './sampleObject.ts'
import { addDays, type Timeline } from './timeline.ts'

type Wsjf = readonly [value: number, time: number, risk: number, size: number]
const factors = ['businessValue', 'timeCriticality', 'riskReduction', 'jobSize'] as const

const score = (by: string, bet: string, given: Wsjf | null, note: string | null = null): SampleVerb => ({
  verb: 'score',
  by: `member:${by}`,
  input: {
    bet: `initiative:${bet}`,
    note,
    ...(given ? { figures: factors.map((factor, at) => ({ factor, value: given[at] })) } : { noOpinion: true }),
  },
})

/**
 * Two rounds. In the first, engineering and customer success see the size and the urgency of the seats differently, one person had no opinion
 * and one was not there. The second is open: two people have given their figures, which nobody reads yet.
 */
export function rounds(time: Timeline): SampleObject[] {
  const revealed: readonly SampleVerb[] = [
    { verb: 'open', input: {} },
    score('mina', 'seats', [13, 8, 5, 5], 'The screens are there already.'),
    score('tomas', 'seats', [8, 5, 5, 20], 'Billing knows no seats; all of it is new.'),
    score('ines', 'seats', [13, 13, 8, 8]),
    score('jonas', 'seats', [20, 20, 8, 8], 'Four renewals wait for it.'),
    score('mina', 'alerts', [8, 5, 2, 3]),
    score('tomas', 'alerts', [8, 5, 3, 3]),
    score('ines', 'alerts', [8, 5, 2, 5]),
    score('jonas', 'alerts', null, 'I have not seen one customer who asked.'),
    score('mina', 'audit', [8, 13, 8, 5]),
    score('tomas', 'audit', [5, 13, 13, 8]),
    score('ines', 'audit', [8, 8, 8, 5]),
    { verb: 'close', input: {} },
    { verb: 'reveal', input: {} },
    {
      verb: 'agree',
      input: { bet: 'initiative:alerts', figures: factors.map((factor, at) => ({ factor, value: [8, 5, 2, 3][at] })), note: 'Nobody saw it otherwise.' },
    },
  ]
  return [
    {
      noun: 'scoringRound',
      externalId: 'round:seats',
      values: {
        title: 'What comes after single sign-on',
        method: 'wsjf',
        bets: ['initiative:alerts', 'initiative:seats', 'initiative:audit'],
        participants: ['member:mina', 'member:tomas', 'member:ines', 'member:jonas', 'member:ruth'],
        due: addDays(time.today, 1),
        owner: 'member:vera',
        brief: 'A 1 in each column is the smallest of these three; the others are times that.',
      },
      verbs: revealed,
    },
    {
      noun: 'scoringRound',
      externalId: 'round:templates',
      values: {
        title: 'Templates and prices',
        method: 'ice',
        bets: ['initiative:templates', 'initiative:pricing'],
        participants: ['member:vera', 'member:mina', 'member:ines', 'member:tomas'],
        due: addDays(time.today, 4),
        owner: 'member:vera',
      },
      verbs: [
        { verb: 'open', input: {} },
        {
          verb: 'score',
          by: 'member:mina',
          input: {
            bet: 'initiative:templates',
            figures: [
              { factor: 'iceImpact', value: 5 },
              { factor: 'iceConfidence', value: 4 },
              { factor: 'ease', value: 7 },
            ],
          },
        },
        { verb: 'score', by: 'member:ines', input: { bet: 'initiative:pricing', noOpinion: true } },
      ],
    },
  ]
}
