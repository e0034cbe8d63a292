import { expect, test } from 'vitest'
import { keeper, nameOf, once } from './once.ts'

test('something is made of an object once, even when nothing comes of it', () => {
  let made = 0
  const make = once((_: object) => {
    made++
    return undefined
  })
  const [one, other] = [{}, {}]
  expect([make(one), make(one), make(other)]).toEqual([undefined, undefined, undefined])
  expect(made).toBe(2)
})

test('what was asked for longest ago goes first', () => {
  const made: string[] = []
  const keep = keeper<object, string>(2)
  const of = {}
  for (const key of ['a', 'b', 'a', 'c', 'a', 'b'])
    keep(of, key, () => {
      made.push(key)
      return key
    })
  expect(made).toEqual(['a', 'b', 'c', 'b'])
  expect(keep({}, 'a', () => 'another')).toBe('another')
})

test('objects are named by who they are, in their order', () => {
  const [one, other] = [{}, {}]
  expect(nameOf(one, other)).toBe(nameOf(one, other))
  expect(new Set([nameOf(one, other), nameOf(other, one), nameOf(one), nameOf({})]).size).toBe(4)
})
