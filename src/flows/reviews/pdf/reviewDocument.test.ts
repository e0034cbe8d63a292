import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { renderPdf } from '#platform/documents/renderPdf.ts'
import { harborlightReview } from './harborlightReview.ts'
import type { PrintedFigure, PrintedReview, PrintOptions } from './printed.ts'
import { reviewCharts } from './reviewCharts.ts'
import { reviewDocument } from './reviewDocument.ts'
import { template } from './template.ts'

const workspace = { name: 'Harborlight', timeZone: 'Europe/Stockholm' }
const plain: PrintOptions = { paper: 'a4', charts: [], frozenBy: 'Vera Lindqvist' }
const render = (review: PrintedReview, options: PrintOptions = plain) => renderPdf(reviewDocument(review, workspace, options))

const tool = (name: string): boolean => {
  try {
    execFileSync(name, ['-v'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
/** The pages as text by poppler, which is not part of the product: without it these tests say so and are skipped. */
const hasPoppler = tool('pdftotext')
if (!hasPoppler) console.info('reviewDocument.test.ts: pdftotext is missing (install poppler-utils); what the pages say is not checked.')

function pagesOf(pdf: Uint8Array): string[] {
  const file = join(mkdtempSync(join(tmpdir(), 'throughline-pdf-')), 'review.pdf')
  writeFileSync(file, pdf)
  const text = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8', maxBuffer: 1e8 })
  return text
    .split('\f')
    .slice(0, -1)
    .map((page) => page.replaceAll(/[ \t]+/g, ' '))
}

const longest = 'A very long sentence that explains what happened in this month and why it matters to everybody. '
const withRows = (count: number): PrintedReview => {
  const review = harborlightReview()
  const rows = Array.from({ length: count }, (_, index) => review.figures.rows[index % review.figures.rows.length]).filter(
    (row): row is PrintedFigure => row !== undefined,
  )
  return { ...review, figures: { rows } }
}

describe.runIf(hasPoppler)('the pages', () => {
  test('the first page holds the whole review: conclusion, columns, every figure, decisions, risks and its proof', async () => {
    const [page = ''] = pagesOf(await render(harborlightReview()))
    for (const says of [
      'Harborlight · Monthly business review · October 2026',
      'A month without growth: SSO failed and mid-market cut seats',
      'Insights adoption reached 34.2%',
      /Net revenue retention\n 106\.4% 110\.0% −3\.6 pts 107\.9% R DW\n ?Mid-market cut seats; enterprise rose/,
      /Annual recurring revenue\n \$48\.2M \$49\.1M −1\.8% \$48\.3M A DW/,
      'Usage outside the subscription’s dates',
      'No value: no data',
      'Assist SSO set-up until the flow is fixed',
      'Three SSO-hit accounts renew within 30 days',
      'As of 16 Nov 2026, 07:30 · set MBR-2026-10, frozen',
      'Frozen 16 Nov 2026, 07:30 by Vera Lindqvist · 9f2c64d1a07b',
    ])
      expect(page).toMatch(says)
  })

  test('every state is a letter, so that nothing depends on colour', async () => {
    const [page = ''] = pagesOf(await render(harborlightReview()))
    const letter = (name: string): string | undefined => new RegExp(`^ ?${name}\\n .* ([RAGU–]) [A-Z]{2}$`, 'm').exec(page)?.[1]
    expect(['Insights adoption', 'Active accounts', 'P1, P2 tickets per 100 accounts', 'Customer satisfaction', 'Error budget left'].map(letter)).toEqual([
      'G',
      'A',
      'R',
      'U',
      '–',
    ])
  })

  test('saved questions stand on the first page by what they say, and in the appendix with their numbers', async () => {
    const review = harborlightReview()
    const answers = [
      {
        title: 'Approvals after tasks',
        conclusion: '62.7% of 408 accounts came through; most are lost before “approval_completed”',
        lines: [
          { label: 'task_completed', count: 408, share: 1 },
          { label: 'approval_completed', count: 256, share: 0.6275 },
          { label: 'nobody asked', count: null, share: null },
        ],
      },
    ]
    const pages = pagesOf(await render({ ...review, figures: { ...review.figures, answers } }, { ...plain, charts: await reviewCharts(review) }))
    expect(pages[0]).toMatch(/What people did\n+ ?62\.7% of 408 accounts came through; most are lost before “approval_completed”\n+ ?Approvals after tasks/)
    const appendix = pages.slice(1).join('\n')
    expect(appendix).toMatch(/D\. Questions about behaviour[\s\S]*task_completed 408 100\.0%\n+ ?approval_completed 256 62\.8%\n+ ?nobody asked – –/)
    expect(appendix).toContain('E. Charts')
  })

  test('the appendix defines each metric, gives its parts, its trust and its policy, and the whole signature', async () => {
    const review = harborlightReview()
    const pages = pagesOf(await render(review, { ...plain, charts: await reviewCharts(review) }))
    const appendix = pages.slice(1).join('\n')
    for (const says of [
      'A. Definitions and parts',
      'Σ MRR now ÷ Σ MRR at the start',
      '$4,273,117.10',
      '$4,016,087.50',
      'B. Trust and freshness',
      'Untrusted Usage outside the subscription’s dates (412)',
      'C. Policy',
      'past due: active through dunning, 30',
      'D. Charts',
      'Monthly NRR: process behaviour',
      'Upper limit 101.3%',
      'Contraction',
      '−$520k',
      review.signature ?? '',
    ])
      expect(appendix).toContain(says)
  })

  test('one page stays one page on both papers, from no row to fourteen', async () => {
    for (const paper of ['a4', 'letter'] as const) {
      for (const count of [0, 1, 14]) {
        const pages = pagesOf(await render(withRows(count), { ...plain, paper }))
        expect(pages[0], `${count} rows on ${paper}`).toContain('Risks')
        expect(pages[0]).toContain('Definitions: appendix A')
        expect(pages[1]).toContain('A. Definitions and parts')
      }
    }
  })

  test('words of people are text: no markup, code, raw file or function of typst runs', async () => {
    const hostile = [
      '#panic("owned")',
      '#read("/etc/passwd")',
      '$ 1/0 $',
      '= Heading',
      '*bold* _it_ `raw` <label> @ref',
      '\\ \\u{41} // comment /* open',
      ']#[',
      '"; #import "@preview/x:1.0.0"',
      '#{while true {}}',
      '\u202e right to left',
      '<script>alert(1)</script>',
      '-- --- ~ \'quotes\' "double"',
    ]
    const text = hostile.join(' ')
    const review = harborlightReview()
    const rows = review.figures.rows.map((row) => ({
      ...row,
      name: text.slice(0, 60),
      why: text,
      key: 'unknown-metric',
      owner: { name: text, initials: '#x' },
    }))
    const evil: PrintedReview = {
      ...review,
      headline: text,
      wentWell: text,
      isOff: text,
      weAsk: text,
      decisions: [{ what: text, who: text, due: text }],
      risks: [{ state: 'red', what: text, who: text }],
      comments: [],
      figures: { rows },
    }
    const document = reviewDocument(evil, { ...workspace, name: text }, plain)
    expect(document.source).toBe(template)
    const pages = pagesOf(await renderPdf(document))
      .join('\n')
      .replaceAll(/\s+/g, '')
    for (const piece of ['#panic("owned")', '#read("/etc/passwd")', '$1/0$', '=Heading', '<label>@ref', '#{whiletrue{}}', '<script>alert(1)</script>'])
      expect(pages).toContain(piece)
    expect(pages).not.toContain('root:')
  })

  test('long words wrap and empty ones leave no hole', async () => {
    const review = {
      ...withRows(10),
      headline: longest.repeat(2),
      wentWell: longest.repeat(3),
      isOff: '',
      weAsk: null,
      decisions: [],
      risks: null,
      state: 'draft',
      frozenAt: null,
      signature: null,
    }
    const [page = ''] = pagesOf(await render(review))
    for (const says of ['Draft', 'A draft: figures may still move.', 'No decision is asked.', 'No risk is named.']) expect(page).toContain(says)
  })
})

test('what is printed of a row says no more than is known', () => {
  const review = harborlightReview()
  const rowsOf = (rows: readonly PrintedFigure[]): Record<string, unknown>[] =>
    JSON.parse(reviewDocument({ ...review, figures: { rows } }, workspace, plain).inputs['review'] ?? '').rows
  const rows = rowsOf(review.figures.rows)
  const measured = (rows: readonly PrintedFigure[]): unknown =>
    JSON.parse(reviewDocument({ ...review, figures: { rows } }, workspace, plain).inputs['review'] ?? '').measured
  expect(measured(review.figures.rows)).toMatch(/^\d+ figures? struck through: not trusted\.$/)
  expect(measured(review.figures.rows.filter(({ state }) => state !== 'untrusted'))).toBe('All figures measured.')
  const row = (name: string) => rows.find((one) => one['name'] === name)
  expect(row('Customer satisfaction')).toMatchObject({ state: 'untrusted', tone: 'neutral', why: 'Untrusted: Usage outside the subscription’s dates' })
  expect(row('Net revenue retention')).toMatchObject({ why: 'Mid-market cut seats; enterprise rose', tone: 'bad', variance: '−3.6 pts' })
  expect(row('Annual recurring revenue')).toMatchObject({ variance: '−1.8%' })
  expect(row('Error budget left')).toMatchObject({ actual: '–', target: '–', variance: '–', spark: { target: null, last: null } })
  const [disguised] = rowsOf(review.figures.rows.slice(0, 1).map((one) => ({ ...one, name: 'plain \u202e evil\u0000 \ud800' })))
  expect(disguised?.['name']).toBe('plain   evil  \ufffd')
})

test('a review is tagged to be read aloud: its sections are headings, its tables have headers, and every chart has its words', async () => {
  const review = harborlightReview()
  const options = { ...plain, charts: await reviewCharts(review) }
  const pdf = Buffer.from(await render(review, options)).toString('latin1')
  const roles = [...pdf.matchAll(/\/S \/(\w+)/g)].map(([, role]) => role)
  expect(roles.filter((role) => role === 'H1').length).toBeGreaterThan(3)
  expect(roles).toEqual(expect.arrayContaining(['Document', 'P', 'Table', 'TH', 'TD', 'Figure']))
  const told = [...pdf.matchAll(/\/Alt /g)].length
  expect(told).toBeGreaterThanOrEqual(options.charts.length)
})

test('the same review gives the same bytes, titled, in its language, on the paper that was asked for', async () => {
  const [first, second, letter] = await Promise.all([
    render(harborlightReview()),
    render(harborlightReview()),
    render(harborlightReview(), { ...plain, paper: 'letter' }),
  ])
  expect(Buffer.compare(first, second)).toBe(0)
  const text = Buffer.from(first).toString('latin1')
  expect(text).toContain('/Title (Harborlight: Monthly business review, October 2026)')
  expect(text).toMatch(/\/Lang \(en\)/)
  expect(text).toMatch(/\/MediaBox \[0 0 595\.\d+ 841\.\d+\]/)
  expect(Buffer.from(letter).toString('latin1')).toMatch(/\/MediaBox \[0 0 612 792\]/)
  expect(text).toMatch(/\/FontName \/[A-Z]{6}\+Inter-SemiBold/)
})

test('a chart of the appendix is the screen’s own drawing: its SVG holds the labels as text in Inter', async () => {
  const charts = await reviewCharts(harborlightReview())
  expect(charts.map(({ title }) => title)).toEqual(['Monthly NRR: process behaviour', 'Annual recurring revenue: movement of recurring revenue, October 2026'])
  for (const { svg, summary, table } of charts) {
    expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/)
    expect(svg).toContain('Inter')
    expect(summary.length).toBeGreaterThan(30)
    expect(table.rows.length).toBeGreaterThan(5)
  }
})

test('a review whose opening and parts do not add up to its closing is not drawn', async () => {
  const review = harborlightReview()
  const rows = review.figures.rows.map((row) => (row.movement ? { ...row, movement: { ...row.movement, churn: 1 } } : row))
  await expect(reviewCharts({ ...review, figures: { rows } })).rejects.toThrow('add up')
})

test('the licence of Inter lies beside the fonts', () => {
  expect(readFileSync('src/platform/documents/fonts/Inter-OFL.txt', 'utf8')).toContain('SIL Open Font License, Version 1.1')
})

test('what could not be measured is printed once for each reason, with the metrics that it touches', () => {
  const because = 'No number. Line S-1: there is no exchange rate for SEK.'
  const refused = ['Net revenue retention', 'Annual recurring revenue'].map((name) => ({ name, because }))
  const review = harborlightReview()
  const sound = review.figures.rows.filter(({ state }) => state !== 'untrusted')
  const content: unknown = JSON.parse(reviewDocument({ ...review, figures: { rows: sound, refused } }, workspace, plain).inputs['review'] ?? '')
  expect(content).toMatchObject({
    refused: [{ names: 'Net revenue retention, Annual recurring revenue', because }],
    measured: '2 metrics not measured.',
  })
})

test.runIf(hasPoppler)('and stands on its first page', async () => {
  const review = harborlightReview()
  const [page = ''] = pagesOf(
    await render({ ...review, figures: { ...review.figures, refused: [{ name: 'Cycle time', because: 'No number. A row is broken.' }] } }),
  )
  expect(page).toMatch(/Not measured\s+Cycle time\s+No number\. A row is broken\./)
})
