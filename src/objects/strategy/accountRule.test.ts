import fc from 'fast-check'
import { expect, test } from 'vitest'
import { holds } from '#engines/analytics/columns/where.ts'
import { where, type Where } from '#engines/analytics/query/parts.ts'
import { account } from '../customers/account.ts'
import { attributes, compile, isKnown, matches, saysRule } from './accountRule.ts'

const stamps = { id: 'a', key: 'ACC-1', version: 1, createdAt: '', updatedAt: '', archivedAt: null, source: null, custom: {} }
const row = (values: object) => ({ ...stamps, ...values })
const fits = (rule: object, values: object): boolean | string => {
  const { rule: read, wrong } = compile(rule)
  return read ? matches(read, row(values)) : wrong.reason
}

test('conditions are joined by all, any and not', () => {
  const rule = {
    all: [{ prop: 'account.plan', op: 'in', value: ['Business', 'Enterprise'] }, { not: { prop: 'account.region', op: 'contains', value: 'king' } }],
  }
  expect(fits(rule, { plan: 'Business', region: 'North America' })).toBe(true)
  expect(fits(rule, { plan: 'Business', region: 'United Kingdom' })).toBe(false)
  expect(fits(rule, { plan: 'Team', region: null })).toBe(false)
  expect(fits({ any: [rule, { prop: 'account.startedOn', op: 'lt', value: '2025-01-01' }] }, { plan: 'Team', startedOn: '2024-06-30' })).toBe(true)
})

test.each([
  [{ prop: 'account.size', op: 'eq', value: 'x' }, 'Accounts have no property “account.size” that a segment may ask for.'],
  [{ prop: 'account.name', op: 'contains', value: 'Bank' }, 'Accounts have no property “account.name” that a segment may ask for.'],
  [{ prop: 'event.plan', op: 'eq', value: 'x' }, 'Accounts have no property “event.plan” that a segment may ask for.'],
  [{ prop: 'account.plan', op: 'is', value: 'x' }, '“is” is no way to compare.'],
  [{ prop: 'account.plan', op: 'eq', value: 5 }, 'account.plan holds texts, and 5 is none.'],
  [{ prop: 'account.plan', op: 'eq', value: true }, 'account.plan holds texts, and true is none.'],
  [{ prop: 'account.plan', op: 'eq', value: '' }, 'account.plan is compared with nothing.'],
  [{ prop: 'account.plan', op: 'eq', value: ['Team'] }, '“eq” takes one value for account.plan.'],
  [{ prop: 'account.plan', op: 'in', value: 'Team' }, '“in” takes a list of values for account.plan.'],
  [{ prop: 'account.plan', op: 'in', value: [] }, '“in” takes 1 to 1,000 values for account.plan.'],
  [{ prop: 'account.plan', op: 'set', value: 'Team' }, '“set” takes no value.'],
  [{ prop: 'account.plan', op: 'regex', value: '(' }, '“(” is not a regular expression.'],
  [{ prop: 'account.plan', op: 'eq', value: 'Team', unit: 'x' }, 'A condition has no “unit”.'],
  [{ cohort: 'Loud', not: false }, 'A segment says what accounts are; a cohort says what they did.'],
  [{ all: [], any: [] }, '“any” stands beside “all”.'],
  [{ any: [] }, '“any” is no list of 1 to 100 conditions.'],
])('%j is refused by what is wrong with it', (rule, reason) => {
  expect(compile(rule)).toMatchObject({ rule: null, wrong: { reason } })
})

test('a word that no account can bear, and a day that is none, are refused in the words of their field', () => {
  expect(fits({ prop: 'account.kind', op: 'eq', value: 'client' }, {})).toMatch(/account\.kind.*client/)
  expect(fits({ prop: 'account.startedOn', op: 'gte', value: 'last year' }, {})).toMatch(/account\.startedOn/)
  expect(compile('plan is Team')).toMatchObject({ wrong: { reason: 'The rule is no condition.' } })
  expect(compile(Array.from({ length: 12 }).reduce<object>((inner) => ({ not: inner }), { prop: 'account.plan', op: 'set' }))).toMatchObject({
    wrong: { reason: 'The rule is nested more than eight deep.' },
  })
})

test('what is not known is set to nothing, and whether a rule can be judged is told apart from whether it holds', () => {
  const { rule } = compile({
    all: [
      { prop: 'account.plan', op: 'ne', value: 'Team' },
      { prop: 'account.industry', op: 'set' },
    ],
  })
  if (!rule) throw new Error('it compiles')
  expect([matches(rule, row({ plan: null, industry: 'Energy' })), isKnown(rule, row({ plan: null, industry: 'Energy' }))]).toEqual([true, false])
  expect([matches(rule, row({ plan: 'Team', industry: null })), isKnown(rule, row({ plan: 'Team', industry: null }))]).toEqual([false, true])
})

test('a rule is said in words', () => {
  const { rule } = compile({
    any: [
      { prop: 'account.plan', op: 'eq', value: 'Team' },
      { all: [{ prop: 'account.kind', op: 'eq', value: 'prospect' }, { not: { prop: 'account.region', op: 'set' } }] },
    ],
  })
  expect(rule && saysRule(rule)).toBe('plan is Team or (kind is prospect and not (region is known))')
})

test('what a rule may ask for are fields of accounts that everybody may read', () => {
  for (const name of attributes) expect(['internal', 'public']).toContain(account.fields[name].class)
})

const words = ['Team', 'Business', 'north', 'North America', '']
const condition = fc
  .record({
    prop: fc.constantFrom('account.plan', 'account.region', 'account.segment'),
    op: fc.constantFrom('eq', 'ne', 'lt', 'gte', 'contains', 'in', 'nin', 'set', 'unset'),
    values: fc.array(fc.constantFrom(...words.filter(Boolean)), { minLength: 1, maxLength: 3 }),
  })
  .map(({ prop, op, values }) => (op === 'set' || op === 'unset' ? { prop, op } : { prop, op, value: op === 'in' || op === 'nin' ? values : values[0] }))
const { rule: anyRule } = fc.letrec<{ rule: unknown }>((tie) => ({
  rule: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    condition,
    fc.record({ all: fc.array(tie('rule'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('rule'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ not: tie('rule') }),
  ),
}))

/** The same question to the engine of events: its reader, and its own judgement of a condition. */
function asEvents(rule: Where, values: Readonly<Record<string, string | null>>): boolean {
  if ('all' in rule) return rule.all.every((each) => asEvents(each, values))
  if ('any' in rule) return rule.any.some((each) => asEvents(each, values))
  if ('prop' in rule) return holds(rule, values[rule.prop.slice('account.'.length)] ?? null)
  return 'not' in rule && typeof rule.not === 'object' && !asEvents(rule.not, values)
}

test('every rule of a segment is a condition of questions about events, word for word, and both take in the same accounts', () => {
  const values = fc.record({ plan: fc.constantFrom(...words), region: fc.constantFrom(...words), segment: fc.constantFrom(...words) })
  fc.assert(
    fc.property(anyRule, values, (given, of) => {
      const { rule } = compile(given)
      const read = where(given, 'rule')
      expect(rule).not.toBeNull()
      if (!rule) return
      const bare = Object.fromEntries(Object.entries(of).map(([name, value]) => [name, value === '' ? null : value]))
      expect(matches(rule, row(bare))).toBe(asEvents(read, bare))
    }),
  )
})
