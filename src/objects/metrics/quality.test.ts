import { expect, test } from 'vitest'
import { answer, now, nth, trial } from '../trial.ts'
import { accept, qualityFinding, reopen, see } from './qualityFinding.ts'
import { create, trustOverride, withdraw } from './trustOverride.ts'

const found = { says: 'tickets are older than their account', severity: 'error', count: 4, of: 90 }
const early = '2026-11-01T08:00:00.000Z'
const row = { check: 'ticket.before-account', fact: 'ticket', ...found, firstSeen: early, lastSeen: early, passes: [{ at: early, count: 4, of: 90 }] }

test('a check that still fails keeps the first day and moves the last one', () => {
  const said = answer(trial(qualityFinding, see, row, { ...found, count: 6 }))
  expect(said).toMatchObject({ state: 'open', count: 6, lastSeen: now, passes: [{ count: 4 }, { at: now, count: 6, of: 90 }] })
  expect(said).not.toHaveProperty('firstSeen')
})
test('a pass settles it; a fault that comes back starts anew', () => {
  expect(answer(trial(qualityFinding, see, row, { ...found, count: 0 }))).toMatchObject({ state: 'settled', lastSeen: early })
  expect(answer(trial(qualityFinding, see, { ...row, state: 'settled' }, found))).toMatchObject({ state: 'open', firstSeen: now })
})
test('an accepted finding stays accepted until its day, then opens by itself', () => {
  const accepted = { ...row, state: 'accepted', acceptedFor: 'Old import.', acceptedUntil: '2026-11-16' }
  expect(answer(trial(qualityFinding, see, accepted, found))).toMatchObject({ state: 'accepted' })
  expect(answer(trial(qualityFinding, see, { ...accepted, acceptedUntil: '2026-11-15' }, found))).toMatchObject({
    state: 'open',
    acceptedFor: null,
    acceptedUntil: null,
  })
  expect(answer(trial(qualityFinding, reopen, accepted))).toMatchObject({ state: 'open' })
})
test('accepting needs a day that is still to come, and something to accept', () => {
  expect(answer(trial(qualityFinding, accept, row, { reason: 'Old import.', until: '2026-12-01' }))).toEqual({
    state: 'accepted',
    acceptedFor: 'Old import.',
    acceptedUntil: '2026-12-01',
  })
  expect(answer(trial(qualityFinding, accept, row, { reason: 'x', until: '2026-11-15' }))).toBe('That day has passed.')
  expect(answer(trial(qualityFinding, accept, { ...row, state: 'settled' }, { reason: 'x', until: '2026-12-01' }))).toBe(
    'It is settled; there is nothing to accept.',
  )
})
test('the passes that are kept with the row are the latest sixty', () => {
  const passes = Array.from({ length: 60 }, (_, count) => ({ at: early, count, of: 90 }))
  const said = answer(trial(qualityFinding, see, { ...row, passes }, found))
  expect(said).toMatchObject({ passes: expect.objectContaining({ length: 60 }) })
})

const word = { metricKey: 'csat', rationale: 'The two rows are known test accounts.', until: '2026-11-30' }
test('an override names who vouches, ends some day, and is withdrawn once', () => {
  expect(answer(trial(trustOverride, create, word, word))).toEqual({ ...word, by: nth(1), state: 'active' })
  expect(answer(trial(trustOverride, create, word, { ...word, until: '2026-11-15' }))).toBe('It would have expired already.')
  expect(answer(trial(trustOverride, withdraw, word))).toEqual({ state: 'withdrawn' })
  expect(answer(trial(trustOverride, withdraw, { ...word, state: 'withdrawn' }))).toBe('It is withdrawn already.')
})
