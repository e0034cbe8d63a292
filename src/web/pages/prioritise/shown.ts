import { sayFew, sayMany, sayValue } from '#web/say.ts'
import { inputWords, methodWords, type Method, type Priorities, type RankedBet } from './asked.ts'

/** A score in three figures or fewer digits after the point. */
export function sayScore(value: number | null, method: Method, currency: string): string {
  if (value === null) return '–'
  if (method === 'cd3') return sayValue(value, 'money', currency)
  if (method === 'weighted') return String(Math.round(value * 100))
  return value >= 100 ? String(Math.round(value)) : String(Math.round(value * 10) / 10)
}

/** An input in its own unit. */
export function sayInput(name: string, value: number, currency: string): string {
  if (name === 'costOfDelay' || name === 'value') return sayValue(value, 'money', currency)
  if (name === 'confidence') return `${Math.round(value * 100)}%`
  return value >= 1000 ? sayValue(value, 'count') : String(Math.round(value * 10) / 10)
}

/** An input within a sentence, without its unit. */
export const wordOf = (name: string): string => (inputWords[name] ?? name).split(',')[0]?.toLowerCase() ?? ''
export const sayStale = ({ input, says }: RankedBet['stale'][number]): string => `${wordOf(input)}, ${says}`

/** What the ranking says: how many bets fit, which leads, whether the scores agree. A bet without squad or size takes no capacity and fits nowhere yet. */
export function headline({ bets, cut, agreement, method }: Pick<Priorities, 'bets' | 'cut' | 'agreement' | 'method'>): string {
  const placed = bets.filter(({ team, weeks }) => team !== null && weeks !== null)
  const above = placed.filter(({ isAbove }) => isAbove).length
  const [first] = bets.filter(({ scores }) => scores[method].rank !== null)
  const lacking = bets.length - placed.length
  return [
    `${sayFew(above)} ${above === 1 ? 'bet fits' : 'bets fit'}${lacking > 0 ? `, ${sayMany(lacking, 'bet')} without a squad or a size aside` : ''}`,
    first ? `${first.title} leads, ${differSays(bets, agreement)}` : `no bet has its ${methodWords[method].says} inputs yet, so that none leads`,
  ]
    .join('; ')
    .concat(cut.says.length === 0 ? '' : ', and the line misses a floor')
}

function differSays(bets: Priorities['bets'], { of, w }: Priorities['agreement']): string {
  if (w === null) return 'too few scores are complete to compare'
  const split = bets.filter((bet) => of.some((by) => Math.abs((bet.scores[by].rank ?? bet.rank) - bet.rank) >= 3)).map(({ key }) => key)
  return split.length === 0
    ? 'the scores agree'
    : `the scores split on ${split.slice(0, 3).join(', ')}${split.length > 3 ? ` and ${split.length - 3} more` : ''}`
}

/** What would cost a bet its place, in few words; null when nothing in range does. */
export function flipSays({ flips, next }: RankedBet, currency: string): { readonly says: string; readonly change: string } | null {
  const [flip] = flips.filter(({ at, change }) => at !== null && change !== null)
  if (!flip || flip.at === null || flip.change === null || next === null) return null
  const sign = flip.change < 0 ? '−' : '+'
  return {
    says: `${next} passes it if ${wordOf(flip.key)} is ${flip.change < 0 ? 'under' : 'over'} ${sayInput(flip.key, flip.at, currency)}`,
    change: `${sign}${Math.abs(Math.round(flip.change * 100))}%`,
  }
}
