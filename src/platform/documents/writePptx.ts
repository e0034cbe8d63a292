import type PptxGenJS from 'pptxgenjs'

/** A presentation as plain data. Lengths are inches on a page of 13.333 by 7.5 (16:9), colours six hexadecimal digits, sizes of type points. */
export interface Deck {
  readonly title: string
  readonly author: string
  readonly subject: string
  readonly slides: readonly DeckSlide[]
}

export interface DeckSlide {
  readonly shapes: readonly DeckShape[]
  readonly notes: string
  /** Where the number of the slide stands. */
  readonly number: Place & { readonly size: number; readonly colour: string }
}

export interface Place {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

export type DeckShape =
  | (Place & {
      readonly is: 'text'
      readonly lines: readonly DeckLine[]
      readonly fill?: string
      readonly border?: string
      readonly margin?: number
      readonly align?: 'top' | 'middle'
    })
  | (Place & { readonly is: 'line'; readonly colour: string; readonly weight: number })
  | (Place & { readonly is: 'diamond'; readonly colour: string })
  | (Place & {
      readonly is: 'table'
      readonly rows: readonly (readonly string[])[]
      readonly size: number
      readonly row: number
      readonly ink: string
      readonly muted: string
      readonly border: string
    })

/** One line of a text box. */
export interface DeckLine {
  readonly text: string
  readonly size: number
  readonly colour: string
  readonly isBold?: boolean
}

/** Writes a presentation that PowerPoint edits: every shape is native, no picture is in it, and nothing is fetched. The first row of a table is its heading. */
export async function writePptx({ title, author, subject, slides }: Deck): Promise<Uint8Array> {
  const library: { readonly default: unknown } = await import('pptxgenjs')
  if (typeof library.default !== 'function') throw new TypeError('The library of presentations has no constructor.')
  const deck: PptxGenJS.default = Reflect.construct(library.default, [])
  deck.layout = 'LAYOUT_WIDE'
  deck.theme = { headFontFace: 'Arial', bodyFontFace: 'Arial' }
  Object.assign(deck, { title, author, company: author, subject })
  for (const { shapes, notes, number } of slides) {
    const slide = deck.addSlide()
    for (const shape of shapes) draw(slide, shape)
    const { size, colour, ...place } = number
    slide.slideNumber = { ...place, fontSize: size, color: colour, align: 'right' }
    slide.addNotes(notes)
  }
  const written = await deck.write({ outputType: 'nodebuffer' })
  if (written instanceof Uint8Array) return written
  throw new TypeError('The library of presentations wrote no bytes.')
}

function draw(slide: PptxGenJS.default.Slide, shape: DeckShape): void {
  const { x, y, w, h } = shape
  const place = { x, y, w, h }
  if (shape.is === 'line') slide.addShape('line', { ...place, line: { color: shape.colour, width: shape.weight } })
  else if (shape.is === 'diamond') slide.addShape('diamond', { ...place, fill: { color: shape.colour } })
  else if (shape.is === 'table') slide.addTable(tableRows(shape), tableLook(shape))
  else {
    const runs = shape.lines.map(({ text, size, colour, isBold = false }, at) => ({
      text,
      options: { fontSize: size, color: colour, bold: isBold, breakLine: at < shape.lines.length - 1 },
    }))
    const margin = shape.margin ?? 0
    slide.addText(runs, {
      ...place,
      ...(shape.fill ? { shape: 'rect', fill: { color: shape.fill } } : {}),
      ...(shape.border ? { line: { color: shape.border, width: 0.75 } } : {}),
      margin: [margin / 2, margin, margin / 2, margin],
      valign: shape.align ?? 'middle',
    })
  }
}

type Table = Extract<DeckShape, { readonly is: 'table' }>

const tableRows = ({ rows, ink, muted }: Table) =>
  rows.map((row, at) => row.map((text) => ({ text, options: { bold: at === 0, color: at === 0 ? muted : ink } })))

const tableLook = ({ x, y, w, size, row, border }: Table): PptxGenJS.default.TableProps => ({
  x,
  y,
  w,
  fontSize: size,
  rowH: row,
  border: { type: 'solid', color: border, pt: 0.75 },
  valign: 'middle',
  margin: [0, 0.06, 0, 0.06],
})
