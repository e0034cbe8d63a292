import { expect, test } from 'vitest'
import { rowOf } from '#test/support/rowOf.ts'
import type { AnyRow } from '#kernel'
import { expecting } from './expecting.ts'

const today = '2026-11-16'
const row = (id: string, values: object): AnyRow => rowOf(id, { id, ...values })
const bet = (id: string, half: string, likely: string, more: object = {}) => row(id, { stage: 'delivering', timeframe: '2027-Q1', forecast: { half, likely }, effort: { likely: 6 }, ...more }) // prettier-ignore
const feature = (more: object = {}) => row('FEA-1', { title: 'Roles', stage: 'inProgress', delivery: 'doing', initiative: 'INI-1', parent: null, ...more })
const need = (more: object = {}) => row('DEP-1', { title: 'Engine', from: 'INI-1', to: null, neededBy: '2026-12-07', promisedFor: '2026-12-28', strength: 'hard', state: 'agreed', type: 'finishStart', ...more }) // prettier-ignore
const plan = (bets: readonly AnyRow[], dependencies: readonly AnyRow[] = [], features: readonly AnyRow[] = []) => expecting({ today, bets, dependencies, features: [feature(), ...features] }) // prettier-ignore

test('a feature is done when its bet lands, moved by as many days as what that waits for is late', () => {
  const one = bet('INI-1', '2027-01-03', '2027-01-08')
  expect(plan([one])(feature(), ['notDone'])).toEqual({ expected: { half: '2027-01-03', likely: '2027-01-08', isOverdue: false }, because: 'the forecast of INI-1 says so' }) // prettier-ignore
  expect(plan([one], [need()])(feature(), ['notDone', 'waits'])).toEqual({
    expected: { half: '2027-01-24', likely: '2027-01-29', isOverdue: false },
    because: 'INI-1 waits for DEP-1 Engine, promised for 28 Dec 2026, 21 days after it is needed',
  })
  expect(plan([one], [need({ promisedFor: '2026-12-07' })])(feature(), ['notDone']).expected?.likely).toBe('2027-01-08')
})

test('a part of a feature serves the bet of the whole; without a bet, or once it has shipped, its own time says it, or nothing', () => {
  const part = feature({ id: 'FEA-2', initiative: null, parent: 'FEA-1' })
  const on = (shape: AnyRow, bets: readonly AnyRow[]) => plan(bets)(shape, ['notDone'])
  expect(on(part, [bet('INI-1', '2027-01-03', '2027-01-08')]).expected?.likely).toBe('2027-01-08')
  const shipped = bet('INI-1', '2026-10-03', '2026-10-08', { stage: 'measuring' })
  expect(on(feature({ timeframe: '2026-12' }), [shipped])).toMatchObject({ expected: { likely: '2026-12-31' }, because: 'its own time says so' })
  expect(on(feature(), [shipped])).toEqual({ expected: null, because: '' })
  expect(on(feature({ initiative: null }), [])).toEqual({ expected: null, because: '' })
})

test('a feature whose work is done comes with the last thing that its bet waits for; unpromised, nobody knows when', () => {
  const one = bet('INI-1', '2027-01-03', '2027-01-08')
  const later = need({ id: 'DEP-2', key: 'DEP-2', title: 'Terms', promisedFor: '2027-02-01', neededBy: '2027-02-01' })
  expect(plan([one], [need()])(feature(), ['waits'])).toEqual({ expected: { half: '2026-12-28', likely: '2026-12-28', isOverdue: false }, because: 'DEP-1 Engine comes then' }) // prettier-ignore
  expect(plan([one], [need(), later])(feature(), ['waits']).expected?.likely).toBe('2027-02-01')
  expect(plan([one], [need(), { ...later, promisedFor: null }])(feature(), ['waits']).expected).toBeNull()
})
