interface Node {
  readonly id: string
  readonly column: number
}
export type InColumn<T> = T & { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

/** Sizes in px of a box and of the gaps between columns and below boxes. */
export interface ColumnBoxes {
  readonly width: number
  readonly height: number
  readonly between: number
  readonly below: number
}

/** Places nodes in their columns, each near the middle of what leads to it, so that lines cross less. The same nodes are always the same picture. */
export function columnLayout<T extends Node>(
  nodes: readonly T[],
  edges: readonly { readonly from: string; readonly to: string }[],
  { width, height, between, below }: ColumnBoxes,
): { readonly nodes: readonly InColumn<T>[]; readonly width: number; readonly height: number } {
  const columns = Math.max(0, ...nodes.map(({ column }) => column)) + 1
  const before = Map.groupBy(edges, ({ to }) => to)
  const place = new Map<string, number>()
  const placed: InColumn<T>[] = []
  for (let column = 0; column < columns; column += 1) {
    const wishes = nodes.flatMap((node) => {
      if (node.column !== column) return []
      const rows = (before.get(node.id) ?? []).flatMap(({ from }) => place.get(from) ?? [])
      return [{ node, wish: rows.length === 0 ? Number.POSITIVE_INFINITY : rows.reduce((sum, row) => sum + row, 0) / rows.length }]
    })
    let free = 0
    for (const { node, wish } of wishes.toSorted((a, b) => (a.wish === b.wish ? a.node.id.localeCompare(b.node.id) : a.wish - b.wish))) {
      const at = column === 0 || wish === Number.POSITIVE_INFINITY ? free : Math.max(free, Math.round(wish))
      place.set(node.id, at)
      placed.push({ ...node, x: column * (width + between), y: at * (height + below), width, height })
      free = at + 1
    }
  }
  const rows = Math.max(0, ...place.values()) + 1
  return { nodes: placed, width: columns * (width + between) - between, height: rows * (height + below) }
}
