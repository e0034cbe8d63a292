import { afterEach, expect, test, vi } from 'vitest'
import { instantOf } from './wire.ts'

afterEach(() => vi.unstubAllEnvs())

const read = (value: unknown): string | null | undefined => {
  const at = instantOf(value)
  return typeof at === 'number' ? new Date(at).toISOString() : at
}

test.each(['UTC', 'America/New_York', 'Pacific/Auckland'])('a time means the same on a machine in %s', (zone) => {
  vi.stubEnv('TZ', zone)
  expect(new Date(2026, 2, 1, 10).getTimezoneOffset() === 0).toBe(zone === 'UTC')
  for (const text of ['2026-03-01T10:00:00', '2026-03-01 10:00:00', '2026-03-01T10:00', '2026-03-01T10:00:00.000', ' 2026-03-01T10:00:00Z '])
    expect(read(text)).toBe('2026-03-01T10:00:00.000Z')
  for (const text of ['2026-03-01T10:00:00+02:00', '2026-03-01T10:00:00.000+0200', 'Sun Mar 01 2026 10:00:00 GMT+0200 (CEST)', 'Sun, 01 Mar 2026 08:00:00 GMT'])
    expect(read(text)).toBe('2026-03-01T08:00:00.000Z')
  expect(read('2026-03-01')).toBe('2026-03-01T00:00:00.000Z')
  expect(read('-271821-04-20T00:00:00Z')).toBe('-271821-04-20T00:00:00.000Z') // of years that are beyond all others an instant too
})

test.each(['item 12', '12', 'Mar 1 2026 10:00', 'item 12:00 GMT', '2026-13-01', '2026-03-01T25:00:00Z'])('“%s” is no time', (text) => {
  expect(instantOf(text)).toBeUndefined()
})

test('numbers are seconds, milliseconds, microseconds or nanoseconds by their size; what is empty is none', () => {
  for (const number of [1_772_359_200, 1_772_359_200_000, 1_772_359_200_000_000, '1772359200000000000']) expect(read(number)).toBe('2026-03-01T10:00:00.000Z')
  expect([instantOf(null), instantOf(''), instantOf(-1), instantOf(true)]).toEqual([null, null, undefined, undefined])
})
