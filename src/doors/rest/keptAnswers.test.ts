import { expect, test } from 'vitest'
import { keptAnswers } from './keptAnswers.ts'

const read = (bytes: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(bytes))
/** Makes answers and counts how often it was asked to. */
const maker = () => {
  const made = { count: 0, of: (answer: unknown) => () => ((made.count += 1), Promise.resolve(answer)) }
  return made
}

test('an answer is made once for a name, and anew for another one', async () => {
  const [kept, made] = [keptAnswers(), maker()]
  expect(read(await kept.of('ws:7 viewer /products', made.of({ items: ['ä'] })))).toEqual({ items: ['ä'] })
  expect(read(await kept.of('ws:7 viewer /products', made.of({ items: [] })))).toEqual({ items: ['ä'] })
  expect(read(await kept.of('ws:8 viewer /products', made.of({ items: ['ö'] })))).toEqual({ items: ['ö'] })
  expect(made.count).toBe(2)
})

test('without a name nothing is kept', async () => {
  const [kept, made] = [keptAnswers(), maker()]
  expect(read(await kept.of(null, made.of(1)))).toBe(1)
  expect(read(await kept.of(null, made.of(2)))).toBe(2)
})

test('those who ask for the same at the same moment share one answer', async () => {
  const [kept, made] = [keptAnswers(), maker()]
  const answers = await Promise.all(Array.from({ length: 20 }, () => kept.of('same', made.of('once'))))
  expect(answers.map(read)).toEqual(Array.from({ length: 20 }, () => 'once'))
  expect(made.count).toBe(1)
})

test('a refusal is told to all who asked and is not kept', async () => {
  const kept = keptAnswers()
  const refused = () => Promise.reject(new RangeError('no'))
  const asked = [kept.of('same', refused), kept.of('same', refused)]
  for (const one of asked) await expect(one).rejects.toThrow('no')
  expect(read(await kept.of('same', async () => 'yes'))).toBe('yes')
})

test('what was asked longest ago goes when there is no more room, and a large answer is never kept', async () => {
  const [kept, made] = [keptAnswers(64), maker()]
  for (const name of ['a', 'b', 'c', 'd']) await kept.of(name, made.of('0123456789'.slice(0, 2))) // four bytes each
  for (let more = 0; more < 12; more += 1) await kept.of(`more ${more}`, made.of('01'))
  expect(made.count).toBe(16)
  await kept.of('a', made.of('01')) // asked again: now b is the oldest
  expect(made.count).toBe(16)
  await kept.of('one too many', made.of('01'))
  await kept.of('a', made.of('01'))
  expect(made.count).toBe(17)
  await kept.of('b', made.of('01'))
  expect(made.count).toBe(18)
  await kept.of('large', made.of('0123456789'))
  await kept.of('large', made.of('0123456789'))
  expect(made.count).toBe(20)
})
