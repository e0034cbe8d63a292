import { showPeriod } from '#engines/numbers/showPeriod.ts'
import { barOf, placeOf, whenSays } from '#engines/numbers/timeline.ts'
import type { SharedBet } from './bets.ts'
import { headOf, legendOf, legends, linesOf, printable, underTitle } from './lines.ts'
import type { SharedRoadmap } from './roadmap.ts'

/** Inches on a page of 13.333 by 7.5, and the colours of the product in print. */
const page = { left: 0.5, right: 12.833, top: 1.35, foot: 6.95, wide: 12.333 }
const ink = '1A1D23'
const muted = '5B6472'
const hairline = 'E3E6EB'
const surface = 'F6F7F9'
const accent = '2F5BD0'
const pale = 'B9C8F2'
const white = 'FFFFFF'
const cardsOnSlide = 6
const barsOnSlide = 12
const linesOnSlide = 14

const words = (place: { x: number; y: number; w: number; h: number }, text: string, size: number, colour: string, isBold = false) =>
  ({ is: 'text', ...place, lines: [{ text: printable(text), size, colour, isBold }] }) as const

/**
 * A roadmap as slides: a board of Now, Next and Later, four quarters as bars, and the same as a table; they follow one another when there are more bets than
 * fit. Speaker notes list keys and links where the audience sees keys. Nothing is in it that is not in `view`, which has been redacted before.
 */
export function roadmapDeck(view: SharedRoadmap, linkOf: (key: string) => string) {
  const slides = [...board(view), ...timeline(view), ...table(view)]
  return {
    title: printable(`Roadmap of ${view.company}`),
    author: printable(view.company),
    subject: `As of ${view.asOf}`,
    slides: slides.map(({ title, legend, bets, shapes }) => ({
      shapes: [
        words({ x: page.left, y: 0.35, w: page.wide, h: 0.5 }, title, 24, ink, true),
        words({ x: page.left, y: 0.84, w: page.wide, h: 0.3 }, headOf(view), 12, muted),
        ...shapes,
        words({ x: page.left, y: page.foot, w: 11.3, h: 0.35 }, legend, 10, muted),
      ],
      notes: [headOf(view), ...bets.map(({ key, title: said }) => (key === undefined ? said : `${key} ${said}: ${linkOf(key)}`))].map(printable).join('\n'),
      number: { x: 12.383, y: page.foot, w: 0.45, h: 0.35, size: 10, colour: muted },
    })),
  }
}

function board({ lanes }: SharedRoadmap) {
  const pages = Math.max(1, ...lanes.map(({ bets }) => Math.ceil(bets.length / cardsOnSlide)))
  return Array.from({ length: pages }, (_, at) => {
    const own = lanes.map((lane) => ({ ...lane, some: lane.bets.slice(at * cardsOnSlide, (at + 1) * cardsOnSlide) }))
    return {
      title: numbered('Now, next, later', at, pages),
      legend: legends.horizons,
      bets: own.flatMap(({ some }) => some),
      shapes: own.flatMap(({ says, bets, some }, column) => laneShapes(`${says}  ${bets.length}`, bets.length === 0, some, page.left + column * 4.16)),
    }
  })
}

const laneShapes = (heading: string, isEmpty: boolean, bets: readonly SharedBet[], x: number) => [
  words({ x, y: page.top, w: 4, h: 0.36 }, heading, 14, ink, true),
  { is: 'line', x, y: page.top + 0.4, w: 4, h: 0, colour: hairline, weight: 1 } as const,
  ...(isEmpty ? [words({ x, y: page.top + 0.5, w: 4, h: 0.3 }, 'Nothing here', 11, muted)] : []),
  ...bets.map((bet, row) => card(bet, x, page.top + 0.52 + row * 0.83)),
]

function card(bet: SharedBet, x: number, y: number) {
  const when = whenSays(bet)
  const lines = [
    { text: clipped(bet.title, 56), size: 11, colour: ink, isBold: true },
    { text: clipped(bet.benefit ?? underTitle(bet), 72), size: 9, colour: muted },
    ...(when === null ? [] : [{ text: printable(when), size: 9, colour: ink }]),
  ]
  return { is: 'text', x, y, w: 4, h: 0.76, lines, fill: surface, border: hairline, margin: 6 } as const
}

const chart = { left: 4.3, top: page.top + 0.35, row: 0.42 }
const at = (share: number): number => chart.left + share * (page.right - chart.left)

function timeline(view: SharedRoadmap) {
  const { quarters } = view
  const bets = view.lanes.flatMap((lane) => lane.bets)
  const dated = bets.filter(({ when }) => barOf(when, quarters) !== null)
  const rest = bets.length - dated.length
  const legend = `${legendOf(view)}${rest > 0 ? ` ${rest} ${rest === 1 ? 'bet has' : 'bets have'} no time in these quarters.` : ''}`
  const pages = Math.max(1, Math.ceil(dated.length / barsOnSlide))
  return Array.from({ length: pages }, (_, slide) => {
    const some = dated.slice(slide * barsOnSlide, (slide + 1) * barsOnSlide)
    const none = words({ x: page.left, y: chart.top + 0.1, w: 6, h: 0.3 }, 'No bet has a time in these quarters.', 11, muted)
    return {
      title: numbered('Four quarters', slide, pages),
      legend,
      bets: some,
      shapes: [
        ...grid(quarters, Math.max(1, some.length)),
        ...(some.length === 0 ? [none] : []),
        ...some.flatMap((bet, row) => bar(bet, quarters, chart.top + 0.1 + row * chart.row)),
      ],
    }
  })
}

const grid = (quarters: readonly string[], rows: number) =>
  quarters.flatMap((quarter, index) => {
    const [x, w] = [at(index / quarters.length), at(1 / quarters.length) - at(0)]
    return [
      words({ x: x + 0.05, y: page.top - 0.05, w: w - 0.05, h: 0.32 }, showPeriod(quarter, 'short'), 11, muted, true),
      { is: 'line', x, y: chart.top, w: 0, h: 0.08 + rows * chart.row, colour: hairline, weight: 1 } as const,
    ]
  })

function bar(bet: SharedBet, quarters: readonly string[], y: number) {
  const span = barOf(bet.when, quarters)
  if (!span) return []
  const [half, likely, hard] = [bet.forecast?.half, bet.forecast?.likely, bet.hardDate].map((day) => placeOf(day, quarters))
  const [from, to] = [at(span.from), at(span.to)]
  const said = printable(whenSays({ ...bet, horizon: 'next' }) ?? '')
  const lines = [{ text: to - from < 0.6 ? '' : said, size: 8, colour: span.isFuzzy ? ink : white }]
  return [
    words({ x: page.left, y, w: chart.left - page.left - 0.1, h: 0.32 }, clipped(bet.title, 50), 10.5, ink),
    { is: 'text', x: from, y: y + 0.03, w: Math.max(0.1, to - from), h: 0.26, lines, fill: span.isFuzzy ? pale : accent, margin: 4 } as const,
    ...(typeof half === 'number' && typeof likely === 'number'
      ? [{ is: 'line', x: at(half), y: y + 0.33, w: Math.max(0.03, at(likely) - at(half)), h: 0, colour: ink, weight: 1.5 } as const]
      : []),
    ...(typeof hard === 'number' ? [{ is: 'diamond', x: at(hard) - 0.07, y: y + 0.09, w: 0.14, h: 0.14, colour: ink } as const] : []),
  ]
}

/** The columns that a slide has room for; the whole is in the CSV. */
const slideColumns = ['Key', 'Horizon', 'Bet', 'Benefit', 'Stage', 'When', 'Squads', 'Owner', 'Confidence']

/** The same in words: for those who cannot see bars, and to copy from. */
function table(view: SharedRoadmap) {
  const { head, rows } = linesOf(view)
  const kept = head.flatMap((says, index) => (slideColumns.includes(says) ? [index] : []))
  const bets = view.lanes.flatMap((lane) => lane.bets)
  const pages = Math.max(1, Math.ceil(rows.length / linesOnSlide))
  return Array.from({ length: pages }, (_, slide) => {
    const [from, to] = [slide * linesOnSlide, (slide + 1) * linesOnSlide]
    const body = rows.slice(from, to).map((row) => kept.map((index) => clipped(String(row[index] ?? ''), 60)))
    const cells = [kept.map((index) => head[index] ?? ''), ...body]
    const look = { size: 10, row: 0.34, ink, muted, border: hairline }
    return {
      title: numbered('All bets', slide, pages),
      legend: `${bets.length} ${bets.length === 1 ? 'bet' : 'bets'}.`,
      bets: bets.slice(from, to),
      shapes: [{ is: 'table', x: page.left, y: page.top, w: page.wide, h: cells.length * 0.34, rows: cells, ...look } as const],
    }
  })
}

const numbered = (title: string, slide: number, pages: number): string => (pages === 1 ? title : `${title} (${slide + 1} of ${pages})`)

/** A text that stays on its line: cut at a letter, with an ellipsis. */
function clipped(text: string, most: number): string {
  const letters = [...printable(text)]
  return letters.length <= most
    ? letters.join('')
    : `${letters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`
}
