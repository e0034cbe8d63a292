import { expect, test } from 'vitest'
import { rowOf } from '#test/support/rowOf.ts'
import { Problem, type AnyRow, type Context, type Query } from '#kernel'
import type { ObjectLine } from './causes.ts'
import { scoreHistory, type Recorded } from './history.ts'

const timeZone = 'Europe/Amsterdam'
const now = '2026-11-30T23:30:00.000Z' // 1 December over there
const bet = (confidence: number, likely: number): AnyRow =>
  rowOf('INI-1', { title: 'A', stage: 'ready', teams: ['Web'], confidence, effort: { likely }, updatedAt: '2026-10-01T08:00:00.000Z' })
const formula = rowOf('SFM-1', { name: 'Ours', formula: 'confidence / effort' })

/** A workspace whose bet was changed shortly after midnight of 1 November and of 1 December there: the day before in UTC. */
const known: Partial<Context> = {
  workspace: { id: 'w', slug: 'w', name: 'W', currency: 'EUR', timeZone },
  now: () => now,
  read: async (noun: string, { asOf = '2026-12-01' }: Query = {}) => {
    const then = asOf <= '2026-10-31' ? bet(0.5, 40) : asOf <= '2026-11-30' ? bet(0.8, 65) : bet(0.9, 65)
    const items = noun === 'initiative' ? [then] : noun === 'scoreFormula' ? [formula] : []
    return { items, next: null, total: items.length }
  },
  measure: () => Promise.reject(new Problem('refused', 'There is no revenue.')),
}
const line = (recordedAt: string, actorName: string, before: ObjectLine['before'], after: ObjectLine['after']): ObjectLine => ({
  recordedAt,
  actorName,
  why: null,
  before,
  after,
})
const record = [
  line('2026-11-30T23:20:00.000Z', 'Vera', { confidence: 0.8 }, { confidence: 0.9 }),
  line('2026-10-31T23:30:00.000Z', 'Ines', { confidence: 0.5, effort: { likely: 40 } }, { confidence: 0.8, effort: { likely: 65 } }),
]

test('what moved a score counts in days of the workspace, as its standings do, and the record of an object is read once', async () => {
  const read: string[] = []
  const recorded: Recorded = {
    recordOf: async (id, since) => {
      read.push(`${id} since ${since}`)
      return record
    },
    endOf: (day) => (day === '2026-11-30' || day === '2026-10-31' ? `${day}T22:59:59.999Z` : `${day}T21:59:59.999Z`),
  }
  const told = await scoreHistory(known as Context, recorded, 'INI-1', 'SFM-1')
  expect(told.map(({ on, causes }) => [on, ...causes.map(({ input, who, on: day }) => `${input} ${who} ${day}`)])).toEqual([
    ['2026-07-31'],
    ['2026-08-31'],
    ['2026-09-30'],
    ['2026-10-31'],
    ['2026-11-30', 'confidence Ines 2026-11-01', 'effort Ines 2026-11-01'],
    ['2026-12-01', 'confidence Vera 2026-12-01'],
  ])
  expect(read).toEqual(['id-INI-1 since 2026-07-31T21:59:59.999Z'])
})
