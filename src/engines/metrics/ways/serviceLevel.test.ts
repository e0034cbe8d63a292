import { describe, expect, test } from 'vitest'
import { asking, table } from '#test/support/asking.ts'
import { serviceLevel } from './serviceLevel.ts'

const slo = table('id,service_id,tier,target,window_kind\napi,API,gold,0.99,calendar')
const windows = table(`
slo_id,start,end,good,valid,tenant_id
api,2024-01-01T00:00:00Z,2024-02-01T00:00:00Z,990,1000,acme
api,2024-01-01T00:00:00Z,2024-02-01T00:00:00Z,950,1000,bolt
api,2024-01-01T00:00:00Z,2024-02-01T00:00:00Z,0,0,crux`)
const ask = (measure: 'attainment' | 'errorBudget' | 'level', given = slo) => asking(serviceLevel, { measure }, { slo: given, windows })

describe('service levels', () => {
  test('equality meets the promise, a window without events is in neither side, and a budget may be overspent', () => {
    expect(ask('attainment').point('2024-01')).toMatchObject({ value: 0.5, numerator: 1, denominator: 2 })
    expect(ask('errorBudget').point('2024-01')?.value).toBeCloseTo(-4, 12)
    expect(ask('level').point('2024-01')?.value).toBe(0.97)
  })

  test('tenants are told apart; one without events has no data, not 100 %', () => {
    const by = (tenant: string) => ask('attainment').group(tenant, '2024-01', { by: 'tenant' })
    expect([by('acme'), by('bolt'), by('crux')]).toMatchObject([{ value: 1 }, { value: 0 }, { value: null, reason: 'no_data' }])
    expect(ask('attainment').group('gold', '2024-01', { by: 'tier' })).toMatchObject({ value: 0.5 })
  })

  test('behind the figure stand its windows, the most overspent first', () => {
    expect(ask('errorBudget').behind('2024-01')).toMatchObject([
      { account: 'API', name: 'bolt', opening: 950, closing: 1000, change: expect.closeTo(-4, 9), movement: 'missed' },
      { name: 'acme', change: expect.closeTo(0, 9), movement: 'met' },
      { name: 'crux', change: null, movement: 'no_data' },
    ])
  })

  test('a promise of 100 % is refused by its name', () => {
    expect(() => ask('attainment', [{ ...slo[0], target: 1 }]).point('2024-01')).toThrow('The objective “api” promises 100 %')
  })
})
