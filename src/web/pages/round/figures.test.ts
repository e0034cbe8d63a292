import { expect, test } from 'vitest'
import { figuresOf, placesOf, sayFigure, scaleSays, stepsOf } from './figures.ts'

const says = (factor: string) => factor

test('figures are whole, or it is said what they lack', () => {
  expect(figuresOf(['reach', 'impact'], { reach: ' 400 ', impact: '0.5' }, says)).toEqual({
    figures: [
      { factor: 'reach', value: 400 },
      { factor: 'impact', value: 0.5 },
    ],
  })
  expect(figuresOf(['reach', 'impact'], { reach: '400', impact: ' ' }, says)).toEqual({ lacks: 'It lacks impact.' })
  expect(figuresOf(['reach'], { reach: 'many' }, says)).toEqual({ lacks: 'reach: write a figure such as 8 or 0.5.' })
})

test('a factor with steps offers them, and every factor says its scale', () => {
  expect(stepsOf('jobSize')).toContain(13)
  expect(stepsOf('ease')).toBeNull()
  expect(['impact', 'reach', 'ease', 'importance'].map(scaleSays)).toEqual(['0.25, 0.5, 1, 2, 3', 'a count', '1 to 10', '0 to 10'])
})

test('a strip of dots reaches from the lowest to the highest, and one value stands in the middle', () => {
  expect(placesOf([5, 8, 13], { low: 5, high: 13 })).toEqual([0, 0.375, 1])
  expect(placesOf([5, 5], { low: 5, high: 5 })).toEqual([0.5, 0.5])
  expect(sayFigure(null)).toBe('–')
  expect(sayFigure(2 / 3)).toBe('0.67')
})
