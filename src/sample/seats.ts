import type { SampleObject, SampleVerb } from './sampleObject.ts'
import { addDays, type Timeline } from './timeline.ts'

/** The headcount plan: one who has accepted, one with an offer, one looked for, one that waits for money. */
export function seats(time: Timeline): SampleObject[] {
  const { today, quarterEnd } = time
  const opened: SampleVerb = { verb: 'open', input: {}, by: 'member:vera' }
  const seat = (key: string, title: string, team: string, skill: string, startsOn: string, need: string, verbs: readonly SampleVerb[]): SampleObject => ({
    noun: 'seat',
    externalId: `seat:${key}`,
    values: { title, team, skill, startsOn, need },
    verbs,
  })
  return [
    seat(
      'security',
      'Security engineer, sign-in',
      'Identity',
      'Security',
      addDays(today, 14),
      'Certificates of five providers are checked by three people who also keep sign-in running.',
      [opened, { verb: 'fill', input: { startsOn: addDays(today, 21) }, by: 'member:ines' }],
    ),
    seat(
      'data',
      'Data engineer, storage',
      'Platform',
      'Data',
      addDays(quarterEnd, 16),
      'The writer of the query engine waits for people who know columnar storage.',
      [opened, { verb: 'offer', input: {}, by: 'member:ruth' }],
    ),
    seat(
      'analyst',
      'Data engineer, seats and renewals',
      'Core apps',
      'Data',
      addDays(quarterEnd, 16),
      'Nobody in the squad can build the warning before a renewal.',
      [opened],
    ),
    seat(
      'kit',
      'Backend engineer, partner kit',
      'Connect',
      'Backend',
      addDays(quarterEnd, 100),
      'Partners wait on us for connectors; to be opened when pricing has paid for it.',
      [],
    ),
  ]
}
