import { inOrder } from './cycle.ts'

/** When one task may go on, after another: `lag` in the unit of the durations. */
export interface Edge {
  /** The task that must come first. */
  readonly before: string
  readonly after: string
  readonly type: 'finishStart' | 'startStart' | 'finishFinish'
  readonly lag?: number
}

export interface Task {
  readonly id: string
  readonly duration: number
  /** It does not start before; 0 when left out. */
  readonly earliest?: number
}

export interface Scheduled {
  readonly start: number
  readonly finish: number
  readonly lateStart: number
  readonly lateFinish: number
  /** How far it may slip without moving the end of all. */
  readonly slack: number
}

/** Edges into each task, by place in the list, in an order in which every task follows what it waits for. Null when they run in a circle. */
export interface Network {
  readonly ids: readonly string[]
  readonly order: Int32Array
  /** Edges into task order[k]: from[k] to from[k + 1]. */
  readonly from: Int32Array
  readonly source: Int32Array
  /** 0 finish-start, 1 start-start, 2 finish-finish. */
  readonly kind: Uint8Array
  readonly lag: Float64Array
}

const kinds = ['finishStart', 'startStart', 'finishFinish'] as const

export function networkOf(ids: readonly string[], edges: readonly Edge[]): Network | null {
  const place = new Map(ids.map((id, at) => [id, at]))
  const waits = new Map<string, string[]>(ids.map((id) => [id, []]))
  const into = new Map<string, Edge[]>()
  for (const edge of edges.filter(({ before, after }) => place.has(before) && place.has(after))) {
    waits.get(edge.after)?.push(edge.before)
    into.set(edge.after, [...(into.get(edge.after) ?? []), edge])
  }
  const order = inOrder(waits)
  if (order.length < ids.length) return null
  const sorted = order.map((id) => into.get(id) ?? [])
  const flat = sorted.flat()
  const from = new Int32Array(ids.length + 1)
  for (const [k, own] of sorted.entries()) from[k + 1] = (from[k] ?? 0) + own.length
  return {
    ids,
    order: Int32Array.from(order, (id) => place.get(id) ?? 0),
    from,
    source: Int32Array.from(flat, ({ before }) => place.get(before) ?? 0),
    kind: Uint8Array.from(flat, ({ type }) => kinds.indexOf(type)),
    lag: Float64Array.from(flat, ({ lag = 0 }) => lag),
  }
}

/** Starts and finishes of all tasks as early as possible; `cause` is the task that each waited for, -1 for none. Written into the given arrays. */
export function forward(
  net: Network,
  duration: ArrayLike<number>,
  earliest: ArrayLike<number>,
  out: { start: Float64Array; finish: Float64Array; cause: Int32Array },
): void {
  for (let k = 0; k < net.order.length; k += 1) {
    const task = net.order[k] ?? 0
    const own = duration[task] ?? 0
    let start = earliest[task] ?? 0
    let cause = -1
    for (let e = net.from[k] ?? 0; e < (net.from[k + 1] ?? 0); e += 1) {
      const source = net.source[e] ?? 0
      const kind = net.kind[e]
      const at = (net.lag[e] ?? 0) + (kind === 1 ? (out.start[source] ?? 0) : (out.finish[source] ?? 0)) - (kind === 2 ? own : 0)
      if (at > start) [start, cause] = [at, source]
    }
    out.start[task] = start
    out.finish[task] = start + own
    out.cause[task] = cause
  }
}

/** The critical path method: earliest and latest times and slack of each task, and the tasks without slack. Null when the edges run in a circle. */
export function schedule(
  tasks: readonly Task[],
  edges: readonly Edge[],
): { readonly tasks: ReadonlyMap<string, Scheduled>; readonly critical: readonly string[]; readonly end: number } | null {
  const net = networkOf(
    tasks.map(({ id }) => id),
    edges,
  )
  if (!net) return null
  const n = tasks.length
  const out = { start: new Float64Array(n), finish: new Float64Array(n), cause: new Int32Array(n) }
  const duration = tasks.map((task) => task.duration)
  forward(
    net,
    duration,
    tasks.map(({ earliest = 0 }) => earliest),
    out,
  )
  const end = out.finish.reduce((latest, finish) => Math.max(latest, finish), 0)
  const late = latestFinishes(net, duration, end)
  const scheduled = new Map(
    tasks.map(({ id, duration: own }, i): [string, Scheduled] => {
      const lateFinish = late[i] ?? end
      return [id, { start: out.start[i] ?? 0, finish: out.finish[i] ?? 0, lateStart: lateFinish - own, lateFinish, slack: lateFinish - (out.finish[i] ?? 0) }]
    }),
  )
  const critical = [...net.order].map((i) => tasks[i]?.id ?? '').filter((id) => (scheduled.get(id)?.slack ?? 1) <= 1e-9)
  return { tasks: scheduled, critical, end }
}

function latestFinishes(net: Network, duration: readonly number[], end: number): Float64Array {
  const late = new Float64Array(net.ids.length).fill(end)
  for (let k = net.order.length - 1; k >= 0; k -= 1) {
    const task = net.order[k] ?? 0
    const start = (late[task] ?? end) - (duration[task] ?? 0)
    for (let e = net.from[k] ?? 0; e < (net.from[k + 1] ?? 0); e += 1) {
      const source = net.source[e] ?? 0
      const kind = net.kind[e]
      const limit = (kind === 2 ? (late[task] ?? end) : start) - (net.lag[e] ?? 0) + (kind === 1 ? (duration[source] ?? 0) : 0)
      late[source] = Math.min(late[source] ?? end, limit)
    }
  }
  return late
}

export interface Slip {
  readonly id: string
  readonly before: number
  readonly after: number
}

/** Which tasks finish later when one takes longer, and by how much: only the part that exceeds slack is handed on. The task itself first. */
export function slip(tasks: readonly Task[], edges: readonly Edge[], late: { readonly id: string; readonly by: number }): Slip[] {
  const net = networkOf(
    tasks.map(({ id }) => id),
    edges,
  )
  if (!net) return []
  const before = finishesOf(net, tasks, null)
  const after = finishesOf(net, tasks, late)
  return tasks
    .flatMap(({ id }, i) => ((after[i] ?? 0) - (before[i] ?? 0) > 1e-9 ? [{ id, before: before[i] ?? 0, after: after[i] ?? 0 }] : []))
    .toSorted((a, b) => Number(b.id === late.id) - Number(a.id === late.id) || a.after - b.after)
}

function finishesOf(net: Network, tasks: readonly Task[], late: { readonly id: string; readonly by: number } | null): Float64Array {
  const n = tasks.length
  const out = { start: new Float64Array(n), finish: new Float64Array(n), cause: new Int32Array(n) }
  const duration = Float64Array.from(tasks, (task) => task.duration + (task.id === late?.id ? late.by : 0))
  forward(
    net,
    duration,
    Float64Array.from(tasks, ({ earliest = 0 }) => earliest),
    out,
  )
  return out.finish
}
