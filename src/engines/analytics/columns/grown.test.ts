import { expect, test } from 'vitest'
import { chance } from '../testing/chance.ts'
import { runsWith, withTail } from './grown.ts'
import type { ColumnSource } from './source.ts'

const copied =
  <T extends Float64Array | Uint32Array | Int32Array>(column: T) =>
  (_: string, from: number, into: T, at: number, size: number): void =>
    into.set(column.subarray(from, from + size), at)

/** Rows of three names in the order of name and time, some of which were laid out and some came later; of a fourth name all came later. */
function randomRows(seed: number) {
  const { below } = chance(seed)
  const rows = Array.from({ length: below(60) }, (_, person) => ({ name: below(3), ts: below(40), person, isLate: below(4) === 0 }))
  const all = [...rows, ...Array.from({ length: below(4) }, (_, at) => ({ name: 3, ts: at, person: 100 + at, isLate: true }))]
  return all.toSorted((a, b) => a.name - b.name || a.ts - b.ts)
}

test('every stretch of columns with a tail is that of all rows together', () => {
  for (let seed = 0; seed < 200; seed++) {
    const rows = randomRows(seed)
    const [laid, late] = [rows.filter(({ isLate }) => !isLate), rows.filter(({ isLate }) => isLate)]
    const column = (own: typeof rows, of: 'ts' | 'person') => own.map((row) => row[of])
    const source: ColumnSource = {
      floats: copied(Float64Array.from(column(laid, 'ts'))),
      whole: copied(Uint32Array.from(column(laid, 'person'))),
      codes: copied(Int32Array.from(column(laid, 'person'))),
    }
    const tail = {
      name: Uint32Array.from(late, ({ name }) => name),
      after: Uint32Array.from(late, (row) => rows.slice(0, rows.indexOf(row)).filter(({ isLate }) => !isLate).length),
      floats: { ts: Float64Array.from(column(late, 'ts')), received: Float64Array.from(column(late, 'ts')) },
      whole: { person: Uint32Array.from(column(late, 'person')), account: new Uint32Array(), session: new Uint32Array() },
      codes: new Map([['plan', Int32Array.from(column(late, 'person'))]]),
      persons: seed % 2 === 0 ? null : Uint32Array.from({ length: 200 }, (_, code) => (code === 7 ? 11 : code)),
    }
    const runs = (own: typeof rows, names: number) => Uint32Array.from({ length: names + 1 }, (_, name) => own.filter((row) => row.name < name).length)
    const newest = rows.filter(({ name }) => name === 3).length
    const moved = Int32Array.from([newest, newest, newest, newest - rows.length]) // the new name stands first among all
    const grown = withTail(source, tail, { runs: runs(rows, 4), moved })
    const named = (person: number): number => tail.persons?.[person] ?? person
    for (let from = 0; from <= rows.length; from++)
      for (const size of [0, 1, 5, rows.length - from].filter((each) => from + each <= rows.length)) {
        const wanted = rows.slice(from, from + size)
        const [ts, person, plan] = [new Float64Array(size + 2).fill(-5), new Uint32Array(size + 2), new Int32Array(size + 2)]
        grown.floats('ts', from, ts, 1, size)
        grown.whole('person', from, person, 1, size)
        grown.codes('plan', from, plan, 1, size)
        expect([...ts]).toEqual([-5, ...column(wanted, 'ts'), -5])
        expect([...person]).toEqual([0, ...column(wanted, 'person').map(named), 0])
        const seq = new Uint32Array(size + 2)
        grown.whole('seq', from, seq, 1, size)
        expect([...seq]).toEqual([0, ...wanted.map(({ name }, at) => from + at + (name === 3 ? newest - rows.length : newest)), 0])
        expect([...plan]).toEqual([0, ...column(wanted, 'person'), 0])
      }
    expect([...runsWith(runs(laid, 3), 4, tail)]).toEqual([...runs(rows, 4)])
  }
})
