import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { table } from '#test/support/asking.ts'
import { journeysOf, stageOf, stages } from './journeys.ts'

const day = (text: string) => Date.parse(`${text}T00:00:00Z`)
const [journey] = journeysOf(
  table(`
  item_id,to_state,at,parked,batch,team_id,level
  W1,released,2024-01-31T00:00:00Z,false,true,B,epic
  W1,idea,2024-01-01T00:00:00Z,false,false,A,epic
  W1,In Progress,2024-01-11T00:00:00Z,false,false,A,epic
  W1,In Progress,2024-01-16T00:00:00Z,true,false,A,epic
  W1,In Progress,2024-01-21T00:00:00Z,false,false,B,epic
  W1,in review,2024-01-26T00:00:00Z,false,false,B,epic`),
)

describe('a journey', () => {
  test('reaches a stage when it first stands in it or beyond: acceptance came with the start', () => {
    expect(stages.map((stage) => journey?.reached(stage) ?? null)).toEqual([
      day('2024-01-01'),
      day('2024-01-11'),
      day('2024-01-11'),
      day('2024-01-31'),
      null,
      null,
    ])
  })

  test('is active while started and not parked; a state without a stage is neither', () => {
    const [from, to] = [day('2024-01-01'), day('2024-01-31')]
    expect(journey?.active(from, to)).toBe(10 * 86_400_000)
    expect(journey?.parked(from, to)).toBe(5 * 86_400_000)
    expect(journey?.active(from, day('2024-01-13'))).toBe(2 * 86_400_000)
  })

  test('knows its last transition, its team now and what a bulk edit did', () => {
    expect(journey?.lastBefore(day('2024-01-20'))).toBe(day('2024-01-16'))
    expect(journey?.lastBefore(day('2024-01-01'))).toBeNull()
    expect(journey).toMatchObject({ team: 'B', level: 'epic' })
    expect([...(journey?.bulk ?? [])]).toEqual(['released'])
  })

  test('that is first seen on its way has no start: it is not guessed', () => {
    const [late] = journeysOf(table('item_id,to_state,at\nW2,started,2024-02-01T00:00:00Z\nW2,released,2024-03-01T00:00:00Z'))
    expect(late?.reached('idea')).toBeNull()
    expect(late?.reached('started')).toBe(day('2024-02-01'))
  })
})

test('states map by their own names and by the words of trackers, others not at all', () => {
  expect(['Idea', 'To-Do', 'in_progress', 'Done', 'measured', 'waiting for legal'].map(stageOf)).toEqual([
    'idea',
    'idea',
    'started',
    'released',
    'impact',
    null,
  ])
})

test('stages are reached in their order, whatever the order of rows, and active and parked time never exceed the whole', () => {
  const moves = fc.uniqueArray(fc.record({ at: fc.nat(400), to: fc.constantFrom(...stages, 'elsewhere'), parked: fc.boolean() }), {
    selector: ({ at }) => at,
    minLength: 1,
    maxLength: 8,
  })
  fc.assert(
    fc.property(moves, fc.nat(20), (given, turn) => {
      const rows = given.map(({ at, to, parked }) => ({ item_id: 'x', to_state: to, at: new Date(day('2024-01-01') + at * 86_400_000).toISOString(), parked }))
      const [one] = journeysOf(rows)
      const [other] = journeysOf(rows.toSorted((a, b) => ((a.at.length + turn * a.at.charCodeAt(9)) % 7) - ((b.at.length + turn * b.at.charCodeAt(9)) % 7)))
      const reached = stages.flatMap((stage) => one?.reached(stage) ?? [])
      expect(reached).toEqual(reached.toSorted((a, b) => a - b))
      expect(stages.map((stage) => other?.reached(stage))).toEqual(stages.map((stage) => one?.reached(stage)))
      const [from, to] = [day('2024-01-01'), day('2026-01-01')]
      expect((one?.active(from, to) ?? 0) + (one?.parked(from, to) ?? 0)).toBeLessThanOrEqual(to - from)
    }),
  )
})
