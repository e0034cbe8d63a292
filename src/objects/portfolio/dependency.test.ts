import { expect, test } from 'vitest'
import { answer, nth, trial } from '../trial.ts'
import { agree, deliver, dependency, refuse, repromise, waive } from './dependency.ts'

const readPath = { title: 'Query engine, read path', from: nth(3), to: nth(4), neededBy: '2026-12-07' }
const agreed = { ...readPath, state: 'agreed', firstPromise: '2026-11-30', promisedFor: '2026-11-30' }

test('the first promise stays when later ones move', () => {
  expect(answer(trial(dependency, agree, readPath, { promisedFor: '2026-11-30' }))).toMatchObject({
    state: 'agreed',
    firstPromise: '2026-11-30',
    promisedFor: '2026-11-30',
  })
  expect(answer(trial(dependency, repromise, agreed, { promisedFor: '2026-12-28', reason: 'Identity work.' }))).toEqual({
    promisedFor: '2026-12-28',
    reason: 'Identity work.',
    slips: 1,
  })
  expect(answer(trial(dependency, agree, { ...agreed, state: 'refused' }, { promisedFor: '2027-01-08' }))).toMatchObject({
    firstPromise: '2026-11-30',
    promisedFor: '2027-01-08',
  })
})

test('a promise that moves earlier is no slip', () => {
  expect(answer(trial(dependency, repromise, { ...agreed, slips: 2 }, { promisedFor: '2026-11-20', reason: 'Done sooner.' }))).toMatchObject({ slips: 2 })
  expect(answer(trial(dependency, repromise, agreed, { promisedFor: '2026-11-30', reason: 'x' }))).toBe('It is promised for that day already.')
  expect(answer(trial(dependency, repromise, readPath, { promisedFor: '2026-11-30', reason: 'x' }))).toBe('It is requested; there is no promise to move.')
})

test('nobody promises for nobody, and no bet waits for itself', () => {
  expect(answer(trial(dependency, agree, { ...readPath, to: null }, { promisedFor: '2026-11-30' }))).toBe('Nobody is named who delivers it.')
  expect(answer(trial(dependency, agree, { ...readPath, to: null, external: 'Legal' }, { promisedFor: '2026-11-30' }))).toMatchObject({ state: 'agreed' })
  expect(answer(trial(dependency, agree, { ...readPath, to: nth(3) }, { promisedFor: '2026-11-30' }))).toBe('A bet cannot wait for itself.')
})

test('only what was agreed is delivered, and not on a day to come', () => {
  expect(answer(trial(dependency, deliver, agreed))).toEqual({ state: 'delivered', deliveredOn: '2026-11-16' })
  expect(answer(trial(dependency, deliver, agreed, { on: '2026-11-17' }))).toBe('It cannot have been delivered on a day to come.')
  expect(answer(trial(dependency, deliver, readPath))).toBe('It is requested; only an agreed dependency is delivered.')
})

test('a request is refused with a reason; a delivery is not waived', () => {
  expect(answer(trial(dependency, refuse, readPath, { reason: 'No people.' }))).toEqual({ state: 'refused', reason: 'No people.' })
  expect(answer(trial(dependency, refuse, agreed, { reason: 'No people.' }))).toBe('It is agreed; only a request is refused.')
  expect(answer(trial(dependency, waive, agreed, { reason: 'A nightly copy.' }))).toEqual({ state: 'waived', reason: 'A nightly copy.' })
  expect(answer(trial(dependency, waive, { ...agreed, state: 'delivered' }, { reason: 'x' }))).toBe('It is delivered already.')
})

test('a hard dependency that closes a circle is refused with the whole way; a soft one is not', () => {
  const waits = (from: number, to: number, state = 'agreed', strength = 'hard') => ({ from: nth(from), to: nth(to), state, strength })
  const bets = [3, 4, 5].map((n) => ({ id: nth(n), key: `INI-${n}` }))
  const tried = (more: object, others: readonly object[]) =>
    answer(
      trial(dependency, agree, { ...readPath, ...more }, { promisedFor: '2026-11-30' }, undefined, {
        initiative: bets,
        dependency: others.map((one) => ({ ...one })),
      }),
    )
  expect(tried({}, [waits(4, 5), waits(5, 3)])).toBe('It would close a circle: INI-3 waits for INI-4 waits for INI-5 waits for INI-3.')
  expect(tried({}, [waits(4, 5), waits(5, 3, 'requested')])).toMatchObject({ state: 'agreed' })
  expect(tried({}, [waits(4, 5), waits(5, 3, 'agreed', 'soft')])).toMatchObject({ state: 'agreed' })
  expect(tried({ strength: 'soft' }, [waits(4, 3)])).toMatchObject({ state: 'agreed' })
  expect(tried({}, [waits(3, 5), waits(4, 5)])).toMatchObject({ state: 'agreed' })
})
