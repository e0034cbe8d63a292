import type { AnyRow } from '#kernel'

type Edge = { readonly from: unknown; readonly to: unknown }

/** What still has to be delivered before a bet is whole: its hard dependencies that are neither delivered nor waived, those of starts left out. */
export const openNeeds = (bet: string, dependencies: readonly AnyRow[]): readonly AnyRow[] =>
  dependencies.filter((row) => row['from'] === bet && row['strength'] === 'hard' && row['state'] !== 'delivered' && row['state'] !== 'waived')

/** The circle of bets that one more hard dependency would close, from its taker back to it; null when it closes none. */
export function circleOf({ from, to }: Edge, dependencies: readonly AnyRow[]): readonly string[] | null {
  const holding = dependencies.filter((row) => row['strength'] === 'hard' && row['state'] === 'agreed')
  const before = new Map<unknown, unknown>([[to, from]])
  const queue = [to]
  for (let bet = queue.shift(); bet !== undefined; bet = queue.shift()) {
    if (bet === from) return pathTo(from, before)
    for (const { from: taker, to: giver } of holding.map((row): Edge => ({ from: row['from'], to: row['to'] }))) {
      if (taker !== bet || before.has(giver) || giver === null) continue
      before.set(giver, bet)
      queue.push(giver)
    }
  }
  return null
}

function pathTo(end: unknown, before: ReadonlyMap<unknown, unknown>): string[] {
  const path = [String(end)]
  for (let bet = before.get(end); bet !== undefined && bet !== end; bet = before.get(bet)) path.unshift(String(bet))
  return [String(end), ...path]
}
