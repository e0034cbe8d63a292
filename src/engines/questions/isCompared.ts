import type { Comparison, Intent } from './question.ts'

/** Does an answer of this intent set its figure against that? A change has two ends in time, a forecast is held against its target, and a rank stands by itself. */
export function isCompared(intent: Intent, compare: Comparison): boolean {
  switch (intent) {
    case 'value':
    case 'show':
    case 'trend':
    case 'define':
      return true
    case 'why':
      return compare.with === 'prior' || compare.with === 'lastYear' || compare.with === 'period'
    case 'forecast':
      return compare.with === 'target'
    case 'rank':
    case 'onTrack':
      return false
  }
}
