import fc from 'fast-check'
import { expect, test } from 'vitest'
import { evaluate } from './evaluate.ts'
import { namesOf, parseFormula, type Formula } from './parse.ts'
import { unitFaults } from './units.ts'

const value = (text: string, inputs: Record<string, number | null> = {}) => evaluate(parseFormula(text), inputs)

test.each([
  ['1 + 2 * 3', 7],
  ['(1 + 2) * 3', 9],
  ['2 ^ 3 ^ 2', 512],
  ['-2 ^ 2', -4],
  ['10 - 4 - 3', 3],
  ['24 / 4 / 3', 2],
  ['max(3, 9, 4) + min(2, 1)', 10],
  ['avg(1, 2, 6) + sum(1, 2)', 6],
  ['abs(0 - 4) + sqrt(9)', 7],
  ['log(8, 2)', 3],
  ['clamp(12, 0, 10)', 10],
  ['if(3 > 2, 5, 1 / 0)', 5],
  ['map(2, 1, 10, 2, 20)', 20],
  ['map(7, 1, 10, 99)', 99],
  ['1.5e2', 150],
  ['(3 >= 3) + (2 != 2)', 1],
])('%s is %s', (text, expected) => expect(value(text)).toBeCloseTo(expected, 12))

test.each([['1 / 0'], ['sqrt(0 - 1)'], ['reach * 2'], ['log(0)'], ['map(7, 1, 10)'], ['if(reach, 1, 2)']])('%s is unknown', (text) =>
  expect(value(text)).toBeNull(),
)

test('unknown inputs spread unless coalesce stops them', () => {
  expect(value('reach * 2 + 1', { reach: null })).toBeNull()
  expect(value('coalesce(reach, 4) * 2', { reach: null })).toBe(8)
  expect(value('0 * reach', { reach: null })).toBeNull()
})

test.each([
  ['1 +', 'ends too early', 4],
  ['1 2', '“2” stands where', 3],
  ['eval(1)', '“eval” is no function', 1],
  ['a.b', '“.” is not in the language', 2],
  ['reach; 1', '“;” is not in the language', 6],
  ['clamp(1, 2)', 'clamp takes 3 values, not 2', 1],
  ['(1', '“)” is expected', 3],
  ['', 'ends too early', 1],
  ['`x`', '“`” is not in', 1],
])('%s is refused with its place', (text, message, at) => {
  expect(() => parseFormula(text)).toThrow(message)
  try {
    parseFormula(text)
  } catch (fault) {
    expect(fault).toMatchObject({ at })
  }
})

test('a formula of more than a hundred steps is refused at the first that is one too many', () => {
  const sum = (terms: number): string => Array.from({ length: terms }, () => 'reach').join('+')
  expect(value(sum(50), { reach: 2 })).toBe(100) // 50 names and 49 operators
  expect(() => parseFormula(`-(${sum(50)})`)).not.toThrow()
  const fault = (text: string): unknown => {
    try {
      return parseFormula(text)
    } catch (error) {
      return error
    }
  }
  expect(fault(sum(51))).toMatchObject({ message: 'The formula has more than 100 figures, names and operators.', at: 301 })
})

test('no name reaches outside of the inputs', () => {
  expect(value('constructor + 1')).toBeNull()
  expect(value('__proto__')).toBeNull()
  expect(() => parseFormula('('.repeat(100))).toThrow('nests deeper')
})

test('figures of different units are not added or compared', () => {
  const units = { reach: 'accounts', seats: 'accounts', effort: 'weeks' }
  expect(unitFaults(parseFormula('reach + seats'), units)).toEqual([])
  expect(unitFaults(parseFormula('reach / effort * 3'), units)).toEqual([])
  expect(unitFaults(parseFormula('reach + effort'), units)).toEqual(['“+” joins accounts and weeks.'])
  expect(unitFaults(parseFormula('max(reach, effort)'), units)).toEqual(['“max” joins accounts and weeks.'])
})

const trees: fc.Arbitrary<Formula> = fc.letrec<{ tree: Formula }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    fc.integer({ min: 0, max: 9 }).map((number): Formula => ({ is: 'number', value: number })),
    fc.constantFrom('a', 'b').map((name): Formula => ({ is: 'name', name })),
    fc.record({
      is: fc.constant('binary' as const),
      operator: fc.constantFrom('+' as const, '-' as const, '*' as const, '/' as const),
      left: tie('tree'),
      right: tie('tree'),
    }),
  ),
})).tree

test('a printed tree is read back to the same value as plain arithmetic gives', () => {
  const print = (tree: Formula): string =>
    tree.is === 'number'
      ? String(tree.value)
      : tree.is === 'name'
        ? tree.name
        : tree.is === 'binary'
          ? `(${print(tree.left)} ${tree.operator} ${print(tree.right)})`
          : ''
  const plain = (tree: Formula): number =>
    tree.is === 'number'
      ? tree.value
      : tree.is === 'name'
        ? ({ a: 3, b: 5 }[tree.name] ?? Number.NaN)
        : tree.is !== 'binary'
          ? Number.NaN
          : ({
              '+': plain(tree.left) + plain(tree.right),
              '-': plain(tree.left) - plain(tree.right),
              '*': plain(tree.left) * plain(tree.right),
              '/': plain(tree.left) / (plain(tree.right) || Number.NaN),
            }[String(tree.operator)] ?? Number.NaN)
  fc.assert(
    fc.property(trees, (tree) => {
      fc.pre(print(tree).length < 400)
      const expected = plain(tree)
      expect(value(print(tree), { a: 3, b: 5 })).toEqual(Number.isFinite(expected) ? expect.closeTo(expected, 9) : null)
      expect(namesOf(parseFormula(print(tree))).every((name) => ['a', 'b'].includes(name))).toBe(true)
    }),
  )
})
