import fc from 'fast-check'
import { expect, test } from 'vitest'
import { shareLink } from '#objects'
import { renderPdf } from '#platform/documents/renderPdf.ts'
import { roadmapDeck } from './deck.ts'
import type { SharedBet } from './bets.ts'
import { linesOf } from './lines.ts'
import { roadmapDocument } from './pdf.ts'
import type { SharedRoadmap } from './roadmap.ts'

const bet = (title: string, more: Partial<SharedBet> = {}): SharedBet => ({
  title,
  label: 'Committed',
  horizon: 'now',
  when: '2027-02',
  benefit: null,
  ...more,
})
const planOf = (bets: readonly SharedBet[], audience: shareLink.Audience = 'executive'): SharedRoadmap => ({
  subject: 'roadmap',
  company: 'Harborlight',
  audience,
  audienceName: 'Executives',
  lens: 'horizons',
  asOf: '2026-11-16',
  quarters: ['2026-Q4', '2027-Q1', '2027-Q2', '2027-Q3'],
  lanes: (['now', 'next', 'later'] as const).map((id) => ({ id, says: id, bets: bets.filter(({ horizon }) => horizon === id) })),
})
const linkOf = (key: string) => `https://plans.example/harborlight/n/initiatives/${key}`
const wordsOn = (plan: SharedRoadmap) =>
  roadmapDeck(plan, linkOf).slides.map(({ shapes }) =>
    shapes.flatMap((shape) => (shape.is === 'text' ? shape.lines.map(({ text }) => text) : shape.is === 'table' ? shape.rows.flat() : [])),
  )

test('a deck has a board, four quarters and a table; each slide says of when, for whom and how to read it', () => {
  const slides = wordsOn(
    planOf([
      bet('SSO', { key: 'INI-1', teams: ['Identity'], owner: 'Mina Osei', forecast: { half: '2027-02-10', likely: '2027-03-04' }, hardDate: '2027-03-31' }),
    ]),
  )
  expect(slides.map(([title]) => title)).toEqual(['Now, next, later', 'Four quarters', 'All bets'])
  for (const words of slides) expect(words[1]).toBe('Harborlight · as of 16 November 2026 · for executives')
  expect(slides[0]).toEqual(expect.arrayContaining(['SSO', 'Committed · Identity · Mina Osei', '10 Feb to 4 Mar 2027']))
  expect(slides[1]).toEqual(expect.arrayContaining(['Q4 2026', 'Q3 2027', 'SSO', 'Feb 2027']))
  expect(slides[2]).toEqual(expect.arrayContaining(['Key', 'INI-1', 'SSO']))
})

test('notes name keys and links where there are keys, and titles alone where there are none', () => {
  expect(roadmapDeck(planOf([bet('SSO', { key: 'INI-1' })]), linkOf).slides[0]?.notes).toContain(
    'INI-1 SSO: https://plans.example/harborlight/n/initiatives/INI-1',
  )
  expect(JSON.stringify(roadmapDeck(planOf([bet('SSO')], 'customer'), linkOf))).not.toContain('plans.example')
})

test('whatever the bets, every one stands on the board, those with a time on the timeline, and all shapes lie on the page', () => {
  const some = fc.array(
    fc.record({
      title: fc.string({ minLength: 1, maxLength: 40, unit: fc.constantFrom('a', 'b', 'c', ' ', 'ü') }).filter((text) => text.trim() !== ''),
      horizon: fc.constantFrom('now' as const, 'next' as const, 'later' as const),
      when: fc.constantFrom(null, '2026-Q4', '2027-01', '2027', '2027-H2', '2029', '2027-03-04', '2027-W07'),
      forecast: fc.constantFrom(null, { half: '2026-11-20', likely: '2027-09-30' }, { half: '2027-02-01', likely: '2027-02-01' }),
    }),
    { maxLength: 60 },
  )
  fc.assert(
    fc.property(some, (values) => {
      const bets = values.map(({ title, ...more }, n) => bet(`${n} ${title}`, more))
      const { slides } = roadmapDeck(planOf(bets), linkOf)
      const shapes = slides.flatMap((slide) => slide.shapes)
      for (const { x, y, w, h } of shapes) expect(x >= 0 && y >= 0 && x + w <= 13.34 && y + h <= 7.5).toBe(true)
      const board = slides.filter(({ shapes: own }) => own[0]?.is === 'text' && own[0].lines[0]?.text.startsWith('Now, next'))
      const cards = board.flatMap(({ shapes: own }) => own.filter((shape) => 'border' in shape && shape.is === 'text'))
      expect(cards).toHaveLength(bets.length)
      const rows = shapes.reduce((sum, shape) => sum + (shape.is === 'table' ? shape.rows.length - 1 : 0), 0)
      expect(rows).toBe(bets.length)
    }),
    { numRuns: 60 },
  )
})

test('texts that could break a file arrive as spaces, and long ones end in an ellipsis', () => {
  const [words = []] = wordsOn(planOf([bet(`Rename\u0000 \u202Eme ${'long '.repeat(30)}`)]))
  const title = words.find((text) => text.startsWith('Rename'))
  expect(title).toMatch(/^Rename {3}me .*…$/)
  expect(title?.length).toBeLessThanOrEqual(56)
})

test('a table has the columns of its audience and no other', () => {
  const heads = Object.fromEntries(shareLink.audiences.map((audience) => [audience, linesOf(planOf([], audience)).head]))
  expect(heads['customer']).toEqual(['Horizon', 'Bet', 'Benefit', 'Stage', 'When'])
  expect(heads['gtm']).toEqual(['Horizon', 'Bet', 'Benefit', 'Stage', 'When', '85 % by'])
  expect(heads['squad']).toEqual(expect.arrayContaining(['Key', 'Owner', 'Confidence', 'Person-weeks']))
  expect(heads['squad']).not.toContain('Value a year')
  expect(heads['executive']).toContain('Value a year')
})

test('the PDF typesets, also without a bet and with words that would be markup, and is the same for the same plan', async () => {
  const hostile = '#panic() $x$ <b> \\ "quoted" *bold* @ref'
  const plan = planOf([
    bet(hostile, { key: 'INI-1', hardDate: '2027-03-31', forecast: { half: '2027-02-10', likely: '2027-03-04' } }),
    bet('Later', { horizon: 'later', when: null }),
  ])
  const [first, again, empty] = [
    await renderPdf(roadmapDocument(plan, 'a4')),
    await renderPdf(roadmapDocument(plan, 'a4')),
    await renderPdf(roadmapDocument(planOf([]), 'letter')),
  ]
  expect(Buffer.from(first).subarray(0, 5).toString()).toBe('%PDF-')
  expect(Buffer.from(first).equals(Buffer.from(again))).toBe(true)
  expect(empty.length).toBeGreaterThan(1000)
  expect(roadmapDocument(plan, 'a4').source).not.toContain('panic')
})
