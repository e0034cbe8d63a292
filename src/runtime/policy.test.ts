import { describe, expect, test } from 'vitest'
import { toys } from '#test/support/toyCompany.ts'
import { roles, type AnyRow, type Classification, type Role } from '#kernel'
import type { Change } from './change.ts'
import { assertMayPerform, assertMayRead, masked, maskedChange, mayRead } from './policy.ts'

const refused = (work: () => unknown): boolean => {
  try {
    work()
    return false
  } catch (error) {
    expect(error).toMatchObject({ kind: 'forbidden' })
    return true
  }
}
const allowed = (work: (role: Role) => unknown): Role[] => roles.filter((role) => !refused(() => work(role)))

/** The table of what a role sees, cell by cell: guest, viewer, contributor, editor, admin, owner. */
test.each<[Classification, string]>([
  ['public', '111111'],
  ['internal', '011111'],
  ['confidential', '011111'],
  ['personal', '001111'],
  ['secret', '000000'],
])('%s values are seen by %s', (classification, seen) => {
  expect(roles.map((role) => (mayRead(classification, role) ? '1' : '0')).join('')).toBe(seen)
})

test('a noun is read, and a verb performed, from its own role upwards', () => {
  expect(allowed((role) => assertMayRead(toys.noun('bet'), role))).toEqual(['viewer', 'contributor', 'editor', 'admin', 'owner'])
  expect(allowed((role) => assertMayRead(toys.noun('memo'), role))).toEqual(['admin', 'owner'])
  expect(allowed((role) => assertMayPerform(toys.action('bet', 'start'), role))).toEqual(['contributor', 'editor', 'admin', 'owner'])
  expect(allowed((role) => assertMayPerform(toys.action('bet', 'stop'), role))).toEqual(['admin', 'owner'])
  expect(allowed((role) => assertMayPerform(toys.action('team', 'create'), role))).toEqual(['editor', 'admin', 'owner'])
  expect(allowed((role) => assertMayPerform(toys.action('bet', 'start'), role, 'read'))).toEqual([])
})

describe('masking', () => {
  const bet = toys.noun('bet')
  const stamps = { id: '1', key: 'BET-1', version: 1, createdAt: '', updatedAt: '', archivedAt: null, source: null, custom: {} }
  const row: AnyRow = { ...Object.fromEntries(Object.keys(bet.fields).map((name) => [name, name])), ...stamps }
  const hidden = (role: Role) => Object.keys(bet.fields).filter((name) => masked(bet, row, role)[name] === null)

  test('empties the values above the reader’s class, and no others', () => {
    expect(hidden('viewer')).toEqual(['lead', 'pin'])
    expect(hidden('owner')).toEqual(['pin'])
    expect(hidden('guest')).toEqual(Object.keys(bet.fields))
    expect(masked(bet, row, 'guest')).toMatchObject(stamps)
  })

  const { size } = bet.fields
  const veiled: typeof bet = { ...bet, fields: size ? { ...bet.fields, size: { ...size, veil: () => 'veiled' } } : {} }
  test('takes the personal parts out of a value for those who may not see them, and leaves nothing alone', () => {
    expect([masked(veiled, row, 'guest')['size'], masked(veiled, row, 'viewer')['size'], masked(veiled, row, 'contributor')['size']]).toEqual([
      null,
      'veiled',
      'size',
    ])
    expect(masked(veiled, { ...row, size: null }, 'viewer')['size']).toBeNull()
  })

  test('of a change covers both images, leaves the mark of a secret, and shows nothing of a noun that is gone', () => {
    const images = { before: { lead: 'a', size: 1, archivedAt: null }, after: { lead: 'b', size: 2, pin: '(secret)', archivedAt: 'now' } }
    const change: Change = {
      seq: 1,
      recordedAt: '',
      effectiveAt: '',
      actor: null,
      actorName: '',
      door: '',
      request: '',
      noun: 'bet',
      id: '1',
      key: 'BET-1',
      verb: 'edit',
      version: 2,
      why: null,
      undoes: null,
      ...images,
    }
    expect(maskedChange(bet, change, 'viewer')).toMatchObject({
      before: { lead: null, size: 1, archivedAt: null },
      after: { lead: null, size: 2, pin: '(secret)', archivedAt: 'now' },
    })
    expect(maskedChange(bet, change, 'editor')).toMatchObject(images)
    expect(maskedChange(undefined, change, 'owner')).toMatchObject({ before: {}, after: {}, verb: 'edit' })
    expect(maskedChange(bet, { ...change, before: null }, 'viewer').before).toBeNull()
    expect(maskedChange(veiled, change, 'viewer')).toMatchObject({ before: { size: 'veiled' }, after: { size: 'veiled' } })
    expect(maskedChange(veiled, change, 'contributor')).toMatchObject(images)
  })
})
