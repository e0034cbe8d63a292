import { describe, expect, test } from 'vitest'
import { answer, nth, trial, vera } from '../trial.ts'
import { harvest, incubate, invest, planSunset, product, retire, sustain } from './product.ts'

const [taken, framed, path, other] = [nth(7), nth(8), nth(9), nth(10)]
const seen = {
  decision: [
    { id: taken, key: 'DEC-7', state: 'decided' },
    { id: framed, key: 'DEC-8', state: 'framed' },
  ],
  migration: [
    { id: path, key: 'MIG-1', product: nth(99), state: 'approved' },
    { id: other, key: 'MIG-2', product: nth(5), state: 'approved' },
  ],
}
const connect = { name: 'Connect', kind: 'product', lifecycle: 'harvesting', owner: nth(1) }
const sunset = (input: object, row: object = {}, given: Parameters<typeof trial>[5] = seen) =>
  answer(trial(product, planSunset, { ...connect, ...row }, { decision: taken, migration: path, active: 12, ...input }, vera, given))

describe('a sunset', () => {
  test('is planned with a decision that was taken and a path for everybody who pays', () =>
    expect(sunset({})).toEqual({ lifecycle: 'sunsetting', decision: taken, migration: path }))
  test.each([
    ['It is investing; a product that is sustained or harvested is sunset.', {}, { lifecycle: 'investing' }],
    ['DEC-8 is framed.', { decision: framed }, {}],
    ['That migration moves the customers of another product.', { migration: other }, {}],
    ['2 of 12 accounts that pay for it have no path: Alder, Birch.', { uncovered: ['Alder', 'Birch'] }, {}],
    ['5 of 12 accounts that pay for it have no path: A, B, C and 2 more.', { uncovered: ['A', 'B', 'C', 'D', 'E'] }, {}],
  ])('is refused: %s', (reason, input, row) => expect(sunset(input, row)).toBe(reason))
  test('is refused with a migration that nobody approved', () =>
    expect(sunset({}, {}, { ...seen, migration: [{ id: path, key: 'MIG-1', product: nth(99), state: 'proposed' }] })).toBe('MIG-1 is proposed.'))
  test('is called off by a decision alone', () => {
    const back = (input: object) => answer(trial(product, sustain, { ...connect, lifecycle: 'sunsetting' }, { ...input }, vera, seen))
    expect(back({})).toBe('No decision is named.')
    expect(back({ decision: taken })).toEqual({ lifecycle: 'sustaining', decision: taken })
  })
})

describe('retiring', () => {
  const gone = (input: object, lifecycle = 'sunsetting') => answer(trial(product, retire, { ...connect, lifecycle }, { ...input }, vera, seen))
  test('needs that nobody pays', () => {
    expect(gone({})).toMatchObject({ lifecycle: 'retired', retiredOn: '2026-11-16' })
    expect(gone({ paying: ['Alder'] })).toBe('1 accounts still pay for it: Alder.')
    expect(gone({}, 'harvesting')).toBe('It is harvesting; only a product whose sunset is planned is retired.')
  })
  test('or an exception that was decided', () => {
    expect(gone({ paying: ['Alder'], exception: framed })).toBe('DEC-8 is framed.')
    expect(gone({ paying: ['Alder'], exception: taken })).toMatchObject({ lifecycle: 'retired', decision: taken })
  })
})

test('the turns of a life: each once, an investment with an owner, none of them after a sunset was planned', () => {
  const to = (verb: typeof invest | typeof harvest | typeof incubate | typeof sustain, row: object = {}) => answer(trial(product, verb, { ...connect, ...row }))
  expect([to(incubate), to(invest), to(sustain)]).toEqual([{ lifecycle: 'incubating' }, { lifecycle: 'investing' }, { lifecycle: 'sustaining' }])
  expect(to(harvest)).toBe('It is harvesting.')
  expect(to(invest, { owner: null })).toBe('It has no owner.')
  for (const verb of [incubate, invest, harvest]) expect(to(verb, { lifecycle: 'sunsetting' })).toBe('It is sunsetting.')
})

test('a lifecycle is not edited', () => {
  const row = { id: '', key: 'PRD-1', version: 1, createdAt: '', updatedAt: '', archivedAt: null, source: null, custom: {} }
  expect(product.settled(row, ['lifecycle'])).toContain('planSunset')
  expect(product.settled(row, ['summary'])).toBeNull()
})
