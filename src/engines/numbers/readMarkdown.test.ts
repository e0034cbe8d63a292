import { expect, test } from 'vitest'
import { readMarkdown } from './readMarkdown.ts'

const words = (markdown: string) =>
  readMarkdown(markdown).map(
    ({ kind, runs }) => `${kind}: ${runs.map(({ text, isBold, isItalic }) => (isBold ? `[b]${text}[/b]` : isItalic ? `[i]${text}[/i]` : text)).join('')}`,
  )

test('paragraphs, items, bold and italic are kept; links keep their words; the rest stays text', () => {
  expect(words('First line\nof one paragraph.\n\nSecond with **bold**, *italic* and _also_.')).toEqual([
    'paragraph: First line of one paragraph.',
    'paragraph: Second with [b]bold[/b], [i]italic[/i] and [i]also[/i].',
  ])
  expect(words('We ask:\n- five people\n- [Connect](https://example.com) pricing\n2. third')).toEqual([
    'paragraph: We ask:',
    'item: five people',
    'item: Connect pricing',
    'item: third',
  ])
  expect(words('## Heading\ntext')).toEqual(['paragraph: [b]Heading[/b]', 'paragraph: text'])
  expect(words('2 * 3 * 4, snake_case_name, a\\*b, <b>html</b>')).toEqual(['paragraph: 2 * 3 * 4, snake_case_name, a*b, <b>html</b>'])
  expect(words('  \n\n')).toEqual([])
})

test('headings tell their depth, and nothing else does', () => {
  expect(readMarkdown('# One\n\n### Three\ntext').map(({ level }) => level ?? null)).toEqual([1, 3, null])
})

test('a reference to a number is text like any other, and comes through whole', () => {
  expect(words('Retention is {{metric:net-revenue-retention|Mid-market}} now.')).toEqual([
    'paragraph: Retention is {{metric:net-revenue-retention|Mid-market}} now.',
  ])
})
