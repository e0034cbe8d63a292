import { expect, test } from 'vitest'
import { shareFault } from './shareBounds.ts'

test.each([
  [{ target: 1.2 }, 'target'],
  [{ target: -0.1 }, 'target'],
  [{ target: 0.2, upper: 1.1 }, 'upper'],
  [{ target: 0.9, floor: 80 }, 'floor'],
  [{ target: 0.9, steps: [{ from: '2026-01-01', value: 0.5 }, { from: '2026-02-01', value: 90 }] }, 'steps'], // prettier-ignore
  [{ target: 1, upper: null, floor: 0, steps: null }, null],
  [{}, null],
])('%j leaves 0 to 1 by %s', (terms, field) => {
  expect(shareFault('CSAT', terms)?.field ?? null).toBe(field)
})
