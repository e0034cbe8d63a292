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

interface Node {
  readonly id: string
  readonly column: number
}
export type Placed<T> = T & { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

const [width, height, between, below] = [212, 46, 64, 14]

/** Places nodes in their columns, each near the middle of what it waits for, so that lines cross less. */
export function laidOut<T extends Node>(
  nodes: readonly T[],
  edges: readonly { readonly from: string; readonly to: string }[],
): { readonly nodes: readonly Placed<T>[]; readonly width: number; readonly height: number } {
  const columns = Math.max(0, ...nodes.map(({ column }) => column)) + 1
  const place = new Map<string, number>()
  const placed: Placed<T>[] = []
  for (let column = 0; column < columns; column += 1) {
    const own = nodes.filter((node) => node.column === column)
    const wish = (node: T): number => {
      const before = edges.filter(({ to }) => to === node.id).flatMap(({ from }) => place.get(from) ?? [])
      return before.length === 0 ? Number.POSITIVE_INFINITY : before.reduce((sum, at) => sum + at, 0) / before.length
    }
    let free = 0
    for (const node of own.toSorted((a, b) => wish(a) - wish(b) || a.id.localeCompare(b.id))) {
      const at = column === 0 || wish(node) === Number.POSITIVE_INFINITY ? free : Math.max(free, Math.round(wish(node)))
      place.set(node.id, at)
      placed.push({ ...node, x: column * (width + between), y: at * (height + below), width, height })
      free = at + 1
    }
  }
  const rows = Math.max(0, ...place.values()) + 1
  return { nodes: placed, width: columns * (width + between) - between, height: rows * (height + below) }
}
