import { expect, test } from 'vitest'
import { answer, now, trial, vera } from '../trial.ts'
import { activate, changeRule, retire, segment } from './segment.ts'

const account = (values: object) => ({ kind: 'customer', isInternal: false, segment: null, plan: null, ...values })
const accounts = [
  account({ segment: 'Mid-market', plan: 'Business' }),
  account({ segment: 'Mid-market', plan: 'Team' }),
  account({ segment: 'Enterprise', plan: 'Business', kind: 'prospect' }),
  account({ segment: 'Mid-market', kind: 'former' }),
  account({ segment: 'Mid-market', kind: 'internal' }),
]
const stamps = { id: 'a', key: 'SEG-1', version: 1, createdAt: now, updatedAt: now, archivedAt: null, source: null, custom: {} }
const midMarket = { prop: 'account.segment', op: 'eq', value: 'Mid-market' }
const row = { title: 'Mid-market', rule: midMarket }
const activated = (values: object, seen: readonly object[] = accounts) =>
  answer(trial(segment, activate, { ...row, ...values }, {}, vera, { account: [...seen].map((each) => ({ ...each })) }))

test('activation says how many accounts of today fit, former ones and our own left out', () => {
  const on = now.slice(0, 10)
  expect(activated({})).toEqual({
    state: 'active',
    counted: { accounts: 2, of: 3, on },
    versions: [{ version: 1, rule: midMarket, on, accounts: 2, why: null }],
  })
})

test('a rule that does not compile is refused with what is wrong with it, and so is one that nobody fits', () => {
  expect(activated({ rule: { prop: 'account.revenue', op: 'gt', value: 5 } })).toBe('Accounts have no property “account.revenue” that a segment may ask for.')
  expect(activated({ rule: { prop: 'account.plan', op: 'eq', value: 5 } })).toBe('account.plan holds texts, and 5 is none.')
  expect(activated({ rule: { prop: 'account.segment', op: 'eq', value: 'midmarket' } })).toBe('None of the 3 accounts fits the rule.')
  expect(activated({}, [])).toBe('There are no accounts yet.')
  expect(activated({ criteria: [{ says: 'Large', rule: { prop: 'account.size', op: 'set' }, weight: 1 }] })).toBe(
    '“Large” cannot be read: Accounts have no property “account.size” that a segment may ask for.',
  )
  expect(activated({ state: 'retired' })).toBe('It is retired; only a draft is activated.')
})

test('another rule counts the definition up, keeps the old one and says why; the same rule is none', () => {
  const active = { ...row, state: 'active', versions: [{ version: 1, rule: midMarket, on: '2026-01-05', accounts: 2 }] }
  const next = { prop: 'account.plan', op: 'in', value: ['Business'] }
  const changed = (values: object, rule: object) =>
    answer(trial(segment, changeRule, { ...active, ...values }, { rule, why: 'Plans tell more.' }, vera, { account: accounts }))
  expect(changed({}, next)).toMatchObject({
    rule: next,
    definitionVersion: 2,
    counted: { accounts: 2, of: 3 },
    versions: [
      { version: 1, rule: midMarket },
      { version: 2, rule: next, why: 'Plans tell more.' },
    ],
  })
  expect(changed({}, midMarket)).toBe('The rule is the same.')
  expect(changed({ state: 'draft' }, next)).toBe('It is draft; only an active segment has a rule that counts.')
  expect(changed({}, { all: [] })).toBe('“all” is no list of 1 to 100 conditions.')
})

test('the rule of an active segment is not edited, its words are; a draft is free', () => {
  const settled = (state: string, fields: readonly string[]) => segment.settled({ ...stamps, state }, fields)
  expect(settled('active', ['rule'])).toMatch(/^It is active: its rule is changed by “change rule”/)
  expect(settled('active', ['summary', 'sizing'])).toBeNull()
  expect(settled('draft', ['rule'])).toBeNull()
})

test('only an active segment is retired, with its reason', () => {
  expect(answer(trial(segment, retire, { ...row, state: 'active' }, { reason: 'It was two.' }))).toEqual({ state: 'retired', reason: 'It was two.' })
  expect(answer(trial(segment, retire, row, { reason: 'x' }))).toBe('It is draft; only an active segment is retired.')
})
