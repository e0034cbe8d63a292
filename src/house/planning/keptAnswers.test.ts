import { expect, test } from 'vitest'
import { keptAnswers } from './keptAnswers.ts'

const workspace = { id: 'w1', slug: 'w', name: 'W', currency: 'USD', timeZone: 'UTC' }
const reader = (role: 'owner' | 'viewer' = 'owner') => ({ workspace, me: { id: 'm', name: 'M', role, door: 'rest' } })

test('an answer is made once under one head, role and question, and anew after a change', async () => {
  const kept = keptAnswers<number>(3)
  let made = 0
  const ask = (head: string | null, question = 'a', role: 'owner' | 'viewer' = 'owner') => kept(reader(role), head, [question], async () => (made += 1))
  expect([await ask('w1:7'), await ask('w1:7')]).toEqual([1, 1])
  expect([await ask('w1:7', 'b'), await ask('w1:7', 'a', 'viewer'), await ask('w1:7')]).toEqual([2, 3, 1])
  expect([await ask('w1:8'), await ask('w1:7')]).toEqual([4, 5]) // what was kept of the head before has gone
  expect([await ask(null), await ask(null), await ask('w2:7')]).toEqual([6, 7, 8]) // without a head of its own nothing is kept
})

test('a failure is not kept', async () => {
  const kept = keptAnswers<number>(3)
  const failing = () => kept(reader(), 'w1:7', [], () => Promise.reject(new Error('away')))
  await expect(failing()).rejects.toThrow('away')
  expect(await kept(reader(), 'w1:7', [], async () => 5)).toBe(5)
})
