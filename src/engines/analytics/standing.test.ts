import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { healthOf, type Standing } from './standing.ts'

const asOf = Date.UTC(2026, 5, 1, 12)
const well: Standing = {
  people: 10,
  peopleBefore: 10,
  last: asOf - 3_600_000,
  openTickets: 0,
  urgentTickets: 0,
  nps: 9,
  lines: 1,
  pastDue: 0,
  renews: '2026-12-01',
  ends: null,
  asOf,
}
const stateOf = (more: Partial<Standing>, id: string) => healthOf({ ...well, ...more }).signs.find((sign) => sign.id === id)?.state
const days = (n: number) => asOf - n * 86_400_000

describe('the health of an account', () => {
  test('is green when every sign is', () => expect(healthOf(well).state).toBe('green'))

  test.each([
    ['usage', { last: days(13) }, 'green'],
    ['usage', { last: days(14) }, 'amber'],
    ['usage', { last: days(28) }, 'red'],
    ['usage', { last: null }, 'unknown'],
    ['people', { people: 8 }, 'green'],
    ['people', { people: 7 }, 'amber'],
    ['people', { people: 5 }, 'red'],
    ['people', { people: 0, peopleBefore: 0 }, 'unknown'],
    ['support', { openTickets: 4, urgentTickets: 0 }, 'green'],
    ['support', { openTickets: 4, urgentTickets: 1 }, 'amber'],
    ['support', { openTickets: 4, urgentTickets: 3 }, 'red'],
    ['voice', { nps: 8 }, 'amber'],
    ['voice', { nps: 6 }, 'red'],
    ['voice', { nps: null }, 'unknown'],
    ['contract', { renews: '2026-07-01' }, 'green'],
    ['contract', { ends: '2026-07-01' }, 'amber'],
    ['contract', { ends: '2026-12-31', nps: 8 }, 'green'],
    ['contract', { renews: '2026-07-01', nps: 8 }, 'amber'],
    ['contract', { renews: null }, 'green'],
    ['contract', { pastDue: 1 }, 'red'],
    ['contract', { lines: 0 }, 'unknown'],
  ] as const)('by its sign of %s with %j is %s', (id, more, state) => expect(stateOf(more, id)).toBe(state))

  test('is as bad as its worst sign, and unknown only when nothing is known', () => {
    const nothing = { ...well, people: 0, peopleBefore: 0, last: null, nps: null, lines: 0 }
    expect(healthOf(nothing).state).toBe('green') // no open tickets is known
    const whole = fc.record({ people: fc.nat(20), peopleBefore: fc.nat(20), urgentTickets: fc.nat(5), nps: fc.option(fc.nat(10)), pastDue: fc.nat(1) })
    fc.assert(
      fc.property(whole, (more) => {
        const { state, signs } = healthOf({ ...well, ...more })
        const rank = { unknown: 0, green: 1, amber: 2, red: 3 }
        expect(rank[state]).toBe(Math.max(...signs.map((sign) => rank[sign.state])))
      }),
    )
  })
})
