import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stoodAfter, stoodBefore, unsaid } from './stoodAt.ts'

const fields = { title: null, owner: null, effort: null, archivedAt: null, stage: 'idea' }
const now = { key: 'BET-1', title: 'now', owner: 'me', effort: 9, archivedAt: null, stage: 'live', updatedAt: 'today' }
const back = (changes: readonly unknown[]) => stoodBefore({ ...now }, { version: 3, at: 'then', changes: JSON.stringify(changes) }, fields)

test('of several changes of a field the first tells how it stood', () => {
  const changes = [
    { title: 'as it was', owner: null },
    { title: 'in between', effort: 3 },
    { effort: 5, archivedAt: null, gone: 'no field any more' },
  ]
  expect(back(changes)).toEqual({ ...now, title: 'as it was', owner: null, effort: 3, version: 3, updatedAt: 'then' })
  expect(back([])).toEqual({ ...now, version: 3, updatedAt: 'then' })
})

test('a row that was made later was not there', () => expect(back([null, { title: 'new' }])).toBeNull())

test('where a creation says nothing, a field is empty, one that came later and is required has its initial value, and a secret is not told', () => {
  const open = { class: 'internal', required: false }
  expect(
    unsaid({ title: open, size: { ...open, initial: 3 }, stage: { ...open, required: true, initial: 'idea' }, token: { ...open, class: 'secret' } }),
  ).toEqual({
    archivedAt: null,
    title: null,
    size: null,
    stage: 'idea',
  })
})

type Row = Readonly<Record<string, unknown>>
const someValues = fc.record(
  { title: fc.option(fc.string()), owner: fc.option(fc.constantFrom('me', 'you')), effort: fc.option(fc.nat(9)), archivedAt: fc.option(fc.constant('2027')) },
  { requiredKeys: [] },
)

test('read forwards from its creation or backwards from today, a row stood alike at every moment', () => {
  fc.assert(
    fc.property(someValues, fc.array(someValues, { maxLength: 8 }), fc.nat(8), (made, edits, until) => {
      const filled = (values: Row): Row => Object.fromEntries(Object.entries({ stage: 'idea', ...values }).filter(([, value]) => value !== null))
      const states: Row[] = [{ ...fields, key: 'BET-1', ...filled(made) }]
      const lines: { seq: number; before: Row | null; after: Row }[] = [{ seq: 1, before: null, after: filled(made) }]
      for (const edit of edits) {
        const before = states.at(-1) ?? {}
        lines.push({ seq: lines.length + 1, before: Object.fromEntries(Object.keys(edit).map((name) => [name, before[name] ?? null])), after: edit })
        states.push({ ...before, ...edit })
      }
      const at = Math.min(until, edits.length) + 1 // the last change that is counted
      const today = (): Row => ({ ...states.at(-1) })
      const gathered = (some: readonly (Row | null)[]) => ({ version: at, at: 'then', changes: JSON.stringify(some) })
      const forwards = stoodAfter(today(), gathered(lines.filter(({ seq }) => seq <= at).map(({ after }) => after)), fields)
      const backwards = stoodBefore(today(), gathered(lines.filter(({ seq }) => seq > at).map(({ before }) => before)), fields)
      expect(forwards).toEqual(backwards)
      expect(forwards).toEqual({ ...states[at - 1], version: at, updatedAt: 'then' })
    }),
    { numRuns: 500 },
  )
})
