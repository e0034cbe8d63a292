import { describe, expect, test } from 'vitest'
import { answer, ines, nth, trial, vera } from '../trial.ts'
import { approve, businessCase, close, reject, returnForWork, revise, submit } from './businessCase.ts'

const bet = nth(10)
const whole = {
  title: 'Set-up that succeeds first time',
  sponsor: ines.id,
  subject: bet,
  options: [{ name: 'Fix the flow' }, { name: 'Leave it', isNothing: true }],
  proposes: 'Fix the flow',
  stages: [
    { option: 'Fix the flow', name: 'Discovery', chance: 0.5, likely: 100, start: 0, end: 1 },
    { option: 'Fix the flow', name: 'Build', chance: 0.8, low: 250, likely: 300, high: 400, start: 1, end: 2 },
  ],
  flows: [{ option: 'Fix the flow', name: 'Seats kept', at: 2, likely: 600 }],
  assumptions: [nth(20)],
  successMetrics: [{ metric: 'gross-revenue-retention', segment: 'Mid-market', baseline: 0.889, target: 0.905, by: '2027-09-30' }],
  killCriteria: [{ metric: 'gross-revenue-retention', value: 0.86, by: '2027-06-30' }],
}
const metric = [{ metricKey: 'gross-revenue-retention' }]
const seen = { metric, decision: [{ id: nth(30), key: 'DEC-1', state: 'decided', initiatives: [bet] }] }
const submitted = { ...whole, state: 'submitted', submittedBy: ines.id }

describe('a case is put before its approver only when it is whole', () => {
  test('a whole one is submitted, in the name of whoever does', () =>
    expect(answer(trial(businessCase, submit, whole, {}, ines, seen))).toEqual({ state: 'submitted', submittedBy: ines.id, reason: null }))

  test.each([
    [{ options: [{ name: 'Fix the flow' }] }, 'One option is no choice.'],
    [{ options: [{ name: 'A' }, { name: 'A', isNothing: true }] }, 'Two options have one name.'],
    [{ options: [{ name: 'Fix the flow' }, { name: 'Leave it' }] }, 'It does not say what doing nothing would bring.'],
    [{ proposes: null }, 'It proposes no option.'],
    [{ proposes: 'Buy one' }, '“Buy one” is not one of its options.'],
    [
      { stages: [{ option: 'Buy one', name: 'Talks', chance: 1, likely: 1, start: 0, end: 1 }] },
      '“Talks” belongs to “Buy one”, which is no option of the case.',
    ],
    [{ flows: [{ option: 'Leave it', name: 'Loss', at: 1, low: 3, likely: 2 }] }, '“Loss”: 3, 2, 2 are not in order.'],
    [{ flows: [{ option: 'Leave it', name: 'Loss', at: 1, high: 1, likely: 2 }] }, '“Loss”: 2, 2, 1 are not in order.'],
    [{ stages: [{ option: 'Leave it', name: 'Wait', chance: 1, likely: 1, start: 2, end: 1 }] }, '“Wait” ends before it starts.'],
    [
      {
        flows: [
          { option: 'Leave it', name: 'Loss', at: 1, likely: -2 },
          { option: 'Leave it', name: 'Loss', at: 1, likely: -2 },
        ],
      },
      '“Leave it” holds “Loss” twice.',
    ],
    [{ inputs: [{ name: 'seats sold', likely: 2 }] }, '“seats sold” is no name that a formula can use.'],
    [
      {
        inputs: [
          { name: 'seats', likely: 2 },
          { name: 'seats', likely: 3 },
        ],
      },
      'The input “seats” stands twice.',
    ],
    [{ inputs: [{ name: 'seats', low: 3, likely: 2 }] }, '“seats”: 3, 2, 2 are not in order.'],
    [
      { flows: [{ option: 'Leave it', name: 'Loss', at: 1, likely: 0, formula: 'max(seats, 1e3) * 2' }] },
      'The formula of “Loss” cannot be computed: There is no input “seats”.',
    ],
    [
      { flows: [{ option: 'Leave it', name: 'Loss', at: 1, likely: 0, formula: '3 * (4 + ' }] },
      'The formula of “Loss” cannot be read at character 9: The formula ends too early.',
    ],
    [
      { inputs: [{ name: 'seats', likely: 0 }], flows: [{ option: 'Leave it', name: 'Loss', at: 1, likely: 0, formula: '3 / seats' }] },
      'The formula of “Loss” cannot be computed: It has no answer at the likely figures.',
    ],
    [{ sponsor: null }, 'Nobody stands for it.'],
    [{ assumptions: [] }, 'It names no assumption.'],
    [{ successMetrics: [] }, 'It names no measure of success.'],
    [{ successMetrics: [{ metric: 'gross-revenue-retention', target: 0.9, by: '2027-09-30' }] }, '“gross-revenue-retention” has no baseline.'],
    [
      { successMetrics: [{ metric: 'gross-revenue-retention', baseline: 0.8, target: 0.9, by: '2026-11-16' }] },
      '“gross-revenue-retention” is promised for today.',
    ],
    [{ killCriteria: [] }, 'It names no kill criterion.'],
    [{ killCriteria: [{ metric: 'happiness', value: 1, by: '2027-06-30' }] }, 'Nobody measures “happiness”.'],
    [{ state: 'approved' }, 'It is approved; only a draft is submitted.'],
  ])('with %j it is refused', (values, reason) => {
    expect(answer(trial(businessCase, submit, { ...whole, ...values }, {}, ines, seen))).toBe(reason)
    if (!('state' in values)) expect(answer(trial(businessCase, approve, { ...submitted, ...values }, { decision: nth(30) }, vera, seen))).toBe(reason)
  })
})

test.each([
  [[{ name: 'seats', likely: 0 }], 'The inputs are seats. Mend it under Figures.'],
  [[], 'Mend it under Figures.'],
])('a formula without an answer is mended where it stands; with inputs %j the hint is “%s”', (inputs, hint) => {
  const flows = [{ option: 'Leave it', name: 'Loss', at: 1, likely: 0, formula: '1 / 0' }]
  expect(trial(businessCase, submit, { ...whole, inputs, flows }, {}, ines, seen)).toMatchObject({ hint })
})

test('a line of two years is one line, and formulas use inputs', () => {
  const line = (at: number) => ({ option: 'Fix the flow', name: 'Seats kept', at, kind: 'revenue', likely: 0, formula: 'seats * min(price, 1e3)' })
  const inputs = [
    { name: 'seats', low: 1, likely: 2, high: 4 },
    { name: 'price', likely: 300 },
  ]
  expect(answer(trial(businessCase, submit, { ...whole, inputs, flows: [line(1), line(2)] }, {}, ines, seen))).toMatchObject({ state: 'submitted' })
})

describe('approval', () => {
  const by = (values: object, me: typeof vera | typeof ines = vera, all: { readonly decision: readonly Readonly<Record<string, unknown>>[] } = seen) =>
    answer(trial(businessCase, approve, { ...submitted, ...values }, { decision: nth(30) }, me, { metric, ...all }))

  test('somebody else approves it, by a decision that was taken about its bet', () =>
    expect(by({})).toEqual({ state: 'approved', approvedBy: vera.id, approvedAt: '2026-11-16T08:00:00.000Z', decision: nth(30), reason: null }))
  test('nobody approves their own case, be it as sponsor or as the one who submitted it', () => {
    expect(by({}, ines)).toBe('Nobody approves their own case.')
    expect(by({ submittedBy: vera.id })).toBe('Nobody approves their own case.')
    expect(by({ sponsor: vera.id })).toBe('Nobody approves their own case.')
  })
  test('a decision that waits, or is about other bets, or is not there approves nothing', () => {
    expect(by({}, vera, { decision: [{ id: nth(30), key: 'DEC-1', state: 'awaiting' }] })).toBe('DEC-1 is awaiting, not decided.')
    expect(by({}, vera, { decision: [{ id: nth(30), key: 'DEC-1', state: 'decided', initiatives: [nth(11)] }] })).toBe('DEC-1 is about other bets.')
    expect(by({}, vera, { decision: [] })).toBe('There is no such decision.')
  })
  test('a draft is not approved', () => expect(by({ state: 'draft' })).toBe('It is draft; only a submitted case is approved.'))
})

test('it is rejected, or returned for work, with a reason; a version in force is not rejected away', () => {
  expect(answer(trial(businessCase, reject, submitted, { reason: 'Too small.' }))).toMatchObject({ state: 'rejected', reason: 'Too small.' })
  expect(answer(trial(businessCase, reject, submitted, { reason: 'x' }, ines))).toBe('Nobody judges their own case.')
  expect(answer(trial(businessCase, reject, whole, { reason: 'x' }))).toBe('It is draft; only a submitted case is rejected.')
  expect(answer(trial(businessCase, reject, { ...submitted, approvedAt: '2026-10-01T00:00:00.000Z' }, { reason: 'x' }))).toBe('A version of it is in force.')
  expect(answer(trial(businessCase, returnForWork, submitted, { reason: 'Which accounts?' }))).toEqual({ state: 'draft', reason: 'Which accounts?' })
  expect(answer(trial(businessCase, returnForWork, whole, { reason: 'x' }))).toBe('It is draft; only a submitted case is returned.')
})

test('an approved case is revised as a draft of the next revision, and closed with its verdict', () => {
  const approved = { ...submitted, state: 'approved', approvedAt: '2026-10-01T00:00:00.000Z' }
  expect(answer(trial(businessCase, revise, approved, { reason: 'Prices moved.' }))).toEqual({ state: 'draft', reason: 'Prices moved.', revision: 2 })
  expect(answer(trial(businessCase, revise, whole, { reason: 'x' }))).toBe('It is draft; only what was approved or rejected is revised.')
  expect(answer(trial(businessCase, close, approved, { verdict: 'missed', lesson: 'Nobody rotates.' }))).toEqual({
    state: 'closed',
    verdict: 'missed',
    lesson: 'Nobody rotates.',
    closedOn: '2026-11-16',
  })
  expect(answer(trial(businessCase, close, whole, { verdict: 'kept', lesson: 'x' }))).toBe('It is draft; only an approved case is closed.')
})

test('what was submitted keeps its argument, and may still be linked', () => {
  const row = { id: '', key: 'BIZ-1', version: 1, createdAt: '', updatedAt: '', archivedAt: null, source: null, custom: {} }
  expect(businessCase.settled({ ...row, state: 'draft' }, ['flows'])).toBeNull()
  expect(businessCase.settled({ ...row, state: 'submitted' }, ['flows'])).toContain('Return it for work')
  expect(businessCase.settled({ ...row, state: 'approved' }, ['killCriteria', 'risks'])).toContain('Revise it')
  expect(businessCase.settled({ ...row, state: 'approved' }, ['subject', 'risks'])).toBeNull()
})
