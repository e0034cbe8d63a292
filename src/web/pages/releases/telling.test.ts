import { expect, test } from 'vitest'
import type { ReleaseLine, Scope } from './asked.ts'
import { dayOf, defectsSay, headline, scopeSays, standing, weeksSay } from './telling.ts'

const scope = (more: Partial<Scope>): Scope => ({ frozenOn: '2026-11-01', added: [], removed: [], resized: [], weeks: 0, ...more })
const change = { id: 'a', key: 'FEA-1', title: 'Roles', on: null, reason: null }
const outlook = {
  level: 'onTrack',
  half: null,
  likely: null,
  last: null,
  days: 0,
  unknown: [],
  gone: [],
  promised: '2026-12-14',
  promisedAs: 'external',
  says: '',
} as const
const line: ReleaseLine = {
  id: 'r',
  key: 'REL-1',
  title: 'Core 8.2',
  versionName: null,
  group: null,
  product: { id: 'p', name: 'Core' },
  owner: null,
  state: 'planned',
  window: null,
  internalDate: null,
  externalDate: null,
  releasedOn: null,
  rolledBackOn: null,
  reason: null,
  sourceStatus: null,
  override: null,
  features: [],
  effort: { weeks: 0, unsized: 0, readyWeeks: 0 },
  outlook,
  scope: null,
  defects: null,
  named: [],
}
const defects = { judgedOn: '2026-12-14', before: 9, after: 13, share: 13 / 22, lacks: null }

test('the headline counts what is on its way and names what is in danger', () => {
  const late: ReleaseLine = { ...line, title: 'Exports', outlook: { ...outlook, level: 'late' } }
  expect(
    headline({
      lines: [
        { ...line, state: 'released', outlook: null },
        { ...line, state: 'parkingLot' },
      ],
    }),
  ).toBe('No release is on its way')
  expect(headline({ lines: [line] })).toBe('1 release is on its way, none in danger')
  expect(headline({ lines: [line, { ...line, title: 'Roles', outlook: { ...outlook, level: 'blocked', gone: ['FEA-2'] } }] })).toBe(
    '2 releases are on their way, 1 in danger: Roles',
  )
  expect(headline({ lines: [line, late, { ...late, title: 'Audit' }, { ...late, title: 'Roles' }] })).toBe(
    '4 releases are on their way, 3 in danger: Exports and Audit and 1 more',
  )
})

test('a promised day is told with whom it was promised to', () => {
  expect(dayOf(line)).toEqual({ says: '14 Dec 2026', of: 'customers were told' })
  expect(dayOf({ ...line, outlook: { ...outlook, promised: null, promisedAs: null } })).toBeNull()
})

test('a frozen scope says what came and went, with its weeks', () => {
  expect(scopeSays(null)).toBeNull()
  expect(scopeSays(scope({}))).toBe('unchanged')
  expect([weeksSay(1), weeksSay(0)]).toEqual(['1 person-week', '0 person-weeks'])
  expect(scopeSays(scope({ added: [change], weeks: 6 }))).toBe('1 added, +6 person-weeks')
  expect(scopeSays(scope({ added: [change], removed: [change], weeks: -2.25 }))).toBe('1 added, 1 removed, −2.3 person-weeks')
})

test('what blocks a release is no green mark', () => expect(standing.blocked).toEqual({ state: 'red', says: 'Blocked' }))

test('a share of escaped defects is none or all only when it is', () => {
  const says = (after: number) => defectsSay({ defects: { ...defects, state: 'judged', before: 250 - after, after, share: after / 250 } })
  expect([0, 1, 249, 250].map(says)).toEqual(['0%', '0.4%', '99.6%', '100.0%'])
})

test('a release younger than 90 days is not judged', () => {
  expect(defectsSay({ defects: { ...defects, state: 'judged' } })).toBe('59.1%')
  expect(defectsSay({ defects: { ...defects, state: 'tooEarly', share: null } })).toBe('judged on 14 Dec 2026')
  expect(defectsSay({ defects: { ...defects, state: 'judged', before: 0, after: 0, share: null } })).toBe('none found')
  expect(defectsSay({ defects: { ...defects, state: 'unknown', share: null } })).toBe('unknown')
})
