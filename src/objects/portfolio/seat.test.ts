import { expect, test } from 'vitest'
import { answer, trial } from '../trial.ts'
import { close, count, fill, offer, open, postpone, reopen, seat } from './seat.ts'

const data = { title: 'Data engineer', team: 'Platform', skill: 'Data', startsOn: '2027-01-15' }

test('a seat is planned, opened, offered and filled, and counted once plans hold the person', () => {
  expect(answer(trial(seat, open, data))).toEqual({ state: 'open' })
  expect(answer(trial(seat, offer, { ...data, state: 'open' }))).toEqual({ state: 'offered' })
  expect(answer(trial(seat, fill, { ...data, state: 'offered' }, { startsOn: '2027-02-01' }))).toEqual({ state: 'filled', startsOn: '2027-02-01' })
  expect(answer(trial(seat, count, { ...data, state: 'filled' }, { from: '2027-Q2' }))).toEqual({ countedFrom: '2027-Q2' })
  expect(() => trial(seat, count, { ...data, state: 'filled' }, { from: '2027' })).toThrow('“2027” is not a quarter.')
})

test('nothing is skipped, and what is over stays', () => {
  expect(answer(trial(seat, fill, data, { startsOn: '2027-02-01' }))).toBe('It is planned; only an open or offered seat is filled.')
  expect(answer(trial(seat, count, { ...data, state: 'open' }, { from: '2027-Q2' }))).toBe('It is open; only a filled seat is counted.')
  expect(answer(trial(seat, close, { ...data, state: 'filled' }, { reason: 'x' }))).toBe('It is filled.')
  const counted = { ...data, state: 'filled', countedFrom: '2027-Q2' }
  expect(answer(trial(seat, postpone, counted, { startsOn: '2027-03-01', reason: 'x' }))).toBe('Capacity plans count the person already.')
  expect(answer(trial(seat, reopen, counted, { startsOn: '2027-03-01', reason: 'x' }))).toBe('Capacity plans count the person already.')
  expect(answer(trial(seat, reopen, { ...data, state: 'filled' }, { startsOn: '2027-03-01', reason: 'They stay where they are.' }))).toMatchObject({
    state: 'open',
  })
})
