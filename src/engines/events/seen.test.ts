import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hash64, seen } from './seen.ts'

test('a name is new once, until it is removed or thirty days have passed', () => {
  const known = seen(30)
  expect(known.add('a', 100)).toBe(true)
  expect(known.add('a', 100)).toBe(false)
  expect(known.add('a', 130)).toBe(false)
  expect(known.add('a', 131)).toBe(true)
  known.remove('a')
  expect(known.has('a')).toBe(false)
  expect(known.add('a', 131)).toBe(true)
})

test('a hundred thousand names are all known, none twice, and old ones make room', () => {
  const known = seen(30, 1 << 8)
  for (let index = 0; index < 100_000; index += 1) expect(known.add(`event-${index}`, 10 + Math.floor(index / 1_000))).toBe(true)
  for (let index = 90_000; index < 100_000; index += 1) expect(known.has(`event-${index}`)).toBe(true)
  expect(known.size).toBeLessThan(100_000)
})

test('whatever is added and removed, it answers as a set does', () => {
  const step = fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 60 }))
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const [known, plain] = [seen(30, 1 << 4), new Set<string>()]
      for (const [isAdd, number] of steps) {
        const name = `n${number}`
        if (isAdd) expect(known.add(name, 5)).toBe(!plain.has(name))
        if (isAdd) plain.add(name)
        else {
          known.remove(name)
          plain.delete(name)
        }
        expect(known.size).toBe(plain.size)
      }
      for (let number = 0; number <= 60; number += 1) expect(known.has(`n${number}`)).toBe(plain.has(`n${number}`))
    }),
  )
})

test('half a million names in sequence share no hash, and each bit is set about half of the time', () => {
  const hashes = new Set<bigint>()
  const bits = Array.from({ length: 64 }, () => 0)
  const count = 500_000
  for (let index = 0; index < count; index += 1) {
    const [a, b] = hash64(`evt-${index}`)
    const both = (BigInt(a) << 32n) | BigInt(b)
    hashes.add(both)
    if (index < 20_000) for (let bit = 0; bit < 64; bit += 1) bits[bit] = (bits[bit] ?? 0) + Number((both >> BigInt(bit)) & 1n)
  }
  expect(hashes.size).toBe(count)
  for (const set of bits) expect(Math.abs(set / 20_000 - 0.5)).toBeLessThan(0.03)
})
