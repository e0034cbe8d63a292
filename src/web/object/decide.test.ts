import { expect, test } from 'vitest'
import type { AnyRow } from '#kernel'
import { nouns } from '#web/vocabulary.ts'
import { genericRefusal, refusalOf } from './decide.ts'

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

test('a noun that cannot be created says why', () => {
  if (!memberNoun) throw new Error('Members are a noun.')
  expect(genericRefusal(memberNoun, 'create', vera)).toBe('People come by invitation.')
})
