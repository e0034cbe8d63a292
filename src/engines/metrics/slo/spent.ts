import type { BurnAlert } from './burn.ts'

type Spent = Pick<BurnAlert, 'urgency' | 'says'> & { readonly burn: number }

/**
 * What an error budget says when its windows are too coarse for burn rates: `left` is the share of the window's budget that remains (negative when overspent),
 * `elapsed` the share of the window that has passed, above 0, and 1 for a rolling one that counts fill. Spent whole: page. Spent faster than time passes, with less than half of it left: ticket. Else null.
 */
export function budgetSpent(left: number, elapsed: number): Spent | null {
  if (!(elapsed > 0 && elapsed <= 1)) throw new RangeError(`Of a window more than nothing and at most all has passed, not ${elapsed}.`)
  const spent = 1 - left
  const burn = Math.round((spent / elapsed) * 10) / 10
  if (left <= 0) return { burn, urgency: 'page', says: left < -0.005 ? `the budget is overspent by ${percent(-left)}` : 'the whole budget is spent' }
  if (left >= 0.5 || spent <= elapsed) return null
  return { burn, urgency: 'ticket', says: `${percent(spent)} of the budget is spent after ${percent(elapsed)} of its window` }
}

const percent = (share: number): string => `${Math.round(share * 100)}%`
