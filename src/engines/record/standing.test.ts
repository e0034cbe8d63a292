import { expect, test } from 'vitest'
import { standing, type Line, type Saying } from './standing.ts'

const change = (seq: number, request: string, after: Record<string, unknown>, more: Partial<Line> = {}): Line => ({
  seq,
  request,
  undoes: null,
  before: {},
  after,
  ...more,
})
const said = (request: string, seq: number, fields: readonly string[], isTakenBack = false): Saying => ({ request, seq, fields, isTakenBack })

test('a value that an import found so counts from then, whoever had given it', () => {
  const changes = [change(1, 'january', { name: 'A' }, { before: null }), change(2, 'by hand', { name: 'B' }), change(3, 'march', { name: 'A' })]
  const past = { changes, said: [said('january', 1, ['name'], true), said('march', 3, ['name'], true), said('february', 2, ['name'])] }
  expect(standing(past, {})).toMatchObject({ isThere: true, undoes: 3 })
  expect(standing(past, {}).value('name')).toBe('B')
})

test('what nobody says any more has its initial value, and the object is gone', () => {
  const past = { changes: [change(1, 'january', { name: 'A', size: 4 }, { before: null })], said: [said('january', 1, ['name', 'size'], true)] }
  expect([standing(past, { size: 0 }).isThere, standing(past, { size: 0 }).value('size'), standing(past, {}).value('size')]).toEqual([false, 0, null])
})

test('a change that was undone does not count, and does again when its undoing is undone', () => {
  const changes = [change(1, 'by hand', { name: 'A' }, { before: null }), change(2, 'by hand', { name: 'B' }), change(3, 'undo', { name: 'A' }, { undoes: 2 })]
  expect(standing({ changes, said: [] }, {}).value('name')).toBe('A')
  expect(standing({ changes: [...changes, change(4, 'redo', { name: 'B' }, { undoes: 3 })], said: [] }, {}).value('name')).toBe('B')
})

test('an object that a person archived stays so when an import that brought it back is taken back', () => {
  const changes = [
    change(1, 'by hand', { name: 'A' }, { before: null }),
    change(2, 'by hand', { archivedAt: '2026-01-01' }),
    change(3, 'x', { archivedAt: null }),
  ]
  expect(standing({ changes, said: [said('x', 3, [], true)] }, {}).isThere).toBe(false)
  expect(standing({ changes, said: [said('x', 3, [])] }, {}).isThere).toBe(true)
})
