import { expect, test } from 'vitest'
import { inPlace } from '#flows/planning/aside.ts'
import { asideThreads } from './asideThreads.ts'

const aside = asideThreads()
const bet = (value: number, effort: number) => ({
  figures: { reach: value, impact: 1, confidence: 0.8, effort },
  read: [{ name: 'effort', value: effort, low: effort / 2, high: effort * 2 }],
})
const ranking = { factors: [], ranked: [bet(900, 2), bet(800, 2), bet(90, 2)] }
const own = { id: '1', key: 'SFM-1', version: 1, name: 'Reach by effort', formula: 'reach / max(effort, 0.5)', means: null }
const file = {
  start: '2027-01-04',
  items: [
    { id: 'a', weeks: { low: 1, likely: 2, high: 5 } },
    { id: 'b', weeks: 3, after: ['a'] },
  ],
}

test.each([
  { id: 'rice', formula: null },
  { id: 'SFM-1', formula: own },
])('a thread tells how sure a ranking by $id is as it is told in place', async (score) => {
  const told = await aside.sureness({ score, ...ranking })
  expect(told).toEqual(await inPlace.sureness({ score, ...ranking }))
  expect(told.bets[0]?.flips?.[0]).toMatchObject({ key: 'effort', at: 2.25 })
  expect(told.bets[2]?.spread).toMatchObject({ inTop: 1, low: 3, high: 3 })
})

test('the runs of a forecast come back with it, and a file is read there', async () => {
  const asked = { start: '2027-01-04', items: [{ id: 'a', work: { weeks: { low: 1, likely: 2, high: 5 } } }], edges: [], throughput: {}, runs: 200, seed: 1 }
  expect(await aside.played(asked)).toEqual(await inPlace.played(asked))
  expect(await aside.forecast(file)).toEqual(await inPlace.forecast(file))
})

test('what a file lacks is told by the same problem, and the thread goes on', async () => {
  const circle = { ...file, items: [{ id: 'a', weeks: 1, after: ['a'] }] }
  await expect(aside.forecast(circle)).rejects.toMatchObject({ kind: 'invalid', message: expect.stringContaining('circle') })
  expect((await aside.forecast(file)).items).toHaveLength(2)
})

test('others are served while ten thousand bets are drawn', async () => {
  const ranked = Array.from({ length: 10_000 }, (_, n) => bet(100_000 - n, 2))
  let [ticks, isDone] = [0, false]
  const tick = (): void => {
    ticks += 1
    if (!isDone) setTimeout(tick, 5)
  }
  tick()
  const told = await aside.sureness({ score: { id: 'rice', formula: null }, factors: [], ranked })
  isDone = true
  expect(told.bets).toHaveLength(10_000)
  expect(ticks).toBeGreaterThan(20)
})

test('a long file is ended when the threads are stopped', async () => {
  const threads = asideThreads()
  const items = Array.from({ length: 500 }, (_, n) => ({ id: `i${n}`, weeks: { low: 1, likely: 2, high: 5 } }))
  const asked = threads.forecast({ ...file, items, runs: 100_000 })
  setTimeout(() => void threads.stop(), 300)
  await expect(asked).rejects.toMatchObject({ details: { code: 'stopped' } })
})
