import fc from 'fast-check'
import { expect, test } from 'vitest'
import { touchedBy } from './faults.ts'
import { waitingIn } from './waiting.ts'

const row = (fact: string | null, rows: number, since = '2026-11-03 10:00:00', repeats = false) => ({ fact, rows: BigInt(rows), since, repeats })
const plain = (day: string) => day

test('rows of a fact that wait are counted since the first of them; those of other facts, of none, and ids that several rows have are not among them', () => {
  const rows = [row('ticket', 3), row('ticket', 2, '2026-10-30 23:59:59'), row('ticket', 9, '2025-01-01', true), row('event', 5), row(null, 7)]
  expect(waitingIn('ticket', rows, 995, plain)).toEqual({
    check: 'ticket.waiting',
    severity: 'warn',
    says: 'rows of ticket wait at import since 2026-10-30, so that figures may be short of them',
    count: 5,
    of: 1000,
    samples: [],
    since: '2026-10-30',
  })
  expect(waitingIn('account', rows, 10, plain)).toBeNull()
  expect(waitingIn('survey_response', [row('survey_response', 1)], 99, plain)?.says).toBe(
    'rows of survey response waits at import since 2026-11-03, so that figures may be short of it',
  )
})

test('beyond one row in twenty it is an error, however few they are, and also when nothing is in', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 0, max: 8000 }), (waits, total) => {
      expect(waitingIn('ticket', [row('ticket', waits)], total, plain)?.severity).toBe(waits * 20 > total + waits ? 'error' : 'warn')
    }),
  )
})

test('it touches every metric that reads the fact, also those that name other checks', () => {
  const metrics = new Map([
    ['own', { inputs: ['ticket'], checks: ['survey_response.'] }],
    ['all', { inputs: ['ticket'] }],
    ['other', { inputs: ['event'], checks: ['ticket.'] }],
  ])
  expect(touchedBy('ticket.waiting', 'ticket', metrics)).toEqual(['own', 'all'])
})
