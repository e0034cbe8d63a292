import { expect, test } from 'vitest'
import { crashLoop } from './crashLoop.ts'

test('after kill -9 amid writes and imports nothing acknowledged is lost or doubled, and the next start is ready within 5 s', async () => {
  const report = await crashLoop({ kills: Number(process.env['THROUGHLINE_KILLS'] ?? 5) })
  expect(report.faults).toEqual([])
  expect(report.slowestStart).toBeLessThanOrEqual(5000)
  // a loop in which nothing was under way would prove nothing
  expect(report.writes).toBeGreaterThan(report.kills * 5)
  expect(report.imports.begun).toBeGreaterThanOrEqual(report.kills)
  expect(report.changesVerified).toBeGreaterThan(report.writes)
}, 90_000)
