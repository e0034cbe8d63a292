const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: '’',
  nbsp: ' ',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  ge: '≥',
  le: '≤',
}

/** Turns the HTML that people put into definitions into Markdown: links, emphasis, lists and breaks stay, every other tag goes, and nothing that could run survives. */
export function toMarkdown(html: string): string {
  return html
    .replace(/<(script|style)\b[\s\S]*?(<\/\1\s*>|$)/gi, '')
    .replace(/<a\b[^>]*?\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))[^>]*>([\s\S]*?)<\/a\s*>/gi, (_, double, single, bare, text: string) =>
      link(String(double ?? single ?? bare ?? ''), text),
    )
    .replace(/<\/?(strong|b)\b[^>]*>/gi, '**')
    .replace(/<\/?(em|i)\b[^>]*>/gi, '_')
    .replace(/<\/?code\b[^>]*>/gi, '`')
    .replace(/<li\b[^>]*>\s*/gi, '\n- ')
    .replace(/<br\s*\/?>/gi, '\n')
    .replace(/<\/?(p|div|ul|ol|h[1-6])\b[^>]*>/gi, '\n\n')
    .replace(/<\/?[a-z][^>]*>/gi, '')
    .replace(/&(#x?[\da-f]+|[a-z]+);/gi, (all, name: string) => entity(name) ?? all)
    .replace(/[ \t]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

function link(address: string, text: string): string {
  const words = text.replace(/<[^>]*>/g, '').trim()
  return /^(https?:|\/|#|mailto:)/i.test(address.trim()) ? `[${words}](${address.trim().replaceAll(')', '%29').replaceAll(' ', '%20')})` : words
}

function entity(name: string): string | undefined {
  if (!name.startsWith('#')) return entities[name.toLowerCase()]
  const code = name[1]?.toLowerCase() === 'x' ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10)
  return code > 31 && code < 0x110000 && !(code >= 0xd800 && code < 0xe000) ? String.fromCodePoint(code) : ''
}
