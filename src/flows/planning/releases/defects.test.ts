import { expect, test } from 'vitest'
import { Problem, type AnyRow, type Context, type Contribution } from '#kernel'
import { defectsOf } from './defects.ts'

const today = '2026-11-16'
const stamps = { version: 1, createdAt: '', updatedAt: '', archivedAt: null, source: null, custom: {} }
const shipped = (key: string, releasedOn: string | null): AnyRow => ({ ...stamps, id: key, key, record: key, releasedOn })
const line = (account: string, more: Partial<Contribution> = {}): Contribution => ({ account, name: null, opening: 9, closing: 1, change: 0.1, movement: null, reason: null, ...more }) // prettier-ignore

function asked(behind: () => readonly Contribution[]) {
  const requests: unknown[] = []
  const ctx: Pick<Context, 'behind'> = { behind: async (request) => (requests.push(request), behind()) }
  return { requests, of: (rows: readonly AnyRow[], asOf?: string) => defectsOf(ctx, rows, asOf ?? today, asOf) }
}

test('releases of many years are read in one reading, over a window that reaches to a year before the first', async () => {
  const rows = Array.from({ length: 40 }, (_, n) => shipped(`r${n}`, `${2022 + (n % 4)}-0${1 + (n % 9)}-10`))
  const { requests, of } = asked(() => rows.map(({ key }) => line(key)))
  const read = await of(rows)
  expect(requests).toEqual([{ metric: 'escaped-defects', period: '2026-11', window: '70m' }])
  expect(rows.map(({ id }) => read.get(id)?.share)).toEqual(rows.map(() => 0.1))
  const past = asked(() => [])
  await past.of([shipped('a', '2024-06-30')], '2024-12-31')
  expect(past.requests).toEqual([{ metric: 'escaped-defects', period: '2024-12', window: '18m', asOf: '2024-12-31' }])
})

test('nothing is read while nothing has shipped, and what has not shipped is not told', async () => {
  const { requests, of } = asked(() => [])
  expect((await of([shipped('a', null)])).size).toBe(0)
  expect(requests).toEqual([])
})

test('a release is judged after its 90 days; one that the records do not know, and all when they cannot be read, are unknown', async () => {
  const { of } = asked(() => [line('old'), line('young'), line('censored', { movement: 'censored' })])
  const read = await of([shipped('old', '2024-01-10'), shipped('young', '2026-11-01'), shipped('censored', '2026-08-01'), shipped('other', '2024-01-10')])
  expect([...read].map(([key, { state, share }]) => [key, state, share])).toEqual([
    ['old', 'judged', 0.1],
    ['young', 'tooEarly', null],
    ['censored', 'tooEarly', null],
    ['other', 'unknown', null],
  ])
  const none = asked(() => {
    throw new Problem('refused', 'No defects are kept.', 'Bring them.')
  })
  expect((await none.of([shipped('old', '2024-01-10')])).get('old')).toMatchObject({ state: 'unknown', lacks: 'No defects are kept. Bring them.' })
})
