import type { State } from '#web/contract.ts'
import type { TargetStanding } from '#web/signals/contract.ts'

type Status = TargetStanding['status']

/** How a target stands, as a state that is drawn and in words; the metric’s page says the same. */
export const statusStates: Readonly<Record<Status, State>> = {
  reached: 'green',
  onPath: 'green',
  behind: 'amber',
  missed: 'red',
  waiting: 'none',
  no_data: 'none',
  untrusted: 'untrusted',
}
export const statusWords: Readonly<Record<Status, string>> = {
  reached: 'Reached',
  onPath: 'On its path',
  behind: 'Behind its path',
  missed: 'Missed',
  waiting: 'Nothing asked yet',
  no_data: 'No data',
  untrusted: 'Not to be trusted',
}
