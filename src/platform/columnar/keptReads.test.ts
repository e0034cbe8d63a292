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
      carried: () => Promise.reject(new Error('Nobody asks for this.')),
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

test('lists whose texts hold commas are other questions where they are cut elsewhere', async () => {
  const { asked, reader: plain } = reader(1)
  const kept = keptReads(plain, new Map())
  for (const list of [
    ['a,b', 'c'],
    ['a', 'b,c'],
    ['a', 'b,c'],
  ])
    await kept.ask({ text: 'q', values: [list] })
  expect(asked).toHaveLength(2)
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
    if (text.includes('max(rowid)')) return [{ fact: 0, last, gone }]
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

test('marks that are asked for together are read by one statement, and again only for facts that moved', async () => {
  const { positions, reader: plain } = reader(0)
  positions.set('event', 1).set('account', 1)
  const asked: string[] = []
  const ask: FactReader['ask'] = async ({ text }) => {
    asked.push(text.match(/store\.\S+/g)?.join() ?? '')
    return text.split(' UNION ALL ').map((own, fact) => ({ fact, last: own.includes('event') ? 14 : 9, gone: fact }))
  }
  const kept = keptReads({ ...plain, ask }, new Map())
  const marks = async () => await Promise.all(['account', 'event', 'account'].map((fact) => kept.mark(fact)))
  const told = [
    { last: 9, gone: 0 },
    { last: 14, gone: 1 },
    { last: 9, gone: 0 },
  ]
  expect(await marks()).toEqual(told)
  expect(await marks()).toEqual(told)
  positions.set('event', 2)
  expect((await marks())[1]).toEqual({ last: 14, gone: 0 })
  expect(asked).toEqual(['store."account",store."event"', 'store."event"'])
})

class Sum {
  readonly rows: number
  constructor(rows: number) {
    this.rows = rows
  }
  static is(value: object): value is Sum {
    return value instanceof Sum
  }
}

test('what is carried on goes on from its rows whatever else moved, is made once for all who ask together, and begins anew where rows were replaced or it failed', async () => {
  const { positions, reader: plain } = reader(0)
  const mark = { last: 9, gone: 0 }
  const made: (readonly [number | null, Places | null, Places | null])[] = []
  let isAway = false
  const ask: FactReader['ask'] = async () => [{ fact: 0, ...mark }]
  const reads: Reads = new Map()
  const kept = keptReads({ ...plain, ask }, reads)
  const count = async (event: number, account: number): Promise<number> => {
    positions.set('event', event).set('account', account)
    const sum = await kept.carried({ name: 'sum', fact: 'event', reads: ['event', 'account'], is: Sum.is }, async (before, more, all) => {
      made.push([before?.rows ?? null, more, all])
      await Promise.resolve()
      if (isAway) throw new Error('away')
      return new Sum((before?.rows ?? 0) + (before && more ? more.upTo - more.after : (all?.upTo ?? 0) + 1))
    })
    return sum.rows
  }
  expect(await Promise.all([count(1, 1), count(1, 1), count(1, 1)])).toEqual([10, 10, 10])
  mark.last = 14
  expect(await count(2, 1)).toBe(15)
  expect(await count(2, 2)).toBe(15)
  mark.gone = 1
  expect(await count(3, 2)).toBe(15)
  isAway = true
  await expect(count(3, 3)).rejects.toThrow('away')
  isAway = false
  expect(await count(3, 3)).toBe(15)
  expect(made).toEqual([
    [null, null, { after: -1, upTo: 9 }],
    [10, { after: 9, upTo: 14 }, { after: -1, upTo: 14 }],
    [15, { after: 14, upTo: 14 }, { after: -1, upTo: 14 }],
    [null, null, { after: -1, upTo: 14 }],
    [15, { after: 14, upTo: 14 }, { after: -1, upTo: 14 }],
    [null, null, { after: -1, upTo: 14 }],
  ])
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
