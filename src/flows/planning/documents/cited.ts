import { readMarkdown, type Run } from '#engines/numbers/readMarkdown.ts'
import type { Context } from '#kernel'
import { document } from '#objects'
import { namesOf, readLine, type LiveLine } from '../cases/live.ts'
import { reader, text } from '../reading.ts'

/** A text with its numbers read live. */
export interface CitedText {
  readonly blocks: readonly { readonly kind: 'paragraph' | 'item'; readonly level: number | null; readonly parts: readonly CitedPart[] }[]
  readonly cited: number
  /** Citations that name nothing that is measured here, as they stand in the text. */
  readonly unknown: readonly string[]
}
/** Words, or a number in their place; `number` is null for words, and `isUnknown` marks a citation of nothing. */
export interface CitedPart {
  readonly text: string
  readonly isBold: boolean
  readonly isItalic: boolean
  readonly number: LiveLine | null
  readonly isUnknown: boolean
}

/** A document as it reads now, or as of a day. */
export const citedDocument = async (ctx: Context, id: string, asOf?: string): Promise<CitedText> =>
  await citedText(ctx, text((await ctx.find('document', id, asOf))['body']), asOf)

/** Markdown with every {{metric:…}} replaced by its number of now: value, period and trust. Each metric is read once, however often it is cited. */
export async function citedText(ctx: Context, body: string, asOf?: string): Promise<CitedText> {
  const citations = document.citationsIn(body)
  const [read, names] = [reader(ctx, asOf), citations.length > 0 ? await namesOf(ctx) : new Map<string, string>()]
  const found = new Map<string, LiveLine>()
  for (const { text: as, metric, part } of citations)
    if (metric !== null && names.has(metric) && !found.has(as)) found.set(as, await readLine(read, { metric, segment: part }, names))
  return {
    blocks: readMarkdown(body).map(({ kind, level, runs }) => ({ kind, level: level ?? null, parts: runs.flatMap((run) => partsOf(run, found)) })),
    cited: citations.length,
    unknown: [...new Set(citations.filter(({ text: as }) => !found.has(as)).map(({ text: as }) => as))],
  }
}

function partsOf({ text: all, isBold, isItalic }: Run, found: ReadonlyMap<string, LiveLine>): CitedPart[] {
  const pieces = all.split(/(\{\{[^{}]*\}\})/).filter(Boolean)
  return pieces.map((piece) => {
    const number = found.get(piece) ?? null
    return { text: piece, isBold, isItalic, number, isUnknown: number === null && /^\{\{[^{}]*\}\}$/.test(piece) }
  })
}
