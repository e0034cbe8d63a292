import { afterAll, expect, test } from 'vitest'
import { breachesOf } from '#engines/portfolio/optimise/check.ts'
import { greedyPlan } from '#engines/portfolio/optimise/greedy.ts'
import { worthOf } from '#engines/portfolio/optimise/problem.ts'
import { awkward } from '#engines/portfolio/optimise/testing/awkward.ts'
import { bruteForce, instance, skilled } from '#engines/portfolio/optimise/testing/instances.ts'
import { solvingGround } from '#platform/solver/solving.ts'
import { optimise } from './optimise.ts'

const ground = solvingGround()
afterAll(() => ground.stop())

test('on 500 random small portfolios the plan is worth what trying every plan finds, or both find none', { timeout: 600_000 }, async () => {
  let infeasible = 0
  for (let seed = 1; seed <= 500; seed += 1) {
    const problem = instance(seed, { items: 4 + (seed % 4), squads: 1 + (seed % 3), periods: 1 + (seed % 3), tightness: 0.35 + (seed % 5) * 0.1 })
    const [answer, best] = [await optimise(problem, ground, { seconds: 20, seed }), bruteForce(problem)]
    if (best === null) infeasible += 1
    expect({ seed, status: answer.status, value: answer.value }).toEqual({
      seed,
      status: best === null ? 'infeasible' : 'optimal',
      value: best === null ? null : expect.closeTo(best.worth, 5),
    })
    if (answer.plan) expect(breachesOf(problem, answer.plan)).toEqual([])
  }
  expect(infeasible).toBeGreaterThan(5)
  expect(infeasible).toBeLessThan(250)
})

test('on 100 more, whose work needs skills that part of a squad has, it is too; the skills cost something', { timeout: 300_000 }, async () => {
  let dearer = 0
  for (let seed = 1; seed <= 100; seed += 1) {
    const plain = instance(seed, { items: 4 + (seed % 4), squads: 1 + (seed % 2), periods: 1 + (seed % 3), tightness: 0.5 + (seed % 4) * 0.1 })
    const problem = skilled(plain, seed)
    const [answer, best, free] = [await optimise(problem, ground, { seconds: 20, seed }), bruteForce(problem), bruteForce(plain)]
    expect({ seed, value: answer.value }).toEqual({ seed, value: best === null ? null : expect.closeTo(best.worth, 5) })
    if (answer.plan) expect(breachesOf(problem, answer.plan)).toEqual([])
    if (best && free && best.worth < free.worth) dearer += 1
  }
  expect(dearer).toBeGreaterThan(10)
})

test(
  'on 200 that are awkward, with bets of no or negative worth, twins, work for nobody and squads that are away, it is too',
  { timeout: 300_000 },
  async () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const plain = instance(seed, {
        items: 3 + (seed % 5),
        squads: 1 + (seed % 3),
        periods: 1 + (seed % 3),
        tightness: 0.4 + (seed % 4) * 0.15,
        rules: seed % 4 > 0,
      })
      const problem = awkward(plain, seed)
      const [answer, best] = [await optimise(problem, ground, { seconds: 20, seed }), bruteForce(problem)]
      expect({ seed, status: answer.status, value: answer.value }).toEqual({
        seed,
        status: best === null ? 'infeasible' : 'optimal',
        value: best === null ? null : expect.closeTo(best.worth, 5),
      })
      if (answer.plan) expect(breachesOf(problem, answer.plan)).toEqual([])
    }
  },
)

test('a large plan keeps every rule, is no worse than the ranking, and its bound holds for any plan', { timeout: 120_000 }, async () => {
  const problem = instance(1, { items: 60, squads: 4, periods: 4 })
  const answer = await optimise(problem, ground, { seconds: 4, seed: 1, moves: 60_000 })
  expect(answer.plan && breachesOf(problem, answer.plan)).toEqual([])
  const ranked = greedyPlan(problem)
  expect(answer.value).toBeGreaterThanOrEqual(ranked ? worthOf(problem, ranked) : 0)
  expect(answer.bound).toBeGreaterThanOrEqual(answer.value ?? 0)
})

test('the search gives the same plan for the same seed', { timeout: 60_000 }, async () => {
  const problem = instance(3, { items: 60, squads: 4, periods: 3, rules: false })
  const values = await Promise.all(
    [1, 1].map((seed) =>
      optimise(
        problem,
        { ...ground, solve: () => Promise.resolve({ status: 'stopped', value: null, bound: null, columns: null }) },
        { seconds: 1e6, seed, moves: 20_000 },
      ),
    ),
  )
  expect(values[0]?.plan).toEqual(values[1]?.plan)
  expect(values[0]).toMatchObject({ status: 'feasible', gap: null, says: 'How much better another plan could be is not known.' })
})

test('a plan that is cancelled gives what it has found', { timeout: 60_000 }, async () => {
  const problem = instance(3, { items: 60, squads: 4, periods: 3, rules: false })
  const answer = await optimise(problem, { ...ground, cancelled: () => true }, { seconds: 1, seed: 1 })
  expect(answer.plan && breachesOf(problem, answer.plan)).toEqual([])
})
