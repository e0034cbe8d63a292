import { expect, test } from 'vitest'
import { eventRows } from '#engines/analytics/dialect/events.ts'
import type { FactReader } from '#platform/columnar/factReader.ts'
import { eventShelf } from './eventColumns.ts'

/** A store without events that counts how often they are read, and whose first reading may fail. */
function countingReader(failures = 0): FactReader & { readonly readings: () => number } {
  let readings = 0
  const unused = () => Promise.reject(new Error('Nobody asks for this.'))
  return {
    ask: () => Promise.resolve([]),
    columns: (query) => {
      if (query === eventRows && readings++ < failures) return Promise.reject(new Error('The store is short of memory.'))
      return Promise.resolve(new Map())
    },
    vectors: unused,
    rows: unused,
    added: unused,
    position: '1',
    positionOf: () => '1',
    isPast: false,
    readings: () => readings,
  }
}

test('questions that are asked together read the events once', async () => {
  const [shelf, reader] = [eventShelf(), countingReader()]
  const found = await Promise.all([1, 2, 3, 4].map(() => shelf.of('w', reader, ['plan'], 'nowhere')))
  expect(reader.readings()).toBe(1)
  expect(found.map(({ length }) => length)).toEqual([0, 0, 0, 0])
  await shelf.of('w', { ...reader, position: '2' }, [], 'nowhere')
  expect(reader.readings()).toBe(2)
})

test('a reading that failed is told to all who waited, and is not kept', async () => {
  const [shelf, reader] = [eventShelf(), countingReader(1)]
  const told = await Promise.allSettled([shelf.of('w', reader, [], 'nowhere'), shelf.of('w', reader, [], 'nowhere')])
  expect(told.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  await expect(shelf.of('w', reader, [], 'nowhere')).resolves.toMatchObject({ length: 0 })
})
