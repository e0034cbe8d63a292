import { expect, test } from 'vitest'
import { rowOf } from '#test/support/rowOf.ts'
import type { AnyRow } from '#kernel'
import { kanoByBet, kanoInputs } from './kanoTold.ts'
import { formulaScore, scoreNamed, scoresOver, sideBySide } from './methods.ts'

const row = (id: string, values: object): AnyRow => rowOf(id, { id, updatedAt: '2026-11-10T08:00:00Z', ...values })
const answered = (times: number, functional: string, dysfunctional: string, account: string | null = null): AnyRow[] =>
  Array.from({ length: times }, (_, n) =>
    row(`${functional}${dysfunctional}${n}`, { initiative: 'bet', functional, dysfunctional, account, answeredOn: `2026-11-0${1 + (n % 3)}` }),
  )
const accounts = new Map(Object.entries({ A: row('A', { segment: 'Mid-market' }), B: row('B', { segment: 'Enterprise' }) }))
const told = (rows: readonly AnyRow[]) => {
  const found = kanoByBet(rows, accounts).get('bet')
  if (!found) throw new Error('Nobody answered.')
  return found
}

test('what is expected and would be missed is a must-be, which ranks by both shares with the range that the answers leave', () => {
  const one = told([...answered(12, 'expect', 'dislike', 'A'), ...answered(5, 'like', 'dislike', 'B'), ...answered(3, 'like', 'neutral', 'B')])
  expect(one).toMatchObject({ n: 20, category: 'M', band: 'must-be', strength: (12 - 5) / 20, better: 8 / 20, worse: -17 / 20, newest: '2026-11-03' })
  expect(one.pairs.flat().reduce((sum, { n }) => sum + n, 0)).toBe(20)
  expect([one.pairs[1]?.[4], one.pairs[0]?.[4], one.pairs[0]?.[2]]).toEqual([
    { category: 'M', n: 12 },
    { category: 'P', n: 5 },
    { category: 'A', n: 3 },
  ])
  expect(one.segments).toEqual([
    { name: 'Mid-market', n: 12, band: 'must-be' },
    { name: 'Enterprise', n: 8, band: 'performance' },
  ])
  const [pleases, displeases] = kanoInputs(one)
  expect(pleases).toMatchObject({ name: 'pleases', value: 0.4 })
  expect(displeases).toMatchObject({ name: 'displeases', value: 0.85 })
  for (const input of [pleases, displeases]) expect(Number(input?.low) < Number(input?.value) && Number(input?.value) < Number(input?.high)).toBe(true)
  const kano = scoreNamed(scoresOver([], []), 'kano')
  expect(kano.of({ pleases: 0.4, displeases: 0.85 }).value).toBeCloseTo(1.25, 12)
})

test('what most would rather not have, and answers against themselves, rank nowhere rather than last', () => {
  expect(kanoInputs(told([...answered(9, 'dislike', 'like'), ...answered(4, 'like', 'neutral')]))).toEqual([])
  expect(kanoInputs(told(answered(3, 'like', 'like')))).toEqual([])
  expect(kanoByBet([], new Map()).size).toBe(0)
})

test('of ICE one form stands beside the others, the one that ranks; without a form it is the product', () => {
  const all = scoresOver([], [])
  const ids = (asked: string) => sideBySide(all, scoreNamed(all, asked)).map(({ id }) => id)
  expect(ids('ice').filter((id) => id.startsWith('ice'))).toEqual(['ice-product'])
  expect(ids('ice-mean').filter((id) => id.startsWith('ice'))).toEqual(['ice-mean'])
  expect(ids('rice').filter((id) => id.startsWith('ice'))).toEqual(['ice-product'])
  const figures = { iceImpact: 9, iceConfidence: 3, ease: 6 }
  expect(['ice-product', 'ice-mean', 'ice-sum'].map((id) => scoreNamed(all, id).of(figures).value)).toEqual([162, 6, 18])
  expect(() => scoreNamed(all, 'best')).toThrow('is not a score')
})

test('a formula lacks the inputs that it names and a bet does not have; one that cannot be read is no score', () => {
  const own = (formula: string) => formulaScore({ id: '1', key: 'SFM-1', version: 1, name: 'Own', formula, means: null })
  expect(own('reach / effort')?.of({ reach: 4, effort: null })).toEqual({ value: null, missing: ['effort'] })
  expect(own('reach / effort')?.of({ reach: 4, effort: 0 })).toEqual({ value: null, missing: [] })
  expect(own('coalesce(effort, 2) * reach')?.of({ reach: 4 })).toEqual({ value: 8 })
  expect(own('reach /')).toBeNull()
})
