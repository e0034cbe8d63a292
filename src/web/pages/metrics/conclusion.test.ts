import { expect, test } from 'vitest'
import type { ScoreItem } from '#web/contract.ts'
import { conclusion } from './MetricsView.tsx'

const trust = { state: 'trusted', reasons: [] } as const
const untrusted = { state: 'untrusted', reasons: [] } as const
const line = (more: object): ScoreItem => Object.assign(JSON.parse('{"signal":{"state":"routine"},"state":"none","name":"NRR"}'), more)

test('metrics that cannot be measured are told apart from those without rows', () => {
  const [refused, dark, good] = [
    line({ value: null, reason: 'unsupported', trust: untrusted }),
    line({ value: null, reason: 'no_data', trust }),
    line({ value: 1, reason: null, trust }),
  ]
  expect(conclusion([dark])).toBe('Nothing is measured yet: import accounts and subscriptions to light up the first metrics')
  expect(conclusion([refused, dark])).toBe('One of 2 cannot be measured, and each says why; the others have no rows yet')
  expect(conclusion([good, dark])).toBe('No metric broke its limits')
  expect(conclusion([good, refused])).toBe('No metric broke its limits; one cannot be measured and says why')
})
