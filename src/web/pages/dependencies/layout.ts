interface Wait {
  readonly from: string
  readonly to: string
  readonly passes: boolean
}

/** What a drawing can hold: lines that pass lateness on first, then those of the critical path, then the others; and the boxes at their ends. */
export function drawable<N extends { readonly id: string; readonly isCritical: boolean }, E extends Wait>(
  { nodes, edges }: { readonly nodes: readonly N[]; readonly edges: readonly E[] },
  most: number,
): { readonly nodes: readonly N[]; readonly edges: readonly E[] } {
  if (edges.length <= most) return { nodes, edges }
  const critical = new Set(nodes.flatMap(({ id, isCritical }) => (isCritical ? [id] : [])))
  const weight = ({ from, to, passes }: E): number => (passes ? 2 : 0) + (critical.has(from) && critical.has(to) ? 1 : 0)
  const drawn = new Set(edges.toSorted((a, b) => weight(b) - weight(a)).slice(0, most))
  const ends = new Set([...drawn].flatMap(({ from, to }) => [from, to]))
  return { nodes: nodes.filter(({ id }) => ends.has(id)), edges: edges.filter((edge) => drawn.has(edge)) }
}
