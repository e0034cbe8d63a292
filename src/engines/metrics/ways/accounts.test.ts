import { expect, test } from 'vitest'
import { accountsOf } from './accounts.ts'
import { activeUsers } from './activeUsers.ts'
import { bind } from './ways.ts'
import { noActivity, secondsOf, withPieces } from '../activity/activity.ts'
import { timing } from '../series/timing.ts'

const account = (id: string, region: string | null) => ({ id, region })

test('a table in which a row stands again that another table lacked tells the groups of its own rows', () => {
  const [first, other, moved] = [account('a', 'EU'), account('b', 'US'), account('a', 'US')]
  const groupOf = (rows: readonly Readonly<Record<string, unknown>>[], id: string): string | undefined => {
    const accounts = accountsOf(rows)
    const { keys, of } = accounts.groupsBy('region')
    return keys[of[accounts.numberOf(id)] ?? 0]
  }
  expect(groupOf([first, other], 'a')).toBe('EU')
  expect(groupOf([moved, other], 'a')).toBe('US')
  expect(groupOf([first, other], 'a')).toBe('EU')
  expect(groupOf([moved, other], 'a')).toBe('US')
})

test('a table that goes on with more rows tells those too: who is our own, and the newer row of an id', () => {
  const rows = [account('a', 'EU'), account('b', 'US')]
  expect(accountsOf(rows).all).toHaveLength(2)
  const ours = accountsOf([...rows, { ...account('c', 'US'), is_internal: true }])
  expect(['a', 'b', 'c'].map(ours.isInternal)).toEqual([false, false, true])
  expect(ours.ours).not.toBe(accountsOf(rows).ours)
  const again = accountsOf([...rows, { ...account('c', 'US'), is_internal: true }, account('c', 'EU'), account('d', null)])
  expect([again.isInternal('c'), again.attribute('c', 'region'), again.all.length]).toEqual([false, 'EU', 4])
  const dated = accountsOf([...rows, { ...account('a', 'APAC'), valid_from: '2024-02-01' }, { ...account('a', 'LATAM'), valid_from: '2024-01-01' }])
  expect(dated.attribute('a', 'region')).toBe('APAC')
})

test('names of groups with commas in them are names of their own: what was counted by others is not theirs', () => {
  const log = [
    { at: secondsOf('2024-03-05T10:00:00Z'), account: 0, actor: 0 },
    { at: secondsOf('2024-03-06T10:00:00Z'), account: 1, actor: 1 },
  ]
  const activity = withPieces(noActivity, [
    {
      at: log.map(({ at }) => at),
      account: log.map((one) => one.account),
      actor: log.map((one) => one.actor),
      name: [0, 0],
      quantity: [1, 1],
      accounts: ['a', 'b'],
      actors: ['ann', 'bob'],
      names: ['report'],
    },
  ])
  const way = bind(activeUsers, { measure: 'actors' })
  const people: readonly Readonly<Record<string, unknown>>[] = []
  const groups = (rows: readonly Readonly<Record<string, unknown>>[]) => {
    const time = timing({ grain: 'month', window: null }, { asOf: '2024-03-31', from: '2024-03-01' }, '2024-12-31', 'UTC')
    const asked = { time, by: { of: 'account', column: 'region' }, currency: 'USD', today: '2024-12-31', minN: 1, maturityDays: 0, switches: {} } as const
    const told = way.figures(asked, { rows: (name) => (name === 'account' ? rows : people), ledger: null, activity })
    return told.groups?.map(({ key, points }) => [key, points[0]?.value])
  }
  expect(groups([account('a', 'Bern'), account('b', 'Bern,Graz')])).toEqual([
    ['Bern', 1],
    ['Bern,Graz', 1],
  ])
  expect(groups([account('a', 'Bern,Bern'), account('b', 'Graz')])).toEqual([
    ['Bern,Bern', 1],
    ['Graz', 1],
  ])
  expect(groups([account('a', 'Bern,Bern,Graz'), account('b', 'Bern,Bern,Graz')])).toEqual([['Bern,Bern,Graz', 2]])
})
