import { expect, test } from 'vitest'
import { everyRow, type Query } from './context.ts'
import type { AnyRow } from '#kernel'

const day = (n: number): string => new Date(Date.UTC(2026, 0, 1 + n)).toISOString()
const rowOf = (n: number): AnyRow => ({
  id: String(n).padStart(4, '0'),
  key: `BET-${n}`,
  version: 1,
  createdAt: day(n),
  updatedAt: day(n),
  archivedAt: null,
  source: null,
  custom: {},
})

test('a row that changes while pages are read is in none of them missing; the newest change comes first', async () => {
  let rows = Array.from({ length: 1_200 }, (_, n) => rowOf(n))
  const read = (_: string, { sort = '-updatedAt', limit = 50, cursor }: Query = {}) => {
    const key = sort.replace('-', '') === 'createdAt' ? 'createdAt' : 'updatedAt'
    const ordered = rows.toSorted((a, b) => a[key].localeCompare(b[key]) * (sort.startsWith('-') ? -1 : 1))
    const rest = ordered.filter((row) => cursor === undefined || (sort.startsWith('-') ? row[key] < cursor : row[key] > cursor))
    const items = rest.slice(0, limit)
    rows = rows.map((row) => (row.key === 'BET-100' || row.key === 'BET-1100' ? { ...row, updatedAt: day(2_000) } : row))
    return Promise.resolve({ items, total: rows.length, next: rest.length > limit ? (items.at(-1)?.[key] ?? null) : null })
  }
  const all = await everyRow({ read }, 'bet')
  expect(new Set(all.map(({ key }) => key)).size).toBe(1_200)
  expect(all.map(({ updatedAt }) => updatedAt)).toEqual(
    all
      .map(({ updatedAt }) => updatedAt)
      .toSorted()
      .toReversed(),
  )
  expect((await everyRow({ read }, 'bet', { sort: 'createdAt' })).map(({ id }) => id)).toEqual(rows.map(({ id }) => id))
})
