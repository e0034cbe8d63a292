import { expect, test } from 'vitest'
import { rowOf } from '#test/support/rowOf.ts'
import type { AnyRow } from '#kernel'
import { planChanges, sayTime, type Line } from './changed.ts'

const row = (id: string, values: object): AnyRow => rowOf(id, { id, createdAt: '2026-10-05T08:00:00.000Z', ...values })
const line = (seq: number, before: object | null, after: object, more: Partial<Line> = {}): Line => ({
  seq,
  recordedAt: `2026-11-${String(seq).padStart(2, '0')}T08:00:00.000Z`,
  actor: 'vera',
  actorName: 'Vera',
  id: 'a',
  key: 'INI-1',
  verb: 'edit',
  before: before && { ...before },
  after: { ...after },
  undoes: null,
  ...more,
})
const known = {
  timeZone: 'America/Denver',
  end: '2026-12-31',
  now: '2026-11-28T08:00:00.000Z',
  bets: new Map([['a', row('a', { effort: { likely: 12 }, horizon: 'next', products: ['p'] })]]),
  decisions: new Map([['d', row('d', { decidedOn: '2026-11-09' })]]),
}
const kinds = (...lines: readonly Line[]) => planChanges(lines, known).map(({ kind }) => kind)

test.each([
  [{ stage: 'delivering' }, { stage: 'stopped' }, ['stopped']],
  [{ stage: 'paused' }, { stage: 'delivering' }, ['returned']],
  [{ stage: 'ready' }, { stage: 'committed' }, ['inserted']],
  [{ stage: 'committed' }, { stage: 'delivering', horizon: 'now' }, []],
  [{ stage: 'delivering' }, { stage: 'measuring' }, []],
  [{ timeframe: '2026-Q4' }, { timeframe: '2027-Q1' }, ['deferred']],
  [{ timeframe: '2027-H1' }, { timeframe: '2026-Q4' }, ['returned']],
  [{ timeframe: '2026-10' }, { timeframe: '2026-12' }, ['resequenced']],
  [{ timeframe: '2027-Q1' }, { timeframe: '2027-03' }, []],
  [{ timeframe: '2026-12' }, { timeframe: '2026-Q4' }, []],
  [{ horizon: 'now' }, { horizon: 'later' }, ['deferred']],
  [{ horizon: 'next' }, { horizon: 'now' }, ['returned']],
  [{ effort: { likely: 12 } }, { effort: { likely: 20 } }, ['rescoped']],
  [{ effort: { likely: 12, low: 3 } }, { effort: { likely: 12, low: 3 } }, []],
  [{ effort: { likely: 12, low: 3 } }, { effort: { likely: 12, low: 3, high: null, on: '2026-11-02' } }, []],
  [{ effort: { likely: 12, low: 3 } }, { effort: { likely: 12, low: 4, on: '2026-11-02' } }, ['rescoped']],
  [{ outcome: [{ target: 1 }] }, { outcome: [{ target: 2 }] }, ['retargeted']],
  [{ archivedAt: null }, { archivedAt: '2026-11-02' }, ['removed']],
  [{ title: 'A' }, { title: 'B' }, []],
])('from %j to %j is %j', (before, after, expected) => expect(kinds(line(2, before, after))).toEqual(expected))

test('a new bet changes no plan; a pause lasts until it is taken up again, or until now', () => {
  expect(kinds(line(1, null, { stage: 'idea' }))).toEqual([])
  const pause = line(3, { stage: 'delivering' }, { stage: 'paused' })
  expect(planChanges([pause], known)[0]).toMatchObject({ days: 25 })
  expect(planChanges([line(9, { stage: 'paused' }, { stage: 'delivering' }), pause], known)[0]).toMatchObject({ kind: 'paused', days: 6 })
})

test('cause, sponsor, product and the decision that was learned from travel along', () => {
  const after = { timeframe: '2027-Q1', lastCause: 'learning', lastSponsor: 'Dana', lastDecision: 'd' }
  expect(planChanges([line(10, { timeframe: '2026-Q4' }, after)], known)).toEqual([
    {
      id: '10',
      at: '2026-11-10T08:00:00.000Z',
      on: '2026-11-10',
      item: 'a',
      kind: 'deferred',
      cause: 'learning',
      sponsor: 'Dana',
      product: 'p',
      actor: 'vera',
      evidenceAt: '2026-10-05T08:00:00.000Z',
      approvedAt: '2026-11-09',
    },
  ])
  expect(planChanges([line(10, { timeframe: '2026-Q4' }, { ...after, lastCause: 'salesCommitment' })], known)[0]).toMatchObject({ cause: 'sales-commitment' })
})

test('a change has the civil day of the workspace', () =>
  expect(planChanges([line(10, { horizon: 'now' }, { horizon: 'next' }, { recordedAt: '2026-11-10T05:00:00.000Z' })], known)[0]).toMatchObject({
    at: '2026-11-10T05:00:00.000Z',
    on: '2026-11-09',
  }))

test('a bet that joins is weighed with the size and place that it had then, not with those of today', () => {
  const joins = line(2, { stage: 'ready' }, { stage: 'committed' })
  const grows = line(5, { effort: { likely: 12 } }, { effort: { likely: 66 } })
  const [size, place] = [line(3, { effort: { likely: 4 } }, { effort: { likely: 12 } }), line(4, { horizon: 'now' }, { horizon: 'next' })]
  expect(planChanges([joins], known)[0]).toMatchObject({ kind: 'inserted', effort: 12, horizon: 'next' })
  expect(planChanges([joins, size, place, grows], known)[0]).toMatchObject({ kind: 'inserted', effort: 4, horizon: 'now' })
  expect(planChanges([joins, line(3, { effort: null }, { effort: { likely: 12 } })], known)[0]).toMatchObject({ effort: 0 })
  expect(planChanges([joins, { ...size, id: 'b' }], known)[0]).toMatchObject({ effort: 12 })
  const both = line(2, { stage: 'ready', horizon: 'later' }, { stage: 'committed', horizon: 'now' })
  expect(planChanges([both, line(4, { horizon: 'now' }, { horizon: 'next' })], known)[0]).toMatchObject({ horizon: 'now' })
})

test('a bet that is stopped because of what was learned is learning, with its decision', () => {
  const after = { stage: 'stopped', decision: 'd', lastCause: 'learning', lastSponsor: null, lastDecision: 'd' }
  expect(planChanges([line(10, { stage: 'delivering' }, after)], known)[0]).toMatchObject({
    kind: 'stopped',
    cause: 'learning',
    evidenceAt: '2026-10-05T08:00:00.000Z',
    approvedAt: '2026-11-09',
  })
})

test('two changes in one line are told apart', () =>
  expect(planChanges([line(4, { horizon: 'now', effort: { likely: 1 } }, { horizon: 'next', effort: { likely: 9 } })], known).map(({ id }) => id)).toEqual([
    '4',
    '4.1',
  ]))

test('times are said as people say them', () => expect(['2027-Q1', '2027-H1', '2027-03', ''].map(sayTime)).toEqual(['Q1 2027', 'H1 2027', 'Mar 2027', 'none']))
