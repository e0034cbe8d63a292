import fc from 'fast-check'
import { expect, test } from 'vitest'
import { breachesOf } from '#engines/portfolio/optimise/check.ts'
import type { PlanProblem } from '#engines/portfolio/optimise/problem.ts'
import type { Candidate } from '../candidates.ts'
import { placed } from './placed.ts'

const problemOf = (
  bets: readonly { readonly weeks: number; readonly phases: number; readonly needs?: readonly number[] }[],
  capacity: readonly number[],
): PlanProblem => ({
  periods: capacity.map((_, q) => `Q${q + 1}`),
  squads: [{ id: 'Core', capacity }],
  themes: [],
  exclusives: [],
  items: bets.flatMap(({ weeks, phases, needs = [] }, b) => {
    const first = bets.slice(0, b).reduce((sum, one) => sum + one.phases, 0)
    return Array.from({ length: phases }, (_, n) => ({
      id: `INI-${b}#${n + 1}`,
      worth: capacity.map(() => 1),
      effort: [weeks],
      themes: [],
      needs: n === 0 ? needs : [first + n - 1],
      from: 0,
      to: capacity.length - 1,
      rule: null,
    }))
  }),
})
const candidates = (phases: readonly number[]): Candidate[] =>
  phases.map((count, b) => ({
    id: `${b}`,
    key: `INI-${b}`,
    title: '',
    stage: 'ready',
    planned: null,
    phases: Array.from({ length: count }, (_, n) => `INI-${b}#${n + 1}`),
  }))
const at =
  (...lands: readonly (number | null)[]) =>
  ({ id }: Candidate) =>
    lands[Number(id)] ?? null

test('phases stand as late as there is room, where somebody else lands too', () => {
  const bets = [
    { weeks: 4, phases: 3 },
    { weeks: 6, phases: 1 },
  ]
  expect(placed(problemOf(bets, [10, 10, 10]), candidates([3, 1]), at(2, 2))).toEqual([1, 1, 2, 2])
  expect(placed(problemOf(bets, [10, 3, 10]), candidates([3, 1]), at(2, 2))).toEqual([0, 0, 2, 2])
  expect(placed(problemOf(bets, [10, 10, 10]), candidates([3, 1]), at(null, 0))).toEqual([null, null, null, 0])
})

test('where nowhere is room a phase stands where least is lacking, and no phase before what it needs', () => {
  expect(placed(problemOf([{ weeks: 4, phases: 2 }], [3, 0, 4]), candidates([2]), at(2))).toEqual([0, 2])
  const needing = [
    { weeks: 1, phases: 1 },
    { weeks: 4, phases: 2, needs: [0] },
  ]
  expect(placed(problemOf(needing, [10, 0, 4]), candidates([1, 2]), at(1, 2))).toEqual([1, 2, 2])
})

test('every bet lands where it is told, and its phases come one after the other', () => {
  const bets = fc.array(fc.record({ weeks: fc.nat(8), phases: fc.integer({ min: 1, max: 4 }), lands: fc.option(fc.nat(3)) }), { minLength: 1, maxLength: 5 })
  fc.assert(
    fc.property(bets, fc.array(fc.nat(20), { minLength: 4, maxLength: 4 }), (all, capacity) => {
      const [problem, counts] = [problemOf(all, capacity), all.map(({ phases }) => phases)]
      const plan = placed(problem, candidates(counts), at(...all.map(({ lands }) => lands)))
      const lasts = counts.map((_, b) => counts.slice(0, b + 1).reduce((sum, count) => sum + count, 0) - 1)
      expect(lasts.map((last) => plan[last])).toEqual(all.map(({ lands }) => lands))
      expect(breachesOf(problem, plan).filter(({ group }) => !group.startsWith('capacity'))).toEqual([])
    }),
  )
})

test('the phases of a plan that keeps capacity are found again from where its bets land', () => {
  let seed = 7
  const random = (below: number): number => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed % below
  }
  const failed = Array.from({ length: 400 }, () => {
    const [quarters, phases] = [4, Array.from({ length: 8 }, () => 1 + random(3))]
    const weeks = phases.map(() => [random(9), random(9)])
    const when = phases.map((count) => Array.from({ length: count }, () => random(quarters)).toSorted((a, b) => a - b))
    const one = problemOf(
      phases.map((count) => ({ weeks: 0, phases: count })),
      Array.from({ length: quarters }, () => 0),
    )
    const owner = phases.flatMap((count, b) => Array.from({ length: count }, () => b))
    const items = one.items.map((item, i) => ({ ...item, effort: weeks[owner[i] ?? 0] ?? [] }))
    const plan = when.flat()
    const squads = ['A', 'B'].map((id, s) => ({
      id,
      capacity: one.periods.map((_, q) => items.reduce((sum, { effort }, i) => (plan[i] === q ? sum + (effort[s] ?? 0) : sum), 0) + 2),
    }))
    const problem = { ...one, items, squads }
    expect(breachesOf(problem, plan)).toEqual([])
    return breachesOf(problem, placed(problem, candidates(phases), at(...when.map((all) => all.at(-1) ?? null)))).length
  }).filter((count) => count > 0)
  expect(failed).toHaveLength(0)
})
