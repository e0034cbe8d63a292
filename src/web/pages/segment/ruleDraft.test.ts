import { expect, test } from 'vitest'
import { emptyRule, fromRule, toRule } from './ruleDraft.ts'

test('one condition stands by itself, several are joined, and a missing value is no rule yet', () => {
  expect(toRule(emptyRule)).toBeNull()
  const plan = { prop: 'account.plan', op: 'in', text: 'Business, Enterprise ,' }
  expect(toRule({ join: 'all', conditions: [plan] })).toEqual({ prop: 'account.plan', op: 'in', value: ['Business', 'Enterprise'] })
  expect(toRule({ join: 'any', conditions: [plan, { prop: 'account.region', op: 'set', text: '' }] })).toEqual({
    any: [
      { prop: 'account.plan', op: 'in', value: ['Business', 'Enterprise'] },
      { prop: 'account.region', op: 'set' },
    ],
  })
  expect(toRule({ join: 'all', conditions: [plan, { prop: 'account.region', op: 'eq', text: ' ' }] })).toBeNull()
  expect(toRule({ join: 'all', conditions: [{ prop: 'account.region', op: 'eq', text: 'Asia, Pacific' }] })).toEqual({
    prop: 'account.region',
    op: 'eq',
    value: 'Asia, Pacific',
  })
})

test('what was kept is drawn again as it was; what is nested or cannot be typed is not', () => {
  const rule = {
    all: [
      { prop: 'account.plan', op: 'in', value: ['Business', 'Enterprise'] },
      { prop: 'account.region', op: 'unset' },
    ],
  }
  const drawn = fromRule(rule)
  expect(drawn && toRule(drawn)).toEqual(rule)
  expect(fromRule({ all: [rule] })).toBeNull()
  expect(fromRule({ not: rule })).toBeNull()
  expect(fromRule({ prop: 'account.plan', op: 'in', value: ['one, two'] })).toBeNull()
  expect(fromRule({ all: [] })).toBeNull()
  expect(fromRule('Business')).toBeNull()
})
