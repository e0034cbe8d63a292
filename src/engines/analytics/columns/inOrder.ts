import type { Scratch } from './scratch.ts'

/** Rows in the order of time, each with a mark: a list of rows with theirs, or all the numbers from one on, which bear the same. */
export interface Lane {
  readonly rows: Uint32Array | null
  readonly marks: Uint32Array | null
  readonly mark: number
  readonly from: number
  readonly end: number
}

export interface Ordered {
  readonly rows: Uint32Array
  readonly marks: Uint32Array
}

/** When rows were, and which of those of one time came first; null leaves these in the order of their lanes. */
export interface Clock {
  readonly ts: Float64Array
  readonly seq: Uint32Array | null
}

/** Rows that may share a cut of time before lanes are merged instead. */
const mostTogether = 48
const mostCuts = 1 << 22

/**
 * The rows of all lanes in the order of time. Each row is put where its time lies among even cuts of time, about two to a row, which goes through memory in
 * order for each lane; what then stands wrong stands next to its place. Where many share a cut, lanes are merged two at a time. The answer stands in the room
 * `found`, what is needed until then in `way`.
 */
export function rowsInOrder(lanes: readonly Lane[], clock: Clock, found: Scratch, way = found): Ordered {
  const { ts } = clock
  const size = lanes.reduce((sum, { from, end }) => sum + end - from, 0)
  const timeAt = ({ rows }: Lane, at: number): number => ts[rows?.[at] ?? at] ?? 0
  const low = lanes.reduce((first, lane) => Math.min(first, timeAt(lane, lane.from)), Infinity)
  const high = lanes.reduce((last, lane) => Math.max(last, timeAt(lane, lane.end - 1)), -Infinity)
  const cuts = Math.min(2 * size, mostCuts)
  const scale = cuts / (high - low + 1)
  const next = way.whole('cuts', cuts + 1).fill(0)
  for (const lane of lanes) count(lane, ts, low, scale, next)
  if (isCrowded(next)) return merged(lanes, clock)
  const ordered = { rows: found.whole('rows', size), marks: found.whole('marks', size) }
  for (const lane of lanes) place(lane, ts, low, scale, next, ordered)
  settle(ordered, clock)
  return ordered
}

function count({ rows, from, end }: Lane, ts: Float64Array, low: number, scale: number, next: Uint32Array): void {
  for (let at = from; at < end; at++) {
    const cut = Math.floor(((ts[rows === null ? at : (rows[at] ?? 0)] ?? 0) - low) * scale) + 1
    next[cut] = (next[cut] ?? 0) + 1
  }
}

/** Turns counts into places; true where so many rows share a cut that ordering them by insertion would take long. */
function isCrowded(next: Uint32Array): boolean {
  let [sum, most] = [0, 0]
  for (let cut = 0; cut < next.length; cut++) {
    const own = next[cut] ?? 0
    if (own > most) most = own
    next[cut] = sum += own
  }
  return most > mostTogether
}

function place({ rows, marks, mark, from, end }: Lane, ts: Float64Array, low: number, scale: number, next: Uint32Array, found: Ordered): void {
  for (let at = from; at < end; at++) {
    const row = rows === null ? at : (rows[at] ?? 0)
    const cut = Math.floor(((ts[row] ?? 0) - low) * scale)
    const own = next[cut] ?? 0
    next[cut] = own + 1
    found.rows[own] = row
    found.marks[own] = marks === null ? mark : (marks[at] ?? 0)
  }
}

/** Insertion sort, which leaves rows that nothing tells apart as they are. */
function settle({ rows, marks }: Ordered, { ts, seq }: Clock): void {
  let [last, before] = [0, -Infinity]
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] ?? 0
    const now = ts[row] ?? 0
    if (now > before || (now === before && (seq === null || (seq[row] ?? 0) >= (seq[last] ?? 0)))) {
      before = now
      last = row
      continue
    }
    const mark = marks[at] ?? 0
    let to = at
    for (; to > 0; to--) {
      const other = rows[to - 1] ?? 0
      const then = ts[other] ?? 0
      if (then < now || (then === now && (seq === null || (seq[other] ?? 0) <= (seq[row] ?? 0)))) break
      rows[to] = other
      marks[to] = marks[to - 1] ?? 0
    }
    rows[to] = row
    marks[to] = mark
  }
}

/** Merges lanes two at a time, so that each row moves log2(k) times. */
function merged(lanes: readonly Lane[], clock: Clock): Ordered {
  let round = lanes.map(listed)
  while (round.length > 1) {
    const next: Ordered[] = []
    for (let at = 0; at < round.length; at += 2) next.push(pair(round[at] ?? nothing, round[at + 1] ?? nothing, clock))
    round = next
  }
  return round[0] ?? nothing
}

const nothing: Ordered = { rows: new Uint32Array(), marks: new Uint32Array() }

function listed({ rows, marks, mark, from, end }: Lane): Ordered {
  if (rows && marks) return { rows: rows.subarray(from, end), marks: marks.subarray(from, end) }
  const own = rows?.subarray(from, end) ?? new Uint32Array(end - from)
  if (!rows) for (let at = 0; at < own.length; at++) own[at] = from + at
  return { rows: own, marks: new Uint32Array(own.length).fill(mark) }
}

function pair(a: Ordered, b: Ordered, { ts, seq }: Clock): Ordered {
  if (b.rows.length === 0) return a
  const size = a.rows.length + b.rows.length
  const [rows, marks] = [new Uint32Array(size), new Uint32Array(size)]
  let [i, j] = [0, 0]
  for (let at = 0; at < size; at++) {
    const [x, y] = [a.rows[i] ?? 0, b.rows[j] ?? 0]
    const [then, now] = [ts[x] ?? 0, ts[y] ?? 0]
    const isFirst = j >= b.rows.length || (i < a.rows.length && (then < now || (then === now && (seq === null || (seq[x] ?? 0) < (seq[y] ?? 0)))))
    rows[at] = isFirst ? x : y
    marks[at] = (isFirst ? a.marks[i++] : b.marks[j++]) ?? 0
  }
  return { rows, marks }
}
