import { expect, test } from 'vitest'
import { asking, table } from '#test/support/asking.ts'
import { answers, promoters } from './surveys.ts'

const account = table(`
id,is_internal
alder,
own,true
`)
const app_user = [
  { id: 'ann', is_internal: false, is_service: false },
  { id: 'ours', is_internal: true, is_service: false },
  { id: 'robot', is_internal: false, is_service: true },
]
const answer = (id: string, user: string | null, score: number, more: object = {}) => ({
  id,
  invite_id: `i-${id}`,
  ts: '2024-05-01T10:00:00Z',
  account_id: 'alder',
  user_id: user,
  instrument: 'csat',
  score,
  scale_min: 1,
  scale_max: 5,
  ...more,
})
const month = { grain: 'month' } as const

test('what our own people, services and our own accounts answer is no customer’s answer; whoever is not listed is a customer', () => {
  const rows = [answer('1', 'ann', 5), answer('2', 'unlisted', 1), answer('3', null, 4), answer('4', 'ours', 1), answer('5', 'robot', 1)]
  const ask = asking(answers, { instrument: 'csat' }, { answers: [...rows, answer('6', 'ann', 1, { account_id: 'own' })], account, app_user })
  expect(ask.point('2024-05', month)).toMatchObject({ value: 2 / 3, numerator: 2, denominator: 3, n: 3 })
})

test('nor are they asked: the response rate is of customers alone', () => {
  const invite = (id: string, user: string, of = 'alder') => ({ id: `i-${id}`, account_id: of, user_id: user, sent_at: '2024-05-01T09:00:00Z' })
  const invites = [invite('1', 'ann'), invite('2', 'unlisted'), invite('4', 'ours'), invite('7', 'ann', 'own')]
  const given = { answers: [answer('1', 'ann', 10, { instrument: 'nps', scale_min: 0, scale_max: 10 })], invites, account, app_user }
  expect(asking(promoters, { instrument: 'nps' }, given).point('2024-05', month)).toMatchObject({ value: 100, n: 1, parts: { responseRate: 1 / 2 } })
})
