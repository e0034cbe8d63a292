import { expect, test } from 'vitest'
import { small } from './capital.ts'

test.each([
  ['Net revenue retention', 'net revenue retention'],
  ['A waiting time', 'a waiting time'],
  ['Änderung', 'änderung'],
  ['SLO attainment', 'SLO attainment'],
  ['P1 incidents', 'P1 incidents'],
  ['A/B tests', 'A/B tests'],
  ['R&D share', 'R&D share'],
  ['already small', 'already small'],
  ['', ''],
])('“%s” inside a sentence is “%s”', (text, inside) => {
  expect(small(text)).toBe(inside)
})
