import { expect, test } from 'vitest'
import { conclusion, sayFlags } from './Arriving.tsx'
import { sayMended, sayOthers } from './Held.tsx'
import { planConclusion, sayViolations } from './Plan.tsx'
import { replayAll, sayReplayed } from './replayAll.ts'
import { sdks, snippetOf } from './snippets.ts'

const source = (name: string, lastDay: number, state = 'active') => ({
  id: name,
  key: 'EVS-1',
  version: 1,
  name,
  sdk: 'segment',
  state,
  keyEnd: 'abcd',
  lastDay,
  lastAt: null,
  since: { accepted: 0, duplicates: 0, refused: 0, limited: 0, forgotten: 0, withheld: 0 },
  held: 0,
})

test('the page says in one line what came, who is silent and what waits', () => {
  expect(conclusion({ sources: [], held: [] })).toBe('Nothing sends events yet')
  expect(conclusion({ sources: [source('App', 0)], held: [] })).toBe('No event came in the last 24 hours')
  expect(
    conclusion({ sources: [source('App', 3), source('Site', 0), source('Old', 9, 'revoked')], held: [{ class: 'malformed', source: 's', count: 1 }] }),
  ).toBe('3 events came in the last 24 hours; Site is silent; 1 event waits for you')
})

test('a share is never made to look larger or more exact than it is', () => {
  const plan = { unplanned: [], days: 30, events: [] }
  expect(planConclusion({ ...plan, coverage: null, violationRate: null })).toBe('No event came in the last 30 days')
  expect(planConclusion({ ...plan, coverage: 0.999, violationRate: 0.0001 })).toBe(
    'The plan covers 99% of the events of the last 30 days, and less than 1% of those did not fit',
  )
})

test('flags are said in words', () => expect(sayFlags('unknown_property:plan late_time')).toBe('unknown property plan, late time'))

test('the name of a property is told as it is sent, and ways not told are counted', () => {
  expect(sayFlags('unknown_property:__proto__ type_mismatch:project_id')).toBe('unknown property __proto__, type mismatch project_id')
  const violation = (property: string, count: number) => ({ class: 'type_mismatch', property, count })
  expect(sayViolations([])).toBe('–')
  expect(sayViolations([violation('a_b', 1), violation('c', 1_200)])).toBe('type mismatch c 1,200, type mismatch a_b 1')
  expect(sayViolations([violation('a', 1), violation('b', 2), violation('c', 3), violation('d', 4)])).toBe('type mismatch d 4, type mismatch c 3, 2 more')
})

test('every client has its lines, with the key and the address in them', () => {
  for (const sdk of sdks) {
    const lines = snippetOf(sdk, 'https://events.harborlight.example', 'tlw_key')
    expect(lines).toContain('tlw_key')
    expect(lines).toContain('events.harborlight.example')
  }
})

test('a kind is replayed to its end, in as many requests as it takes', async () => {
  const pieces = new Map([
    [null, { replayed: 0, waiting: 5_000, next: 'b' }],
    ['b', { replayed: 2, waiting: 1, next: null }],
  ])
  const told: number[] = []
  const done = await replayAll(
    async (cursor) => pieces.get(cursor) ?? { replayed: 0, waiting: 0, next: null },
    (tried) => void told.push(tried),
  )
  expect([done, told]).toEqual([{ replayed: 2, waiting: 5_001 }, [5_000, 5_003]])
  expect([done, { replayed: 1, waiting: 0 }, { replayed: 0, waiting: 1 }].map(sayReplayed)).toEqual([
    '2 taken, 5,001 still wait',
    '1 event taken',
    '0 taken, 1 still waits',
  ])
})

test('kinds that are not shown are counted in words', () =>
  expect(sayOthers({ kinds: 1_250, events: 3_001 })).toBe('And 3,001 events of 1,250 other kinds, which come up as those above are taken or put away.'))

test('a row of the journal says what a replay makes of it', () => {
  expect([null, 'ts', 'event_id', 'props'].map(sayMended)).toEqual([
    ' · replay leaves it waiting, for there is nothing to take',
    ' · replay takes it at the time of its arrival',
    ' · replay takes it under a name that is made for it',
    ' · replay takes it without that value',
  ])
})
