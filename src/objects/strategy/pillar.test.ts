import { expect, test } from 'vitest'
import { answer, nth, trial } from '../trial.ts'
import { adopt, pillar, retire } from './pillar.ts'

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
