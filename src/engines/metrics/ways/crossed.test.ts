import { expect, test } from 'vitest'
import { asking, table } from '#test/support/asking.ts'
import { assertCrossed } from './crossed.ts'
import { incidents } from './incidents.ts'
import { splitOf } from './split.ts'

const metric = { name: 'Tickets', dimensions: ['priority', 'area', 'segment', 'region', 'role'], compute: { by: 'tickets' } }
const splitBy = (by: string) => splitOf(metric, { counts: 'ticket', pairs: 'accounts' }, by, () => ({ priority: 1, area: 1, role_id: 1 }))

test('two dimensions are read in one place: two of the account, or two of the rows', () => {
  expect(splitBy('segment, region')).toEqual({ of: 'account', column: 'segment,region' })
  expect(splitBy('priority,area')).toEqual({ of: 'fact', column: 'priority,area' })
  expect(splitBy('segment,segment')).toEqual({ of: 'account', column: 'segment' })
  expect(() => splitBy('priority,segment')).toThrow('priority is told by its own rows and segment by the account: the two cannot be crossed.')
  expect(() => splitBy('segment,region,area')).toThrow('not by 3')
  expect(() => splitBy('segment,tier')).toThrow('cannot be broken down by “tier”')
})

test('a way of its own rows reads a thing by its id, and crosses it', () => {
  const columns = () => ({ area: 1, tier: 1, product_id: 1 })
  const releases = { name: 'Releases', dimensions: ['product', 'area', 'tier'], compute: { by: 'delivery' } }
  expect(splitOf(releases, { counts: 'release', pairs: 'own' }, 'product,area', columns)).toEqual({ of: 'fact', column: 'product,area' })
  expect(splitBy('role')).toEqual({ of: 'account', column: 'role' })
})

test('a way says what it crosses; a refusal says why not', () => {
  const [accounts, own] = [{ of: 'account', column: 'segment,region' } as const, { of: 'fact', column: 'priority,area' } as const]
  expect(() => assertCrossed(undefined, { of: 'fact', column: 'priority' })).not.toThrow()
  expect(() => assertCrossed('accounts', accounts)).not.toThrow()
  expect(() => assertCrossed('own', own)).not.toThrow()
  expect(() => assertCrossed('accounts', own)).toThrow('Only attributes of the account')
  expect(() => assertCrossed('accounts', { of: 'account', column: 'segment,role' })).toThrow('role is none')
  expect(() => assertCrossed(undefined, accounts)).toThrow('one dimension at a time')
  expect(() => assertCrossed({ never: 'Groups are hidden' }, accounts)).toThrow('Groups are hidden.')
})

test('incidents by severity and area are counted cell by cell', () => {
  const rows = table(`id,severity,impact_start,impact_end,area,service_id
I1,p0,2024-03-02T10:00:00Z,2024-03-02T11:00:00Z,Core,api
I2,p1,2024-03-05T10:00:00Z,2024-03-05T11:00:00Z,Core,api
I3,p1,2024-03-09T10:00:00Z,2024-03-09T11:00:00Z,Sync,api
I4,p1,2024-03-19T10:00:00Z,2024-03-19T11:00:00Z,Sync,api`)
  const { groups = [] } = asking(incidents, { severities: ['p0', 'p1'] }, { incidents: rows }).computed({ by: 'severity,area' })
  expect(groups.map(({ key, points }) => [key, points.find(({ period }) => period === '2024-03')?.value])).toEqual([
    ['p0 · Core', 1],
    ['p1 · Core', 1],
    ['p1 · Sync', 2],
  ])
})
