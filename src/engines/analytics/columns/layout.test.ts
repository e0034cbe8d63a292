import { expect, test } from 'vitest'
import { knownRow } from './layout.ts'
import type { ColumnSource } from './source.ts'

const names = 40_000
/** Two rows of each name, at 10 and at 20. */
const head = { runs: Uint32Array.from({ length: names + 1 }, (_, code) => code * 2) }

test('edges that are asked for go on being known, and those go that nobody asked for the longest time', () => {
  let reads = 0
  const unused = (): never => expect.unreachable('Only times are read.')
  const source: ColumnSource = {
    floats(_, from, into, at, size) {
      reads += 1
      for (let row = 0; row < size; row += 1) into[at + row] = (from + row) % 2 === 0 ? 10 : 20
    },
    whole: unused,
    codes: unused,
  }
  const readsOf = (instant: number, codes: number): number => {
    const before = reads
    for (let code = 0; code < codes; code += 1) expect(knownRow(head, source, code, instant)).toBe(code * 2 + (instant > 10 ? 1 : 0))
    return reads - before
  }
  expect(readsOf(5, 1)).toBe(1)
  expect(readsOf(11, names)).toBe(names)
  expect(readsOf(12, names)).toBe(names)
  expect(readsOf(5, 1)).toBe(0)
  expect(readsOf(13, names)).toBe(names) // more than are remembered
  expect(readsOf(5, 1)).toBe(0)
  expect(readsOf(12, names)).toBe(0)
  expect(readsOf(11, 1)).toBe(1)
})
