import { expect, test } from 'vitest'
import { isProblem, type AnyRow, type Context, type Upsert } from '#kernel'
import { pasteKano } from './kanoPaste.ts'

const bet: AnyRow = { id: 'bet', key: 'INI-1', version: 1, createdAt: '', updatedAt: '', archivedAt: null, source: null, custom: {} }

/** What one line keeps as how somebody feels with it; else why it is refused. */
async function felt(words: string): Promise<unknown> {
  let kept: readonly Upsert[] = []
  const known: Partial<Context> = {
    find: async () => bet,
    now: () => '2026-11-28T09:00:00.000Z',
    newId: () => 'import',
    read: async () => ({ items: [], next: null, total: 0 }),
    upsert: async (_, rows) => {
      kept = rows
      return { created: rows.length, updated: 0, unchanged: 0 }
    },
  }
  try {
    await pasteKano(known as Context, { bet: 'INI-1', text: `A customer;${words};3`, basis: '' })
    return kept[0]?.values['functional']
  } catch (error) {
    return isProblem(error) ? error.message : error
  }
}

test.each([
  ['I like it', 'like'],
  ['I dislike it', 'dislike'],
  ['I can live with it', 'liveWith'],
  ['It must be that way', 'expect'],
  ['I am neutral', 'neutral'],
  ['5', 'dislike'],
  ['I don’t like it', 'dislike'],
  ["I don't like it at all", 'dislike'],
  ['do not like', 'dislike'],
  ['Would NOT like it that way', 'dislike'],
  ['dont like', 'dislike'],
])('“%s” is %s', async (words, feeling) => expect(await felt(words)).toBe(feeling))

test.each([
  ['I cannot live with it'],
  ['I can’t tolerate it'],
  ['I never expect it'],
  ['I do not dislike it'],
  ['neither like nor dislike'],
  ['I don’t like it but can live with it'],
  ['I like it, do not take it away'],
  ['not likely'],
])('“%s” is left to whoever asked', async (words) => expect(await felt(words)).toBe(`Line 1: “${words}” is no answer.`))
