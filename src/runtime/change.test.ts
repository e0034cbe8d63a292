import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toys } from '#test/support/toyCompany.ts'
import { chainHash, chainStart, images, toChange, toColumnsOfChange, type Change } from './change.ts'

const change: Change = {
  seq: 1,
  recordedAt: '2026-11-16T08:00:00.000Z',
  effectiveAt: '2026-11-16T08:00:00.000Z',
  actor: '01900000-0000-7000-8000-0000000000aa',
  actorName: 'Vera Lindqvist',
  door: 'rest',
  request: '01900000-0000-7000-8000-0000000000bb',
  noun: 'bet',
  id: '01900000-0000-7000-8000-0000000000cc',
  key: 'BET-1',
  verb: 'create',
  version: 1,
  before: null,
  after: { title: 'Faster exports', budget: { currency: 'EUR', amount: 12.5 } },
  why: null,
  undoes: null,
}

/** Written out by hand: whoever verifies a record years from now, in any language, needs no more than this. */
test('a link is SHA-256 over the previous hash, a line feed and the change in canonical JSON', () => {
  const line =
    '{"actor":"01900000-0000-7000-8000-0000000000aa","actorName":"Vera Lindqvist","after":{"budget":{"amount":12.5,"currency":"EUR"},"title":"Faster exports"},' +
    '"before":null,"door":"rest","effectiveAt":"2026-11-16T08:00:00.000Z","id":"01900000-0000-7000-8000-0000000000cc","key":"BET-1","noun":"bet",' +
    '"recordedAt":"2026-11-16T08:00:00.000Z","request":"01900000-0000-7000-8000-0000000000bb","seq":1,"undoes":null,"verb":"create","version":1,"why":null,"workspace":"w"}'
  const expected = createHash('sha256')
    .update(`${'0'.repeat(64)}\n${line}`)
    .digest('hex')
  expect(chainHash('w', chainStart, change)).toBe(expected)
})

test('a change in any part, or in the company, is another link', () => {
  const own = chainHash('w', chainStart, change)
  for (const name of Object.keys(change)) expect([name, chainHash('w', chainStart, { ...change, [name]: 'other' }) === own]).toEqual([name, false])
  expect(chainHash('v', chainStart, change)).not.toBe(own)
  expect(chainHash('w', own, change)).not.toBe(own)
})

test('a change comes back from its columns as it went in', () => {
  const text = fc.string()
  const values = fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue())
  const any = fc.record({
    actorName: text,
    verb: text,
    why: fc.option(text),
    undoes: fc.option(fc.nat()),
    before: fc.option(values),
    after: values,
    actor: fc.option(fc.uuid()),
    version: fc.nat(),
  })
  fc.assert(
    fc.property(any, (some) => {
      const whole = { ...change, ...some }
      const { before, after, ...columns } = toColumnsOfChange('w', whole, 'p', 'h')
      const stored = { ...columns, before: before === null ? null : JSON.parse(String(before)), after: JSON.parse(String(after)) }
      expect(chainHash('w', 'p', toChange(stored))).toBe(chainHash('w', 'p', whole))
    }),
  )
  expect(toColumnsOfChange('w', change, 'p', 'h')).toMatchObject({
    workspace_id: 'w',
    object_id: change.id,
    object_key: 'BET-1',
    actor_name: 'Vera Lindqvist',
    prev_hash: 'p',
    hash: 'h',
  })
})

test('the images of a write hold the fields that it sets, and of a secret only that it was set', () => {
  const bet = toys.noun('bet')
  expect(images(bet, null, { title: 'A', pin: 'hush' }, { source: { connection: 'c', externalId: 'e' } })).toEqual({
    before: null,
    after: { title: 'A', pin: '(secret)', source: { connection: 'c', externalId: 'e' } },
  })
  expect(images(bet, { size: 1, pin: null, archivedAt: null }, { size: 2, pin: 'hush' }, { archivedAt: 'now' })).toEqual({
    before: { size: 1, pin: null, archivedAt: null },
    after: { size: 2, pin: '(secret)', archivedAt: 'now' },
  })
})
