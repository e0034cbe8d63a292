import { expect, test } from 'vitest'
import type { AnyRow, Query } from '#kernel'
import { groupReader, savedCohorts, savedSegments } from './savedGroups.ts'

test('all the questions of one request read the record once for each day, and cohorts once, with who is in them', async () => {
  const read: string[] = []
  const stamps = { version: 1, createdAt: '', updatedAt: '', archivedAt: null, source: null, custom: {} }
  const power: AnyRow = { ...stamps, id: '1', key: 'ANL-1', title: 'Power', kind: 'cohort', spec: { kind: 'cohort', def: { ids: ['acme'] } } }
  const reading = (by: string) => ({
    read: async (noun: string, { asOf = 'now' }: Query = {}) => {
      read.push(`${by} ${noun} ${asOf}`)
      return { items: noun === 'analysis' ? [power] : [], next: null, total: 0 }
    },
  })
  const groups = groupReader(reading('reader'), reading('inside'))
  for (const asOf of [undefined, '2026-11-01', '2026-11-01', undefined]) {
    expect(await savedSegments(groups, new Set(['SEG-1']), asOf)).toEqual(new Map())
    expect((await savedCohorts(groups, { where: { cohort: 'Power' } })).defs).toEqual({ Power: power['spec'] })
  }
  const now = ['reader segment now', 'reader account now']
  const then = ['reader segment 2026-11-01', 'reader account 2026-11-01']
  expect(read.toSorted()).toEqual(['inside analysis now', ...now, ...then].toSorted())
})
