import { expect, test } from 'vitest'
import { metricSays, type Reading } from './telling.ts'

test('a part of a metric reads its own value and takes no state of the whole; one that is not read has none', () => {
  const readings = new Map<string, Reading>([['feature-adoption insights', { value: 0.341, unit: 'ratio', currency: 'USD' }]])
  expect(metricSays({ metric: 'feature-adoption', part: 'Insights' }, [], readings)).toEqual({
    title: 'Feature adoption, Insights',
    says: '34.1%',
    state: null,
  })
  expect(metricSays({ metric: 'feature-adoption', part: 'Core' }, [], readings)).toEqual({ title: 'Feature adoption, Core', says: '', state: null })
})
