import { describe, expect, test } from 'vitest'
import { answer, ines, now, nth, trial } from '../trial.ts'
import { ballot, seal, unseal } from './ballot.ts'
import { faultOf, scoreInput, settle } from './scoreInput.ts'
import { agree, cancel, close, factorsOf, open, reopen, reveal, score, scoringRound, takeOver, voteAgain } from './scoringRound.ts'

const people = [nth(1), nth(2), nth(3)]
const bets = [nth(11), nth(12)]
const draft = { title: 'Next quarter', method: 'wsjf', bets, participants: people, due: '2026-11-20' }
const members = people.map((id, at) => ({ id, name: `Person ${at}`, role: 'editor', state: 'active' }))
const at = (state: string, more: object = {}) => ({ ...draft, state, ...more })
const ballotsIn = (...states: string[]) => states.map((state, n) => ({ id: nth(21 + n), round: nth(99), turn: 1, participant: people[n], bets, state }))
const whole = [
  { factor: 'businessValue', value: 8 },
  { factor: 'timeCriticality', value: 5 },
  { factor: 'riskReduction', value: 3 },
  { factor: 'jobSize', value: 13 },
]

describe('a round', () => {
  test('asks every participant when it is opened, and only once', () => {
    const opened = trial(scoringRound, open, draft, {}, ines, { member: members, ballot: ballotsIn('waiting') })
    expect(answer(opened)).toEqual({ state: 'open' })
    expect(opened.decides === 'change' ? opened.then.map(({ verb, input }) => [verb, input['participant']]) : []).toEqual([
      ['issue', people[1]],
      ['issue', people[2]],
    ])
  })

  test.each([
    [{ ...draft, participants: people.slice(0, 2) }, '3 people at least score in a round.'],
    [{ ...draft, bets: [] }, 'It names no bet.'],
    [{ ...draft, due: '2026-11-15' }, 'Its due day has passed.'],
    [at('open'), 'It is open; only a draft is opened.'],
  ])('%j is not opened', (values, reason) => expect(answer(trial(scoringRound, open, values, {}, ines, { member: members }))).toBe(reason))

  test('is not opened for somebody who may not score', () => {
    const [first, ...others] = members
    const seen = { member: [{ ...first, role: 'viewer' }, ...others] }
    expect(answer(trial(scoringRound, open, draft, {}, ines, seen))).toBe('Person 0 may not score.')
  })

  test('is fixed once it was opened', () => {
    const row = { ...draft, state: 'open' }
    expect(scoringRound.settled({ ...row } as never, ['participants'])).toContain('It was opened')
    expect(scoringRound.settled({ ...row } as never, ['title'])).toBeNull()
  })

  test('is revealed when it is closed and three have scored; who gave nothing is unsealed as absent', () => {
    const shown = trial(scoringRound, reveal, at('closed'), {}, ines, { ballot: ballotsIn('sealed', 'sealed', 'sealed') })
    expect(answer(shown)).toEqual({ state: 'revealed', revealedAt: now })
    expect(shown.decides === 'change' ? shown.then.map(({ verb, input }) => [verb, input]) : []).toEqual(
      Array.from({ length: 3 }, () => ['unseal', { due: '2026-11-20' }]),
    )
    const few = { ballot: ballotsIn('sealed', 'sealed', 'waiting') }
    expect(answer(trial(scoringRound, reveal, at('closed'), {}, ines, few))).toBe('2 of 3 people have scored; it takes 3.')
    expect(answer(trial(scoringRound, reveal, at('open'), {}, ines, few))).toBe('It is open; a round is closed before it is revealed.')
    expect(answer(trial(scoringRound, close, at('open')))).toEqual({ state: 'closed' })
    expect(answer(trial(scoringRound, reopen, at('closed'), { due: '2026-11-30' }))).toEqual({ state: 'open', due: '2026-11-30' })
    expect(answer(trial(scoringRound, reopen, at('revealed'), { due: '2026-11-30' }))).toContain('It is revealed')
    expect(answer(trial(scoringRound, cancel, at('open'), { reason: 'No time.' }))).toMatchObject({ state: 'cancelled' })
    expect(answer(trial(scoringRound, cancel, at('revealed'), { reason: 'No time.' }))).toBe('It is revealed; what was revealed stays.')
  })

  test('votes again on some of its bets, with new ballots', () => {
    const again = trial(scoringRound, voteAgain, at('revealed'), { bets: [bets[0]], due: '2026-11-25' }, ines, {
      ballot: ballotsIn('counted', 'counted', 'absent'),
    })
    expect(answer(again)).toEqual({ state: 'open', turn: 2, due: '2026-11-25' })
    expect(again.decides === 'change' ? again.then.map(({ input }) => [input['turn'], input['bets']]) : []).toEqual(people.map(() => [2, [bets[0]]]))
    expect(answer(trial(scoringRound, voteAgain, at('revealed'), { bets: [nth(77)], due: '2026-11-25' }))).toBe('One of them is not in this round.')
    expect(answer(trial(scoringRound, voteAgain, at('open'), { bets, due: '2026-11-25' }))).toBe('It is open; a second vote follows a reveal.')
  })
})

describe('a score', () => {
  const given = (input: object, seen: readonly object[] = ballotsIn('waiting', 'waiting', 'waiting'), state = 'open') =>
    trial(scoringRound, score, at(state), { bet: bets[0], ...input }, ines, { ballot: seen.map((one) => ({ ...one })) })

  test('goes sealed into the ballot of its person and changes nothing of the round', () => {
    const decided = given({ figures: whole, note: 'Why' })
    expect(answer(decided)).toEqual({})
    expect(decided.decides === 'change' ? decided.then : []).toMatchObject([{ noun: 'ballot', verb: 'seal', id: nth(22), input: { bet: bets[0] } }])
  })

  test('without an opinion is an entry without a figure', () => {
    const decided = given({ noOpinion: true })
    expect(decided.decides === 'change' ? decided.then[0]?.input['entries'] : []).toEqual([{ bet: bets[0], note: null, at: now, factor: null, value: null }])
  })

  test.each([
    [{ figures: whole.slice(1) }, 'It lacks businessValue.'],
    [{ figures: [...whole, { factor: 'reach', value: 3 }] }, 'wsjf does not read “reach”.'],
    [{ figures: [...whole, ...whole.slice(0, 1)] }, 'A factor is given twice.'],
    [{ figures: [{ factor: 'businessValue', value: 4 }, ...whole.slice(1)] }, 'Business value is one of 1, 2, 3, 5, 8, 13, 20.'],
    [{ figures: whole, noOpinion: true }, 'Give figures, or say that you have no opinion.'],
    [{}, 'It lacks businessValue, timeCriticality, riskReduction, jobSize.'],
    [{ bet: nth(77), figures: whole }, 'This vote does not ask about that bet.'],
  ])('%j is refused', (input, reason) => expect(answer(given(input))).toBe(reason))

  test('is refused to who is not asked, and when the round is not open', () => {
    expect(answer(given({ figures: whole }, ballotsIn('waiting')))).toBe('You are not asked in this round.')
    expect(answer(given({ figures: whole }, undefined, 'closed'))).toBe('It is closed; figures are given while it is open.')
  })

  test('reads factors that have a scale each', () => {
    for (const factors of Object.values(factorsOf)) for (const factor of factors) expect(faultOf(factor, factor === 'impact' ? 2 : 5)).toBeNull()
  })
})

describe('a round about amounts', () => {
  const [usd, valued] = [(amount: number) => ({ amount, currency: 'EUR' }), nth(11)]
  const initiative = [{ id: valued, value: { likely: usd(520_000), costOfDelayPerWeek: null } }, { id: nth(12) }]
  const agreed = (bet: string, factor: string, value: number) => ({ bet, factor, value, note: null, by: ines.id, at: now })

  test('asks CD3 for the cost of delay alone, and the weighted score for the value too: the rest is the bet’s own', () => {
    const cd3 = { bet: bets[0], figures: [{ factor: 'costOfDelay', value: 9000 }] }
    const open = { ...at('open', { method: 'cd3' }) }
    const seen = { ballot: [{ id: nth(31), round: nth(99), turn: 1, participant: ines.id, bets, state: 'waiting' }] }
    expect(answer(trial(scoringRound, score, open, cd3, ines, seen))).toEqual({})
    expect(answer(trial(scoringRound, score, { ...open, method: 'weighted' }, cd3, ines, seen))).toBe('It lacks value.')
    expect(answer(trial(scoringRound, score, open, { ...cd3, figures: [{ factor: 'costOfDelay', value: -1 }] }, ines, seen))).toBe(
      'Cost of delay is not negative.',
    )
  })

  test('writes them into the bet, one change for each, in the currency that it has or that of the workspace', () => {
    const all = [agreed(valued, 'costOfDelay', 9000), agreed(nth(12), 'value', 100_000), agreed(nth(12), 'costOfDelay', 2000)]
    const taken = trial(scoringRound, takeOver, at('revealed', { method: 'weighted', agreed: all }), {}, ines, { initiative, workspace: [{ currency: 'USD' }] })
    expect(taken.decides === 'change' ? taken.then : []).toEqual([
      { noun: 'initiative', verb: 'edit', id: valued, input: { value: { likely: usd(520_000), costOfDelayPerWeek: usd(9000) } } },
      {
        noun: 'initiative',
        verb: 'edit',
        id: nth(12),
        input: { value: { likely: { amount: 100_000, currency: 'USD' }, costOfDelayPerWeek: { amount: 2000, currency: 'USD' } } },
      },
    ])
  })

  test('agrees on no cost of delay of a bet that nobody has valued', () => {
    const figures = [{ factor: 'costOfDelay', value: 9000 }]
    const asked = (bet: string) => answer(trial(scoringRound, agree, at('revealed', { method: 'cd3' }), { bet, figures }, ines, { initiative }))
    expect(asked(nth(12))).toBe('Nobody has said what it brings in a year.')
    expect(asked(valued)).toMatchObject({ state: 'revealed' })
  })
})

describe('a ballot', () => {
  const entry = { bet: bets[0], factor: 'jobSize', value: 5, note: null, at: now }
  const own = { name: 'Next quarter', round: nth(99), turn: 1, participant: ines.id, bets }

  test('keeps the last word on each bet, and only of its own person', () => {
    const first = { ...entry, value: 13 }
    const other = { ...entry, bet: bets[1] }
    expect(answer(trial(ballot, seal, { ...own, held: [first, other], state: 'sealed' }, { bet: bets[0], entries: [entry] }, ines))).toEqual({
      held: [other, entry],
      answered: 2,
      state: 'sealed',
    })
    expect(answer(trial(ballot, seal, { ...own, participant: nth(3) }, { bet: bets[0], entries: [entry] }, ines))).toBe('It is the ballot of somebody else.')
    expect(answer(trial(ballot, seal, { ...own, state: 'counted' }, { bet: bets[0], entries: [entry] }, ines))).toBe('Its round is revealed.')
  })

  test.each([
    [[entry], 'counted'],
    [[{ ...entry, factor: null, value: null }], 'abstained'],
    [null, 'absent'],
  ])('holding %j is unsealed as %s %s', (held, state) =>
    expect(answer(trial(ballot, unseal, { ...own, held }, { due: '2026-11-20' }))).toEqual({ figures: held ?? [], held: null, due: '2026-11-20', state }),
  )

  test('shows what it holds to nobody', () => {
    expect(ballot.fields.held.class).toBe('secret')
    expect(Object.keys(ballot.without)).toEqual(['create', 'edit', 'archive'])
  })
})

describe('what is agreed', () => {
  const held = [
    { id: nth(31), initiative: bets[0], name: 'jobSize', value: 5, origin: 'judgement' },
    { id: nth(32), initiative: bets[0], name: 'businessValue', value: 5, origin: 'metric' },
  ]

  test('bears a name and takes the place of what was agreed on that factor before', () => {
    const before = { bet: bets[0], factor: 'jobSize', value: 20, note: null, by: null, at: now }
    const figures = [{ factor: 'jobSize', value: 8 }]
    const agreed = answer(
      trial(scoringRound, agree, at('revealed', { agreed: [before] }), { bet: bets[0], figures, note: 'Smaller.' }, ines, { scoreInput: held }),
    )
    expect(agreed).toEqual({ state: 'revealed', agreed: [{ bet: bets[0], factor: 'jobSize', value: 8, note: 'Smaller.', by: ines.id, at: now }] })
  })

  test('is not a figure that a metric tells, nor one before the reveal', () => {
    const figures = [{ factor: 'businessValue', value: 8 }]
    expect(answer(trial(scoringRound, agree, at('revealed'), { bet: bets[0], figures }, ines, { scoreInput: held }))).toContain('is read from a metric')
    expect(answer(trial(scoringRound, agree, at('closed'), { bet: bets[0], figures }))).toBe('It is closed; people agree on what is revealed.')
  })

  test('is taken over into the score of its bet, with the round as the source', () => {
    const agreed = [
      { bet: bets[0], factor: 'jobSize', value: 8, note: 'Smaller.', by: null, at: now },
      { bet: bets[1], factor: 'jobSize', value: 3, note: null, by: null, at: now },
    ]
    const taken = trial(scoringRound, takeOver, at('revealed', { agreed }), {}, ines, { scoreInput: held })
    expect(answer(taken)).toEqual({ state: 'agreed' })
    expect(taken.decides === 'change' ? taken.then : []).toEqual([
      { noun: 'scoreInput', verb: 'settle', id: nth(31), input: { value: 8, note: 'Smaller.', round: nth(99) } },
      { noun: 'scoreInput', verb: 'found', input: { value: 3, note: 'Agreed in XXX-1', round: nth(99), initiative: bets[1], name: 'jobSize' } },
    ])
    expect(answer(trial(scoringRound, takeOver, at('revealed'), {}, ines, { scoreInput: held }))).toBe('Nothing is agreed yet.')
  })

  test('becomes the value as of today, without a range; one that a metric tells does not', () => {
    const input = { value: 8, round: nth(99), note: null }
    const row = { initiative: bets[0], name: 'jobSize', value: 5, low: 3, high: 8, asOf: '2026-08-01' }
    expect(answer(trial(scoreInput, settle, row, input))).toEqual({ ...input, low: null, high: null, origin: 'judgement', asOf: '2026-11-16' })
    expect(answer(trial(scoreInput, settle, { ...row, origin: 'metric' }, input))).toContain('read from a metric')
    expect(scoreInput.settled({ ...row, round: nth(99) } as never, ['value'])).toContain('agreed in a scoring round')
  })
})
