import { expect, test } from 'vitest'
import { keptReads, sharedInTurn, type Reads } from './keptReads.ts'

const reader = (rows: number) => {
  const asked: string[] = []
  return {
    asked,
    reader: {
      position: '7',
      isPast: false,
      columns: async () => new Map<string, Float64Array>(),
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
