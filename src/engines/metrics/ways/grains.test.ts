import { expect, test } from 'vitest'
import { asking, table } from '#test/support/asking.ts'
import { perPayingAccount } from './perPayingAccount.ts'
import { stakeholders } from './stakeholders.ts'
import { bind, wayOf } from './ways.ts'

test('a way tells the grains that it declares, the finest first; one that declares none tells all', () => {
  expect(wayOf({ by: 'revenue', measure: 'nrr' }).grains()).toEqual(['month', 'quarter'])
  expect(wayOf({ by: 'customerRetention', measure: 'logo' }).grains()).toEqual(['month'])
  expect(wayOf({ by: 'stakeholders' }).grains()).toEqual(['quarter'])
  expect(wayOf({ by: 'incidents', severities: ['p0'] }).grains()).toEqual(['day', 'week', 'month', 'quarter'])
})

test('a refused grain says why, and names those that are told', () => {
  expect(() => asking(perPayingAccount, { fact: 'ticket', at: 'created_at' }, {}).computed({ grain: 'day' })).toThrow(
    'Paying accounts are averaged over months: it is told by month, not by day.',
  )
  expect(() => asking(stakeholders, {}, { answers: table('at\n2024-05-10') }).computed({ grain: 'week' })).toThrow('told by quarter, not by week')
})

test('a definition that answers no grain at all is left to say so itself', () => {
  const way = { counts: () => null, untold: () => 'It has no time', reads: () => ({}), figures: () => ({ points: [], text: 'asked', notes: [] }) }
  const bound = bind(way, {})
  expect(bound.grains()).toEqual([])
  const time = { asOf: '2024-12-31', grain: 'day', periods: [], headline: null, window: null, timeZone: 'UTC' } as const
  const asked = { time, by: null, currency: 'USD', today: '2024-12-31', minN: 1, maturityDays: 0, switches: {} }
  expect(bound.figures(asked, { rows: () => [], ledger: null, activity: null }).text).toBe('asked')
})
