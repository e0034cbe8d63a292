import { expect, test } from 'vitest'
import { readMarkdown } from './readMarkdown.ts'
import { sayInstant, sayPeriod } from './sayPeriod.ts'

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

test('periods and instants are said as people say them, in the time zone of the workspace', () => {
  expect(['2026-10', '2026-Q4', '2026-H2', '2026', '2026-W47', '2026-11-16'].map(sayPeriod)).toEqual([
    'October 2026',
    'Q4 2026',
    'H2 2026',
    '2026',
    'Week 47 of 2026',
    '16 November 2026',
  ])
  expect(sayInstant('2026-11-16T23:30:00.000Z', 'Europe/Stockholm')).toBe('17 Nov 2026, 00:30')
  expect(sayInstant('2026-11-16T23:30:00.000Z', 'America/New_York')).toBe('16 Nov 2026, 18:30')
})
