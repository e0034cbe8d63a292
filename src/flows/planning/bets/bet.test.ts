import { expect, test } from 'vitest'
import type { AnyRow } from '#kernel'
import { healthOf } from './bet.ts'

const row = (values: object): AnyRow => ({
  id: 'b',
  key: 'INI-1',
  version: 1,
  createdAt: '',
  updatedAt: '2026-11-01T09:00:00.000Z',
  archivedAt: null,
  source: null,
  custom: {},
  ...values,
})
const said = (on: string, stage = 'delivering') =>
  row({
    stage,
    health: 'atRisk',
    lastUpdate: { says: 'Metadata upload is late.', at: `${on}T09:00:00.000Z`, by: 'm', nextStep: 'Land it', nextBy: '2026-11-20' },
  })
const names = new Map([['m', 'Ines Falk']])
const now = '2026-11-16T08:00:00.000Z'

test.each([
  ['2026-11-16', 0, false],
  ['2026-11-02', 14, false],
  ['2026-11-01', 15, true],
])('what was said on %s is %i days old; stale: %s', (on, days, isStale) => {
  expect(healthOf(said(on), names, now)).toMatchObject({ state: 'atRisk', by: 'Ines Falk', days, isStale, nextBy: '2026-11-20' })
})

test('work that runs and of which nobody has said anything for a fortnight is stale; an idea, what waits and what has shipped are not', () => {
  const fresh = { stage: 'committed', health: null, lastUpdate: null, updatedAt: '2026-11-10T09:00:00.000Z' } // committed a week ago
  expect(healthOf(row(fresh), names, now)).toMatchObject({ days: null, isStale: false })
  expect(healthOf(said('2026-09-01', 'paused'), names, now).isStale).toBe(false)
  expect(healthOf(row({ stage: 'committed', health: null, lastUpdate: null }), names, now)).toMatchObject({
    state: null,
    says: null,
    days: null,
    isStale: true,
  })
  expect(healthOf(row({ stage: 'idea', health: null, lastUpdate: null }), names, now).isStale).toBe(false)
  expect(healthOf(said('2026-09-01', 'measuring'), names, now).isStale).toBe(false)
})
