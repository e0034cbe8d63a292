import type { Draft } from './cursor.ts'
import type { Lexicon, Sense } from './lexicon.ts'
import type { Choice, Reading } from './question.ts'
import { choice, didYouMean, swap } from './replies.ts'
import { nearest } from './suggest.ts'
import { months, units } from './words.ts'

type Unread = Exclude<Reading, { kind: 'question' | 'survey' }>

/**
 * Proposes what a mistyped question may have been meant as: each strange word put right by the words of names and times within one edit for each four letters
 * (optimal string alignment distance), where the whole then reads as a question. Proposals stand before what was offered anyway; none is ever taken by itself.
 */
export function withSpelling(text: string, answer: Unread, draft: Draft, lexicon: Lexicon, reads: (text: string) => string | null): Unread {
  const offered = new Map(answer.choices.toReversed().flatMap((each) => [[reads(each.ask), each] as const]))
  const proposed = new Map<string, Choice>()
  for (const other of spelledOtherwise(text, draft, lexicon)) {
    const read = reads(other)
    if (read !== null && !proposed.has(read)) proposed.set(read, offered.get(read) ?? choice(other, other))
  }
  const [first, second] = [...proposed.values()].slice(0, most)
  if (first === undefined) return answer
  const says = `${answer.says} Did you mean ${second === undefined ? `“${first.ask}”` : 'one of these'}?`
  const others = answer.kind === 'refusal' ? [] : answer.choices.filter((each) => ![...proposed.values()].includes(each))
  return didYouMean(says, [...[...proposed.values()].slice(0, most), ...others], answer.notUnderstood)
}

const most = 4
/** Words of one question that are put right at once. */
const mostStrange = 3

/** The text with its strange words put right, in every way that is near, the nearest first. */
function spelledOtherwise(text: string, { unknown }: Draft, lexicon: Lexicon): string[] {
  const { all, dimensions } = wordsOf(lexicon)
  const strange = unknown.filter(({ token }) => token.norm !== '' && !all.has(token.norm))
  const isValue = unknown.every(({ awaits }) => awaits !== null && awaits !== 'dimension') // values that there are were offered by name
  if (strange.length === 0 || strange.length > mostStrange || isValue) return []
  const ways = strange.map(({ start, end, awaits, token: { norm } }) => ({
    start,
    end,
    near: nearest(norm, norm.length < 4 ? timeWords : awaits === 'dimension' ? dimensions : all),
  }))
  return ways
    .toReversed() // from the end, so that places before stay where they are
    .reduce((texts: readonly string[], { near, ...span }) => texts.flatMap((each) => near.map((word) => swap(each, span, word))), [text])
    .map((each) =>
      each
        .replace(/\s+/g, ' ')
        .replace(/[?.!\s]+$/, '')
        .trim(),
    )
    .slice(0, most * most)
}

/** Words that a time is told by. */
const timeWords = ['last', 'this', 'since', ...['day', 'week', 'month', 'quarter', 'year'].flatMap((unit) => [unit, `${unit}s`]), ...Object.keys(months)]

interface Words {
  readonly all: ReadonlySet<string>
  readonly dimensions: ReadonlySet<string>
}

/** Single words of all names: metrics, dimensions, values; and those of time. Words that hold a question together are too short and too many to be guessed. */
function wordsOf(lexicon: Lexicon): Words {
  const known = made.get(lexicon)
  if (known) return known
  const named = (...kinds: readonly Sense['as'][]): string[] =>
    [...lexicon.senses]
      .filter(([, senses]) => senses.some(({ as }) => kinds.includes(as)))
      .flatMap(([phrase]) => phrase.split(' '))
      .filter((word) => word.length > 2 && !/\d/.test(word))
  const words = { all: new Set([...named('metric', 'dimension', 'value'), ...timeWords]), dimensions: new Set([...named('dimension'), ...Object.keys(units)]) }
  made.set(lexicon, words)
  return words
}

const made = new WeakMap<Lexicon, Words>()
