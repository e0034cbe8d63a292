import { expect, test } from 'vitest'
import { pastTense } from '#engines/numbers/pastTense.ts'
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

test('neither an id nor a signature is a label', () => {
  expect(said('review', 'freeze', { signature: 'f3'.repeat(32) })).toBe('Frozen')
  expect(said('watch', 'create', { about: 'decision/01a228ef-0996-702b-8738-0ee76bd08e39' })).toBe('Watch added')
})

test('every verb of every noun is told as something done, in words that somebody has read', () => {
  const said = [...new Set(Object.values(nouns).flatMap(({ verbs }) => verbs.map(({ verb }) => pastTense(verb))))]
  expect(said.toSorted().join(', ')).toMatchInlineSnapshot(
    `"Abandoned, Accepted, Activated, Added, Adopted, Affirmed, Agreed, Announced, Approved, Archived, Begun, Bound, Bound again, Broken, Built, Canceled, Certified, Check recorded, Checked in, Closed, Committed, Concluded, Confirmed, Counted, Date withdrawn, Deactivated, Decided, Declined, Defined, Delivered, Deprecated, Discarded, Dropped, Ended, Enforced, Exception granted, Explored, Extended, Failed, Filled, Finished, Found, Frozen, Generated, Harvested, Health limits set, Held, Incubated, Invested, Invited, Issued, Joined, Judged, Kept, Key renewed, Marked read, Marked undone, Mitigated, Move recorded, Moved, Name published, Name withdrawn, Occurred, Offered, Opened, Outcome recorded, Pace set, Parked, Paused, Placed, Planned, Policy adopted, Postponed, Processed, Proposed, Published, Put in, Qualified, Raised, Reaffirmed, Reassessed, Rebalanced, Reconsidered, Redefined, Reestimated, Refreshed, Refused, Registered, Rejected, Released, Removed, Reopened, Reported, Repromised, Requested, Rescheduled, Resolved, Resumed, Retargeted, Retired, Returned for work, Revealed, Revised, Revived, Revoked, Rewritten, Role set, Rolled back, Rows dismissed, Rule changed, Run recorded, Scored, Sealed, Seen, Sent, Settled, Shared, Shipped, Sized, Solved, Started, Stopped, Story published, Story withdrawn, Submitted, Sunset planned, Superseded, Sustained, Taken back, Taken out, Taken over, Targeted, Tracked, Unsealed, Validated, Voted again, Waived, Withdrawn, Written"`,
  )
})

test('what moved between two images is told with what it is now; of what was not there, nothing', () => {
  const fields = nouns['decision']?.noun.fields ?? {}
  expect(movedIn(fields, { question: 'A', state: 'framed' }, { question: 'A', state: 'awaiting' })).toEqual({ state: 'awaiting' })
  expect(movedIn(fields, null, { question: 'A' })).toEqual({})
})
