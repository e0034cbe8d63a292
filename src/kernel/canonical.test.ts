import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonical } from './canonical.ts'

/** RFC 8785, section 3.2.2 and 3.2.3: the example and its canonical form. */
test('the example of RFC 8785 has its canonical form', () => {
  const sample = String.raw`{"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
    "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false]}`
  expect(canonical(JSON.parse(sample))).toBe(
    String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
  )
})

/** RFC 8785, section 3.2.3: names are sorted by UTF-16 code units, so that the emoji stands before U+FB33. */
test('names are sorted by their UTF-16 code units', () => {
  const names = ['\u20ac', '\r', '\ufb33', '1', '\u{1f600}', '\u0080', '\u00f6']
  const shuffled = Object.fromEntries(names.map((name) => [name, name]))
  expect(Object.keys(JSON.parse(canonical(shuffled)))).toEqual(['1', '\r', '\u0080', '\u00f6', '\u20ac', '\u{1f600}', '\ufb33'])
})

/** RFC 8785, appendix B: bits of an IEEE 754 double and their text. */
test.each([
  ['0000000000000000', '0'],
  ['8000000000000000', '0'],
  ['0000000000000001', '5e-324'],
  ['8000000000000001', '-5e-324'],
  ['7fefffffffffffff', '1.7976931348623157e+308'],
  ['ffefffffffffffff', '-1.7976931348623157e+308'],
  ['4340000000000000', '9007199254740992'],
  ['c340000000000000', '-9007199254740992'],
  ['4430000000000000', '295147905179352830000'],
  ['44b52d02c7e14af5', '9.999999999999997e+22'],
  ['44b52d02c7e14af6', '1e+23'],
  ['44b52d02c7e14af7', '1.0000000000000001e+23'],
  ['444b1ae4d6e2ef4e', '999999999999999700000'],
  ['444b1ae4d6e2ef4f', '999999999999999900000'],
  ['444b1ae4d6e2ef50', '1e+21'],
  ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
  ['3eb0c6f7a0b5ed8d', '0.000001'],
  ['41b3de4355555553', '333333333.3333332'],
  ['41b3de4355555554', '333333333.33333325'],
  ['41b3de4355555555', '333333333.3333333'],
  ['41b3de4355555556', '333333333.3333334'],
  ['41b3de4355555557', '333333333.33333343'],
  ['becbf647612f3696', '-0.0000033333333333333333'],
  ['43143ff3c1cb0959', '1424953923781206.2'],
])('the number of the bits %s is written %s', (bits, written) => {
  expect(canonical(Buffer.from(bits, 'hex').readDoubleBE())).toBe(written)
})

test.each([Number.NaN, Number.POSITIVE_INFINITY, 1n, () => 1, Symbol('x')])('%s has no canonical form', (value) => {
  expect(() => canonical({ value })).toThrow('has no canonical form.')
})

test('members that are undefined are left out, as JSON does', () => {
  expect(canonical({ b: undefined, a: [undefined, 1] })).toBe('{"a":[null,1]}')
})

test('the form is JSON of the same value, and the order of members does not matter', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.dictionary(fc.string(), fc.jsonValue()), (value, members) => {
      const plain = JSON.stringify(value)
      expect(JSON.parse(canonical(value))).toEqual(JSON.parse(plain))
      const turned = Object.fromEntries(Object.entries(members).toReversed())
      expect(canonical(turned)).toBe(canonical(members))
    }),
  )
})
