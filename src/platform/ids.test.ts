import { expect, test } from 'vitest'
import { isId } from '#kernel'
import { setClock } from './clock.ts'
import { idMaker } from './ids.ts'

const start = '2026-11-16T08:00:00.000Z'
const millisOf = (id: string): number => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)

test('an id is a UUIDv7 of RFC 9562: its time, version 7, variant 10', () => {
  const id = idMaker(setClock(start))()
  expect(isId(id)).toBe(true)
  expect(millisOf(id)).toBe(Date.parse(start))
  expect(id[14]).toBe('7')
  expect(id[19]).toMatch(/[89ab]/)
})

test('ids of one process never go backwards and never repeat, within a millisecond and when the clock is set back', () => {
  const clock = setClock(start)
  const next = idMaker(clock)
  const ids: string[] = []
  for (const step of [0, 0, 1, -5000, 0, 3, 10_000]) {
    clock.advance(step)
    for (let count = 0; count < 5000; count += 1) ids.push(next())
  }
  expect(ids).toEqual(ids.toSorted())
  expect(new Set(ids).size).toBe(ids.length)
  const ahead = millisOf(ids.at(-1) ?? '') - clock.millis() // 4,096 fit into a millisecond; the rest borrow the next
  expect([1, 2]).toContain(ahead)
})

test('two processes at the same moment do not meet', () => {
  const clock = setClock(start)
  const makers = Array.from({ length: 200 }, () => idMaker(clock))
  expect(new Set(makers.map((next) => next())).size).toBe(200)
})
