import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addPeriods } from '#engines/numbers/dates.ts'
import { burnAlerts } from '../slo/slo.ts'
import { feedOf, type FeedInput } from './feed.ts'
import { xmr } from './xmr.ts'

const months = (values: readonly number[]) => values.map((value, index) => ({ period: addPeriods('2024-01', index), value }))
const calm = [10, 12, 9, 11, 10, 12, 9, 11, 10, 12, 9, 11]
const frozen = { baselineEnd: '2024-12' }
const low = { metric: 'net-revenue-retention', chart: xmr(months([...calm, 2]), frozen), since: '2025-01' }
const nothing: FeedInput = { charts: [], contracts: [], burns: [], forecasts: [], mutes: [], noise: [] }
const contract = {
  check: 'freshness',
  input: 'ticket',
  metrics: ['ticket-rate', 'csat'],
  period: '2025-01',
  says: 'No ticket for 60 days',
  severity: 'error',
} as const
const burn = {
  metric: 'slo-attainment',
  objective: 'Ledger API',
  period: '2025-01',
  alert: { ...burnAlerts[0], burn: 14.4, says: 'spends a month’s budget in two days' },
}
const crossing = { metric: 'activation', target: 'TGT-4', period: '2025-06', says: 'Crosses 40% in June 2025' }

describe('entries', () => {
  test('a value below its limit is a new signal of its period', () => {
    expect(feedOf({ ...nothing, charts: [low] }).entries).toEqual([
      {
        key: 'newSignal/net-revenue-retention/outside/below/2025-01',
        kind: 'newSignal',
        metric: 'net-revenue-retention',
        metrics: ['net-revenue-retention'],
        period: '2025-01',
        says: 'Below the lower limit in January 2025',
        severity: 'medium',
        rule: 'outside',
        also: [],
      },
    ])
  })
  test('broken inputs come first, then budgets, signals and forecasts', () => {
    const feed = feedOf({ ...nothing, charts: [low], contracts: [{ ...contract, severity: 'warn' }, contract], burns: [burn], forecasts: [crossing] })
    expect(feed.entries.map(({ kind, severity, metric }) => [kind, severity, metric])).toEqual([
      ['contractFailure', 'high', 'ticket-rate'],
      ['budgetBurn', 'high', 'slo-attainment'],
      ['newSignal', 'medium', 'net-revenue-retention'],
      ['forecastCrossing', 'medium', 'activation'],
    ])
    expect(feed.entries[0]?.metrics).toEqual(['ticket-rate', 'csat'])
    expect(feed.entries[1]).toMatchObject({ rule: '14.4x', says: 'Ledger API: spends a month’s budget in two days' })
  })
  test('a signal from provisional limits is of low severity', () => {
    const chart = xmr(months([10, 12, 9, 11, 10, 12, 9, 40]), { baselineEnd: '2024-07' })
    expect(feedOf({ ...nothing, charts: [{ ...low, chart, since: '2024-08' }] }).entries[0]?.severity).toBe('low')
  })
  test('last month’s signal is no longer new', () => {
    expect(feedOf({ ...nothing, charts: [{ ...low, since: '2025-02' }] }).entries).toEqual([])
  })
  test('two rules on one point are one entry that names both', () => {
    const both = xmr(months([...calm.slice(0, 11), 10, 12, 12, 12, 12, 12, 12, 12, 30]), frozen)
    const { entries } = feedOf({ ...nothing, charts: [{ ...low, chart: both, since: '2025-08' }] })
    expect(entries).toEqual([expect.objectContaining({ rule: 'outside', period: '2025-08', also: ['run'] })])
  })
  test('equal severities of one kind are ordered by how surprising the chart is', () => {
    const farther = { metric: 'zeal', chart: xmr(months([...calm, -30]), frozen), since: '2025-01' }
    expect(feedOf({ ...nothing, charts: [low, farther] }).entries.map(({ metric }) => metric)).toEqual(['zeal', 'net-revenue-retention'])
  })
})

describe('what is held back', () => {
  test('a declared change mutes the signals that it explains and no others', () => {
    const mute = { metric: 'net-revenue-retention', from: '2025-01', cause: 'Price list of January' }
    expect(feedOf({ ...nothing, charts: [low], mutes: [mute] })).toMatchObject({ entries: [], muted: [{ rule: 'outside', cause: 'Price list of January' }] })
    for (const other of [
      { ...mute, metric: 'csat' },
      { ...mute, from: '2025-02' },
      { ...mute, from: '2024-01', to: '2024-12' },
      { ...mute, rule: 'run' as const },
    ])
      expect(feedOf({ ...nothing, charts: [low], mutes: [other] }).muted).toEqual([])
  })
  test('a declared change never mutes a broken input or a burning budget', () => {
    const mutes = ['ticket-rate', 'slo-attainment'].map((metric) => ({ metric, from: '2020-01', cause: 'Move to another tool' }))
    expect(feedOf({ ...nothing, contracts: [contract], burns: [burn], mutes }).muted).toEqual([])
  })
  test('what a person called noise stays away, under the same key', () => {
    const key = feedOf({ ...nothing, charts: [low] }).entries[0]?.key ?? ''
    expect(feedOf({ ...nothing, charts: [low], noise: [key] })).toMatchObject({ entries: [], muted: [{ cause: 'Called noise' }] })
  })
  test('signals and crossings of an untrusted value are barred', () => {
    const feed = feedOf({ ...nothing, charts: [{ ...low, isTrusted: false }], forecasts: [{ ...crossing, isTrusted: false }], contracts: [contract] })
    expect(feed.entries.map(({ kind }) => kind)).toEqual(['contractFailure'])
    expect(feed.muted).toHaveLength(2)
  })
})

test('nothing is lost, nothing is twice, and the order of the input does not matter', () => {
  const series = fc.array(fc.integer({ min: -20, max: 40 }), { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(fc.array(series, { maxLength: 6 }), fc.boolean(), (list, isMuted) => {
      const charts = list.map((values, index) => ({ metric: `m${index}`, chart: xmr(months([...calm, ...values]), frozen), since: '2025-01' }))
      const mutes = isMuted ? [{ metric: 'm0', from: '2025-01', cause: 'Declared' }] : []
      const feed = feedOf({ ...nothing, charts, mutes, contracts: [contract, contract] })
      const all = [...feed.entries, ...feed.muted]
      expect(new Set(all.map(({ key }) => key)).size).toBe(all.length)
      const points = charts.flatMap(({ metric, chart }) =>
        chart.signals.filter(({ found }) => found >= '2025-01').map(({ found, side }) => `${metric}/${found}/${side}`),
      )
      expect(all).toHaveLength(new Set(points).size + 1)
      expect(feedOf({ ...nothing, charts: charts.toReversed(), mutes, contracts: [contract] })).toEqual(feed)
    }),
  )
})
