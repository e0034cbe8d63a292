import { expect, test } from 'vitest'
import { eventMark, eventRows } from '#engines/analytics/dialect/events.ts'
import type { FactReader, FactSnapshot } from '#platform/columnar/factReader.ts'
import { eventShelf } from './eventColumns.ts'

/** A store without events that counts how often they are read, and whose first reading may fail. */
function countingReader(failures = 0) {
  let [readings, position] = [0, '1']
  const unused = () => Promise.reject(new Error('Nobody asks for this.'))
  const state = (at = position): FactSnapshot => ({
    ask: ({ text }) => Promise.resolve(text === eventMark.text ? [{ last: -1, links: -1, renamed: 0, rest: at }] : []),
    columns: ({ text }) => {
      if (text === eventRows(null).text && readings++ < failures) return Promise.reject(new Error('The store is short of memory.'))
      return Promise.resolve(new Map())
    },
    position: at,
  })
  return {
    ...state(),
    snapshot: (work) => work(state()),
    vectors: unused,
    rows: unused,
    added: unused,
    carried: () => Promise.reject(new Error('Nobody asks for this.')),
    mark: unused,
    placed: unused,
    factsOf: () => [],
    positionOf: () => position,
    isPast: false,
    readings: () => readings,
    moves: (to: string) => void (position = to),
  } satisfies FactReader & Record<'readings' | 'moves', unknown>
}

const lengthIn = (shelf: ReturnType<typeof eventShelf>, reader: FactReader, ...properties: string[]): Promise<number> =>
  shelf.within({ workspace: 'w', reader, properties, folder: 'nowhere' }, async ({ length }) => length)

test('questions that are asked together read the events once', async () => {
  const [shelf, reader] = [eventShelf(), countingReader()]
  expect(await Promise.all([1, 2, 3, 4].map(() => lengthIn(shelf, reader, 'plan')))).toEqual([0, 0, 0, 0])
  expect(reader.readings()).toBe(1)
  reader.moves('2')
  await lengthIn(shelf, { ...reader, position: '2' })
  expect(reader.readings()).toBe(2)
})

test('who asks while events are read shares the next reading with all who wait', async () => {
  const [shelf, reader, begun, gate] = [eventShelf(), countingReader(), Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const slowly: FactReader['snapshot'] = (work) =>
    reader.snapshot(async (state) => {
      begun.resolve()
      await gate.promise
      return await work(state)
    })
  const first = lengthIn(shelf, { ...reader, snapshot: slowly })
  await begun.promise
  reader.moves('4')
  setImmediate(gate.resolve)
  await Promise.all([first, ...['2', '3', '4'].map((position) => lengthIn(shelf, { ...reader, position }))])
  expect(reader.readings()).toBe(2)
})

test('a property that is asked for after the store went on is read together with its rows', async () => {
  const [shelf, reader] = [eventShelf(), countingReader()]
  await lengthIn(shelf, reader)
  await lengthIn(shelf, reader, 'plan')
  expect(reader.readings()).toBe(1)
  reader.moves('2') // of which the question does not know yet
  await lengthIn(shelf, reader, 'plan', 'seats')
  expect(reader.readings()).toBe(2)
})

test('a reading that failed is told to all who waited, and is not kept', async () => {
  const [shelf, reader] = [eventShelf(), countingReader(1)]
  const told = await Promise.allSettled([lengthIn(shelf, reader), lengthIn(shelf, reader)])
  expect(told.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(await lengthIn(shelf, reader)).toBe(0)
})
