import { expect, test } from 'vitest'
import { answer, nth, trial } from '../trial.ts'
import { create, end, watch } from './watch.ts'

test('a member watches for themselves, and ends their own watch alone', () => {
  expect(answer(trial(watch, create, { about: '-', member: nth(2) }, { about: 'initiative/1' }))).toEqual({ about: 'initiative/1', member: nth(1) })
  expect(trial(watch, end, { about: 'initiative/1', member: nth(1) })).toMatchObject({ decides: 'change', archive: true })
  expect(answer(trial(watch, end, { about: 'initiative/1', member: nth(2) }))).toBe('Somebody else watches it.')
  expect(Object.keys(watch.without)).toEqual(['create', 'edit', 'archive'])
})
