import { expect, test } from 'vitest'
import { answer, nth, trial } from '../trial.ts'
import { baseline, close, commit } from './baseline.ts'

const quarter = { title: 'Commitment of Q1 2027', period: '2027-Q1' }
const bet = (n: number, stage: string, more: object = {}) => ({
  id: nth(n),
  key: `INI-${n}`,
  title: `Bet ${n}`,
  stage,
  horizon: 'now',
  timeframe: '2027-Q1',
  effort: { likely: 12 },
  teams: ['Core'],
  owner: nth(2),
  products: [nth(8)],
  investment: 'growth',
  outcome: [{ metric: 'csat', target: 0.86, by: '2027-03-31' }],
  ...more,
})
const tried = (values: object, seen: Record<string, readonly Record<string, unknown>[]>, input: Readonly<Record<string, unknown>> = {}) =>
  answer(trial(baseline, commit, { ...quarter, ...values }, input, undefined, seen))

test('committing freezes the committed bets as they stand, and no others', () => {
  const seen = { initiative: [bet(11, 'committed'), bet(12, 'ready'), bet(13, 'paused', { effort: null, owner: null }), bet(14, 'measuring')] }
  const frozen = { horizon: 'now', timeframe: '2027-Q1', team: 'Core', product: nth(8), investment: 'growth', outcome: 'csat 0.86 by 2027-03-31' }
  expect(tried({}, seen)).toEqual({
    state: 'committed',
    committedAt: '2026-11-16T08:00:00.000Z',
    cause: null,
    reason: null,
    items: [
      { initiative: nth(11), title: 'Bet 11', effort: 12, owner: nth(2), ...frozen },
      { initiative: nth(13), title: 'Bet 13', effort: null, owner: null, ...frozen },
    ],
  })
})

test('a quarter has one baseline, which another may amend; it is never overwritten', () => {
  const standing = { id: nth(30), key: 'BSL-1', period: '2027-Q1', state: 'committed' }
  const initiative = [bet(11, 'committed')]
  expect(tried({}, { initiative, baseline: [standing] })).toBe('BSL-1 is the baseline of that quarter.')
  const why = { cause: 'executive', reason: 'The board asked for the audit log.' }
  expect(tried({ amends: nth(30) }, { initiative, baseline: [standing] })).toBe('It amends what was committed.')
  expect(tried({ amends: nth(30) }, { initiative, baseline: [standing] }, why)).toMatchObject({ state: 'committed', ...why })
  const second = { ...standing, id: nth(31), key: 'BSL-2', amends: nth(30) }
  expect(tried({ amends: nth(30) }, { initiative, baseline: [standing, second] }, why)).toBe('BSL-2 is the baseline of that quarter.')
  expect(tried({ amends: nth(31) }, { initiative, baseline: [second, standing] }, why)).toMatchObject({ state: 'committed' })
  expect(tried({}, { initiative, baseline: [{ ...standing, period: '2026-Q4' }] })).toMatchObject({ state: 'committed' })
  expect(tried({}, { initiative: [bet(12, 'idea')] })).toBe('No bet is committed.')
  expect(tried({ state: 'committed' }, { initiative })).toBe('It is committed already.')
  expect(baseline.settled({ state: 'committed' } as never, ['period'])).toContain('frozen')
  expect(baseline.settled({ state: 'committed' } as never, ['note'])).toBeNull()
})

test('it is closed with a lesson', () => {
  expect(answer(trial(baseline, close, { ...quarter, state: 'committed' }, { lesson: 'Fewer, smaller.' }))).toMatchObject({
    state: 'closed',
    closedOn: '2026-11-16',
  })
  expect(answer(trial(baseline, close, quarter, { lesson: 'Fewer, smaller.' }))).toBe('It is draft; only a committed baseline is closed.')
})
