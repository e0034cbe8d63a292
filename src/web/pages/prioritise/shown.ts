import { sayValue } from '#web/say.ts'
import type { Method, RankedBet } from './asked.ts'
import { inputWords } from './asked.ts'

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

/** What would cost a bet its place, in few words; null when nothing in range does. */
export function flipSays({ flips, next }: RankedBet, currency: string): { readonly says: string; readonly change: string } | null {
  const [flip] = flips.filter(({ at, change }) => at !== null && change !== null)
  if (!flip || flip.at === null || flip.change === null || next === null) return null
  const word = (inputWords[flip.key] ?? flip.key).split(',')[0]?.toLowerCase() ?? ''
  const sign = flip.change < 0 ? '−' : '+'
  return {
    says: `${next} leads if ${word} is ${flip.change < 0 ? 'under' : 'over'} ${sayInput(flip.key, flip.at, currency)}`,
    change: `${sign}${Math.abs(Math.round(flip.change * 100))}%`,
  }
}
