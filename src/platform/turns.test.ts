import { expect, test } from 'vitest'
import { turns } from './turns.ts'

/** Pieces of work that tell when they begin, and end when they are told to. */
function pieces() {
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  const piece = (name: string) => () => {
    begun.push(name)
    return new Promise<string>((resolve) => ends.set(name, () => resolve(name)))
  }
  return { begun, piece, end: (name: string) => ends.get(name)?.() }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))

test('two run at once, the third begins when one has ended, and the order is that of asking', async () => {
  const [{ begun, piece, end }, inTurn] = [pieces(), turns(2)]
  const all = ['a', 'b', 'c', 'd'].map((name) => inTurn('harborlight', piece(name)))
  await settled()
  expect(begun).toEqual(['a', 'b'])
  end('b')
  await settled()
  expect(begun).toEqual(['a', 'b', 'c'])
  for (const name of ['a', 'c']) end(name)
  await settled()
  end('d')
  expect(await Promise.all(all)).toEqual(['a', 'b', 'c', 'd'])
})

test('one name never waits for another', async () => {
  const [{ begun, piece, end }, inTurn] = [pieces(), turns(1)]
  const all = [inTurn('harborlight', piece('a')), inTurn('northwind', piece('b'))]
  await settled()
  expect(begun).toEqual(['a', 'b'])
  end('a')
  end('b')
  await Promise.all(all)
})

test('work that fails gives its turn on, and whoever comes while it passes does not slip in between', async () => {
  const [{ begun, piece, end }, inTurn] = [pieces(), turns(1)]
  const failing = inTurn('harborlight', () => Promise.reject(new Error('no')))
  const second = inTurn('harborlight', piece('second'))
  await expect(failing).rejects.toThrow('no')
  const third = inTurn('harborlight', piece('third'))
  await settled()
  expect(begun).toEqual(['second'])
  end('second')
  await settled()
  end('third')
  expect(await Promise.all([second, third])).toEqual(['second', 'third'])
})
