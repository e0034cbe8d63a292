import { expect, test } from 'vitest'
import type { Market, Segmentation, Share } from './asked.ts'
import { headline, partsOf } from './telling.ts'

const none = { won: 0, lost: 0, noDecision: 0, rate: null, low: null, high: null, lostFor: [] }

const share = (values: Partial<Share>): Share => ({ accounts: 1, accountShare: 0.5, paying: 1, arr: 1, arrShare: 0.5, nrr: 1.04, nrrN: 9, ...values })
const line = (title: string, values: Partial<Share>): Segmentation['segments'][number] => ({
  id: title,
  key: title,
  title,
  state: 'active',
  isIcp: false,
  priority: null,
  fit: null,
  version: 1,
  rule: 'plan is Team',
  lacks: null,
  fitting: 1,
  sizing: [],
  ...share(values),
})
const market = (cut: Segmentation[], values: Partial<Market['base']> = {}): Market => ({
  today: '2026-11-16',
  base: { accounts: 2, paying: 2, arr: 2, nrr: 1.06, month: '2026-10', currency: 'USD', unplaced: 0, ...values },
  lacks: null,
  segmentations: cut,
  drafts: [],
  ideals: [],
  personas: [],
  jobs: [],
  competitors: [],
  wins: { all: none, before: none, bySegment: [] },
})

test('the largest segment is told with what it keeps beside all, and what is in none', () => {
  const cut = { name: 'Market', segments: [line('Small', { arrShare: 0.2 }), line('Mid', { arrShare: 0.5 })], other: share({ arrShare: 0.3 }) }
  expect(headline(market([cut]))).toBe('Mid is 50.0% of ARR and keeps 104.0%, where all keep 106.0%; 30.0% is in no segment')
  expect(partsOf(cut).map(({ title }) => title)).toEqual(['Small', 'Mid', 'Other'])
})

test('without a ledger it is told of accounts; with nothing left over it says so; without a segment that counts it says that', () => {
  const bare = { arr: null, arrShare: null, paying: null, nrr: null }
  const cut = { name: 'Market', segments: [line('Mid', { ...bare, accountShare: 1 })], other: share({ ...bare, accountShare: 0 }) }
  expect(headline(market([cut], { arr: null, nrr: null }))).toBe('Mid is 100.0% of accounts; nothing is in no segment')
  expect(headline(market([]))).toBe('0 segments are drafted and none counts yet')
})
