import { expect, test } from 'vitest'
import { citationsIn } from './citations.ts'

test('a citation names a metric, and a part of it; what cannot be read is kept and says so', () => {
  expect(citationsIn('From {{metric:nps}} and {{ metric:csat | Mid-market }} to {{Metric:NPS}}, {{nps}}, {{metric:}}, {one} and {{}}.')).toEqual([
    { text: '{{metric:nps}}', metric: 'nps', part: null },
    { text: '{{ metric:csat | Mid-market }}', metric: 'csat', part: 'Mid-market' },
    { text: '{{Metric:NPS}}', metric: null, part: null },
    { text: '{{nps}}', metric: null, part: null },
    { text: '{{metric:}}', metric: null, part: null },
    { text: '{{}}', metric: null, part: null },
  ])
  expect(citationsIn('nothing')).toEqual([])
})
