import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { inItsTurn } from './inItsTurn.ts'

test('pieces of work go in their order, and what arrives between two of them is taken in before the second', async () => {
  const seen: string[] = []
  const piece = (name: string) => inItsTurn(() => void seen.push(name))
  const all = [piece('first'), piece('second'), piece('third')]
  void setImmediate().then(() => setImmediate().then(() => seen.push('arrived')))
  await Promise.all(all)
  expect(seen.filter((name) => name !== 'arrived')).toEqual(['first', 'second', 'third'])
  expect(seen).toContain('arrived')
  expect(seen.indexOf('arrived')).toBeLessThan(seen.indexOf('third'))
})

test('a piece that fails is told to who asked for it, and the next has its turn', async () => {
  const failing = inItsTurn(() => {
    throw new RangeError('no')
  })
  await expect(failing).rejects.toThrow('no')
  await expect(inItsTurn(async () => await Promise.resolve(7))).resolves.toBe(7)
})
