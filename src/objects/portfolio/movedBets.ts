import type { AnyRow } from '#kernel'
import { isOver } from './stages.ts'

/** The bets that a plan moves: those that are still open and stand in another time than its quarter. */
export function movedBets(
  plan: readonly { readonly initiative: string; readonly period: string }[],
  bets: readonly AnyRow[],
): readonly { readonly bet: AnyRow; readonly period: string }[] {
  const byId = new Map(bets.map((bet) => [String(bet.id), bet]))
  return plan.flatMap(({ initiative, period }) => {
    const bet = byId.get(initiative)
    return bet && bet['timeframe'] !== period && !isOver(bet['stage']) ? [{ bet, period }] : []
  })
}
