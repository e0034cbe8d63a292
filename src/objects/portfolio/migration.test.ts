import { describe, expect, test } from 'vitest'
import { answer, nth, trial, vera } from '../trial.ts'
import { announce, approve, cancel, end, extend, grantException, migration, start } from './migration.ts'

const [taken, framed] = [nth(7), nth(8)]
const decisions = {
  decision: [
    { id: taken, key: 'DEC-7', state: 'decided' },
    { id: framed, key: 'DEC-8', state: 'framed' },
  ],
}
const groups = [{ name: 'Enterprise', by: 'plan', is: 'Enterprise', path: 'Included from the next renewal.' }]
const moving = { title: 'Connect into Core', product: nth(1), to: nth(2), why: 'One product.', groups, endOn: '2027-06-30' }
const run = (verb: Parameters<typeof trial>[1], row: object, input: object = {}) =>
  answer(trial(migration, verb, { ...moving, ...row }, { ...input }, vera, decisions))

describe('a migration is approved', () => {
  test('with a path, a last day and the notice that was promised', () => expect(run(approve, {})).toEqual({ state: 'approved', decision: null }))
  test.each([
    ['It leads nowhere.', { to: null }],
    ['Nobody has a path.', { groups: [] }],
    ['Enterprise names no plan.', { groups: [{ ...groups[0], is: null }] }],
    ['It has no last day.', { endOn: null }],
    ['It turns read-only after it has ended.', { readOnlyOn: '2027-07-01' }],
    ['Customers would have 165 days; they were promised 180.', { endOn: '2027-04-30' }],
    ['It is announced already.', { state: 'announced' }],
  ])('else it is refused: %s', (reason, row) => expect(run(approve, row)).toBe(reason))
  test('where there is nowhere to go, with the reason', () =>
    expect(run(approve, { to: null, noPathReason: 'Nobody needs it.' })).toMatchObject({ state: 'approved' }))
})

test('the notice counts from the announcement, which lies not ahead', () => {
  expect(run(announce, { state: 'approved' })).toEqual({ state: 'announced', announcedOn: '2026-11-16' })
  expect(run(announce, { state: 'approved' }, { on: '2026-08-01' })).toMatchObject({ announcedOn: '2026-08-01' })
  expect(run(announce, { state: 'approved' }, { on: '2026-11-17' })).toBe('It cannot have been announced on a day to come.')
  expect(run(announce, { state: 'approved', endOn: '2027-05-01' })).toBe('That leaves 166 days; customers were promised 180.')
  expect(run(announce, {})).toBe('It is proposed; only an approved migration is announced.')
})

test('it starts once announced, and is extended but never made shorter', () => {
  expect(run(start, { state: 'announced' })).toEqual({ state: 'migrating' })
  expect(run(start, { state: 'approved' })).toBe('It is approved; only an announced migration is started.')
  const more = { reason: 'Two regions wait.', decision: taken }
  expect(run(extend, { state: 'migrating' }, { ...more, endOn: '2027-09-30' })).toMatchObject({ endOn: '2027-09-30' })
  expect(run(extend, { state: 'migrating' }, { ...more, endOn: '2027-06-01' })).toBe('It ends on 2027-06-30 already.')
  expect(run(extend, { state: 'ended' }, { ...more, endOn: '2027-09-30' })).toBe('It is ended.')
})

test('an account stays longer by a decision that was taken; a second exception replaces the first', () => {
  const one = { account: nth(20), until: '2027-12-31', decision: taken }
  expect(run(grantException, { state: 'migrating' }, one)).toEqual({ exceptions: [one] })
  expect(run(grantException, { state: 'migrating', exceptions: [one] }, { ...one, until: '2028-01-31' })).toEqual({
    exceptions: [{ ...one, until: '2028-01-31' }],
  })
  expect(run(grantException, { state: 'migrating' }, { ...one, decision: framed })).toBe('DEC-8 is not decided.')
  expect(run(grantException, { state: 'migrating' }, { ...one, until: '2026-11-16' })).toBe('That day is today.')
  expect(run(grantException, { state: 'approved' }, one)).toBe('It is approved; exceptions are granted while customers move.')
})

test('it ends when nobody is left, and is called off with a reason', () => {
  expect(run(end, { state: 'migrating' })).toEqual({ state: 'ended', endedOn: '2026-11-16' })
  expect(run(end, { state: 'migrating' }, { left: ['A', 'B', 'C', 'D'] })).toBe('4 accounts have not moved: A, B, C and 1 more.')
  expect(run(end, { state: 'announced' })).toBe('It is announced; only a migration under way is ended.')
  expect(run(cancel, { state: 'announced' }, { reason: 'Kept.' })).toMatchObject({ state: 'cancelled' })
  expect(run(cancel, { state: 'ended' }, { reason: 'Kept.' })).toBe('It is ended.')
})

test('what customers were promised is not edited', () => {
  const row = { id: '', key: 'MIG-1', version: 1, createdAt: '', updatedAt: '', archivedAt: null, source: null, custom: {}, title: '', kind: 'sunset', product: '', why: '', state: 'announced' } as const // prettier-ignore
  expect(migration.settled(row, ['endOn'])).toContain('Use extend')
  expect(migration.settled(row, ['groups'])).toBeNull()
})
