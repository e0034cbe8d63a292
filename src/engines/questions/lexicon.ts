import type { AbsentMetric, KnownMetric, Vocabulary } from './question.ts'
import { normal, type Token } from './tokens.ts'
import { medians, metricWords } from './metricWords.ts'
import { dimensionWords, structure, valueWords, type Role } from './words.ts'

/** What a phrase may stand for. `isOwn` marks a metric's own name or key, which beats the by-word of another. */
export type Sense =
  | { readonly as: 'metric'; readonly metric: KnownMetric; readonly isOwn: boolean }
  | { readonly as: 'absent'; readonly metric: AbsentMetric }
  | { readonly as: 'dimension'; readonly dimension: string }
  | { readonly as: 'value'; readonly dimension: string; readonly value: string }
  | { readonly as: 'preset'; readonly preset: string }
  | { readonly as: 'word'; readonly role: Role }

export interface Lexicon {
  readonly senses: ReadonlyMap<string, readonly Sense[]>
  /** Words in the longest phrase. */
  readonly longest: number
}

export interface Found {
  readonly length: number
  readonly senses: readonly Sense[]
}

/** Every phrase that a workspace's question may hold. */
export function lexiconOf(vocabulary: Vocabulary): Lexicon {
  const known = made.get(vocabulary) ?? makeLexicon(vocabulary)
  made.set(vocabulary, known)
  return known
}

const made = new WeakMap<Vocabulary, Lexicon>()

function makeLexicon(vocabulary: Vocabulary): Lexicon {
  const senses = new Map<string, Sense[]>()
  const add = (phrase: string, sense: Sense) => {
    const key = normal(phrase)
    if (key !== '' && !(senses.get(key) ?? []).some((held) => isSame(held, sense))) senses.set(key, [...(senses.get(key) ?? []), sense])
  }
  for (const [role, phrases] of Object.entries(structure)) for (const phrase of phrases) if (isRole(role)) add(phrase, { as: 'word', role })
  for (const metric of vocabulary.metrics) {
    for (const own of named(metric.key, [metric.name, metric.key])) add(own, { as: 'metric', metric, isOwn: true })
    for (const other of named(metric.key, [...metric.synonyms, ...(metricWords[metric.key] ?? [])])) add(other, { as: 'metric', metric, isOwn: false })
  }
  for (const metric of vocabulary.absent)
    for (const name of [metric.name, ...metric.synonyms]) if (!has(senses.get(normal(name)), 'metric')) add(name, { as: 'absent', metric })
  for (const dimension of dimensionsOf(vocabulary)) for (const word of wordsFor(dimension)) add(word, { as: 'dimension', dimension })
  for (const [dimension, values] of Object.entries(vocabulary.values))
    for (const value of values) for (const word of [value, ...(valueWords[normal(value)] ?? [])]) add(word, { as: 'value', dimension, value })
  for (const preset of vocabulary.presets) add(preset, { as: 'preset', preset })
  return { senses, longest: Math.max(1, ...[...senses.keys()].map((key) => key.split(' ').length)) }
}

const named = (key: string, names: readonly string[]): readonly string[] => (medians.has(key) ? names.flatMap((name) => [name, `median ${name}`]) : names)

/** The longest phrase at a place that has a sense which is wanted there. */
export function longestAt({ senses, longest }: Lexicon, tokens: readonly Token[], at: number, wants: (sense: Sense) => boolean = () => true): Found | null {
  for (let length = Math.min(longest, tokens.length - at); length > 0; length--) {
    const phrase = tokens
      .slice(at, at + length)
      .map(({ norm }) => norm)
      .join(' ')
    const wanted = (senses.get(phrase) ?? []).filter(wants)
    if (wanted.length > 0) return { length, senses: wanted }
  }
  return null
}

export const dimensionsOf = ({ metrics, values }: Vocabulary): string[] => [
  ...new Set([...metrics.flatMap(({ dimensions }) => dimensions), ...Object.keys(values)]),
]

const wordsFor = (dimension: string): string[] => [dimension, ...(dimensionWords[dimension] ?? [])].flatMap((word) => [word, pluralOf(word)])
export const pluralOf = (word: string): string => (/[^aeiou]y$/.test(word) ? `${word.slice(0, -1)}ies` : `${word}s`)
const isRole = (word: string): word is Role => word in structure
const has = (senses: readonly Sense[] | undefined, as: Sense['as']): boolean => (senses ?? []).some((sense) => sense.as === as)

function isSame(a: Sense, b: Sense): boolean {
  if (a.as === 'metric' && b.as === 'metric') return a.metric.key === b.metric.key
  return JSON.stringify(a) === JSON.stringify(b)
}
