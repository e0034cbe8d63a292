import { expect, test } from 'vitest'
import { answer, nth, trial, vera } from '../trial.ts'
import { build, decline, deprecate, feature, plan, publishName, reconsider, release, remove, takeBack, withdrawName } from './feature.ts'

const fields = { title: 'Seat import by file', level: 'feature', initiative: nth(3) }

test('a feature that serves nothing is not planned', () => {
  expect(answer(trial(feature, plan, { ...fields, initiative: null }, {}))).toBe('It serves no bet.')
  expect(answer(trial(feature, plan, fields, {}))).toEqual({ stage: 'planned' })
  expect(answer(trial(feature, plan, { ...fields, initiative: null, parent: nth(4) }, {}))).toEqual({ stage: 'planned' })
  expect(answer(trial(feature, plan, { ...fields, stage: 'released' }, {}))).toBe('It is released; only a candidate is planned.')
})

test('it is built, then released on a day that has come', () => {
  expect(answer(trial(feature, build, fields, {}))).toBe('It is candidate; only a planned feature is built.')
  expect(answer(trial(feature, build, { ...fields, stage: 'planned' }, {}))).toEqual({ stage: 'inProgress' })
  const built = { ...fields, stage: 'inProgress' }
  expect(answer(trial(feature, release, built, { on: '2026-11-10' }))).toEqual({ stage: 'released', releasedOn: '2026-11-10', override: null })
  expect(answer(trial(feature, release, built, { on: '2099-01-01' }))).toBe('It cannot be released in the future.')
})

test('a no has a reason and a day to look again', () => {
  const no = { reason: 'Two accounts asked.', reviewOn: '2027-03-01' }
  expect(answer(trial(feature, decline, fields, no))).toEqual({ stage: 'declined', publicName: null, ...no })
  expect(answer(trial(feature, decline, fields, { ...no, reviewOn: '2020-01-01' }))).toBe('The review date has passed.')
  expect(answer(trial(feature, decline, { ...fields, stage: 'released' }, no))).toBe('It is released; only what is not released is declined.')
  expect(answer(trial(feature, reconsider, { ...fields, stage: 'declined' }, {}))).toEqual({ stage: 'candidate', reviewOn: null })
})

test('what customers use goes only after they were told, on the day they were told', () => {
  const told = { reason: 'Replaced by roles.', reviewOn: '2027-06-01' }
  expect(answer(trial(feature, deprecate, fields, told))).toBe('It is candidate; only a released feature is deprecated.')
  expect(answer(trial(feature, deprecate, { ...fields, stage: 'released' }, told))).toEqual({ stage: 'deprecated', ...told })
  expect(answer(trial(feature, remove, { ...fields, stage: 'released' }, {}))).toBe('It is released; only a deprecated feature is removed.')
  expect(answer(trial(feature, remove, { ...fields, stage: 'deprecated', reviewOn: '2099-06-01' }, {}))).toBe('Its users were told 2099-06-01.')
  expect(answer(trial(feature, remove, { ...fields, stage: 'deprecated', reviewOn: '2020-06-01' }, {}))).toEqual({ stage: 'removed', publicName: null })
})

test('it is not released while its bet waits for something, but by a decision that is kept with it; and it can be taken back', () => {
  const [built, on] = [{ ...fields, stage: 'inProgress' }, '2026-11-10']
  const need = { key: 'DEP-6', title: 'Runbook', from: nth(3), strength: 'hard', state: 'agreed', type: 'finishStart' }
  const asked = (input: object, dependency: object) =>
    answer(trial(feature, release, built, { on, ...input }, vera, { dependency: [{ ...need, ...dependency }] }))
  expect(asked({}, {})).toBe('Its bet waits for DEP-6 Runbook.')
  expect(asked({ override: nth(7) }, {})).toEqual({ stage: 'released', releasedOn: on, override: nth(7) })
  expect(asked({ override: nth(7) }, { state: 'delivered' })).toEqual({ stage: 'released', releasedOn: on, override: null })
  expect(asked({}, { from: nth(8) })).toMatchObject({ stage: 'released' })
  const reason = 'Imports lost rows.'
  expect(answer(trial(feature, takeBack, { ...fields, stage: 'released', releasedOn: on }, { reason }))).toEqual({ stage: 'inProgress', releasedOn: null, override: null, reason }) // prettier-ignore
  expect(answer(trial(feature, takeBack, built, { reason }))).toBe('It is inProgress; only a released feature is taken back.')
})

test('customers read a name of it that was approved, and none otherwise', () => {
  expect(answer(trial(feature, publishName, fields, { name: 'Add people by file' }))).toEqual({ publicName: 'Add people by file' })
  expect(answer(trial(feature, publishName, { ...fields, stage: 'declined' }, { name: 'Add people by file' }))).toBe(
    'It is declined; there is nothing to promise.',
  )
  expect(answer(trial(feature, withdrawName, { ...fields, publicName: 'Add people by file' }))).toEqual({ publicName: null })
  expect(answer(trial(feature, withdrawName, fields))).toBe('Customers do not see it.')
})
