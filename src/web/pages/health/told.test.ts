import { expect, test } from 'vitest'
import type { HealthFigure, MigrationLine, ProductHealth } from './asked.ts'
import { changeSays, conditionSays, headline, migrationSays, readTyped, typedOf, valueSays } from './told.ts'

const figure: HealthFigure = { metric: 'm', unit: 'money', value: 1, before: null, period: null, n: null, trust: 'trusted', lacks: null }
function line(name: string, lifecycle: string, proposal: ProductHealth['proposed']['proposal'], revenue = 1): ProductHealth {
  const one = { ...figure, value: revenue }
  const none = null
  return {
    id: name,
    key: name,
    name,
    lifecycle,
    owner: null,
    figures: { revenue: one, margin: one, netRetention: one, usage: one, satisfaction: one, tickets: one, incidents: one, effortShare: one, costShare: one },
    inputs: { growth: none, netRetention: none, margin: none, revenueShare: none, usageShare: none, usageShareBefore: none, usageGrowth: none, costToUsage: none, ticketLoad: none, incidents: none }, // prettier-ignore
    proposed: { proposal, asked: [], lacks: [] },
    graded: { grade: null, marks: [] },
  }
}
const health = (...lines: readonly ProductHealth[]) => ({
  today: '2026-11-16',
  currency: 'USD',
  lines,
  migrations: [],
  limits: { own: { rules: {}, signals: {} }, rules: [], signals: [] },
})

test('the largest line that is not treated as its rule says comes first', () => {
  expect(headline(health(line('A', 'investing', 'harvest', 1), line('B', 'sustaining', 'invest', 9)))).toBe('B is sustaining; its rule says invest')
  expect(headline(health(line('A', 'investing', 'invest'), line('B', 'incubating', 'hold'), line('C', 'investing', null)))).toBe(
    '2 product lines are treated as their rules say, 1 cannot be told',
  )
  expect(headline(health(line('A', 'investing', null)))).toBe('No product line can be told yet: its records are missing')
})

test('conditions and values are words with their units; the unknown is said', () => {
  expect(conditionSays({ input: 'netRetention', is: 'below', limit: 0.95, value: null, holds: null, usual: null })).toBe('Net retention below 95%')
  expect([valueSays('growth', 0.0826), valueSays('costToUsage', 2.104), valueSays('incidents', 0), valueSays('margin', null)]).toEqual([
    '8.3%',
    '2.1×',
    '0',
    'unknown',
  ])
})

const moving: MigrationLine = {
  id: 'm',
  key: 'MIG-1',
  title: '',
  state: 'migrating',
  kind: 'sunset',
  product: 'Connect',
  to: null,
  announcedOn: '2026-07-10',
  readOnlyOn: null,
  endOn: '2027-06-01',
  left: { accounts: 90, arr: 9 },
  moved: { of: 100, accounts: 10, share: 0.1 },
  joined: 0,
  usage: null,
  landsOn: '2029-01-01',
  groups: [],
  uncovered: [],
  excepted: [],
  lacks: null,
}

test('progress is held against the last day', () => {
  expect(migrationSays(moving)).toBe('10 of 100 have moved, 10%; at this pace not done by its last day')
  expect(migrationSays({ ...moving, landsOn: '2027-05-01' })).toBe('10 of 100 have moved, 10%; at this pace done in time')
  expect(migrationSays({ ...moving, left: { accounts: 0, arr: 0 }, moved: { of: 100, accounts: 100, share: 1 } })).toBe(
    '100 of 100 have moved, 100%; nobody is left',
  )
  expect(migrationSays({ ...moving, moved: null })).toBe('90 accounts to move')
  expect(migrationSays({ ...moving, left: null, lacks: 'No subscriptions.' })).toBe('No subscriptions.')
})

test('a share changes by points with one decimal', () => {
  const ratio = (value: number, before: number) => changeSays({ ...figure, unit: 'ratio', value, before }, 'x')
  expect([ratio(0.8, 0.786), ratio(0.25, 0.2562), ratio(0.13, 0.1301), changeSays(figure, '+$7k')]).toEqual(['+1.4 pts', '−0.6 pts', 'as before', '+$7k'])
})

test('a limit is typed as it is shown, and read as it is kept', () => {
  for (const [input, value, typed] of [
    ['growth', 0.1, '10'],
    ['costToUsage', 2, '2'],
    ['usageGrowth', -0.105, '-10.5'],
  ] as const) {
    expect(typedOf(input, value)).toBe(typed)
    expect(readTyped(input, typed)).toBeCloseTo(value, 12)
  }
  expect(readTyped('growth', ' ')).toBeNaN()
})
