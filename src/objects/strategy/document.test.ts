import { expect, test } from 'vitest'
import { answer, nth, trial, vera } from '../trial.ts'
import { begin, document, publish, revise, supersede } from './document.ts'
import { templates } from './documentTemplates.ts'

const vision = { title: 'Answers for whole teams', kind: 'vision', body: 'Everybody in a team gets answers.', owner: vera.id }
const published = { ...vision, state: 'published', publishedAt: '2026-10-01T00:00:00.000Z' }
const put = (values: object, documents: readonly Readonly<Record<string, unknown>>[] = [], input = {}) =>
  trial(document, publish, { ...vision, ...values }, input, vera, {
    metric: [{ metricKey: 'nps' }],
    document: documents,
    decision: [{ id: nth(30), key: 'DEC-1', state: 'awaiting' }],
  })

test('a draft begins from the template of its kind, and loses nothing that was written', () => {
  expect(answer(trial(document, begin, { title: 'A', kind: 'principle' }))).toEqual({ body: templates.principle })
  expect(answer(trial(document, begin, vision))).toBe('It says something already.')
  expect(answer(trial(document, begin, published))).toBe('It is published.')
})

test('it is published when it says something of its own and somebody answers for it', () => {
  expect(answer(put({}))).toEqual({ state: 'published', publishedAt: '2026-11-16T08:00:00.000Z', decision: null, reason: null })
  expect(answer(put({ owner: null }))).toBe('It has no owner.')
  expect(answer(put({ body: null }))).toBe('It says nothing yet.')
  expect(answer(put({ body: templates.vision }))).toBe('It is the template as it came.')
  expect(answer(put({ state: 'published' }))).toBe('It is published already.')
  expect(answer(put({ body: 'We stand at {{metric:nps}} and {{metric:happiness|All}}.' }))).toBe('It cites {{metric:happiness|All}}, which nobody measures.')
  expect(answer(put({ body: 'We stand at {{nps}}.' }))).toBe('It cites {{nps}}, which nobody measures.')
  expect(answer(put({ body: 'We stand at {{metric:nps}}.' }))).toMatchObject({ state: 'published' })
  expect(answer(put({}, [], { decision: nth(30) }))).toBe('DEC-1 is awaiting, not decided.')
})

test('one vision is published at a time: the one before is superseded in the same step, also while it is revised; other kinds stand side by side', () => {
  const others = [
    { id: nth(40), kind: 'vision', state: 'published', publishedAt: '2026-01-01T00:00:00.000Z' },
    { id: nth(41), kind: 'vision', state: 'draft', publishedAt: '2026-02-01T00:00:00.000Z' },
    { id: nth(42), kind: 'vision', state: 'draft', publishedAt: null },
    { id: nth(43), kind: 'vision', state: 'superseded', publishedAt: '2025-02-01T00:00:00.000Z' },
    { id: nth(44), kind: 'principle', state: 'published', publishedAt: '2026-01-01T00:00:00.000Z' },
  ]
  const then = (values: object) => {
    const decided = put(values, others)
    return decided.decides === 'change' ? decided.then.map(({ verb, id, input }) => [verb, id, input['by']]) : decided.reason
  }
  expect(then({})).toEqual([
    ['supersede', nth(40), nth(99)],
    ['supersede', nth(41), nth(99)],
  ])
  expect(then({ kind: 'principle' })).toEqual([])
})

test('what was published is revised, never edited; what was superseded stays as it was', () => {
  expect(answer(trial(document, revise, published, { reason: 'Banks came.' }))).toEqual({ state: 'draft', reason: 'Banks came.', revision: 2 })
  expect(answer(trial(document, revise, vision, { reason: 'x' }))).toBe('It is draft; only what was published is revised.')
  const row = { id: '', key: 'DOC-1', version: 1, createdAt: '', updatedAt: '', archivedAt: null, source: null, custom: {} }
  expect(document.settled({ ...row, state: 'draft' }, ['body'])).toBeNull()
  expect(document.settled({ ...row, state: 'published' }, ['body'])).toContain('Revise it')
  expect(document.settled({ ...row, state: 'superseded' }, ['title'])).toContain('Write another')
  expect(document.settled({ ...row, state: 'published' }, ['owner', 'about'])).toBeNull()
})

test('only what was published is superseded, and by another', () => {
  expect(answer(trial(document, supersede, published, { by: nth(40) }))).toEqual({ state: 'superseded', supersededBy: nth(40) })
  expect(answer(trial(document, supersede, published, { by: nth(99) }))).toBe('A document cannot replace itself.')
  expect(answer(trial(document, supersede, vision, { by: nth(40) }))).toBe('It is draft; only what was published is superseded.')
})
