import { sayMany } from '#web/say.ts'
import type { DependencyMap, SlipAnswer } from './asked.ts'

/** What a slip hits, in a sentence. A day that is missed without the slip as well does not break by it. */
export function hitsSays({ chain, promises, days }: Pick<SlipAnswer, 'chain' | 'promises' | 'days'>): string {
  const others = chain.length - 1
  const broken = chain.filter(({ hardDate }) => hardDate?.isMissed && !hardDate.wasMissed).length
  const late = promises.filter(({ isLate, wasLate }) => isLate && !wasLate).length
  const parts = [
    others <= 0 ? 'no other bet moves' : `${sayMany(others, 'other bet')} ${others === 1 ? 'moves' : 'move'}`,
    broken === 0 ? 'no promised day breaks' : `${sayMany(broken, 'promised day')} ${broken === 1 ? 'breaks' : 'break'}`,
    ...(late === 0 ? [] : [`${sayMany(late, 'promise')} to other bets ${late === 1 ? 'comes' : 'come'} too late`]),
  ]
  return `${sayMany(days, 'day')} later: ${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}.`
}

/** What the map of waiting says: which hard dependency is latest, and what lateness moves. */
export function headline({ needs, moved, circles }: Pick<DependencyMap, 'needs' | 'moved' | 'circles'>): string {
  const late = needs.filter(({ standing, strength }) => standing === 'late' && strength === 'hard').toSorted((a, b) => (a.slack ?? 0) - (b.slack ?? 0))
  const open = needs.filter(({ standing, strength }) => strength === 'hard' && (standing === 'notAgreed' || standing === 'refused'))
  const [worst] = late
  const [circle] = circles
  const waits = circle ? `; ${circle.join(', ')} wait for each other, and what they move cannot be told` : ''
  if (!worst && circle) return `${circle.join(', ')} wait for each other; nothing else that is hard is late`
  if (!worst) return `Nothing hard is late${open.length === 0 ? '' : `; ${sayMany(open.length, 'hard one')} ${open.length === 1 ? 'is' : 'are'} not agreed`}`
  const more = late.length === 1 ? '' : `, ${late.length - 1} more ${late.length === 2 ? 'is' : 'are'} late`
  const moves = moved.length === 0 ? 'no bet moves by it' : `what is late moves ${moved.map(({ key, days }) => `${key} by ${sayMany(days, 'day')}`).join(', ')}`
  return `${worst.title} is ${sayMany(-(worst.slack ?? 0), 'day')} late${more}; ${moves}${waits}`
}
