import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { persons, type Link } from './persons.ts'

const identify = (person: string, device: string): Link => ({ kind: 'identify', person, other: `~${device}` })
const alias = (person: string, other: string): Link => ({ kind: 'alias', person, other })
const unmerge = (person: string, other: string): Link => ({ kind: 'unmerge', person, other })

describe('who is who', () => {
  test('a device turns out to be somebody, and tells whose name changed', () => {
    const who = persons()
    expect(who.add(identify('vera', 'd1'))).toEqual([['~d1', 'vera']])
    expect(who.add(identify('vera', 'd2'))).toEqual([['~d2', 'vera']])
    expect(who.add(identify('vera', 'd2'))).toEqual([])
    expect([...who.namesOf('vera')].toSorted()).toEqual(['vera', '~d1', '~d2'])
  })

  test('a shared device merges nobody: it stays with whom it named first', () => {
    const who = persons([identify('vera', 'd1')])
    expect(who.add(identify('mina', 'd1'))).toEqual([])
    expect([who.canonical('vera'), who.canonical('mina'), who.canonical('~d1')]).toEqual(['vera', 'mina', 'vera'])
  })

  test('two known persons are merged by an explicit alias alone, and it can be taken back', () => {
    const who = persons([identify('vera', 'd1'), identify('mina', 'd2')])
    expect(who.add(alias('mina', 'vera')).toSorted()).toEqual([
      ['mina', 'vera'],
      ['~d2', 'vera'],
    ])
    expect([...who.add(unmerge('vera', 'mina'))].toSorted()).toEqual([
      ['mina', 'mina'],
      ['~d2', 'mina'],
    ])
    expect(who.add(unmerge('vera', 'mina'))).toEqual([])
  })

  test('a device that an alias had held joins whom it was refused to, who then changes names as well', () => {
    const who = persons([identify('carl', 'c'), identify('bert', 'b'), alias('~d', 'vera'), identify('bert', 'd'), alias('~d', 'carl')])
    expect([who.canonical('~d'), who.canonical('bert')]).toEqual(['carl', 'bert'])
    expect(who.add(unmerge('~d', 'vera')).toSorted()).toEqual([
      ['bert', 'carl'],
      ['vera', 'vera'],
      ['~b', 'carl'],
    ])
  })

  test('links of groups, of nobody and of oneself say nothing about persons', () => {
    const who = persons([{ kind: 'group', person: 'vera', other: 'harborlight' }, alias('vera', 'vera'), alias('', 'x')])
    expect(who.canonical('harborlight')).toBe('harborlight')
    expect(who.namesOf('vera')).toEqual(['vera'])
  })
})

const name = fc.constantFrom('a', 'b', 'c', '~x', '~y', '~z')
const link = fc.record({ kind: fc.constantFrom('identify', 'alias', 'unmerge'), person: name, other: name })

describe('whatever is linked', () => {
  test('the names that are told to have changed, applied in order, give the canonical names', () => {
    fc.assert(
      fc.property(fc.array(link, { maxLength: 25 }), (links) => {
        const who = persons()
        const told = new Map<string, string>()
        for (const one of links) for (const [raw, canonical] of who.add(one)) told.set(raw, canonical)
        for (const raw of ['a', 'b', 'c', '~x', '~y', '~z']) expect(told.get(raw) ?? raw).toBe(who.canonical(raw))
      }),
    )
  })

  test('aliases alone give the connected components of a plain search, in any order', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(name, name), { maxLength: 20 }), (pairs) => {
        const who = persons(pairs.map(([person, other]) => alias(person, other)))
        const shuffled = persons(pairs.toReversed().map(([person, other]) => alias(other, person)))
        for (const raw of ['a', 'b', '~x']) {
          const reached = reach(pairs, raw)
          expect([...new Set(who.namesOf(raw))].toSorted()).toEqual(reached)
          expect([...new Set(shuffled.namesOf(raw))].toSorted()).toEqual(reached)
        }
      }),
    )
  })

  test('every name of a person names that person, and a known name is never lost to a device', () => {
    fc.assert(
      fc.property(fc.array(link, { maxLength: 25 }), (links) => {
        const who = persons(links)
        for (const raw of ['a', 'b', 'c', '~x', '~y', '~z']) {
          for (const same of who.namesOf(raw)) expect(who.canonical(same)).toBe(who.canonical(raw))
          if (!raw.startsWith('~')) expect(who.canonical(raw).startsWith('~')).toBe(false)
        }
      }),
    )
  })
})

function reach(pairs: readonly (readonly [string, string])[], from: string): string[] {
  const found = new Set([from])
  for (let before = -1; before !== found.size;) {
    before = found.size
    for (const [a, b] of pairs) if (found.has(a) || found.has(b)) found.add(a).add(b)
  }
  return [...found].toSorted()
}
