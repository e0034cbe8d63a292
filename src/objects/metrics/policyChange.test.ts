import { expect, test } from 'vitest'
import { answer, ines, nth, trial, vera } from '../trial.ts'
import { drop, hold, metricDriver } from './metricDriver.ts'
import { adopt, decline, policyChange } from './policyChange.ts'

const proposal = { name: 'Count as stripe does', from: 'default', to: 'stripe', reason: 'Finance does.', proposedBy: nth(9), state: 'proposed' }

test('a second person adopts a change of policy, and the workspace counts so', () => {
  expect(answer(trial(policyChange, adopt, proposal, { workspace: nth(2) }))).toMatchObject({ state: 'adopted' })
})

test('who proposed it needs a second person, or the right of an administrator and a reason', () => {
  const ofInes = { ...proposal, proposedBy: ines.id }
  expect(answer(trial(policyChange, adopt, ofInes, { workspace: nth(2), words: 'Please.' }, ines))).toBe('You proposed it: a second person has to agree.')
  expect(answer(trial(policyChange, adopt, ofInes, { workspace: nth(2) }, vera))).toMatchObject({ state: 'adopted', decidedBy: vera.id })
  const ofVera = { ...proposal, proposedBy: vera.id }
  expect(answer(trial(policyChange, adopt, ofVera, { workspace: nth(2) }, vera))).toBe('You proposed it yourself.')
  expect(answer(trial(policyChange, adopt, ofVera, { workspace: nth(2), words: 'Agreed in the forum.' }, vera))).toMatchObject({ state: 'adopted' })
})

test('a change is answered once, and declined with words', () => {
  for (const state of ['adopted', 'declined']) {
    expect(answer(trial(policyChange, adopt, { ...proposal, state }, { workspace: nth(2) }))).toBe(`It is ${state} already.`)
    expect(answer(trial(policyChange, decline, { ...proposal, state }, { words: 'Not now.' }))).toBe(`It is ${state} already.`)
  }
  expect(answer(trial(policyChange, decline, proposal, { words: 'Not now.' }))).toMatchObject({ state: 'declined', words: 'Not now.' })
})

const belief = { name: 'Tickets lower satisfaction', from: 'ticket-rate', to: 'csat', kind: 'hypothesis', sign: 'minus' }

test('a belief is dropped with its reason and may be held again; arithmetic is not believed', () => {
  expect(answer(trial(metricDriver, drop, { ...belief, because: 'The desk hears it.' }, { reason: 'It never followed.' }))).toMatchObject({
    state: 'dropped',
    because: 'The desk hears it.\n\nDropped: It never followed.',
  })
  expect(answer(trial(metricDriver, drop, { ...belief, kind: 'identity' }, { reason: 'No.' }))).toBe('An identity is arithmetic, not a belief.')
  expect(answer(trial(metricDriver, hold, { ...belief, state: 'dropped' }))).toEqual({ state: 'held' })
  expect(answer(trial(metricDriver, hold, belief))).toBe('It is held already.')
})
