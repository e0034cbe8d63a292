import type { Choice, Reading, Refusal, RefusalCode, Vocabulary } from './question.ts'
import type { Span } from './cursor.ts'

/** The first metrics of the vocabulary, to begin with. */
export const some = ({ metrics }: Vocabulary): Choice[] => metrics.slice(0, 4).map(({ name }) => choice(name, `What is ${name}?`))
export const choice = (label: string, ask: string): Choice => ({ label, ask: ask.replace(/\s+/g, ' ').trim() })
/** A text with other words in a place of it. */
export const swap = (text: string, { start, end }: Span, by: string): string => `${text.slice(0, start)}${by}${text.slice(end)}`
export const article = (word: string): string => `${/^[aeiou]/.test(word) ? 'an' : 'a'} ${word}`
/** A dimension as people say it: rater group. Read again it is the same one. */
export const spoken = (dimension: string): string => dimension.replaceAll('_', ' ')
export const uniqueChoices = (choices: readonly Choice[]): Choice[] => [...new Map(choices.map((each) => [each.ask, each])).values()]

/** Asks back with questions that can be answered, each once. */
export const didYouMean = (says: string, choices: readonly Choice[], notUnderstood: readonly string[] = []): Reading & { kind: 'didYouMean' } => ({
  kind: 'didYouMean',
  says,
  choices: uniqueChoices(choices),
  notUnderstood,
})

export function refuse(
  code: RefusalCode,
  says: string,
  hint: string,
  { choices = [], notUnderstood = [] }: { readonly choices?: readonly Choice[]; readonly notUnderstood?: readonly string[] } = {},
): Refusal {
  return { kind: 'refusal', code, says, hint, choices, notUnderstood }
}

/** a, b and c. */
export function list(words: readonly string[]): string {
  const unique = [...new Set(words)]
  return unique.length < 2 ? (unique[0] ?? '') : `${unique.slice(0, -1).join(', ')} and ${unique.at(-1)}`
}
