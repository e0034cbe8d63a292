import { expect, test } from 'vitest'
import { chance } from '../testing/chance.ts'
import type { Several } from './events.ts'
import { anyOf, placeAmong, severalIn } from './several.ts'
import type { ColumnSource, Grown } from './source.ts'

interface Row {
  readonly person: number
  readonly account: number
}

const persons = 70
const head = (rows: readonly Row[]) => ({ runs: Uint32Array.of(0, rows.length), persons: Array.from({ length: persons }, (_, key) => `p${key}`) })
const columns = (rows: readonly Row[]) => ({ person: Uint32Array.from(rows, (row) => row.person), account: Uint32Array.from(rows, (row) => row.account) })

/** Counts how often it is read from its first row on. */
function sourceOf(rows: readonly Row[]): ColumnSource & { readonly readings: () => number } {
  const own = columns(rows)
  let readings = 0
  const nothing = (): void => undefined
  return {
    floats: nothing,
    codes: nothing,
    readings: () => readings,
    whole(column, from, into, at, size) {
      if (column !== 'person' && column !== 'account') throw new Error(`The column ${column} is not needed.`)
      if (column === 'person' && from === 0) readings += 1
      into.set(own[column].subarray(from, from + size), at)
    },
  }
}

const wantedOf = (rows: readonly Row[]): number[] => {
  const accounts = Map.groupBy(
    rows.filter(({ account }) => account > 0),
    ({ person }) => person,
  )
  return [...accounts].filter(([, own]) => new Set(own.map(({ account }) => account)).size > 1).map(([person]) => person)
}

const listed = ({ bits }: Several): number[] =>
  Array.from({ length: persons }, (_, key) => key).filter((key) => (((bits[key >>> 5] ?? 0) >>> (key & 31)) & 1) === 1)

/** Most act for one account; some rows have none, and some are nobody’s. */
const randomRows = (seed: number, size: number): Row[] => {
  const { below } = chance(seed)
  return Array.from({ length: below(size) }, () => {
    const person = below(persons)
    return { person, account: below(5) === 0 ? below(4) : 1 + (person % 3) }
  })
}

test('whoever acts for more than one account is found, numbered, and nobody else', () => {
  for (let seed = 0; seed < 60; seed++) {
    const rows = randomRows(seed, 120)
    const found = severalIn(sourceOf(rows), head(rows))
    const wanted = wantedOf(rows).toSorted((a, b) => a - b)
    expect(listed(found)).toEqual(wanted)
    expect(found.count).toBe(wanted.length)
    expect(wanted.map((person) => placeAmong(found, person))).toEqual([...wanted.keys()])
  }
})

test('and among columns with what came since, of whoever turned out to be somebody else too, while what was laid out is read once', () => {
  for (let seed = 0; seed < 60; seed++) {
    const laid = randomRows(seed, 120)
    const source = sourceOf(laid)
    for (const generation of [1, 2]) {
      const later = randomRows(seed + 1000 * generation, 30)
      const turned = generation === 1 ? null : Uint32Array.from({ length: persons }, (_, key) => (key % 7 === 3 ? 5 : key))
      const named = (row: Row): Row => ({ ...row, person: turned?.[row.person] ?? row.person })
      const grown: Grown = { from: source, rows: laid.length, later: columns(later), persons: turned }
      const all = [...laid, ...later].map(named)
      const found = listed(severalIn({ ...sourceOf([]), grown }, head(all)))
      expect(found.filter((person) => named({ person, account: 1 }).person === person)).toEqual(wantedOf(all).toSorted((a, b) => a - b))
    }
    expect(source.readings()).toBe(laid.length === 0 ? 0 : 1)
  }
})

test('where nothing is known, each person has a number', () => {
  const any = anyOf(persons)
  expect(listed(any)).toHaveLength(persons)
  expect([0, 31, 32, 69].map((person) => placeAmong(any, person))).toEqual([0, 31, 32, 69])
})

test('an older generation may be asked after a newer one, which knows more persons', () => {
  const laid = [
    { person: 1, account: 1 },
    { person: 1, account: 2 },
  ]
  const source = sourceOf(laid)
  const asked = (count: number): Several => {
    const later = columns([{ person: count - 1, account: 1 }])
    const known = { runs: Uint32Array.of(0, laid.length + 1), persons: Array.from({ length: count }, (_, key) => `p${key}`) }
    return severalIn({ ...sourceOf([]), grown: { from: source, rows: laid.length, later, persons: null } }, known)
  }
  expect([9, 5].map((count) => listed(asked(count)))).toEqual([[1], [1]])
})
