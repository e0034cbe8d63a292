import { expect, test } from 'vitest'
import { shortOf, trustOf } from './trust.ts'

const tickets = { grain: 'month', maturityDays: 7 } as const
const finding = {
  check: 'ticket.before-account',
  severity: 'error' as const,
  fact: 'ticket',
  says: 'tickets are older than their account',
  count: 1234,
  of: 5678,
  metrics: ['tickets'],
}
const newest = (ticket: string | null, subscription: string | null = null) => ({
  newest: ticket,
  inputs: [
    { fact: 'ticket', rows: ticket ? 1 : 0, newest: ticket, recordedAt: null },
    { fact: 'subscription', rows: subscription ? 1 : 0, newest: subscription, recordedAt: null },
  ],
})
const state = (findings: Parameters<typeof trustOf>[2], freshness: ReturnType<typeof newest>, isMature = true) =>
  trustOf(tickets, 'tickets', findings, freshness, '2024-12-31', isMature)

test('fresh, mature and without a fault is trusted', () => {
  expect(state([], newest('2024-12-30'))).toEqual({ state: 'trusted', reasons: [] })
})

test('an error that touches the metric makes it untrusted, and says how many of how many rows', () => {
  expect(state([finding], newest('2024-12-30'))).toEqual({
    state: 'untrusted',
    reasons: [{ check: 'ticket.before-account', says: '1,234 of 5,678 tickets are older than their account', input: 'ticket', count: 1234 }],
  })
})

test('rows of the ledger that mean something else than they say take the trust of what rests on it, beside what a check told, but not of a metric that names other checks', () => {
  const samples = ['L1', 'L2', 'L3', 'L4', 'L5']
  const negative = { check: 'negative_mrr', severity: 'error' as const, says: 'lines have a negative MRR and are left out', count: 1205, samples }
  const trust = (findings: Parameters<typeof trustOf>[2], checks?: readonly string[]) =>
    trustOf({ ...tickets, ...(checks ? { checks } : {}) }, 'tickets', findings, newest('2024-12-30'), '2024-12-31', true, [negative])
  const told = { check: 'negative_mrr', says: '1,205 lines have a negative MRR and are left out (L1, L2, L3 and 1,202 more)', count: 1205 }
  expect(trust([])).toEqual({ state: 'untrusted', reasons: [told] })
  expect(trust([finding]).reasons.map(({ check }) => check)).toEqual(['ticket.before-account', 'negative_mrr'])
  expect(trust([], ['ticket.', 'subscription.account-known']).state).toBe('trusted')
  expect(trust([], ['subscription.']).reasons).toEqual([told])
  expect(trust([], ['subscription.negative_mrr']).reasons).toEqual([told])
})

test('a warning, or an error that touches other metrics, takes no trust', () => {
  expect(
    state(
      [
        { ...finding, severity: 'warn' },
        { ...finding, metrics: ['csat'] },
      ],
      newest('2024-12-30'),
    ).state,
  ).toBe('trusted')
})

test('a feed whose newest row is older than a period and a grace is stale, to the day', () => {
  expect(state([], newest('2024-11-21')).state).toBe('trusted') // 40 days
  expect(state([], newest('2024-11-20'))).toMatchObject({
    state: 'stale',
    reasons: [{ check: 'freshness', says: 'The newest ticket is 41 days old; 40 are allowed.', since: '2024-11-20' }],
  })
})

test('a ledger without a rhythm is stale after 100 days; a feed without rows is not', () => {
  expect(state([], newest('2024-12-30', '2024-09-22')).state).toBe('trusted')
  expect(state([], newest('2024-12-30', '2024-09-21'))).toMatchObject({
    state: 'stale',
    reasons: [{ check: 'freshness', input: 'subscription', says: 'The newest subscription is 101 days old; 100 are allowed.' }],
  })
  expect(state([], newest(null)).state).toBe('trusted')
})

test('the worst state wins: untrusted before stale before provisional', () => {
  expect(state([finding], newest('2024-01-01'), false).state).toBe('untrusted')
  expect(state([], newest('2024-01-01'), false).state).toBe('stale')
  expect(state([], newest('2024-12-30'), false)).toMatchObject({ state: 'provisional', reasons: [{ check: 'maturity' }] })
})

test('a metric that people defined is touched by every failing check of its inputs, and by no other', () => {
  const defined = { ...tickets, inputs: ['ticket'] }
  const trust = (fact: string) => trustOf(defined, 'own-rate', [{ ...finding, fact }], newest('2024-12-30'), '2024-12-31', true).state
  expect([trust('ticket'), trust('subscription')]).toEqual(['untrusted', 'trusted'])
  expect(trustOf({ ...defined, compute: { by: 'share' } }, 'own-rate', [finding], newest('2024-12-30'), '2024-12-31', true).state).toBe('trusted')
})

test('few rows that wait make a figure provisional, and are told beside whatever else is wrong; many take its trust', () => {
  const waits = {
    ...finding,
    check: 'ticket.waiting',
    severity: 'warn' as const,
    count: 1,
    of: 100,
    says: 'rows of ticket waits at import',
    since: '2024-12-01',
  }
  const reason = { check: 'ticket.waiting', says: '1 of 100 rows of ticket waits at import', input: 'ticket', count: 1, since: '2024-12-01' }
  expect(state([waits], newest('2024-12-30'))).toEqual({ state: 'provisional', reasons: [reason] })
  expect(shortOf(state([waits], newest('2024-12-30')))).toBe(reason.says)
  expect(state([waits], newest('2024-12-30'), false).reasons.map(({ check }) => check)).toEqual(['maturity', 'ticket.waiting'])
  expect(state([waits], newest('2023-12-30'))).toMatchObject({ state: 'stale', reasons: [{ check: 'freshness' }, reason] })
  expect(state([finding, waits], newest('2024-12-30'))).toMatchObject({ state: 'untrusted', reasons: [{ check: 'ticket.before-account' }, reason] })
  expect(state([{ ...waits, severity: 'error' }], newest('2024-12-30'))).toEqual({ state: 'untrusted', reasons: [reason] })
  expect(state([{ ...waits, metrics: ['csat'] }], newest('2024-12-30'))).toMatchObject({ state: 'trusted', reasons: [] })
})
