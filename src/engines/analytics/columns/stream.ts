import type { EventSel, Where } from '../query/parts.ts'
import type { Events } from './events.ts'
import { firstIn } from './layout.ts'
import { rowsInOrder, type Lane } from './inOrder.ts'
import { freshRoom } from './scratch.ts'
import { testOf, type Surroundings, type Test } from './where.ts'

/** Rows in the order of time and arrival, with a bit for each selection that they match. */
export interface Stream {
  readonly rows: Uint32Array
  readonly bits: Uint32Array
  /** The rows are all of a run of one name, from one on, and all bear the same bits. */
  readonly run?: WholeRun
}

interface WholeRun {
  readonly code: number
  readonly from: number
  readonly size: number
  readonly bits: number
}

interface Run {
  readonly code: number
  readonly next: number
  readonly end: number
}

/** One wish: which events, and which bit they get. */
export interface Wish {
  readonly sel: EventSel
  readonly bit: number
}

export interface Limits {
  /** Rows of this time and later. */
  readonly from: number
  /** Rows before this time. */
  readonly to: number
  /** Rows that had reached us by then. */
  readonly knownBy: number
  readonly where: Where | null
}

/** The codes of the events that a selection names; names that no event bears are noted. */
export function codesOf(events: Events, { event }: EventSel, unknowns: Set<string>): number[] {
  if (event === '*') return events.names.flatMap((name, code) => (events.passive.has(name) ? [] : [code]))
  const wanted = typeof event === 'string' ? [event] : [...new Set(event)]
  return wanted.flatMap((name) => {
    const code = events.names.indexOf(name)
    if (code < 0) unknowns.add(`event “${name}”`)
    return code < 0 ? [] : [code]
  })
}

/** All rows that match any wish, merged from the runs of their names. */
export const streamOf = (events: Events, wishes: readonly Wish[], limits: Limits, around: Surroundings): Stream =>
  merged(events, partsOf(events, wishes, limits, around))

/** The same, one stream for each name, each in the order of time. Only the wanted runs are read. */
export function partsOf(events: Events, wishes: readonly Wish[], limits: Limits, around: Surroundings): Stream[] {
  const byName = new Map<number, { readonly bit: number; readonly test: Test | null }[]>()
  for (const { sel, bit } of wishes) {
    const test = sel.where === null ? null : testOf(events, sel.where, around)
    for (const code of codesOf(events, sel, around.unknowns)) byName.set(code, [...(byName.get(code) ?? []), { bit, test }])
  }
  assertHeld(events, byName.keys(), limits)
  const general = limits.where === null ? null : testOf(events, limits.where, around)
  const received = limits.knownBy >= events.knownBy ? null : events.received
  const known: Test | null = received === null ? null : (row) => (received[row] ?? 0) <= limits.knownBy
  const to = received === null && limits.knownBy < events.knownBy ? Math.min(limits.to, limits.knownBy + 1) : limits.to
  return [...byName].map(([code, wanted]) =>
    runStream(
      { code, next: firstAt(events, code, limits.from), end: firstAt(events, code, to) },
      wanted,
      [general, known].filter((test) => test !== null),
    ),
  )
}

/** Events of files are narrowed before they are read: what was left out then is not to be taken for what never happened. */
function assertHeld({ filed }: Events, codes: Iterable<number>, { from, to }: Limits): void {
  if (!filed) return
  for (const code of codes) if (!filed.holds(code, from, to)) throw new RangeError('A question reads events that it did not say it needs.')
}

/** The first row of a name at or after an instant. What lies outside of the time of events in files needs no look at their times. */
export function firstAt(events: Events, code: number, instant: number): number {
  const { runs, filed } = events
  const [low, high] = [runs[code] ?? 0, runs[code + 1] ?? 0]
  if (!filed) return firstIn(events.ts, instant, low, high)
  if (instant <= filed.time.from) return low
  return instant >= filed.time.to ? high : filed.firstAt(code, instant)
}

function runStream(run: Run, wanted: readonly { readonly bit: number; readonly test: Test | null }[], all: readonly Test[]): Stream {
  const size = Math.max(0, run.end - run.next)
  const always = wanted.reduce((sum, { bit, test }) => (test === null ? sum | bit : sum), 0)
  const sometimes = wanted.filter(({ test }) => test !== null)
  if (all.length === 0 && sometimes.length === 0) return wholeRun({ code: run.code, from: run.next, size, bits: always })
  const [rows, bits] = [new Uint32Array(size), new Uint32Array(size)]
  let count = 0
  for (let row = run.next; row < run.end; row++) {
    if (!all.every((test) => test(row))) continue
    let own = always
    for (const { bit, test } of sometimes) if (test?.(row)) own |= bit
    if (own === 0) continue
    rows[count] = row
    bits[count++] = own
  }
  return { rows: rows.subarray(0, count), bits: bits.subarray(0, count) }
}

/** Every row of a stretch of a run; they are written down when somebody looks at them one by one. */
function wholeRun(run: WholeRun): Stream {
  const { from, size, bits } = run
  let [ownRows, ownBits]: (Uint32Array | undefined)[] = []
  return {
    run,
    get rows() {
      return (ownRows ??= counting(from, size))
    },
    get bits() {
      return (ownBits ??= new Uint32Array(size).fill(bits))
    },
  }
}

function counting(from: number, size: number): Uint32Array {
  const rows = new Uint32Array(size)
  for (let at = 0; at < size; at++) rows[at] = from + at
  return rows
}

/** How many rows a stream has. */
export const countOf = (stream: Stream): number => stream.run?.size ?? stream.rows.length

/** How to go through the rows that may bear a bit: those of a run by their numbers from `base` on, all of them bearing the same, without any being written down. */
export function walkOf(stream: Stream, bit: number): Walk {
  const { run } = stream
  if (!run) return { rows: stream.rows, bits: stream.bits, base: 0, size: stream.rows.length }
  return { rows: null, bits: null, base: run.from, size: (run.bits & bit) === 0 ? 0 : run.size }
}

export interface Walk {
  readonly rows: Uint32Array | null
  readonly bits: Uint32Array | null
  readonly base: number
  readonly size: number
}

/** All rows of some streams in the order of time and arrival. */
function merged({ ts, seq }: Events, parts: readonly Stream[]): Stream {
  const full = parts.filter((part) => countOf(part) > 0)
  const [first] = full
  if (!first) return { rows: new Uint32Array(), bits: new Uint32Array() }
  if (full.length === 1) return first
  const { rows, marks } = rowsInOrder(full.map(laneOf), { ts, seq }, freshRoom)
  return { rows, bits: marks }
}

const laneOf = (stream: Stream): Lane => {
  const { run } = stream
  return run
    ? { rows: null, marks: null, mark: run.bits, from: run.from, end: run.from + run.size }
    : { rows: stream.rows, marks: stream.bits, mark: 0, from: 0, end: stream.rows.length }
}

/** The key of each row. */
export function keysAt(ids: Uint32Array, rows: Uint32Array): Uint32Array {
  const found = new Uint32Array(rows.length)
  for (let at = 0; at < rows.length; at++) found[at] = ids[rows[at] ?? 0] ?? 0
  return found
}

/** A stream cut into one stretch per key, in the order of time within each: key k has `offsets[k]` to `offsets[k + 1]`. Key 0 (nobody) is left out. */
export interface Grouped extends Stream {
  readonly offsets: Uint32Array
}

export function groupedBy({ rows, bits }: Stream, own: Uint32Array, keys: number): Grouped {
  const offsets = new Uint32Array(keys + 2)
  for (const key of own) if (key > 0) offsets[key + 1] = (offsets[key + 1] ?? 0) + 1
  for (let key = 1; key <= keys; key++) offsets[key + 1] = (offsets[key + 1] ?? 0) + (offsets[key] ?? 0)
  const next = offsets.slice()
  const size = offsets[keys + 1] ?? 0
  const [outRows, outBits] = [new Uint32Array(size), new Uint32Array(size)]
  for (let at = 0; at < own.length; at++) {
    const key = own[at] ?? 0
    if (key === 0) continue
    const place = next[key] ?? 0
    next[key] = place + 1
    outRows[place] = rows[at] ?? 0
    outBits[place] = bits[at] ?? 0
  }
  return { rows: outRows, bits: outBits, offsets }
}
