import { expect, test } from 'vitest'
import type { AnyRow } from '#kernel'
import { nouns } from '#web/vocabulary.ts'
import { editable, genericRefusal, handVerbs, refusalOf, settledSays, takesInput } from './decide.ts'

const vera = { id: 'vera', role: 'admin' } as const
const mina = { id: 'mina', role: 'viewer' } as const
const now = '2026-11-16T08:00:00Z'
const target = (values: Readonly<Record<string, unknown>>): AnyRow => ({
  id: 't',
  key: 'TGT-1',
  version: 1,
  createdAt: now,
  updatedAt: now,
  archivedAt: null,
  source: null,
  custom: {},
  ...values,
})
const agree = nouns['metricTarget']?.verbs.find(({ verb }) => verb === 'agree')
const memberNoun = nouns['member']?.noun

test('a verb that the server would refuse is grey, with the verb’s own reason', () => {
  if (!agree) throw new Error('A target can be agreed.')
  expect(refusalOf(agree, target({ state: 'draft', baseline: null, target: 1.1 }), vera, now)).toContain('no measured baseline')
  expect(refusalOf(agree, target({ state: 'draft', baseline: 1.05, target: 1.1, direction: 'up', floor: null, steps: null }), vera, now)).toBeNull()
})

test('a role that is too low is said before anything else', () => {
  if (!agree) throw new Error('A target can be agreed.')
  expect(refusalOf(agree, target({ state: 'draft', baseline: 1.05, target: 1.1 }), mina, now)).toContain('role editor')
})

test.each([
  ['cycle', 'start', { state: 'drafting', period: '2027-Q1' }],
  ['baseline', 'commit', { state: 'draft', period: '2027-Q1', amends: null }],
])('the rows that %s.%s must see are not here: the server decides', (noun, name, values) => {
  const verb = nouns[noun]?.verbs.find((one) => one.verb === name)
  if (!verb) throw new Error(`There is no ${noun}.${name}.`)
  expect(refusalOf(verb, target(values), vera, now)).toBeNull()
  expect(refusalOf(verb, target({ ...values, state: 'closed' }), vera, now)).toContain('closed')
})

test.each([
  ['initiative', 'move', { stage: 'committed', horizon: 'next' }, null],
  ['initiative', 'ship', { stage: 'delivering' }, null],
  ['initiative', 'ship', { stage: 'ready' }, 'only a bet in delivery'],
  ['scoringRound', 'agree', { state: 'draft', bets: [] }, 'people agree on what is revealed'],
])('%s.%s is judged by its row alone until its input is there', (noun, name, values, says) => {
  const verb = nouns[noun]?.verbs.find((one) => one.verb === name)
  if (!verb) throw new Error(`There is no ${noun}.${name}.`)
  const refused = refusalOf(verb, target(values), vera, now)
  if (says === null) expect(refused).toBeNull()
  else expect(refused).toContain(says)
})

test('a verb whose whole input may stay empty asks for it before it is done', () => {
  const asks = (noun: string, name: string) => nouns[noun]?.verbs.filter(({ verb }) => verb === name).map(takesInput)
  expect(asks('initiative', 'ship')).toEqual([true])
  expect(asks('release', 'ship')).toEqual([true])
  expect(asks('initiative', 'start')).toEqual([false])
})

test('no verb of a flow, and none of a program, is offered as a button', () => {
  const offered = Object.values(nouns).flatMap(({ verbs }) => handVerbs(verbs, target({})))
  expect(offered.filter(({ inner }) => inner)).toEqual([])
  const names = offered.map(({ of, verb }) => `${of}.${verb}`)
  expect(names).toContain('keyResult.retarget')
  expect(names.filter((name) => ['keyResult.bind', 'keyResult.rebind', 'import.finish', 'review.freeze', 'member.join'].includes(name))).toEqual([])
})

test('an edit offers no field that its row would refuse, and says why; adding one offers it', () => {
  const noun = nouns['release']?.noun
  if (!noun) throw new Error('There is no release.')
  const names = (state?: string) => Object.keys(editable(noun, state === undefined ? undefined : target({ state })))
  expect(names()).toContain('features')
  expect(names('planned')).toContain('window')
  expect(names('planned')).not.toContain('features')
  expect(names('released')).not.toContain('window')
  expect(settledSays(noun, target({ state: 'planned' }))).toEqual(['What is in it is not edited: put features in, or take them out.'])
})

test('a verb that makes a row is none of a row', () => {
  expect(
    Object.values(nouns)
      .flatMap(({ verbs }) => handVerbs(verbs, target({})))
      .filter(({ creates }) => creates),
  ).toEqual([])
})

test('a noun that cannot be created says why', () => {
  if (!memberNoun) throw new Error('Members are a noun.')
  expect(genericRefusal(memberNoun, 'create', vera)).toBe('People come by invitation.')
})
