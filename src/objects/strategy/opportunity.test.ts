import { expect, test } from 'vitest'
import { answer, nth, trial } from '../trial.ts'
import { decline, opportunity, place, reopen, solve, target, validate } from './opportunity.ts'

const held = { title: 'Set-up stops at certificates' }
const row = (n: number, parent: number | null) => ({ id: nth(n), key: `OPP-${n}`, parent: parent === null ? null : nth(parent) })

test('it stands below an outcome or below an opportunity, and never below a part of itself', () => {
  const seen = { opportunity: [row(99, null), row(3, 99), row(4, 3)] }
  const placed = (input: object) => answer(trial(opportunity, place, held, { ...input }, undefined, seen))
  expect(placed({ parent: nth(4) })).toBe('OPP-4, OPP-3, OPP-99: that one is a part of it already.')
  expect(placed({ parent: nth(99) })).toBe('It cannot be a part of itself.')
  expect(placed({ parent: nth(4), objective: nth(7) })).toBe('It stands below an outcome or below an opportunity.')
  expect(placed({ objective: nth(7) })).toEqual({ parent: null, objective: nth(7) })
  expect(placed({})).toEqual({ parent: null, objective: null })
})

test('a circle that is there already is walked once', () => {
  const seen = { opportunity: [row(3, 4), row(4, 3)] }
  expect(answer(trial(opportunity, place, held, { parent: nth(3) }, undefined, seen))).toEqual({ parent: nth(3), objective: null })
})

test('it is real with three accounts or with a reason', () => {
  expect(answer(trial(opportunity, validate, held, { accounts: 2 }))).toBe('2 of 3 accounts are behind it.')
  expect(answer(trial(opportunity, validate, held, { accounts: 2, exception: 'Both are half of the market.' }))).toEqual({
    state: 'validated',
    accounts: 2,
    exception: 'Both are half of the market.',
  })
  expect(answer(trial(opportunity, validate, held, { accounts: 3, exception: 'Not needed.' }))).toEqual({ state: 'validated', accounts: 3, exception: null })
  expect(answer(trial(opportunity, validate, { ...held, state: 'targeted' }, { accounts: 3 }))).toBe('It is targeted; only a new opportunity is validated.')
})

test('it is targeted by a bet, solved by a measurement, declined with a day, and reopened', () => {
  const validated = { ...held, state: 'validated' }
  expect(answer(trial(opportunity, target, validated))).toBe('No bet addresses it.')
  expect(answer(trial(opportunity, target, { ...validated, initiatives: [nth(5)] }, { initiatives: [nth(5), nth(6)] }))).toEqual({
    state: 'targeted',
    initiatives: [nth(5), nth(6)],
  })
  expect(answer(trial(opportunity, target, held))).toBe('It is new; only a validated opportunity is targeted.')
  expect(answer(trial(opportunity, solve, { ...held, state: 'targeted' }, { result: 'Failed set-ups fell to 4 %.' }))).toMatchObject({ state: 'solved' })
  expect(answer(trial(opportunity, solve, validated, { result: 'x' }))).toBe('It is validated; only what was targeted is solved.')
  expect(answer(trial(opportunity, decline, held, { reason: 'One customer.', reviewOn: '2026-11-16' }))).toBe('That day is today.')
  expect(answer(trial(opportunity, decline, held, { reason: 'One customer.', reviewOn: '2027-02-01' }))).toMatchObject({ state: 'declined' })
  expect(answer(trial(opportunity, decline, { ...held, state: 'solved' }, { reason: 'x', reviewOn: '2027-02-01' }))).toBe('It is solved already.')
  expect(answer(trial(opportunity, reopen, { ...held, state: 'declined' }))).toMatchObject({ state: 'new', reason: null })
  expect(answer(trial(opportunity, reopen, held))).toBe('It is new; only what was declined or solved is reopened.')
})
