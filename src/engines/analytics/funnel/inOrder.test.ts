import { expect, test } from 'vitest'
import { freshRoom } from '../columns/scratch.ts'
import { chance } from '../testing/chance.ts'
import { rowsInOrder, type Part } from './inOrder.ts'

/** Parts of rows in the order of time, as runs of numbers or as lists with gaps. */
function randomParts(seed: number, timeOf: (below: (n: number) => number) => number): { readonly parts: Part[]; readonly ts: Float64Array } {
  const { below } = chance(seed)
  const times: number[] = []
  const parts = Array.from({ length: 1 + below(4) }, (_, step): Part => {
    const [base, size, bits] = [times.length, 1 + below(200), 1 << step]
    times.push(...Array.from({ length: size }, () => timeOf(below)).sort((a, b) => a - b))
    const rows = Uint32Array.from({ length: size }, (_, at) => base + at).filter(() => below(3) > 0)
    const list = { rows, bits: rows.map(() => bits) }
    return { step, part: rows.length > 0 && below(2) === 0 ? list : { ...list, run: { from: base, size, bits } } }
  })
  return { parts, ts: Float64Array.from(times) }
}

const rowsOf = ({ part: { run, rows } }: Part): number[] => (run ? Array.from({ length: run.size }, (_, at) => run.from + at) : [...rows])

test.each([
  ['scattered', (below: (n: number) => number) => below(100_000)],
  ['many of them at once', (below: (n: number) => number) => below(20)],
  ['all but a few together', (below: (n: number) => number) => (below(100) === 0 ? -2e12 + below(1000) : 1.7e12 + below(500))],
])('rows are put in the order of time, those of equal times in the order of their steps: %s', (_, timeOf) => {
  for (let seed = 0; seed < 100; seed++) {
    const { parts, ts } = randomParts(seed, timeOf)
    const wanted = parts.flatMap((own) => rowsOf(own).map((row) => ({ row, step: own.step }))).toSorted((a, b) => (ts[a.row] ?? 0) - (ts[b.row] ?? 0))
    const { rows, stepAt } = rowsInOrder(parts, ts, freshRoom)
    expect([...rows].map((row, at) => ({ row, step: stepAt[at] }))).toEqual(wanted)
  }
})
