import { expect, test } from 'vitest'
import { nouns } from './vocabulary.ts'
import { movedIn, sayDone } from './done.ts'

const said = (name: string, verb: string, given: Readonly<Record<string, unknown>>) => {
  const noun = nouns[name]?.noun
  if (!noun) throw new Error(`There is no noun ${name}.`)
  return sayDone({ noun, verb, given })
}

test.each([
  ['decision', 'decide', { rationale: 'It ends most failures.', chosen: 'Build it', confidence: 0.7 }, 'Decided: Build it'],
  ['competitor', 'recordMove', { on: '2026-01-01', kind: 'price' }, 'Move recorded: Price'],
  ['initiative', 'create', { owner: 'x', title: 'Single sign-on' }, 'Added: Single sign-on'],
  ['watch', 'create', { about: 'decision/01a228ef-0996-702b-8738-0ee76bd08e39' }, 'Watch added'],
  ['initiative', 'move', { horizon: 'next', cause: 'learning' }, 'Moved: Next'],
  ['initiative', 'archive', {}, 'Archived'],
  ['initiative', 'edit', { title: 'A' }, 'Title changed'],
  ['initiative', 'edit', { title: 'A', hardDate: null }, 'Title and hard date changed'],
  ['initiative', 'edit', { title: 'A', hardDate: null, owner: 'x' }, '3 fields changed'],
])('%s: %s is told in its own words', (noun, verb, given, expected) => expect(said(noun, verb, given)).toBe(expected))

test('a text that is long or of lines is no label', () => {
  expect(said('decision', 'decide', { chosen: 'x'.repeat(81) })).toBe('Decided')
  expect(said('decision', 'decide', { chosen: 'one\ntwo' })).toBe('Decided')
})

test('every verb of every noun is told as something done', () => {
  const odd = Object.values(nouns)
    .flatMap(({ verbs }) => verbs)
    .map(({ verb }) => said('decision', verb, {}))
    .filter((words) => !/(ed|en|wn|un)( |$)/i.test(words))
  expect([...new Set(odd)].toSorted()).toEqual(
    ['Bound', 'Built', 'Found', 'Held', 'Kept', 'Pace set', 'Put in', 'Bound again', 'Role set', 'Sent', 'Health limits set'].toSorted(),
  )
})

test('what moved between two images is told with what it is now; of what was not there, nothing', () => {
  const fields = nouns['decision']?.noun.fields ?? {}
  expect(movedIn(fields, { question: 'A', state: 'framed' }, { question: 'A', state: 'awaiting' })).toEqual({ state: 'awaiting' })
  expect(movedIn(fields, null, { question: 'A' })).toEqual({})
})
