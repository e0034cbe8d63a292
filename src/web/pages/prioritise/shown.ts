import { capital } from '#engines/numbers/capital.ts'
import { scoreInput } from '#objects'
import { sayDay, sayFew, sayMany, sayValue } from '#web/say.ts'
import type { BetScore, Cause, Priorities, RankedBet, ShownScore } from './asked.ts'
import { inputWords, wordsOf } from './words.ts'

/** A score in three figures or fewer digits after the point; large ones in full, so that those of one column compare. */
export function sayScore(value: number | null, method: string, currency: string): string {
  if (value === null) return '–'
  if (method === 'cd3') return sayValue(value, 'money', currency)
  if (method === 'weighted' || method === 'kano') return String(Math.round(value * 100))
  if (method === 'trade-off') return value.toFixed(2).replace('-', '−')
  return Math.abs(value) >= 100 || value === 0 ? Math.round(value).toLocaleString('en-US') : String(Number(value.toPrecision(Math.abs(value) < 1 ? 2 : 3)))
}

/** Why a bet has no score, in words. */
export function lacksSays({ missing, band }: BetScore, id: string): string {
  if (id === 'kano')
    return band === null ? 'No customer was asked how they feel with it and without it' : (unranked[band] ?? 'No score follows from what customers answered')
  return missing.length > 0 ? `Lacks ${missing.map((name) => wordOf(name)).join(', ')}` : 'Its formula has no answer for these figures'
}
const unranked: Readonly<Record<string, string>> = {
  reverse: 'Reverse: most would rather not have it',
  questionable: 'Most answers contradict themselves',
}

/** An input in its own unit. */
export function sayInput(name: string, value: number, currency: string): string {
  if (name === 'costOfDelay' || name === 'value' || name === 'revenue') return sayValue(value, 'money', currency)
  if (name === 'confidence' || name === 'pleases' || name === 'displeases') return `${Math.round(value * 100)}%`
  if (isAxis(name)) return String(Math.round(value * 100) / 100).replace('-', '−')
  return value >= 1000 ? sayValue(value, 'count') : String(Math.round(value * 10) / 10)
}

const isAxis = (name: string): boolean => scoreInput.tradeOffAxes.some((axis) => axis === name)

/** An input within a sentence, without its unit. */
export const wordOf = (name: string): string => (inputWords[name] ?? name).split(',')[0]?.toLowerCase() ?? ''
export const sayStale = ({ input, says }: RankedBet['stale'][number]): string => `${wordOf(input)}, ${says}`

/** What the ranking says: how many bets fit, which leads, whether the scores agree. A bet without squad or size takes no capacity and fits nowhere yet. */
export function headline({ summary, cut, agreement, method, scores }: Pick<Priorities, 'summary' | 'cut' | 'agreement' | 'method' | 'scores'>): string {
  const { fits, unplaced, leads } = summary
  return [
    `${sayFew(fits)} ${fits === 1 ? 'bet fits' : 'bets fit'}${unplaced > 0 ? `, ${sayMany(unplaced, 'bet')} without a squad or a size aside` : ''}`,
    leads !== null
      ? `${leads} leads, ${differSays(summary, agreement)}`
      : `no bet has its ${wordsOf(mainOf({ method, scores })).says} inputs yet, so that none leads`,
  ]
    .join('; ')
    .concat(...cut.says.map((floor) => `; ${floor.replace(/\.$/, '')}`))
}

/** How alike the scores rank, in words with Kendall’s W. */
export function agreementSays({ of, w }: Priorities['agreement']): string {
  if (w === null) return 'Too few scores are complete to compare'
  const how = w >= 0.7 ? 'largely agree' : w >= 0.5 ? 'agree in part' : w >= 0.3 ? 'agree little' : 'hardly agree'
  return `${sayMany(of.length, 'score')} ${how} (W = ${w.toFixed(2)})`
}

/** The score that ranks. */
export const mainOf = ({ method, scores }: Pick<Priorities, 'method' | 'scores'>): ShownScore =>
  scores.find(({ id }) => id === method) ?? { id: method, reads: [], formula: null }

function differSays({ split: { bets, first } }: Priorities['summary'], { w }: Priorities['agreement']): string {
  if (w === null) return 'too few scores are complete to compare'
  return bets === 0 ? 'the scores agree' : `the scores split on ${first.join(', ')}${bets > first.length ? ` and ${bets - first.length} more` : ''}`
}

/** What would cost a bet its place, in few words; null when nothing in range does. */
export function flipSays({ flips, next }: RankedBet, currency: string): { readonly says: string; readonly change: string } | null {
  const [flip] = (flips ?? []).filter(({ at, change }) => at !== null && change !== null)
  if (!flip || flip.at === null || flip.change === null || next === null) return null
  const sign = flip.change < 0 ? '−' : '+'
  return {
    says: `${next} passes it if ${wordOf(flip.key)} is ${flip.change < 0 ? 'under' : 'over'} ${sayInput(flip.key, flip.at, currency)}`,
    change: `${sign}${Math.abs(Math.round(flip.change * 100))}%`,
  }
}

/** What moved a score between two days, with who did it and when. */
export function causeSays({ input, from, to, by, who, on, why }: Cause, currency: string): string {
  if (by === 'others') return 'Nothing of its own: others moved'
  const say = (value: number | null): string => (value === null || input === null ? 'none' : sayInput(input, value, currency))
  const moved = from === null ? `first told: ${say(to)}` : to === null ? `no longer told, was ${say(from)}` : `${say(from)} → ${say(to)}`
  const what = input === null ? 'The formula was rewritten' : `${capital(wordOf(input))} ${moved}`
  const told = { person: who, formula: who, metric: 'its metric reads so', customers: 'customers say so', squad: 'what its squad gives' }[by]
  return `${[what, told, on && sayDay(on)].filter(Boolean).join(', ')}${why ? `: ${why}` : ''}`
}
