import { readQuery } from '#engines/analytics/query/resolve.ts'
import { expect, test } from 'vitest'
import { refusedWords } from './refused.ts'

const range = { last: 4, unit: 'week' }
const [a, b] = [{ event: 'a' }, { event: 'b' }]

/** As the engine refuses it, and as the page says it. */
function wordsOf(question: unknown): readonly string[] {
  try {
    readQuery(question)
  } catch (error) {
    if (error instanceof Error) {
      const { says, next } = refusedWords({ message: error.message, hint: String(Reflect.get(error, 'hint')) })
      return [says, next]
    }
  }
  return []
}

test.each([
  [{ kind: 'trend', range, series: [{ sel: a }], formula: 'A / B' }, 'Formula: there is no series B.', 'A is the first of 1.'],
  [
    { kind: 'trend', range, series: [{ sel: a }, { sel: a, math: 'sum' }] },
    'Series B: “sum” needs a property to fold.',
    'Choose the property whose numbers are meant.',
  ],
  [
    { kind: 'funnel', range, order: 'unordered', steps: [a, { ...b, optional: true }, b] },
    'Steps: an unordered funnel has no optional steps and no “within”.',
    'Change it in the form, or under As JSON.',
  ],
  [{ kind: 'funnel', range, steps: [{ ...a, optional: true }, b] }, 'Step 1: the first step cannot be optional.', 'Start with a step that everybody takes.'],
  [
    { kind: 'adoption', actor: 'person', range, minPersons: 2, features: [{ name: 'A', sel: a }] },
    'By at least: a person is never several persons.',
    'Count accounts.',
  ],
])('%j', (question, says, next) => {
  expect(wordsOf(question)).toEqual([says, next])
})

test('no part of the query’s own language is left in what is refused for its range', () => {
  expect(refusedWords({ message: 'range: it ends (2026-11-01) before it begins (2026-11-20).', hint: 'x' }).says).toMatch(/^Range: it ends/)
  expect(refusedWords({ message: 'ClickHouse at http://x does not answer.', hint: 'Start it.' })).toEqual({
    says: 'ClickHouse at http://x does not answer.',
    next: 'Start it.',
  })
})
