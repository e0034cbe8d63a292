import { expect, test } from 'vitest'
import { pastTense } from './pastTense.ts'

test.each([
  ['decide', 'Decided'],
  ['qualify', 'Qualified'],
  ['deploy', 'Deployed'],
  ['ship', 'Shipped'],
  ['commit', 'Committed'],
  ['occur', 'Occurred'],
  ['offer', 'Offered'],
  ['defer', 'Deferred'],
  ['rewrite', 'Rewritten'],
  ['retarget', 'Retargeted'],
  ['target', 'Targeted'],
  ['discard', 'Discarded'],
  ['freeze', 'Frozen'],
  ['create', 'Added'],
  ['undo', 'Taken back'],
  ['recordMove', 'Move recorded'],
  ['planSunset', 'Sunset planned'],
  ['setHealthLimits', 'Health limits set'],
  ['checkIn', 'Checked in'],
  ['takeOver', 'Taken over'],
  ['returnForWork', 'Returned for work'],
  ['voteAgain', 'Voted again'],
  ['breakIt', 'Broken'],
  ['renewKey', 'Key renewed'],
])('%s is told as “%s”', (verb, said) => expect(pastTense(verb)).toBe(said))
