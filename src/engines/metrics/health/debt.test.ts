import fc from 'fast-check'
import { expect, test } from 'vitest'
import { debtOf, type Instrumentation } from './debt.ts'

const plan: Instrumentation = {
  asOf: '2026-11-28',
  metrics: [
    { id: 'activation', events: ['ledger.created', 'report.shared'] },
    { id: 'feature-adoption', events: ['report.shared', 'report.shared', 'export.done'] },
  ],
  planned: ['ledger.created', 'report.shared', 'export.done', 'invite.sent', 'theme.changed'],
  seen: [
    { event: 'ledger.created', lastOn: '2026-11-27' },
    { event: 'export.done', lastOn: '2026-09-01' },
    { event: 'theme.changed', lastOn: '2026-11-20' },
    { event: 'debug.ping', lastOn: '2026-11-27' },
  ],
}

test('what metrics wait for comes first, then what fell silent, what is planned, unplanned and unused', () => {
  expect(debtOf(plan).map(({ kind, event, metrics, says }) => [kind, event, metrics.length, says])).toEqual([
    ['metricOnUnimplementedEvent', 'report.shared', 2, '2 metrics need report.shared, which has never arrived.'],
    ['deadEvent', 'export.done', 1, 'export.done has been silent for 88 days.'],
    ['plannedNotSeen', 'invite.sent', 0, 'invite.sent is planned and has never arrived.'],
    ['unplannedEvent', 'debug.ping', 0, 'debug.ping arrives and is not in the tracking plan.'],
    ['unusedEvent', 'theme.changed', 0, 'theme.changed arrives and no metric uses it.'],
  ])
})

test('without a tracking plan nothing is unplanned', () => {
  expect(debtOf({ ...plan, planned: null }).map(({ kind }) => kind)).not.toContain('unplannedEvent')
})

test('an event that arrives, is planned and is used is no debt, and each debt names a known event', () => {
  const name = fc.constantFrom('a', 'b', 'c', 'd', 'e')
  fc.assert(
    fc.property(fc.array(name), fc.uniqueArray(name), fc.uniqueArray(name), (used, planned, seen) => {
      const found = debtOf({ asOf: '2026-11-28', metrics: [{ id: 'm', events: used }], planned, seen: seen.map((event) => ({ event, lastOn: '2026-11-28' })) })
      for (const event of ['a', 'b', 'c', 'd', 'e'] as const) {
        const isSound = used.includes(event) && planned.includes(event) && seen.includes(event)
        const isKnown = used.includes(event) || planned.includes(event) || seen.includes(event)
        expect(found.filter((debt) => debt.event === event)).toHaveLength(isSound || !isKnown ? 0 : 1)
      }
    }),
  )
})
