import { expect, test } from 'vitest'
import { answer, nth, trial } from '../trial.ts'
import { close, cycle, start } from './cycle.ts'

const quarter = { title: 'Goals of Q4 2026', period: '2026-Q4' }
const objective = (n: number, state: string, period = '2026-Q4') => ({ id: nth(n), key: `OBJ-${n}`, state, period })
const result = (n: number, of: number, state: string, more: object = {}) => ({ id: nth(n), objective: nth(of), state, type: 'committed', ...more })
const words = { went: 'Releases came on time.', change: 'We look at seats every week.' }

test('a cycle is held to what was committed at its start', () => {
  const seen = {
    objective: [objective(11, 'active'), objective(12, 'active', '2026-Q3')],
    keyResult: [result(21, 11, 'active'), result(22, 11, 'draft'), result(23, 11, 'active', { type: 'stretch' }), result(24, 12, 'active')],
  }
  expect(answer(trial(cycle, start, quarter, {}, undefined, seen))).toEqual({ state: 'active', startedOn: '2026-11-16', committed: 1 })
  expect(answer(trial(cycle, start, quarter, {}, undefined, { ...seen, keyResult: [] }))).toBe('No key result is committed in that period.')
  const running = { id: nth(50), key: 'CYC-1', period: '2026-Q4', state: 'active' }
  expect(answer(trial(cycle, start, quarter, {}, undefined, { ...seen, cycle: [running] }))).toBe('That period has a cycle already.')
})

test('it closes when every objective has, counts what was met, and keeps what was dropped in the count', () => {
  const active = { ...quarter, state: 'active', committed: 3 }
  const keyResult = [result(21, 11, 'scored', { scored: 1 }), result(22, 11, 'scored', { scored: 0.7 }), result(23, 11, 'dropped')]
  expect(answer(trial(cycle, close, active, words, undefined, { objective: [objective(11, 'closed')], keyResult }))).toMatchObject({
    state: 'closed',
    met: 1,
    committed: 3,
    ...words,
  })
  expect(answer(trial(cycle, close, active, words, undefined, { objective: [objective(11, 'active')], keyResult }))).toBe('OBJ-11 is not closed.')
  expect(answer(trial(cycle, close, quarter, words))).toBe('It is drafting; only an active cycle is closed.')
})
