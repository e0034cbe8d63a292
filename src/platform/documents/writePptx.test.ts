import { expect, test } from 'vitest'
import { unzipped } from '#test/support/unzipped.ts'
import { writePptx, type Deck } from './writePptx.ts'

const place = { x: 1, y: 1, w: 3, h: 0.5 }
const deck: Deck = {
  title: 'Plan <A> & "B"',
  author: 'Harborlight',
  subject: 'As of 2026-11-16',
  slides: [
    {
      number: { ...place, size: 10, colour: '5B6472' },
      notes: 'INI-1 Sign in: https://plans.example/INI-1',
      shapes: [
        {
          is: 'text',
          ...place,
          lines: [
            { text: 'Bets & <b>bolts</b>', size: 11, colour: '1A1D23', isBold: true },
            { text: 'below', size: 9, colour: '5B6472' },
          ],
          fill: 'F6F7F9',
          border: 'E3E6EB',
        },
        { is: 'line', ...place, colour: 'E3E6EB', weight: 1 },
        { is: 'diamond', ...place, colour: '1A1D23' },
        {
          is: 'table',
          ...place,
          rows: [
            ['Key', 'Bet'],
            ['INI-1', 'Sign in'],
          ],
          size: 10,
          row: 0.3,
          ink: '1A1D23',
          muted: '5B6472',
          border: 'E3E6EB',
        },
      ],
    },
    { number: { ...place, size: 10, colour: '5B6472' }, notes: '', shapes: [] },
  ],
}

test('writes native shapes: text boxes, lines, a table and notes, and no picture', async () => {
  const files = unzipped(Buffer.from(await writePptx(deck)))
  const slides = [...files.keys()].filter((name) => /^ppt\/slides\/slide\d+\.xml$/.test(name))
  expect(slides).toHaveLength(2)
  expect([...files.keys()].filter((name) => /\.(png|jpe?g|gif|svg)$/.test(name))).toEqual([])
  const slide = files.get('ppt/slides/slide1.xml') ?? ''
  expect(slide).toContain('Bets &amp; &lt;b&gt;bolts&lt;/b&gt;')
  expect(slide.match(/<p:sp>/g)?.length).toBeGreaterThanOrEqual(3)
  expect(slide).toContain('<a:tbl>')
  expect(slide).toContain('prst="diamond"')
  expect(slide).not.toContain('<p:pic>')
  expect(files.get('ppt/notesSlides/notesSlide1.xml')).toContain('https://plans.example/INI-1')
  expect(files.get('ppt/presentation.xml')).toMatch(/sldSz cx="12192000" cy="6858000"/)
  expect(files.get('docProps/core.xml')).toContain('Plan &lt;A&gt; &amp; &quot;B&quot;')
})

test('every part is well-formed: tags close in the order in which they open, and every part that is named is there', async () => {
  const files = unzipped(Buffer.from(await writePptx(deck)))
  for (const [name, text] of files) if (/\.(xml|rels)$/.test(name)) expect([name, faultIn(text)]).toEqual([name, null])
  const types = files.get('[Content_Types].xml') ?? ''
  for (const name of files.keys())
    if (/^ppt\/.*[^/]$/.test(name) && !name.endsWith('.rels')) expect(types).toMatch(new RegExp(`PartName="/${name}"|Extension="${name.split('.').at(-1)}"`))
  const rels = [...files].filter(([name]) => name.endsWith('.rels'))
  expect(rels.length).toBeGreaterThan(4)
  for (const [name, text] of rels)
    for (const [, target = ''] of text.matchAll(/Target="([^"]+)"(?! TargetMode="External")/g)) expect([...files.keys()]).toContain(partOf(name, target))
})

/** The part that a relationship leads to: targets are relative to the folder of their source. */
function partOf(rels: string, target: string): string {
  if (target.startsWith('/')) return target.slice(1)
  const steps = rels.split('/').slice(0, -2)
  for (const step of target.split('/')) {
    if (step === '..') steps.pop()
    else steps.push(step)
  }
  return steps.join('/')
}

/** The first tag that does not fit, by a stack; null when all do. */
function faultIn(xml: string): string | null {
  const open: string[] = []
  const bare = xml.replaceAll(/<\?[^>]*\?>|<!--.*?-->/gs, '')
  for (const [tag, isEnd, name = '', isWhole] of bare.matchAll(/<(\/?)([\w:.-]+)(?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*\s*(\/?)>/g)) {
    if (isWhole === '/') continue
    if (isEnd === '') open.push(name)
    else if (open.pop() !== name) return tag
  }
  const rest = bare.replaceAll(/<(\/?)([\w:.-]+)(?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*\s*(\/?)>/g, '')
  if (/[<>]|&(?!(amp|lt|gt|quot|apos|#\d+|#x[\da-fA-F]+);)/.test(rest)) return rest.match(/.{0,40}([<>]|&(?!\w+;)).{0,40}/)?.[0] ?? 'text'
  return open.at(-1) ?? null
}
