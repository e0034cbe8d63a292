import { showPeriod } from '#engines/numbers/showPeriod.ts'
import { barOf, placeOf, whenSays } from '#engines/numbers/timeline.ts'
import { headOf, legendOf, legends, printable, underTitle } from './lines.ts'
import type { SharedRoadmap } from './roadmap.ts'

/** The typst source of every printed roadmap. It holds no word of a person: those come as JSON in `sys.inputs.plan` and are placed as text. */
const template = String.raw`
#let r = json(bytes(sys.inputs.plan))
#let ink = rgb("#1A1D23"); #let muted = rgb("#5B6472"); #let hairline = rgb("#E3E6EB"); #let surface = rgb("#F6F7F9"); #let accent = rgb("#2F5BD0"); #let pale = rgb("#B9C8F2")
#let small(body) = text(size: 8pt, fill: muted, body)
#let decoration(body) = if sys.version >= version(0, 14, 0) { pdf.artifact(body) } else { body }
#set document(title: r.title, author: r.company, date: auto)
#set text(font: "Inter", size: 9pt, fill: ink, lang: "en", fallback: true, hyphenate: false)
#set par(leading: 0.55em, spacing: 0.6em)
#set page(..if r.paper == none { (width: 297mm, height: auto) } else { (paper: r.paper, flipped: true) }, margin: (x: 12mm, top: 12mm, bottom: 15mm), footer: if r.paper == none { none } else { context {
  line(length: 100%, stroke: 0.5pt + hairline); v(-0.35em)
  small(grid(columns: (1fr, auto), r.head, [#counter(page).display() of #counter(page).final().first()]))
} })
#show heading: set text(font: "Inter", weight: 600, hyphenate: false)
#show heading.where(level: 1): set text(size: 16pt)
#show heading.where(level: 2): set text(size: 11pt)
#show heading: set block(above: 0pt, below: 0pt)

#let card(b) = block(width: 100%, fill: surface, stroke: 0.5pt + hairline, radius: 3pt, inset: 6pt, breakable: false, above: 5pt, below: 0pt, {
  text(weight: 600, b.title)
  linebreak(); small(b.under)
  if b.when != none { linebreak(); text(size: 8pt, b.when) }
})

#heading(level: 1, "Now, next, later")
#v(9pt)
#small(r.head)
#v(10pt)
#grid(columns: (1fr, 1fr, 1fr), column-gutter: 10pt, ..r.lanes.map(lane => {
  heading(level: 2, lane.says + "  " + str(lane.cards.len()))
  v(4pt); line(length: 100%, stroke: 0.5pt + hairline); v(3pt)
  if lane.cards.len() == 0 { small("Nothing here") }
  for b in lane.cards { card(b) }
}))
#v(9pt)
#small(r.legend.board)
#if r.paper == none { v(24pt) } else { pagebreak(weak: true) }
#heading(level: 1, "Four quarters")
#v(9pt)
#small(r.head)
#v(10pt)
#if r.bars.len() == 0 { small("No bet has a time in these quarters.") }
#let track(b) = block(width: 100%, height: 16pt, above: 0pt, below: 0pt, align(top + left, decoration(layout(size => {
  for n in range(0, 5) { place(top + left, line(start: (size.width * n / 4, 0pt), end: (size.width * n / 4, 16pt), stroke: 0.5pt + hairline)) }
  place(top + left, dx: size.width * b.from, dy: 2.5pt, rect(width: calc.max(3pt, size.width * (b.to - b.from)), height: 10pt, radius: 2pt, fill: if b.isFuzzy { pale } else { accent }))
  if b.half != none and b.likely != none { place(top + left, line(start: (size.width * b.half, 14pt), end: (calc.max(size.width * b.half + 2pt, size.width * b.likely), 14pt), stroke: 1pt + ink)) }
  if b.hard != none { place(top + left, dx: size.width * b.hard - 3pt, dy: 5pt, rotate(45deg, rect(width: 5pt, height: 5pt, fill: ink))) }
}))))
#if r.bars.len() > 0 { table(
  columns: (30%, 15%, 1fr), stroke: (x, y) => (bottom: 0.5pt + hairline), inset: (x: 3pt, y: 2.5pt), align: left + horizon,
  table.header(small("Bet"), small("When"), grid(columns: (1fr,) * 4, ..r.quarters.map(q => small(q)))),
  ..r.bars.map(b => (b.title, small(b.when), track(b))).flatten(),
) }
#v(9pt)
#small(r.legend.timeline)
`

/** What platform/documents/renderPdf takes. */
export interface RoadmapDocument {
  readonly source: string
  readonly inputs: Readonly<Record<string, string>>
  readonly images: Readonly<Record<string, string>>
  readonly createdAt: number
}

/** A roadmap as a printed document in landscape, or on one sheet as tall as it is: the board, then four quarters. Pure: the same view gives the same document, and nothing is in it that is not in `view`. */
export function roadmapDocument(view: SharedRoadmap, paper: 'a4' | 'letter' | null): RoadmapDocument {
  const bets = view.lanes.flatMap((lane) => lane.bets)
  const bars = bets.flatMap((bet) => {
    const bar = barOf(bet.when, view.quarters)
    const place = (day: string | null | undefined) => placeOf(day, view.quarters)
    const marks = { half: place(bet.forecast?.half), likely: place(bet.forecast?.likely), hard: place(bet.hardDate) }
    return bar ? [{ title: bet.title, when: whenSays({ ...bet, horizon: 'next' }) ?? '', from: bar.from, to: bar.to, isFuzzy: bar.isFuzzy, ...marks }] : []
  })
  const rest = bets.length - bars.length
  const content = {
    paper: paper === 'letter' ? 'us-letter' : paper,
    company: view.company,
    title: `Roadmap of ${view.company}`,
    head: headOf(view),
    lanes: view.lanes.map(({ says, bets: own }) => ({
      says,
      cards: own.map((bet) => ({
        title: bet.key === undefined ? bet.title : `${bet.key} ${bet.title}`,
        under: bet.benefit ?? underTitle(bet),
        when: whenSays(bet),
      })),
    })),
    quarters: view.quarters.map((quarter) => showPeriod(quarter, 'short')),
    bars,
    legend: { board: legends.horizons, timeline: `${legendOf(view)}${rest > 0 ? ` ${rest} more have no time in these quarters.` : ''}` },
  }
  return {
    source: template,
    inputs: { plan: JSON.stringify(content, (_, value: unknown) => (typeof value === 'string' ? printable(value) : value)) },
    images: {},
    createdAt: Math.floor(Date.parse(`${view.asOf}T00:00:00Z`) / 1000),
  }
}
