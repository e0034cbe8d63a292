import { expect, test } from 'vitest'
import type { FactReader, Places, Query } from './factReader.ts'
import { keptReads, newest, sharedInTurn, type Reads } from './keptReads.ts'

const reader = (rows: number) => {
  const asked: string[] = []
  const positions = new Map<string, number>()
  return {
    asked,
    positions,
    reader: {
      factsOf: ({ text }: Query) => [...positions.keys()].filter((fact) => text.includes(fact)),
      positionOf: (read: readonly string[] | Query) =>
        ('text' in read ? [...positions.keys()].filter((fact) => read.text.includes(fact)) : read).map((fact) => positions.get(fact)).join(),
      added: async () => [],
      mark: async () => ({ last: -1, gone: 0 }),
      placed: async () => null,
      isPast: false,
      snapshot: () => Promise.reject(new Error('Nobody asks for this.')),
      columns: async () => new Map<string, Float64Array>(),
      vectors: async () => ({ numbers: () => new Float64Array(), texts: () => [] }),
      position: '7',
      ask: async ({ text, values }: { readonly text: string; readonly values: readonly unknown[] }) => {
        asked.push(`${text} ${values.join()}`)
        if (text === 'bad') throw new Error('no')
        return Array.from({ length: rows }, (_, index) => ({ index }))
      },
      rows: async (fact: string) => {
        asked.push(fact)
        return []
      },
    },
  }
}

test('the same question is asked once; other values or other columns are another question', async () => {
  const { asked, reader: plain } = reader(3)
  const kept = keptReads(plain, new Map())
  await Promise.all([
    kept.ask({ text: 'q', values: [1] }),
    kept.ask({ text: 'q', values: [1] }),
    kept.ask({ text: 'q', values: ['1'] }),
    kept.ask({ text: 'q', values: [null] }),
  ])
  await kept.ask({ text: 'q', values: [1] })
  await kept.rows('account', ['id'])
  await kept.rows('account', ['id', 'name'])
  await kept.rows('account', ['id'])
  expect(asked).toEqual(['q 1', 'q 1', 'q ', 'account', 'account'])
})

test('a failure is not kept, and an answer of very many rows is shared only while it is read', async () => {
  const { asked, reader: plain } = reader(60_000)
  const reads: Reads = new Map()
  const kept = keptReads(plain, reads)
  await expect(kept.ask({ text: 'bad', values: [] })).rejects.toThrow('no')
  const [one, two] = await Promise.all([kept.ask({ text: 'q', values: [] }), kept.ask({ text: 'q', values: [] })])
  expect(one).toBe(two)
  await kept.ask({ text: 'q', values: [] })
  expect(asked).toHaveLength(3)
  expect(reads.size).toBe(0)
})

test('a question is asked again when what it reads moved, and not when other facts did', async () => {
  const { asked, positions, reader: plain } = reader(3)
  positions.set('event', 1).set('account', 1)
  const kept = keptReads(plain, new Map())
  const both = async () => {
    await kept.ask({ text: 'count event', values: [] })
    await kept.rows('account', ['id'])
  }
  await both()
  positions.set('event', 2)
  await both()
  expect(asked).toEqual(['count event ', 'account', 'count event '])
})

test('an answer that grows is asked for what was added, once for all who ask together; replaced rows or other facts that moved ask for all again', async () => {
  const { positions, reader: plain } = reader(0)
  positions.set('event', 1).set('account', 1)
  let [last, gone] = [9, 0]
  const asked: (Places | null)[] = []
  const ask: FactReader['ask'] = async ({ text, values }) => {
    if (text.startsWith('SELECT coalesce(max(rowid)')) return [{ last, gone }]
    const [after, upTo] = [Number(values[0]), Number(values[1])]
    asked.push({ after, upTo })
    return [{ n: upTo - after }]
  }
  const kept = keptReads({ ...plain, ask }, new Map())
  const count = async (event: number): Promise<unknown> => {
    positions.set('event', event)
    const rows = await kept.added(
      'event',
      (places) => ({ text: 'count event of account', values: places ? [places.after, places.upTo] : [] }),
      (before, more) => [{ n: Number(before[0]?.['n']) + Number(more[0]?.['n']) }],
    )
    return rows[0]?.['n']
  }
  expect(await Promise.all([count(1), count(1), count(1)])).toEqual([10, 10, 10])
  last = 14
  expect(await count(2)).toBe(15)
  gone = 1
  expect(await count(3)).toBe(15)
  positions.set('account', 2)
  expect(await count(3)).toBe(15)
  expect(asked).toEqual([
    { after: -1, upTo: 9 },
    { after: 9, upTo: 14 },
    { after: -1, upTo: 14 },
    { after: -1, upTo: 14 },
  ])
})

test('rows that came where others are looked up ask for all again only when a row that was read names one of them', async () => {
  const { positions, reader: plain } = reader(0)
  const marks: Record<string, { last: number; gone: number }> = { event: { last: 9, gone: 0 }, account: { last: 4, gone: 0 } }
  const [asked, guards]: [(Places | null)[], string[]] = [[], []]
  let named = 0
  const ask: FactReader['ask'] = async ({ text, values }) => {
    const fact = text.includes('store."event"') ? 'event' : 'account'
    if (text.startsWith('SELECT coalesce(max(rowid)')) return [{ ...marks[fact] }]
    if (text.startsWith('SELECT count(*) AS n')) {
      guards.push(text)
      return [{ n: named }]
    }
    const [after, upTo] = [Number(values[0]), Number(values[1])]
    asked.push({ after, upTo })
    return [{ n: upTo - after }]
  }
  const kept = keptReads({ ...plain, ask }, new Map())
  const count = async (event: number, account: number): Promise<unknown> => {
    positions.set('event', event).set('account', account)
    const looksUp = { column: 'account_id', fact: 'account', key: 'id' }
    const rows = await kept.added(
      'event',
      (places) => ({ text: 'count event of account', values: places ? [places.after, places.upTo] : [], looksUp }),
      (before, more) => [{ n: Number(before[0]?.['n']) + Number(more[0]?.['n']) }],
    )
    return rows[0]?.['n']
  }
  expect(await count(1, 1)).toBe(10)
  Object.assign(marks, { event: { last: 14, gone: 0 }, account: { last: 6, gone: 0 } })
  expect(await count(2, 2)).toBe(15)
  expect(guards).toEqual([
    'SELECT count(*) AS n FROM store."event" WHERE rowid <= 9 AND "account_id" IN (SELECT "id" FROM store."account" WHERE rowid > 4 AND rowid <= 6)',
  ])
  named = 1
  Object.assign(marks, { account: { last: 7, gone: 0 } })
  expect(await count(2, 3)).toBe(15)
  named = 0
  Object.assign(marks, { account: { last: 8, gone: 1 } })
  expect(await count(2, 4)).toBe(15)
  expect(guards).toHaveLength(2)
  expect(asked).toEqual([
    { after: -1, upTo: 9 },
    { after: 9, upTo: 14 },
    { after: -1, upTo: 14 },
    { after: -1, upTo: 14 },
  ])
})

test.each([
  ['1,1', [10, 7]],
  ['0,1', [7, 7]],
])('rows that came to where others are looked up, between position %s and mark, are not those that a process before this one saw', async (position, told) => {
  const { positions, reader: plain } = reader(0)
  positions.set('event', 1).set('account', 1)
  const looksUp = { column: 'account_id', fact: 'account', key: 'id', reads: [] }
  const text = 'count event of account'
  const ask: FactReader['ask'] = async (query) => {
    if (query.text.startsWith('SELECT coalesce(max(rowid)')) return [{ last: query.text.includes('"event"') ? 9 : 5, gone: 0 }]
    return query.text.startsWith('SELECT count(*) AS n') ? [{ n: 1 }] : [{ n: 7, seen_last: 5, seen_gone: 0 }]
  }
  const placed = async () => ({ rows: [{ id: 'A' }], places: Float64Array.of(5), state: { made: '', last: 5, gone: 0 } })
  const filed = { last: 9, gone: 0, others: '1', lookedUp: { last: 4, gone: 0, others: '', isExact: true } }
  const reads: Reads = new Map([[`+${JSON.stringify([text, []])}`, { position, rows: Promise.resolve([{ n: 10 }]), grown: filed }]])
  const kept = keptReads({ ...plain, ask, placed }, reads)
  const count = async (account: number): Promise<unknown> => {
    positions.set('account', account)
    await kept.rows('account', ['id'])
    const rows = await kept.added(
      'event',
      (places) => ({ text, values: places ? [places.after, places.upTo] : [], looksUp }),
      (before) => before,
    )
    return rows[0]?.['n']
  }
  expect([await count(1), await count(2)]).toEqual(told)
})

test('who asks in one turn shares the answer; who asks while it is on its way is asked for anew', async () => {
  let count = 0
  const ask = sharedInTurn(async () => {
    const mine = (count += 1)
    await new Promise((resolve) => setTimeout(resolve, 5))
    return mine
  })
  const first = [ask(), ask(), ask()]
  await Promise.resolve()
  await Promise.resolve()
  const later = ask()
  expect(await Promise.all([...first, later])).toEqual([1, 1, 1, 2])
})

test('the newest answer stands for its state, the next one is made from it, and one that failed is made again', async () => {
  const answers = newest<number>()
  const more = async (before: Promise<number> | null): Promise<number> => ((await before) ?? 0) + 1
  expect(await Promise.all([answers('a', more), answers('a', more), answers('b', more)])).toEqual([1, 1, 2])
  await expect(answers('c', () => Promise.reject(new RangeError('no')))).rejects.toThrow('no')
  expect(await answers('c', more)).toBe(1)
})
