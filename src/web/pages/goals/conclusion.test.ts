import { expect, test } from 'vitest'
import { conclusion } from './conclusion.ts'

const line = (title: string, standing: Parameters<typeof conclusion>[0][number]['standing'], score: number | null = 0.5, expected = 0.6) => ({
  title,
  standing,
  score,
  expected,
})

test('the headline names the worst: off track before at risk, and among equals what lies furthest behind', () => {
  const lines = [line('Seats', 'atRisk', 0), line('Churn', 'offTrack', 0.4), line('iOS crashes', 'offTrack', 0.1), line('NRR', 'onTrack')]
  expect(conclusion(lines)).toBe('iOS crashes is off track; of 4 key results, 1 on track, 1 at risk, 2 off track')
  expect(conclusion([line('Seats', 'atRisk'), line('NRR', 'onTrack')])).toBe('Seats is at risk; of 2 key results, 1 on track, 1 at risk')
  expect(conclusion([line('NRR', 'onTrack')])).toBe('Of 1 key result, 1 on track')
  expect(conclusion([])).toBe('Of 0 key results, none has begun')
})
