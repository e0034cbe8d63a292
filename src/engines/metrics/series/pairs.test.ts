import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cellOf, columnsIn, valuesIn } from './pairs.ts'

test('two dimensions name a cell, and the cell names its values again, whatever signs they hold', () => {
  const word = fc.string({ minLength: 1, maxLength: 12 })
  fc.assert(
    fc.property(word, word, (first, second) => {
      const name = cellOf('segment, region', (column) => (column === 'segment' ? first : second))
      expect(valuesIn(name, (value) => value === first)).toEqual([first, second])
    }),
  )
  expect(columnsIn('segment')).toEqual(['segment'])
  expect(cellOf('segment', () => 'Enterprise')).toBe('Enterprise')
})

test('a first value that holds the sign itself is found among the known ones', () => {
  expect(valuesIn('Retail · online · EU', (value) => value === 'Retail · online')).toEqual(['Retail · online', 'EU'])
  expect(valuesIn('Retail · EU', () => false)).toEqual(['Retail', 'EU'])
})
