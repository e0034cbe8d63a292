/** A metric in the tree. `value` is read per period by the caller. */
export type TreeNode = { readonly id: string; readonly name: string }

/**
 * Arithmetic that must hold each period. sum: parts add up, each with its sign. product: factors multiply. ratio: the first part over the second.
 * `tolerance` is relative to the larger side; 0.000001 unless said.
 */
export type IdentityEdge = {
  readonly kind: 'identity'
  readonly whole: string
  readonly operation: 'sum' | 'product' | 'ratio'
  readonly parts: readonly { readonly id: string; readonly sign?: 1 | -1 }[]
  readonly tolerance?: number
}

/** A belief that moving one metric moves another after a lag, in periods. Never shown as cause without evidence from an experiment. */
export type HypothesisEdge = {
  readonly kind: 'hypothesis'
  readonly id: string
  readonly from: string
  readonly to: string
  readonly lag: number
  readonly sign: 1 | -1
  readonly confidence: number
  readonly evidence: 'experiment' | 'regression' | 'opinion'
}

/** A metric that must not get worse while another gets better. */
export type GuardrailEdge = { readonly kind: 'guardrail'; readonly of: string; readonly guard: string }

export type Edge = IdentityEdge | HypothesisEdge | GuardrailEdge
export type Tree = { readonly nodes: readonly TreeNode[]; readonly edges: readonly Edge[] }

/** What is wrong with a tree, in words that name the place; empty when it may be saved. */
export function faultsOf({ nodes, edges }: Tree): string[] {
  const names = new Map(nodes.map(({ id, name }) => [id, name]))
  const faults = edges.flatMap((edge) =>
    endsOf(edge).flatMap((id) => (names.has(id) ? [] : [`An edge of kind ${edge.kind} names ${id}, which is not in the tree.`])),
  )
  if (names.size < nodes.length) faults.push('Two metrics of the tree have one id.')
  faults.push(...edges.flatMap((edge) => shapeFaults(edge, (id) => names.get(id) ?? id)))
  const circle = circleOf(edges)
  if (circle) faults.push(`Identities run in a circle: ${circle.map((id) => names.get(id) ?? id).join(' → ')}.`)
  return faults
}

function shapeFaults(edge: Edge, nameOf: (id: string) => string): string[] {
  if (edge.kind === 'guardrail') return edge.of === edge.guard ? [`${nameOf(edge.of)} cannot guard itself.`] : []
  if (edge.kind === 'identity') {
    if (edge.operation === 'ratio' && edge.parts.length !== 2) return [`${nameOf(edge.whole)} is a ratio of two metrics, not of ${edge.parts.length}.`]
    return edge.parts.length < 2 ? [`${nameOf(edge.whole)} needs two parts or more.`] : []
  }
  const faults = edge.from === edge.to ? [`${nameOf(edge.from)} cannot be its own input.`] : []
  if (!Number.isSafeInteger(edge.lag) || edge.lag < 0)
    faults.push(`The lag from ${nameOf(edge.from)} to ${nameOf(edge.to)} is ${edge.lag}; it is whole periods from 0.`)
  if (!(edge.confidence >= 0 && edge.confidence <= 1)) faults.push(`The confidence from ${nameOf(edge.from)} to ${nameOf(edge.to)} lies between 0 and 1.`)
  return faults
}

function endsOf(edge: Edge): string[] {
  if (edge.kind === 'identity') return [edge.whole, ...edge.parts.map(({ id }) => id)]
  return edge.kind === 'hypothesis' ? [edge.from, edge.to] : [edge.of, edge.guard]
}

/** Ids of one circle of identities, first and last the same; null when there is none. */
function circleOf(edges: readonly Edge[]): string[] | null {
  const below = new Map<string, string[]>()
  for (const edge of edges) if (edge.kind === 'identity') below.set(edge.whole, [...(below.get(edge.whole) ?? []), ...edge.parts.map(({ id }) => id)])
  const done = new Set<string>()
  const walk = (id: string, path: readonly string[]): string[] | null => {
    if (path.includes(id)) return [...path.slice(path.indexOf(id)), id]
    if (done.has(id)) return null
    for (const part of below.get(id) ?? []) {
      const circle = walk(part, [...path, id])
      if (circle) return circle
    }
    done.add(id)
    return null
  }
  for (const id of below.keys()) {
    const circle = walk(id, [])
    if (circle) return circle
  }
  return null
}

/** input: nothing in the tree is believed to move it, and it moves something. outcome: the other way round. between: both. apart: no hypothesis names it. */
export type Role = 'input' | 'between' | 'outcome' | 'apart'

/** Leading and lagging, derived from the hypotheses: how many periods a metric runs ahead of the farthest outcome that it is believed to move. */
export function leadOf({ nodes, edges }: Tree): ReadonlyMap<string, { readonly role: Role; readonly lead: number }> {
  const hypotheses = edges.filter((edge) => edge.kind === 'hypothesis')
  const lead = (id: string, seen: readonly string[]): number =>
    Math.max(0, ...hypotheses.filter(({ from, to }) => from === id && !seen.includes(to)).map(({ to, lag }) => lag + lead(to, [...seen, id])))
  return new Map(
    nodes.map(({ id }) => {
      const [moves, isMoved] = [hypotheses.some(({ from }) => from === id), hypotheses.some(({ to }) => to === id)]
      const role = moves ? (isMoved ? 'between' : 'input') : isMoved ? 'outcome' : 'apart'
      return [id, { role, lead: lead(id, []) }]
    }),
  )
}

/** How an edge may be shown. Only an experiment makes a hypothesis a cause. */
export function sayEdge(edge: Edge, nameOf: (id: string) => string): string {
  if (edge.kind === 'guardrail') return `${nameOf(edge.guard)} guards ${nameOf(edge.of)}`
  if (edge.kind === 'identity') return `${nameOf(edge.whole)} is the ${edge.operation} of ${edge.parts.map(({ id }) => nameOf(id)).join(', ')}`
  const moves = edge.sign === 1 ? 'raises' : 'lowers'
  if (edge.evidence === 'experiment') return `${nameOf(edge.from)} ${moves} ${nameOf(edge.to)}, by experiment`
  return `${nameOf(edge.from)} may ${moves.slice(0, -1)} ${nameOf(edge.to)}; ${edge.evidence === 'opinion' ? 'an opinion' : 'a correlation'}, no experiment yet`
}
