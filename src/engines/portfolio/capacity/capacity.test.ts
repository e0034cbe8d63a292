import fc from 'fast-check'
import { expect, test } from 'vitest'
import { given, perPerson, seatGives, type Giving } from './gives.ts'
import { loadOf, type Demand } from './load.ts'

const core: Giving = { period: '2027-Q1', headcount: 12, weeks: 13, holidays: 0, leave: 0.12, operations: 0.15, reserve: 0.1, skills: [], away: [] }

test('twelve people give 12 × 13 × 0.88 × 0.75 = 102.96 person-weeks', () => {
  expect(given(core).weeks).toBeCloseTo(102.96, 9)
  expect(given({ ...core, headcount: 0 }).weeks).toBe(0)
  expect(given({ ...core, operations: 0.8, reserve: 0.4 }).weeks).toBe(0)
})

test('public holidays and absences are taken off before leave, worked by hand', () => {
  // 3 holidays leave 12.4 weeks; 12 × 12.4 = 148.8; less one person for all of February: 20 of 64 weekdays × 12.4 = 3.875; × 0.95 × 0.75
  const plan = { ...core, holidays: 3, leave: 0.05, away: [{ from: '2027-02-01', to: '2027-02-28', people: 1, skill: 'Data' }] }
  expect(given(plan).weeks).toBeCloseTo((148.8 - 3.875) * 0.95 * 0.75, 9)
  const skilled = given({
    ...plan,
    skills: [
      { skill: 'data', people: 2 },
      { skill: 'Web', people: 5 },
    ],
  })
  expect(skilled.bySkill?.get('data')).toBeCloseTo((2 * 12.4 - 3.875) * 0.95 * 0.75, 9)
  expect(skilled.bySkill?.get('web')).toBeCloseTo(5 * 12.4 * 0.95 * 0.75, 9)
  expect(given({ ...plan, away: [{ from: '2026-11-01', to: '2026-12-31', people: 9, skill: null }] }).weeks).toBeCloseTo(148.8 * 0.95 * 0.75, 9)
})

test('what is taken off, taken from all, leaves what is given', () => {
  const figure = fc.double({ min: 0, max: 1, noNaN: true })
  const plan = fc.record({
    headcount: fc.integer({ min: 0, max: 40 }),
    holidays: fc.integer({ min: 0, max: 70 }),
    leave: figure,
    operations: figure,
    reserve: figure,
  })
  fc.assert(
    fc.property(plan, fc.integer({ min: 0, max: 50 }), (terms, people) => {
      const { weeks, off } = given({ ...core, ...terms, away: [{ from: '2027-02-01', to: '2027-02-28', people, skill: null }] })
      expect(off.gross - off.holidays - off.away - off.leave - off.operations - off.reserve).toBeCloseTo(weeks, 6)
      for (const part of Object.values(off)) expect(part).toBeGreaterThanOrEqual(-1e-9)
    }),
  )
  // 12 × 13 = 156; 3 holidays of 12 people are 7.2; a tenth of what is left is leave
  expect(given({ ...core, holidays: 3, leave: 0.1 }).off).toMatchObject({ gross: 156, holidays: expect.closeTo(7.2, 9), leave: expect.closeTo(14.88, 9) })
})

test('who is hired gives nothing for a month, half for a month, then all', () => {
  const whole = perPerson(core)
  expect(seatGives(core, { startsOn: '2026-11-01', share: 1 })).toBeCloseTo(whole, 9)
  expect(seatGives(core, { startsOn: '2027-03-01', share: 1 })).toBe(0)
  // half from 1 February (20 weekdays of 64), all from 1 March (23 of 64)
  expect(seatGives(core, { startsOn: '2027-01-01', share: 1 })).toBeCloseTo(whole * ((20 * 0.5 + 23) / 64), 9)
  expect(seatGives(core, { startsOn: '2027-01-01', share: 0.5 })).toBeCloseTo((whole * ((20 * 0.5 + 23) / 64)) / 2, 9)
})

test('what is over is what no assignment of people can do: equal to a maximum flow on 400 random squads', () => {
  const demand = fc.record({
    bet: fc.constantFrom('INI-1', 'INI-2', 'INI-3'),
    weeks: fc.integer({ min: 0, max: 60 }),
    skills: fc.uniqueArray(fc.record({ skill: fc.constantFrom('data', 'web', 'mobile'), share: fc.constantFrom(0.1, 0.25, 0.3) }), {
      selector: ({ skill }) => skill,
    }),
  })
  const people = fc.record({ data: fc.integer({ min: 0, max: 40 }), web: fc.integer({ min: 0, max: 40 }), others: fc.integer({ min: 0, max: 40 }) })
  fc.assert(
    fc.property(fc.array(demand, { maxLength: 5 }), people, (demands, { data, web, others }) => {
      const told = loadOf(
        {
          weeks: data + web + others,
          bySkill: new Map([
            ['data', data],
            ['web', web],
          ]),
        },
        demands,
      )
      expect(told.over).toBeCloseTo(told.asked - mostDone(demands, { data, web, others }), 6)
      for (const { bet: _, frees, ...one } of told.bets) {
        const left = demands.filter((other) => other !== demands.find(({ weeks, skills }) => weeks === one.weeks && skills === one.skills))
        const without = left.reduce((sum, { weeks }) => sum + weeks, 0) - mostDone(left, { data, web, others })
        expect(frees).toBeCloseTo(told.over - without, 6)
      }
    }),
    { numRuns: 400 },
  )
})

test('a squad that names no skill is told by its people alone, and bands are those of the reference', () => {
  const ask = (weeks: number): Demand[] => [{ bet: 'INI-1', weeks, skills: [{ skill: 'data', share: 1 }] }]
  expect(loadOf({ weeks: 100, bySkill: null }, ask(85))).toMatchObject({ state: 'ok', over: 0, skills: [] })
  expect(loadOf({ weeks: 100, bySkill: null }, ask(100))).toMatchObject({ state: 'tight', over: 0 })
  expect(loadOf({ weeks: 100, bySkill: null }, ask(101))).toMatchObject({ state: 'over', over: 1, overAll: 1 })
  expect(loadOf({ weeks: 100, bySkill: new Map([['web', 60]]) }, ask(10))).toMatchObject({ state: 'over', over: 10, overAll: 0 })
})

/** Person-weeks that can be done, by augmenting paths over work (by bet and skill) and people (by skill). */
function mostDone(demands: readonly Demand[], people: Readonly<Record<'data' | 'web' | 'others', number>>): number {
  const work = demands.flatMap(({ weeks, skills }) => [
    ...skills.map(({ skill, share }) => ({ size: weeks * share, by: [skill] })),
    { size: weeks * (1 - skills.reduce((sum, { share }) => sum + share, 0)), by: ['data', 'web', 'others'] },
  ])
  const pools = Object.entries(people).map(([name, size]) => ({ name, size }))
  const nodes = 2 + work.length + pools.length
  const room = Array.from({ length: nodes }, () => new Float64Array(nodes))
  const set = (from: number, to: number, size: number) => room[from]?.fill(size, to, to + 1)
  for (const [i, { size, by }] of work.entries()) {
    set(0, 2 + i, size)
    for (const [j, { name }] of pools.entries()) if (by.includes(name)) set(2 + i, 2 + work.length + j, 1e9)
  }
  for (const [j, { size }] of pools.entries()) set(2 + work.length + j, 1, size)
  let flow = 0
  for (;;) {
    const from = new Map<number, number>([[0, 0]])
    for (const node of reach(room, from)) if (node === 1) break
    if (!from.has(1)) return flow
    let least = Infinity
    for (let at = 1; at !== 0; at = from.get(at) ?? 0) least = Math.min(least, room[from.get(at) ?? 0]?.[at] ?? 0)
    for (let at = 1; at !== 0; at = from.get(at) ?? 0) {
      const before = from.get(at) ?? 0
      set(before, at, (room[before]?.[at] ?? 0) - least)
      set(at, before, (room[at]?.[before] ?? 0) + least)
    }
    flow += least
  }
}

function* reach(room: readonly Float64Array[], from: Map<number, number>): Iterable<number> {
  const open = [0]
  for (let at = open.shift(); at !== undefined; at = open.shift()) {
    yield at
    for (const [to, left] of (room[at] ?? []).entries())
      if (left > 1e-9 && !from.has(to)) {
        from.set(to, at)
        open.push(to)
      }
  }
}
