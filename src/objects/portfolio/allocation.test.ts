import { expect, test } from 'vitest'
import { answer, nth, trial, vera } from '../trial.ts'
import { allocation, approve, rebalance } from './allocation.ts'

const lines = [
  { investment: 'growth', target: 0.6 },
  { investment: 'platform', target: 0.3, floor: 0.2 },
  { investment: 'compliance', target: 0.1, floor: 0.05 },
]
const split = { title: '2027-Q1', period: '2027-Q1', lines }
const approved = { ...split, state: 'approved' }
const [taken, framed] = [nth(7), nth(8)]
const seen = {
  decision: [
    { id: taken, key: 'DEC-7', state: 'decided' },
    { id: framed, key: 'DEC-8', state: 'framed' },
  ],
}

test('a split whose targets sum to 100 % is approved once', () => {
  expect(answer(trial(allocation, approve, split))).toEqual({ state: 'approved', decision: null })
  expect(answer(trial(allocation, approve, approved))).toBe('It is approved already.')
})

test('a period has one approved split for everybody, and one for each squad', () => {
  const other = (team: string | null) => ({ allocation: [{ id: nth(5), key: 'ALC-5', period: '2027-Q1', team, state: 'approved' }] })
  expect(answer(trial(allocation, approve, split, {}, vera, other(null)))).toBe('ALC-5 is the approved split of 2027-Q1.')
  expect(answer(trial(allocation, approve, split, {}, vera, other('Core')))).toMatchObject({ state: 'approved' })
})

test.each([
  [[{ investment: 'growth', target: 0.7 }], 'Its targets sum to 70 %.'],
  [[{ investment: 'growth', target: 1, floor: 0.2, ceiling: 0.9 }], 'The target of growth lies outside its floor and ceiling.'],
  [[...lines.slice(1), { investment: 'growth', target: 0.3 }, { investment: 'growth', target: 0.3 }], 'It names growth twice.'],
])('a split of %j is not', (wrong, reason) => expect(answer(trial(allocation, approve, { ...split, lines: wrong }))).toBe(reason))

test('platform and compliance have no floor only by a decision that was taken', () => {
  const bare = { ...split, lines: [{ investment: 'growth', target: 0.7 }, { investment: 'platform', target: 0.3, floor: 0 }] } // prettier-ignore
  expect(answer(trial(allocation, approve, bare))).toBe('platform and compliance have no floor.')
  expect(answer(trial(allocation, approve, bare, { decision: framed }, vera, seen))).toBe('DEC-8 is framed.')
  expect(answer(trial(allocation, approve, bare, { decision: taken }, vera, seen))).toEqual({ state: 'approved', decision: taken })
})

test('an approved split changes by rebalancing alone: with a cause, a decision that was taken, and the same rules', () => {
  const moved = lines.map((line) =>
    line.investment === 'growth' ? { ...line, target: 0.5 } : line.investment === 'platform' ? { ...line, target: 0.4 } : line,
  )
  const rebalanced = (row: object, input: object) =>
    answer(trial(allocation, rebalance, { ...row }, { cause: 'capacity', decision: taken, ...input }, vera, seen))
  expect(rebalanced(approved, { lines: moved })).toMatchObject({ cause: 'capacity', decision: taken, revision: 2 })
  expect(rebalanced(split, { lines: moved })).toBe('It is only proposed.')
  expect(rebalanced(approved, { lines })).toBe('These are its shares already.')
  expect(rebalanced(approved, { lines: moved, decision: framed })).toBe('DEC-8 is framed.')
  expect(rebalanced(approved, { lines: moved.slice(1) })).toBe('Its targets sum to 50 %.')
  expect(() => trial(allocation, rebalance, approved, { lines: moved, cause: 'capacity' }, vera, seen)).toThrow('decision')
})

test('its shares stay once it is approved; its rationale may be written', () => {
  const row = { id: '', key: 'ALC-1', version: 1, createdAt: '', updatedAt: '', archivedAt: null, source: null, custom: {}, state: 'approved' }
  expect(allocation.settled(row, ['lines'])).toContain('Use rebalance')
  expect(allocation.settled(row, ['rationale'])).toBeNull()
  expect(allocation.settled({ ...row, state: 'proposed' }, ['lines'])).toBeNull()
})
