import fc from 'fast-check'
import { expect, test } from 'vitest'
import { schedule, slip, type Edge, type Task } from './schedule.ts'

const tasks: Task[] = [
  { id: 'a', duration: 3 },
  { id: 'b', duration: 5 },
  { id: 'c', duration: 2 },
  { id: 'd', duration: 4 },
]
const edges: Edge[] = [
  { before: 'a', after: 'c', type: 'finishStart' },
  { before: 'b', after: 'd', type: 'finishStart', lag: 1 },
  { before: 'c', after: 'd', type: 'finishStart' },
]

test('critical path by hand: b, a week of lag, then d; a and c have a week of slack', () => {
  const plan = schedule(tasks, edges)
  expect(plan?.end).toBe(10)
  expect(plan?.critical).toEqual(['b', 'd'])
  expect(plan?.tasks.get('a')).toEqual({ start: 0, finish: 3, lateStart: 1, lateFinish: 4, slack: 1 })
})

test('start-start and finish-finish hold with their lags', () => {
  const plan = schedule(
    [
      { id: 'a', duration: 6 },
      { id: 'b', duration: 2 },
      { id: 'c', duration: 1 },
    ],
    [
      { before: 'a', after: 'b', type: 'startStart', lag: 3 },
      { before: 'a', after: 'c', type: 'finishFinish', lag: 2 },
    ],
  )
  expect(plan?.tasks.get('b')).toMatchObject({ start: 3, finish: 5 })
  expect(plan?.tasks.get('c')).toMatchObject({ start: 7, finish: 8 })
})

test('a slip within slack moves no successor; beyond it, only the rest is handed on (R-6.2)', () => {
  expect(slip(tasks, edges, { id: 'a', by: 1 }).map(({ id }) => id)).toEqual(['a', 'c'])
  const far = slip(tasks, edges, { id: 'a', by: 3 })
  expect(far.map(({ id, before, after }) => [id, after - before])).toEqual([
    ['a', 3],
    ['c', 3],
    ['d', 2],
  ])
})

test('edges in a circle give no schedule', () => expect(schedule(tasks, [...edges, { before: 'd', after: 'a', type: 'finishStart' }])).toBeNull())

test('slack is what a task may take longer without moving the end, and no more; scheduling again changes nothing', () => {
  const random = fc.record({
    durations: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 9 }),
    picks: fc.array(fc.tuple(fc.nat(99), fc.nat(99), fc.constantFrom('finishStart' as const, 'startStart' as const, 'finishFinish' as const), fc.nat(3)), {
      maxLength: 14,
    }),
  })
  fc.assert(
    fc.property(random, ({ durations, picks }) => {
      const some = durations.map((duration, at) => ({ id: String(at), duration }))
      const links = picks
        .map(([x, y, type, lag]) => ({ x: x % some.length, y: y % some.length, type, lag }))
        .filter(({ x, y }) => x < y)
        .map(({ x, y, type, lag }): Edge => ({ before: String(x), after: String(y), type, lag }))
      const plan = schedule(some, links)
      expect(schedule(some, links)).toEqual(plan)
      for (const link of links) {
        const [p, q] = [plan?.tasks.get(link.before), plan?.tasks.get(link.after)]
        const [first, second] = link.type === 'finishStart' ? [p?.finish, q?.start] : link.type === 'startStart' ? [p?.start, q?.start] : [p?.finish, q?.finish]
        expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual((link.lag ?? 0) - 1e-9)
      }
      for (const { id, start = 0 } of some.map(({ id }) => ({ id, start: plan?.tasks.get(id)?.start ?? 0 }))) {
        const slack = plan?.tasks.get(id)?.slack ?? 0
        const delayed = (by: number) =>
          schedule(
            some.map((task) => (task.id === id ? { ...task, earliest: start + by } : task)),
            links,
          )?.end ?? 0
        expect(delayed(slack)).toBeCloseTo(plan?.end ?? 0, 9)
        expect(delayed(slack + 1)).toBeGreaterThan((plan?.end ?? 0) + 0.5)
      }
    }),
  )
})
