import { expect, test } from 'vitest'
import type { Need, SlipAnswer } from './asked.ts'
import { headline, hitsSays } from './hits.ts'

const link = (key: string, more: Partial<SlipAnswer['chain'][number]> = {}): SlipAnswer['chain'][number] => ({
  key,
  title: key,
  from: '2027-01-31',
  to: '2027-02-14',
  days: 14,
  hardDate: null,
  ...more,
})
const hard = (isMissed: boolean, wasMissed: boolean) => ({ hardDate: { on: '2027-02-01', reason: 'contract', isMissed, wasMissed } })
const promise = (isLate: boolean, wasLate = false) => ({ key: 'DEP-1', title: 'Metering', from: '2027-01-31', to: '2027-02-14', isLate, wasLate })

test.each([
  [[link('INI-1')], [], '14 days later: no other bet moves and no promised day breaks.'],
  [[link('INI-1'), link('INI-2', hard(true, false))], [], '14 days later: 1 other bet moves and 1 promised day breaks.'],
  [[link('INI-1', hard(true, true))], [promise(false)], '14 days later: no other bet moves and no promised day breaks.'],
  [[link('INI-1')], [promise(true, true)], '14 days later: no other bet moves and no promised day breaks.'],
  [[link('INI-1')], [promise(true)], '14 days later: no other bet moves, no promised day breaks and 1 promise to other bets comes too late.'],
])('a slip is said in a sentence, and what it does not break is not counted: case %#', (chain, promises, says) =>
  expect(hitsSays({ chain, promises, days: 14 })).toBe(says),
)

const need = (key: string, standing: Need['standing'], slack: number | null): Need => ({
  id: key,
  key,
  title: `Thing ${key}`,
  taker: null,
  giver: null,
  provider: 'Core',
  type: 'finishStart',
  strength: 'hard',
  state: 'agreed',
  neededBy: '2027-01-31',
  firstPromise: null,
  expectedOn: null,
  slack,
  slips: 0,
  reason: null,
  owners: [null, null],
  standing,
})

test('the headline names the latest and what it moves, what nobody has agreed to, and bets that wait in a circle', () => {
  const moved = [{ key: 'INI-7', title: 'Pricing', days: 58, from: '2027-01-01', to: '2027-02-28' }]
  const two = [need('DEP-1', 'late', -3), need('DEP-2', 'late', -58)]
  expect(headline({ needs: two, moved, circles: [] })).toBe('Thing DEP-2 is 58 days late, 1 more is late; what is late moves INI-7 by 58 days')
  expect(headline({ needs: [need('DEP-1', 'notAgreed', null)], moved: [], circles: [] })).toBe('Nothing hard is late; 1 hard one is not agreed')
  expect(headline({ needs: [], moved: [], circles: [['INI-1', 'INI-2']] })).toBe('INI-1, INI-2 wait for each other; nothing else that is hard is late')
  expect(headline({ needs: two, moved: [], circles: [['INI-1', 'INI-2']] })).toContain('what they move cannot be told')
})
