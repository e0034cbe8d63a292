import { expect, test } from 'vitest'
import { setClock } from '#platform/clock.ts'
import { believed } from './believed.ts'

/** Something to load whose loads end when the test says so. */
function slow() {
  const clock = setClock('2026-03-01T00:00:00.000Z')
  const ends: ((value: string) => void)[] = []
  const ask = believed({
    clock,
    millis: 1_000,
    load: async () => await new Promise<string>((resolve) => ends.push(resolve)),
  })
  return { ask, ends, pass: clock.advance }
}

test('the first load is waited for, once by all who ask, and then believed', async () => {
  const { ask, ends, pass } = slow()
  const both = [ask(), ask()]
  ends[0]?.('one')
  expect(await Promise.all(both)).toEqual(['one', 'one'])
  pass(1_000)
  expect([await ask(), ends.length]).toEqual(['one', 1])
})

test('a long load holds nobody up, and no second one runs beside it', async () => {
  const { ask, ends, pass } = slow()
  const first = ask()
  ends[0]?.('one')
  await first
  pass(5_000)
  expect(await ask()).toBe('one')
  pass(5_000)
  expect([await ask(), ends.length]).toEqual(['one', 2])
  const next = ask()
  ends[1]?.('two')
  expect(await next).toBe('two')
})

test('what was known long ago stands in for nothing', async () => {
  const { ask, ends, pass } = slow()
  const first = ask()
  ends[0]?.('one')
  await first
  pass(120_000)
  const next = ask()
  setTimeout(() => ends[1]?.('two'), 400)
  expect(await next).toBe('two')
})

test('what could not be loaded is asked for again', async () => {
  const clock = setClock('2026-03-01T00:00:00.000Z')
  let round = 0
  const ask = believed({
    clock,
    millis: 1_000,
    load: async () => {
      if ((round += 1) === 1) throw new RangeError('away')
      return round
    },
  })
  await expect(ask()).rejects.toThrow('away')
  expect(await ask()).toBe(2)
  clock.advance(2_000)
  expect(await ask()).toBe(3)
})
