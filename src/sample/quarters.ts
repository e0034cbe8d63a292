import { addPeriods } from '#engines/numbers/dates.ts'
import type { SampleObject, SampleVerb } from './sampleObject.ts'
import { addDays, max, type Timeline } from './timeline.ts'

/** The two cycles of goals, and what was committed for this quarter with the changes that came after it. */
export function quarters(time: Timeline): SampleObject[] {
  const before = addPeriods(time.quarter, -1)
  return [
    cycle('closed', before, [
      { verb: 'start', input: {} },
      {
        verb: 'close',
        input: {
          went: 'Releases came on time, and every squad knew which number its work was for.',
          change: 'We set targets only on numbers that were measured the same way for a year, and we look at seats every week.',
          actions: [{ what: 'Write down how tickets are counted by channel', owner: 'member:tomas', due: addDays(time.today, 14) }],
        },
      },
    ]),
    cycle('running', time.quarter, [{ verb: 'start', input: {} }]),
    {
      noun: 'baseline',
      externalId: 'baseline:quarter',
      values: { title: `Commitment of ${words(time.quarter)}`, period: time.quarter, note: 'What the squads said yes to in the first week.' },
      verbs: [{ verb: 'commit', input: {} }, ...changes(time)],
    },
  ]
}

/** The day on which the commitment of the quarter is taken; what changes it comes after. */
export const committedOn = ({ quarterStart }: Timeline): string => addDays(quarterStart, 6)

const words = (quarter: string): string => quarter.split('-').toReversed().join(' ')

const cycle = (key: string, period: string, verbs: readonly SampleVerb[]): SampleObject => ({
  noun: 'cycle',
  externalId: `cycle:${key}`,
  values: { title: `Goals of ${words(period)}`, period },
  verbs,
})

/** What happened to the commitment: two squeezed by capacity and by a customer, one sized anew. */
function changes(time: Timeline): SampleVerb[] {
  const ago = (days: number): string => max(addDays(time.today, -days), committedOn(time))
  const on = (bet: string) => ({ noun: 'initiative', externalId: `initiative:${bet}` })
  return [
    {
      verb: 'reschedule',
      on: on('engine'),
      input: { timeframe: addDays(time.today, 102).slice(0, 7), cause: 'dependency', sponsor: 'Platform' },
      by: 'member:ruth',
      day: ago(17),
    },
    {
      verb: 'reestimate',
      on: on('audit'),
      input: { low: 60, likely: 82, high: 110, cause: 'estimate', sponsor: 'Core apps' },
      by: 'member:tomas',
      day: ago(24),
    },
    {
      verb: 'reschedule',
      on: on('rostering'),
      input: { timeframe: addPeriods(time.quarter, 1), cause: 'salesCommitment', sponsor: 'Sales' },
      by: 'member:vera',
      day: ago(5),
    },
  ]
}
