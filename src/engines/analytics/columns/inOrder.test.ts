import { expect, test } from 'vitest'
import { chance } from '../testing/chance.ts'
import { rowsInOrder, type Lane } from './inOrder.ts'
import { freshRoom, scratchRoom } from './scratch.ts'

interface Case {
  readonly lanes: readonly Lane[]
  readonly ts: Float64Array
  readonly seq: Uint32Array
}

/** Lanes of rows in the order of time and arrival, as runs of numbers or as lists with gaps, with marks of their own or all the same. */
function randomLanes(seed: number, timeOf: (below: (n: number) => number) => number): Case {
  const { below } = chance(seed)
  const times: number[] = []
  const lanes = Array.from({ length: 1 + below(4) }, (_, mark): Lane => {
    const [base, size] = [times.length, 1 + below(200)]
    times.push(...Array.from({ length: size }, () => timeOf(below)).sort((a, b) => a - b))
    const rows = Uint32Array.from({ length: size }, (_, at) => base + at).filter(() => below(3) > 0)
    if (rows.length === 0 || below(2) === 0) return { rows: null, marks: null, mark, from: base, end: base + size }
    return { rows, marks: below(2) === 0 ? rows.map(() => below(9)) : null, mark, from: 0, end: rows.length }
  })
  const seq = Uint32Array.from(times, (_, row) => row)
  return { lanes, ts: Float64Array.from(times), seq: seq.map((row) => (row * 7919) % 65_537) }
}

const rowsOf = ({ rows, marks, mark, from, end }: Lane) =>
  Array.from({ length: end - from }, (_, at) => ({ row: rows?.[from + at] ?? from + at, mark: marks?.[from + at] ?? mark }))

test.each([
  ['scattered', (below: (n: number) => number) => below(100_000)],
  ['some at once', (below: (n: number) => number) => below(400)],
  ['many at once', (below: (n: number) => number) => below(5)],
  ['all but a few together', (below: (n: number) => number) => (below(100) === 0 ? -2e12 + below(1000) : 1.7e12 + below(500))],
])('rows are put in the order of time: %s', (_, timeOf) => {
  for (let seed = 0; seed < 100; seed++) {
    const { lanes, ts, seq } = randomLanes(seed, timeOf)
    const ordered = (clock: Parameters<typeof rowsInOrder>[1]) => {
      const { rows, marks } = rowsInOrder(lanes, clock, freshRoom)
      return [...rows].map((row, at) => ({ row, mark: marks[at] }))
    }
    const all = lanes.flatMap(rowsOf)
    const time = ({ row }: { readonly row: number }): number => ts[row] ?? 0
    expect(ordered({ ts, seq: null })).toEqual(all.toSorted((a, b) => time(a) - time(b)))
    const arrived = lanes.map((lane) => ({ ...lane, ...byArrival(lane, ts, seq) }))
    const { rows } = rowsInOrder(arrived, { ts, seq }, freshRoom)
    expect([...rows]).toEqual(all.map(({ row }) => row).toSorted((a, b) => (ts[a] ?? 0) - (ts[b] ?? 0) || (seq[a] ?? 0) - (seq[b] ?? 0)))
  }
})

test('an answer stays as it is when the room of what was needed on the way is used again', () => {
  const way = scratchRoom()
  const [first, second] = [1, 2].map((seed) => randomLanes(seed, (below) => below(100_000)))
  if (!first || !second) throw new Error('There are two cases.')
  const of = ({ lanes, ts }: Case) => rowsInOrder(lanes, { ts, seq: null }, freshRoom, way)
  const own = of(first)
  const before = structuredClone(own)
  of(second)
  expect(own).toEqual(before)
  expect(way.whole('rows', 4)).toEqual(new Uint32Array(4)) // nobody wrote rows there
})

/** The lane as a list in the order of time and arrival. */
function byArrival(lane: Lane, ts: Float64Array, seq: Uint32Array): Pick<Lane, 'rows' | 'marks' | 'from' | 'end'> {
  const own = rowsOf(lane).toSorted((a, b) => (ts[a.row] ?? 0) - (ts[b.row] ?? 0) || (seq[a.row] ?? 0) - (seq[b.row] ?? 0))
  return { rows: Uint32Array.from(own, ({ row }) => row), marks: Uint32Array.from(own, ({ mark }) => mark), from: 0, end: own.length }
}
