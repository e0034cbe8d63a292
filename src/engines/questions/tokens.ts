/** A word or sign of a question, as it was written and as it is compared; `start` and `end` are offsets into the text. */
export interface Token {
  readonly text: string
  readonly norm: string
  readonly start: number
  readonly end: number
}

/** Cuts a text into words, ISO periods, numbers (1,000 and −0.5 are one) and signs. Hyphens and full stops part words, so that net-revenue-retention reads as its words. */
export function tokenise(text: string): Token[] {
  return [...text.matchAll(pattern)].flatMap((found) => {
    const written = found[0]
    return silent.test(written) ? [] : [{ text: written, norm: normOf(written), start: found.index, end: found.index + written.length }]
  })
}

/** A phrase as it is compared: words in lower case without accents, one space between. */
export const normal = (phrase: string): string =>
  tokenise(phrase)
    .map(({ norm }) => norm)
    .join(' ')

const pattern =
  /\d{4}-(?:\d{2}(?:-\d{2})?|q[1-4]|w\d{2}|h[12])(?![\p{L}\p{N}-])|(?<![\p{L}\p{N}.,-])[-−]?\d+(?:,\d{3})*(?:\.\d+)?[\p{L}\p{N}\p{M}]*(?![.,]?\d)|[\p{L}\p{N}\p{M}]+(?:['’]\p{L}+)?|!=|<>|<=|>=|[^\s\p{L}\p{N}\p{M}]/giu
const silent = /^[?!¿¡.,;:'"“”‘’()[\]{}\-–—_/…·•`]$/u
const kept = new Set(["what's", "how's", "who's", "where's"])

function normOf(written: string): string {
  const word = written.normalize('NFKD').replace(/\p{M}/gu, '').replaceAll('’', "'").toLowerCase()
  return kept.has(word) ? word : word.replace(/'s$/, '')
}
