export interface Run {
  readonly text: string
  readonly isBold: boolean
  readonly isItalic: boolean
}
export interface Block {
  readonly kind: 'paragraph' | 'item'
  readonly runs: readonly Run[]
  /** Of a heading: 1 to 6. */
  readonly level?: number
}

/**
 * The little of Markdown that the words of reviews and documents use: paragraphs, list items, **bold**, *italic*; links keep their words, headings become bold
 * paragraphs with their level, everything else stays the text that it is. Whatever comes out is text, never markup of the document.
 */
export function readMarkdown(markdown: string): Block[] {
  const blocks: { kind: Block['kind']; lines: string[]; level?: number }[] = []
  let isOpen = false
  for (const line of markdown.replaceAll('\r\n', '\n').split('\n')) {
    const item = /^\s*(?:[-*+]|\d{1,3}[.)])\s+(.*)$/.exec(line)
    const heading = /^(#{1,6})\s+(.*)$/.exec(line)
    const open = blocks.at(-1)
    if (item) blocks.push({ kind: 'item', lines: [item[1] ?? ''] })
    else if (heading) blocks.push({ kind: 'paragraph', lines: [`**${(heading[2] ?? '').replaceAll('**', '')}**`], level: heading[1]?.length ?? 1 })
    else if (line.trim() && isOpen && open) open.lines.push(line.trim())
    else if (line.trim()) blocks.push({ kind: 'paragraph', lines: [line.trim()] })
    isOpen = line.trim() !== '' && !heading
  }
  return blocks.map(({ kind, lines, level }) => ({ kind, runs: readRuns(lines.join(' ')), ...(level === undefined ? {} : { level }) }))
}

function readRuns(text: string): Run[] {
  const plain = text.replaceAll(/!?\[([^\]]*)\]\([^)\s]*\)/g, '$1')
  const parts = plain.split(/(\*\*[^*]+\*\*|\*[^*\s][^*]*\*|\b_[^_\s][^_]*_\b)/)
  return parts.filter(Boolean).map((part) => {
    const isBold = /^\*\*[^*]+\*\*$/.test(part)
    const isItalic = !isBold && /^([*_])[^*_\s].*\1$/.test(part) && part.length > 2
    const marks = isBold ? 2 : isItalic ? 1 : 0
    return { text: unescaped(part.slice(marks, part.length - marks)), isBold, isItalic }
  })
}

const unescaped = (text: string): string => text.replaceAll(/\\([\\`*_{}[\]()#+\-.!>~|])/g, '$1')
