import { describe, expect, test } from 'vitest'
import { answer, nth, trial } from '../trial.ts'
import { adopt, pillar, reaffirm, retire, revive } from './pillar.ts'

const keep = { title: 'Keep and grow mid-market', statement: 'We win where teams of fifty to five hundred grow.', owner: nth(1) }

test('a pillar is adopted with a statement and an owner, and retired afterwards', () => {
  expect(answer(trial(pillar, adopt, keep))).toEqual({ state: 'active' })
  expect(answer(trial(pillar, retire, { ...keep, state: 'active' }, { reason: 'Another market.' }))).toEqual({ state: 'retired' })
})

test.each([
  [{ statement: null }, 'It says nothing yet.'],
  [{ owner: null }, 'It has no owner.'],
  [{ state: 'active' }, 'It is active already.'],
])('a pillar with %j is not adopted', (values, reason) => expect(answer(trial(pillar, adopt, { ...keep, ...values }))).toBe(reason))

test('a draft is not retired', () => expect(answer(trial(pillar, retire, keep, { reason: 'x' }))).toBe('It is draft; only a pillar in force is retired.'))

describe('what it leaves undone', () => {
  const free = { what: 'A free plan', why: 'It costs more than it brings.', reviewOn: '2026-11-01' }
  const mobile = { what: 'A mobile app', why: 'Few asked for it.', reviewOn: '2027-02-01' }
  const leaves = { ...keep, notDoing: [free, mobile] }
  const put = (input: Readonly<Record<string, unknown>>) => answer(trial(pillar, reaffirm, leaves, input))

  test('stays undone until another day within a year, with the old reason or a new one', () => {
    expect(put({ what: 'A free plan', reviewOn: '2027-04-01' })).toEqual({ notDoing: [{ ...free, reviewOn: '2027-04-01' }, mobile] })
    expect(put({ what: 'A free plan', why: 'Nobody asks.', reviewOn: '2027-04-01' })).toEqual({
      notDoing: [{ ...free, why: 'Nobody asks.', reviewOn: '2027-04-01' }, mobile],
    })
    expect(put({ what: 'A free plan', reviewOn: '2028-04-01' })).toBe('That is more than a year away.')
    expect(put({ what: 'A free plan', reviewOn: '2026-11-16' })).toBe('The review date is today.')
    expect(put({ what: 'A paid plan', reviewOn: '2027-04-01' })).toBe('It does not leave “A paid plan” undone.')
  })
  test('or is taken off the list', () => {
    expect(answer(trial(pillar, revive, leaves, { what: 'A mobile app' }))).toEqual({ notDoing: [free] })
    expect(answer(trial(pillar, revive, leaves, { what: 'A desktop app' }))).toBe('It does not leave “A desktop app” undone.')
  })
})
