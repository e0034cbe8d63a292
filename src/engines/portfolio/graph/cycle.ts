/** What each node waits for, by id. */
export type Waits = ReadonlyMap<string, readonly string[]>

/** The first circle of waiting, from a node back to itself; null when there is none. Nodes that are only named are read as waiting for nothing. */
export function findCycle(waits: Waits): string[] | null {
  const done = new Set<string>()
  for (const node of waits.keys()) {
    const found = circleFrom(node, waits, done)
    if (found) return found
  }
  return null
}

/** The circle that one more edge would close, as from → to → … → from; null when it closes none. */
export function cycleClosedBy(waits: Waits, edge: { readonly from: string; readonly to: string }): string[] | null {
  const before = new Map<string, string>([[edge.to, edge.from]])
  const queue = [edge.to]
  for (let node = queue.shift(); node !== undefined; node = queue.shift()) {
    if (node === edge.from) return [edge.from, ...pathTo(edge.from, edge.to, before)]
    for (const next of waits.get(node) ?? []) {
      if (before.has(next)) continue
      before.set(next, node)
      queue.push(next)
    }
  }
  return null
}

/** Sets of nodes that wait for each other, largest first: what an import puts aside until somebody opens the circle (Tarjan 1972). */
export function knots(waits: Waits): string[][] {
  const order = new Map<string, number>()
  const lowest = new Map<string, number>()
  const open: string[] = []
  const found: string[][] = []
  for (const root of waits.keys()) {
    if (order.has(root)) continue
    const stack = [{ node: root, next: 0 }]
    while (stack.length > 0) {
      const top = stack.at(-1)
      if (!top) break
      if (top.next === 0) enter(top.node)
      const child = (waits.get(top.node) ?? [])[top.next]
      top.next += 1
      if (child === undefined) {
        stack.pop()
        leave(top.node, stack.at(-1)?.node)
      } else if (!order.has(child)) stack.push({ node: child, next: 0 })
      else if (open.includes(child)) lower(top.node, order.get(child) ?? 0)
    }
  }
  return found.toSorted((a, b) => b.length - a.length)

  function enter(node: string): void {
    order.set(node, order.size)
    lowest.set(node, order.size - 1)
    open.push(node)
  }
  function lower(node: string, to: number): void {
    lowest.set(node, Math.min(lowest.get(node) ?? to, to))
  }
  function leave(node: string, parent: string | undefined): void {
    if (lowest.get(node) === order.get(node)) {
      const knot = open.splice(open.indexOf(node))
      if (knot.length > 1 || (waits.get(node) ?? []).includes(node)) found.push(knot)
    }
    if (parent !== undefined) lower(parent, lowest.get(node) ?? 0)
  }
}

function circleFrom(start: string, waits: Waits, done: Set<string>): string[] | null {
  const path: { node: string; next: number }[] = [{ node: start, next: 0 }]
  const onPath = new Set([start])
  while (path.length > 0) {
    const top = path.at(-1)
    if (!top) return null
    const child = done.has(top.node) ? undefined : (waits.get(top.node) ?? [])[top.next]
    top.next += 1
    if (child === undefined) {
      done.add(top.node)
      onPath.delete(top.node)
      path.pop()
    } else if (onPath.has(child)) {
      const nodes = path.map(({ node }) => node)
      return [...nodes.slice(nodes.indexOf(child)), child]
    } else if (!done.has(child)) {
      path.push({ node: child, next: 0 })
      onPath.add(child)
    }
  }
  return null
}

function pathTo(end: string, start: string, before: ReadonlyMap<string, string>): string[] {
  const path = [end]
  for (let node = end; node !== start;) {
    node = before.get(node) ?? start
    path.unshift(node)
  }
  return path
}

/** Nodes in an order in which everything that a node waits for stands before it; nodes of a circle are left out. */
export function inOrder(waits: Waits): string[] {
  const left = new Map([...waits].map(([node, needs]) => [node, needs.filter((need) => waits.has(need)).length]))
  const wantedBy = new Map<string, string[]>()
  for (const [node, needs] of waits) for (const need of needs) push(wantedBy, need, node)
  const order = [...left].filter(([, count]) => count === 0).map(([node]) => node)
  for (const node of order) {
    for (const other of wantedBy.get(node) ?? []) {
      const count = (left.get(other) ?? 0) - 1
      left.set(other, count)
      if (count === 0) order.push(other) // the loop comes to it
    }
  }
  return order
}

function push(lists: Map<string, string[]>, key: string, value: string): void {
  const list = lists.get(key)
  if (list) list.push(value)
  else lists.set(key, [value])
}
