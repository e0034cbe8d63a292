import type { Evidence, OpportunityNode, OpportunityTree } from './asked.ts'

/** What is missing of an opportunity, in words; empty when it has its place and its proof. */
export const lacksOf = (node: Pick<OpportunityNode, 'evidence' | 'bets' | 'state'>, isPlaced: boolean): string[] => [
  ...(isPlaced ? [] : ['no outcome']),
  ...(node.evidence.voices === 0 ? ['no evidence'] : []),
  ...(node.bets.length === 0 && node.state === 'targeted' ? ['no bet'] : []),
]

/** What one account weighs in it, where it weighs much. */
export function loudSays({ isLoud, loudest }: Pick<Evidence, 'isLoud' | 'loudest'>): string | null {
  return isLoud && loudest ? `${Math.round(loudest.share * 100)}% from ${loudest.name}` : null
}

/** The state of all of them in one sentence. */
export function headline({ outcomes }: Pick<OpportunityTree, 'outcomes'>): string {
  const all = outcomes.flatMap(({ objective, nodes }) => nodes.map((node) => ({ node, isPlaced: objective !== null })))
  const of = (is: (one: (typeof all)[number]) => boolean): number => all.filter(is).length
  const loud = of(({ node }) => node.evidence.isLoud)
  const open = [
    [of(({ isPlaced }) => !isPlaced), 'serve no outcome', 'serves no outcome'],
    [of(({ node }) => node.evidence.voices === 0), 'have no evidence', 'has no evidence'],
    [loud, 'rest on one loud account', 'rests on one loud account'],
  ] as const
  const says = open.flatMap(([n, many, one]) => (n === 0 ? [] : [`${n} ${n === 1 ? one : many}`]))
  const first = `${all.length} ${all.length === 1 ? 'opportunity' : 'opportunities'}`
  return says.length === 0 ? `${first}, each with an outcome and with evidence` : `${first}: ${says.join(', ')}`
}
