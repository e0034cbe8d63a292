import type { State } from '#web/contract.ts'
import type { KeyResultLine } from './contract.ts'

/** How a key result stands, or a bet, as a mark and a word. */
export const standings: Readonly<Record<KeyResultLine['standing'], readonly [State, string]>> = {
  notStarted: ['none', 'Not started'],
  onTrack: ['green', 'On track'],
  atRisk: ['amber', 'At risk'],
  offTrack: ['red', 'Off track'],
  achieved: ['green', 'Achieved'],
  missed: ['red', 'Missed'],
  stale: ['untrusted', 'Stale: no word for 14 days'],
  untrusted: ['untrusted', 'Untrusted'],
}
