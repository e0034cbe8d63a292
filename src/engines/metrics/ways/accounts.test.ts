import { expect, test } from 'vitest'
import { accountsOf } from './accounts.ts'

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
