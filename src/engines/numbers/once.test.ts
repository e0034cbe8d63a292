import { expect, test } from 'vitest'
import { growing, growingName, keeper, nameOf, nameOfText, once, sameList } from './once.ts'

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

test('the same things in the same order are one list', () => {
  const [same, a, b, c] = [sameList<object>(2), {}, {}, {}]
  const first = same([a, b])
  expect(same([a, b])).toBe(first)
  expect(same([a, c])).not.toBe(first)
  expect(same([b, a])).not.toBe(first)
  expect(same([a, b, c])).toEqual([a, b, c])
  expect(same([])).toBe(same([]))
})

test('what was made of a list goes on with what stands behind it, and is made anew of any other', () => {
  const told: string[] = []
  const keep = growing<{ readonly name: string }, string>(2)
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => ({ name }))
  const names = (list: readonly { readonly name: string }[]): string => list.map(({ name }) => name).join('')
  const ask = (list: readonly { readonly name: string }[], key = ''): string =>
    keep(
      list,
      key,
      () => (told.push(`made ${names(list)}`), names(list)),
      (before, more) => (told.push(`grown by ${names(more)}`), more.some(({ name }) => name === 'd') ? null : before + names(more)),
    )
  if (!a || !b || !c || !d) throw new Error('There are four.')
  const list = [a, b]
  expect([ask(list), ask(list), ask([a, b, c]), ask([a, c]), ask([a, c], 'other'), ask([a, c, d]), ask([])]).toEqual(['ab', 'ab', 'abc', 'ac', 'ac', 'acd', ''])
  expect(told).toEqual(['made ab', 'grown by c', 'made ac', 'made ac', 'grown by d', 'made acd', 'made '])
})

test('a list that grows keeps its name, one in which something changed has a new one, and no two share one', () => {
  const [nameIn, company, other] = [growingName<number>(4), {}, {}]
  const first = nameIn(company, 'starts', [1, Number.NaN])
  expect(nameIn(company, 'starts', [1, Number.NaN, 3])).toBe(first)
  expect(nameIn(company, 'starts', [1, Number.NaN])).toBe(first)
  const changed = nameIn(company, 'starts', [1, 2, 3])
  const names = [first, changed, nameIn(company, 'starts', [1, Number.NaN, 3]), nameIn(company, 'ends', [1]), nameIn(other, 'starts', [1])]
  expect(new Set(names).size).toBe(5)
})

test('the same text has the same short name', () => {
  expect(nameOfText('["A"]')).toBe(nameOfText('["A"]'))
  expect(nameOfText('["A"]')).not.toBe(nameOfText('["B"]'))
})
