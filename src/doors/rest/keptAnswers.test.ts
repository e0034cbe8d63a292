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
  const [kept, made] = [keptAnswers(96), maker()] // sixteen of six bytes each: two of the name, four of the answer
  for (const name of 'abcdefghijklmnop') await kept.of(name, made.of('01'))
  expect(made.count).toBe(16)
  await kept.of('a', made.of('01')) // asked again: now b is the oldest
  expect(made.count).toBe(16)
  await kept.of('q', made.of('01'))
  await kept.of('a', made.of('01'))
  expect(made.count).toBe(17)
  await kept.of('b', made.of('01'))
  expect(made.count).toBe(18)
  await kept.of('r', made.of('0123'))
  await kept.of('r', made.of('0123'))
  expect(made.count).toBe(20)
})

test('a long question takes room as well, and one that is longer than its share is not kept', async () => {
  const [kept, made] = [keptAnswers(960), maker()]
  for (const letter of 'abcdefghijklmnop') await kept.of(letter.repeat(28), made.of('01')) // sixty bytes each
  await kept.of('q'.repeat(28), made.of('01'))
  await kept.of('a'.repeat(28), made.of('01'))
  expect(made.count).toBe(18)
  for (let turn = 0; turn < 2; turn += 1) await kept.of('x'.repeat(29), made.of('01'))
  expect(made.count).toBe(20)
})
