import { describe, expect, test } from 'vitest'
import { answer, nth, trial } from '../trial.ts'
import {
  commit,
  conclude,
  decline,
  explore,
  initiative,
  move,
  pause,
  qualify,
  reaffirm,
  reconsider,
  reestimate,
  report,
  reschedule,
  resume,
  retarget,
  ship,
  size,
  start,
  stop,
} from './initiative.ts'

const sso = {
  title: 'SSO set-up that succeeds first time',
  hypothesis: 'Administrators who succeed at once keep their seats.',
  outcome: [{ metric: 'gross-revenue-retention', baseline: 0.889, target: 0.905, by: '2027-03-31' }],
  objectives: [nth(3)],
  effort: { likely: 65 },
  timeframe: '2026-Q4',
  owner: nth(2),
}
const at = (stage: string, more: object = {}) => ({ ...sso, ...more, stage })
const of = (cause: string, more: object = {}) => ({ lastCause: cause, lastSponsor: null, lastDecision: null, ...more })

test('a bet walks from idea to verdict by its verbs', () => {
  expect(answer(trial(initiative, explore, sso))).toEqual({ stage: 'discovery' })
  expect(answer(trial(initiative, qualify, at('discovery')))).toEqual({ stage: 'ready' })
  expect(answer(trial(initiative, commit, at('ready'), { decision: nth(7) }))).toEqual({ stage: 'committed', decision: nth(7) })
  expect(answer(trial(initiative, start, at('committed')))).toEqual({ stage: 'delivering', horizon: 'now' })
  expect(answer(trial(initiative, ship, at('delivering')))).toEqual({ stage: 'measuring', shippedOn: '2026-11-16' })
  expect(answer(trial(initiative, conclude, at('measuring'), { verdict: 'missed', lesson: 'Nobody looked.' }))).toEqual({
    stage: 'missed',
    lesson: 'Nobody looked.',
  })
})

test.each([
  [explore, 'ready', 'It is ready; only an idea is explored.'],
  [qualify, 'idea', 'It is idea; only a bet in discovery becomes ready.'],
  [commit, 'discovery', 'It is discovery; only a ready bet is committed.'],
  [start, 'ready', 'It is ready; only a committed bet is started.'],
  [ship, 'committed', 'It is committed; only a bet in delivery is shipped.'],
  [reconsider, 'stopped', 'It is stopped; only a declined bet is reconsidered.'],
  [resume, 'delivering', 'It is delivering; it is not paused.'],
])('no step is skipped: %#', (verb, stage, reason) => {
  expect(answer(trial(initiative, verb, at(stage)))).toBe(reason)
})

describe('commit', () => {
  test.each([
    [{ owner: null }, 'It has no owner.'],
    [{ objectives: [] }, 'It serves no objective.'],
    [{ outcome: null }, 'It promises no outcome.'],
    [{ outcome: [{ metric: 'csat', target: 0.9, by: '2027-03-31' }] }, 'An outcome has no baseline.'],
    [{ timeframe: null }, 'It has no timeframe.'],
  ])('refuses %j', (values, reason) => expect(answer(trial(initiative, commit, at('ready', values)))).toBe(reason))
  test('a mandatory bet needs no objective', () =>
    expect(answer(trial(initiative, commit, at('ready', { objectives: [], mandatory: true })))).toMatchObject({ stage: 'committed' }))
})

test('a bet nobody has sized or reasoned is not ready', () => {
  expect(answer(trial(initiative, qualify, at('discovery', { hypothesis: null })))).toBe('It has no hypothesis.')
  expect(answer(trial(initiative, qualify, at('discovery', { effort: null })))).toBe('Nobody has sized it.')
})

test('a paused bet returns to where it was', () => {
  const why = { reason: 'The incident.', reviewOn: '2026-12-14' }
  const paused = trial(initiative, pause, at('delivering'), why)
  expect(answer(paused)).toEqual({ stage: 'paused', pausedFrom: 'delivering', ...why, lastCause: null, lastSponsor: null, lastDecision: null })
  const learned = { cause: 'learning', sponsor: 'Dana', decision: nth(7) }
  expect(answer(trial(initiative, pause, at('delivering'), { ...why, ...learned }))).toMatchObject({
    lastCause: 'learning',
    lastSponsor: 'Dana',
    lastDecision: nth(7),
  })
  expect(answer(trial(initiative, resume, at('paused', { pausedFrom: 'delivering' })))).toEqual({ stage: 'delivering', pausedFrom: null, reviewOn: null })
  expect(answer(trial(initiative, pause, at('committed'), { ...why, reviewOn: '2026-11-16' }))).toBe('The review date is today.')
  expect(answer(trial(initiative, pause, at('ready'), why))).toBe('It is ready; only a committed bet or one in delivery is paused.')
})

test('before commitment a bet is declined, after it is stopped by a decision', () => {
  const said = { reason: 'Weak evidence.', reviewOn: '2026-12-14' }
  const no = { ...said, kind: 'weakEvidence' }
  expect(answer(trial(initiative, decline, at('ready'), no))).toEqual({ stage: 'declined', declinedFor: 'weakEvidence', ...said })
  expect(() => trial(initiative, decline, at('ready'), said)).toThrow('“kind” is required')
  expect(answer(trial(initiative, decline, at('ready', { owner: null }), no))).toBe('It has no owner.')
  expect(answer(trial(initiative, decline, at('ready'), { ...no, reviewOn: '2028-01-01' }))).toBe('That is more than a year away.')
  expect(answer(trial(initiative, decline, at('ready', { mandatory: true }), no))).toBe('It is mandatory.')
  expect(answer(trial(initiative, decline, at('delivering'), no))).toBe('It is delivering; only a bet that is not committed is declined.')
  expect(answer(trial(initiative, decline, at('idea'), { ...no, reviewOn: '2026-11-01' }))).toBe('The review date has passed.')
  const end = { reason: 'No pull.', decision: nth(7) }
  expect(['committed', 'delivering', 'paused'].map((stage) => answer(trial(initiative, stop, at(stage), end)))).toEqual(
    Array(3).fill({ stage: 'stopped', ...end, lastCause: null, lastSponsor: null, lastDecision: nth(7) }),
  )
  expect(answer(trial(initiative, stop, at('delivering'), { ...end, cause: 'learning', sponsor: 'Dana' }))).toMatchObject({
    lastCause: 'learning',
    lastSponsor: 'Dana',
    lastDecision: nth(7),
  })
  expect(['idea', 'measuring', 'achieved'].map((stage) => trial(initiative, stop, at(stage), end).decides)).toEqual(['refuse', 'refuse', 'refuse'])
})

test('a move counts only once the bet is committed', () => {
  const move = { timeframe: '2027-Q1', cause: 'dependency' }
  expect(answer(trial(initiative, reschedule, at('ready'), move))).toEqual({ timeframe: '2027-Q1', ...of('dependency'), moves: 0 })
  expect(answer(trial(initiative, reschedule, at('delivering', { moves: 2 }), move))).toMatchObject({ moves: 3 })
  expect(answer(trial(initiative, reschedule, at('delivering'), { ...move, timeframe: '2026-Q4' }))).toBe('It is planned for then already.')
})

test('a bet moves between horizons; a committed one names the cause, and Now needs an outcome and an owner', () => {
  expect(answer(trial(initiative, move, at('ready', { horizon: 'later' }), { horizon: 'next' }))).toMatchObject({ horizon: 'next', moves: 0 })
  expect(answer(trial(initiative, move, at('delivering', { horizon: 'now' }), { horizon: 'next' }))).toBe('It is committed.')
  expect(answer(trial(initiative, move, at('delivering', { horizon: 'now', moves: 1 }), { horizon: 'next', cause: 'capacity' }))).toEqual({
    horizon: 'next',
    ...of('capacity'),
    moves: 2,
  })
  expect(answer(trial(initiative, move, at('ready', { horizon: 'later', outcome: null }), { horizon: 'now' }))).toBe('It promises no outcome.')
  expect(answer(trial(initiative, move, at('ready', { horizon: 'later', owner: null }), { horizon: 'now' }))).toBe('It has no owner.')
  expect(answer(trial(initiative, move, at('ready', { horizon: 'next', timeframe: '2027-02-01' }), { horizon: 'later' }))).toBe('It has a day.')
  expect(answer(trial(initiative, move, at('ready', { horizon: 'next' }), { horizon: 'next' }))).toBe('It is there already.')
})

describe('what it needs', () => {
  const need = (state: string, more: object = {}) => ({
    key: 'DEP-1',
    title: 'Read path',
    from: nth(99),
    to: nth(4),
    strength: 'hard',
    type: 'finishStart',
    state,
    ...more,
  })
  const tried = (verb: typeof ship | typeof commit, stage: string, needs: readonly object[], input: object = {}) =>
    answer(trial(initiative, verb, at(stage), input as Record<string, unknown>, undefined, { dependency: needs.map((one) => ({ ...one })) }))

  test('a bet does not ship before what it waits for, unless a decision overrides it and is kept', () => {
    expect(tried(ship, 'delivering', [need('agreed')])).toBe('It waits for DEP-1 Read path.')
    expect(tried(ship, 'delivering', [need('agreed')], { override: nth(7) })).toEqual({ stage: 'measuring', shippedOn: '2026-11-16', decision: nth(7) })
  })
  test.each([
    [need('delivered')],
    [need('waived')],
    [need('agreed', { strength: 'soft' })],
    [need('agreed', { type: 'startStart' })],
    [need('agreed', { from: nth(5) })],
  ])('it ships in spite of %j', (one) => expect(tried(ship, 'delivering', [one])).toMatchObject({ stage: 'measuring' }))
  test('a bet whose dependency the other side has not accepted is not committed', () => {
    expect(tried(commit, 'ready', [need('requested')])).toBe('DEP-1 is requested.')
    expect(tried(commit, 'ready', [need('agreed')])).toMatchObject({ stage: 'committed' })
  })
})

test('of two alternatives only one is committed, whichever names the other', () => {
  const beside = (other: object, own: object = {}) =>
    answer(
      trial(initiative, commit, at('ready', own), {}, undefined, { initiative: [{ id: nth(8), key: 'INI-8', stage: 'delivering', ...other }], dependency: [] }),
    )
  expect(beside({}, { alternatives: [nth(8)] })).toBe('INI-8 is done instead of it.')
  expect(beside({ alternatives: [nth(99)] })).toBe('INI-8 is done instead of it.')
  expect(beside({ alternatives: [nth(99)], stage: 'stopped' })).toMatchObject({ stage: 'committed' })
  expect(beside({})).toMatchObject({ stage: 'committed' })
})

test('size, time, place and outcome of a committed bet are not edited: they change with a cause', () => {
  const committed = { ...initiative.fields, stage: 'committed' }
  for (const field of ['effort', 'outcome', 'timeframe', 'horizon']) expect(initiative.settled(committed as never, [field])).toContain('with a cause')
  expect(initiative.settled(committed as never, ['title', 'confidence'])).toBeNull()
  expect(initiative.settled({ ...committed, stage: 'ready' } as never, ['effort'])).toBeNull()
})

test('a committed bet is sized anew and retargeted with a cause; one that is not is sized as of the day', () => {
  const because = { cause: 'estimate', sponsor: 'Platform' }
  expect(answer(trial(initiative, reestimate, at('delivering'), { likely: 80, low: 60, high: 120, ...because }))).toEqual({
    effort: { low: 60, likely: 80, high: 120, on: '2026-11-16' },
    ...of('estimate', { lastSponsor: 'Platform' }),
  })
  expect(answer(trial(initiative, reestimate, at('delivering'), { likely: 80, low: 90, ...because }))).toBe('90, 80, 80 are not in order.')
  expect(answer(trial(initiative, reestimate, at('ready'), { likely: 80, ...because }))).toBe('It is ready.')
  expect(answer(trial(initiative, size, at('ready'), { likely: 80, low: 60 }))).toEqual({ effort: { low: 60, likely: 80, high: null, on: '2026-11-16' } })
  expect(answer(trial(initiative, size, at('ready'), { likely: 80, low: 90 }))).toBe('90, 80, 80 are not in order.')
  expect(answer(trial(initiative, size, at('delivering'), { likely: 80 }))).toBe('It is delivering.')
  expect(answer(trial(initiative, retarget, at('committed'), { target: 0.9, ...because }))).toMatchObject({
    outcome: [{ metric: 'gross-revenue-retention', baseline: 0.889, target: 0.9, by: '2027-03-31' }],
    lastCause: 'estimate',
  })
  expect(answer(trial(initiative, retarget, at('committed'), { target: 0.905, ...because }))).toBe('It promises that already.')
})

test('a no is looked at again and stays one, with its reason, until another day within a year', () => {
  const still = { reason: 'Two accounts ask for it now.', reviewOn: '2027-05-01' }
  expect(answer(trial(initiative, reaffirm, at('declined'), still))).toEqual(still)
  expect(answer(trial(initiative, reaffirm, at('idea'), still))).toBe('It is idea; only a declined bet is reaffirmed.')
  expect(answer(trial(initiative, reaffirm, at('declined'), { ...still, reviewOn: '2026-11-16' }))).toBe('The review date is today.')
  expect(answer(trial(initiative, reaffirm, at('declined'), { ...still, reviewOn: '2027-12-01' }))).toBe('That is more than a year away.')
})

test('who reports on a running bet says what changed, and off the track what is done about it', () => {
  const word = { health: 'onTrack', message: 'Two of three banks have signed the format.' }
  expect(answer(trial(initiative, report, at('delivering', { confidence: 0.6 }), word))).toMatchObject({
    health: 'onTrack',
    confidence: 0.6,
    lastUpdate: { says: word.message, at: '2026-11-16T08:00:00.000Z', by: nth(1), nextStep: null, nextBy: null },
  })
  const said = (stage: string, more: object) => answer(trial(initiative, report, at(stage), { ...word, ...more }))
  expect(said('paused', { health: 'atRisk', nextStep: 'Ask the third', nextBy: '2026-11-20', confidence: 0.3 })).toMatchObject({
    health: 'atRisk',
    confidence: 0.3,
  })
  expect(said('delivering', { health: 'offTrack' })).toBe('It is not on track, and the next step or its day is missing.')
  expect(said('delivering', { message: '  All is well.     ' })).toBe('That says too little.')
  expect(said('ready', {})).toBe('It is ready; only a committed bet or one in delivery is reported on.')
})

test('an estimate lies between its own ends, and takes no less than nothing', () => {
  const sized = (effort: object) => () => trial(initiative, commit, at('ready', { effort }))
  expect(sized({ low: 9, likely: 3, high: 2 })).toThrow('9, 3, 2 are not in order.')
  expect(sized({ likely: 3, high: 2 })).toThrow('3, 3, 2 are not in order.')
  expect(sized({ likely: -3 })).toThrow('-3 is below 0.')
  expect(sized({ low: 3, likely: 3, high: 3 })).not.toThrow()
})
