import { expect, test } from 'vitest'
import { crashLoop } from './crashLoop.ts'
import { eventsPerRequest } from './eventSender.ts'

test('after kill -9 amid writes, imports and events nothing acknowledged is lost or doubled, and every next start comes up', async () => {
  const report = await crashLoop({ kills: Number(process.env['THROUGHLINE_KILLS'] ?? 25) })
  expect(report.faults).toEqual([])
  // how soon it came up is a figure of bench/crash.ts: a time on a busy machine proves nothing
  expect(report.slowestStart).toBeGreaterThan(0)
  // a loop in which nothing was under way would prove nothing
  expect(report.writes).toBeGreaterThan(report.kills * 2)
  expect(report.imports.begun).toBeGreaterThan(report.kills / 4)
  expect(report.events).toBeGreaterThan(report.kills * eventsPerRequest)
  expect(report.changesVerified).toBeGreaterThan(report.writes)
}, 1_800_000)
