import { afterAll, expect, test } from 'vitest'
import { breachesOf } from '#engines/portfolio/optimise/check.ts'
import { groupsOf, modelText } from '#engines/portfolio/optimise/model.ts'
import type { PlanProblem } from '#engines/portfolio/optimise/problem.ts'
import { bruteForce, instance } from '#engines/portfolio/optimise/testing/instances.ts'
import { solvingGround } from '#platform/solver/solving.ts'
import { explainConflict } from './conflict.ts'
import { optimise } from './optimise.ts'
import { displacementPrices, floorPrices } from './prices.ts'

const ground = solvingGround()
afterAll(() => ground.stop())
const small = (seed: number) => instance(seed, { items: 5 + (seed % 3), squads: 1 + (seed % 2), periods: 2 })

/** The rule that leaves an item out lifted, from what it needs as well. */
function opened(problem: PlanProblem, index: number): PlanProblem {
  const lifted = new Set<number>()
  const lift = (at: number): void => {
    if (problem.items[at]?.rule !== 'left out' || lifted.has(at)) return
    lifted.add(at)
    for (const need of through(at)) lift(need)
  }
  const through = (at: number, seen: readonly number[] = []): number[] =>
    (problem.items[at]?.needs ?? []).flatMap((need) => (seen.includes(need) ? [] : [need, ...through(need, [...seen, need])]))
  lift(index)
  return { ...problem, items: problem.items.map((item, i) => (lifted.has(i) ? { ...item, rule: null } : item)) }
}

test('displacement and floor prices equal what trying every plan finds', { timeout: 300_000 }, async () => {
  let [prices, noes, floors] = [0, 0, 0]
  for (let seed = 1; seed <= 60; seed += 1) {
    const problem = small(seed)
    const best = await optimise(problem, ground, { seconds: 10, seed })
    const truth = bruteForce(problem)
    if (!truth) continue
    for (const price of await displacementPrices(problem, best, ground, { count: 9, seconds: 30 })) {
      const index = problem.items.findIndex(({ id }) => id === price.item)
      const item = problem.items[index]
      const forced = bruteForce(opened(problem, index), (plan) => plan[index] !== null)
      expect(price.possible).toBe(forced !== null)
      const lost = Math.max(0, truth.worth - (forced?.worth ?? 0))
      if (forced) expect([price.low, price.high]).toEqual([expect.closeTo(lost, 5), expect.closeTo(lost, 5)])
      prices += 1
      if (item?.rule === 'left out') noes += 1
    }
    for (const price of await floorPrices(problem, best, ground, 30)) {
      const [end, theme] = price.rule.split(':')
      const themes = problem.themes.map((rule) => (rule.id === theme ? { ...rule, ...(end === 'floor' ? { min: 0 } : { max: 1 }) } : rule))
      const free = bruteForce({ ...problem, themes })
      expect(price.low).toBeCloseTo((free?.worth ?? 0) - truth.worth, 5)
      floors += 1
    }
  }
  expect(prices).toBeGreaterThan(40)
  expect(noes).toBeGreaterThanOrEqual(5)
  expect(floors).toBeGreaterThan(40)
})

test('a conflict is irreducible, and each change that is proposed opens the plan', { timeout: 300_000 }, async () => {
  let found = 0
  for (let seed = 1; seed <= 400 && found < 25; seed += 1) {
    const problem = instance(seed, { items: 6, squads: 2, periods: 2, tightness: 0.25 })
    if (bruteForce(problem) !== null) continue
    found += 1
    const conflict = await explainConflict(problem, ground, 60)
    expect(conflict.irreducible).toBe(true)
    const others = groupsOf(problem).filter((group) => !conflict.rules.includes(group))
    const open = async (without: readonly string[]) =>
      (await ground.solve({ model: modelText(problem, { without: new Set(without), seek: 'any' }), seconds: 10 })).status
    expect(await open(others)).toBe('infeasible')
    for (const rule of conflict.rules) expect(await open([...others, rule])).toBe('optimal')
    expect(conflict.changes.length).toBeGreaterThan(0)
    for (const { moves } of conflict.changes) expect(await open(moves.map(({ group }) => group))).toBe('optimal')
  }
  expect(found).toBe(25)
})

test('two mandatory items that exclude each other are named as the conflict', { timeout: 60_000 }, async () => {
  const item = { worth: [5], effort: [1], themes: [], needs: [], from: 0, to: 0, rule: 'mandatory' as const }
  const problem = {
    periods: ['Q1'],
    squads: [{ id: 'core', capacity: [10] }],
    themes: [],
    items: [
      { ...item, id: 'a' },
      { ...item, id: 'b' },
    ],
    exclusives: [[0, 1]],
  }
  const conflict = await explainConflict(problem, ground, 10)
  expect(conflict.rules.toSorted()).toEqual(['exclusive:a+b', 'mandatory:a', 'mandatory:b'])
  expect(conflict.says.toSorted()).toEqual(['a is mandatory', 'b is mandatory', 'only one of a, b is done'])
  expect(conflict.changes.map(({ says }) => says)).toContain('allow more than one of a, b')
})

test('capacity that is missing is told in person-weeks', { timeout: 60_000 }, async () => {
  const item = { worth: [5], themes: [], needs: [], from: 0, to: 0, rule: 'mandatory' as const }
  const problem = {
    periods: ['Q1'],
    squads: [{ id: 'core', capacity: [10] }],
    themes: [],
    items: [
      { ...item, id: 'a', effort: [7] },
      { ...item, id: 'b', effort: [6] },
    ],
    exclusives: [],
  }
  const conflict = await explainConflict(problem, ground, 10)
  expect(conflict.says).toContain('core gives no more than its capacity in Q1')
  expect(conflict.changes.map(({ says }) => says)).toContain('give core 3 person-weeks more in Q1')
  expect(breachesOf({ ...problem, squads: [{ id: 'core', capacity: [13] }] }, [0, 0])).toEqual([])
})
