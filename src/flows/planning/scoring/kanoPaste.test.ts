import { expect, test } from 'vitest'
import { isProblem, type AnyRow, type Context, type Upsert } from '#kernel'
import { pasteKano } from './kanoPaste.ts'

const bet: AnyRow = { id: 'bet', key: 'INI-1', version: 1, createdAt: '', updatedAt: '', archivedAt: null, source: null, custom: {} }

/** What one line keeps as how somebody feels with it; else why it is refused. */
async function felt(words: string): Promise<unknown> {
  const kept = await keptOf(`A customer;${words};3`)
  return typeof kept === 'string' ? kept : kept[0]?.values['functional']
}

/** What lines keep; else why they are refused. */
async function keptOf(text: string): Promise<readonly Upsert[] | string> {
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
    await pasteKano(known as Context, { bet: 'INI-1', text, basis: '' })
    return kept
  } catch (error) {
    if (isProblem(error)) return error.message
    throw error
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

test.each([...'‘’‛ʼ′´`\uFFFD'])('“I don%st like it” is dislike', async (mark) => expect(await felt(`I don${mark}t like it`)).toBe('dislike'))

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

const told = async (text: string): Promise<unknown> => {
  const kept = await keptOf(text)
  return typeof kept === 'string'
    ? kept
    : kept.map(({ values }) => ['respondent', 'functional', 'dysfunctional', 'answeredOn'].map((name) => values[name]).join(' '))
}

test.each([
  ['Respondent;Functional;Dysfunctional\nQuay;like;dislike', 'Quay like dislike 2026-11-28'],
  [
    'Submitted at,Score,Email,How do you feel with it?,How do you feel without it?\n2026-11-20T08:12:00Z,9,a@b.example,I like it,I can live with it',
    'a@b.example like liveWith 2026-11-20',
  ],
  [
    '"If you did not have it, how would you feel?","If you had it, how would you feel?",Account\n"I dislike it","I expect it",Dock',
    'Dock expect dislike 2026-11-28',
  ],
  ['Who answered\tWith\tWithout\nQuay\t1\t5', 'Quay like dislike 2026-11-28'],
  ['Company,Name,With it,If it were removed\nQuay,Ada,1,5', 'Ada like dislike 2026-11-28'],
  ['Account,With it,How do you feel once it is gone?\nQuay,1,5', 'Quay like dislike 2026-11-28'],
  ['Account,With it,If you don`t have it\nQuay,1,5', 'Quay like dislike 2026-11-28'],
])('a first line that names its columns says where they stand: %j', async (text, line) => expect(await told(text)).toEqual([line]))

test('a first line that names no columns is an answer, or is told where it is none', async () => {
  expect(await told('Name of the Rose; I like it; I dislike it')).toEqual(['Name of the Rose like dislike 2026-11-28'])
  expect(await told('Acme; with joy; without')).toBe('Line 1: “with joy” is no answer.')
})

test.each([
  [
    'Name,How do you feel about us?,How do you feel with it?,How do you feel without it?',
    'Line 1: Two columns may tell how they feel with it: “How do you feel about us?”, “How do you feel with it?”; leave one.',
  ],
  ['Name;With;Without;Missing;Lacking', 'Line 1: 3 columns may tell how they feel without it: “Without”, “Missing”, “Lacking”; leave one.'],
])('headings of which two may tell the same are a fault that names them: %s', async (heading, fault) =>
  expect(await told(`${heading}\nQuay,1,5,5,5`)).toBe(fault),
)

test('5,000 answers are taken, whatever heads them and stands empty between; one more is not', async () => {
  const answers = (many: number): string => Array.from({ length: many }, (_, n) => `Customer ${n};1;5\n`).join('\n')
  for (const heading of ['', 'Respondent;Functional;Dysfunctional\n', 'Answers of October;;\n']) expect(await told(heading + answers(5000))).toHaveLength(5000)
  expect(await told(answers(5001))).toBe('These are 5001 lines; up to 5000 are taken at once.')
})
