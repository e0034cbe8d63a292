import { longestAt, pluralOf, type Lexicon } from './lexicon.ts'
import type { Calendar, QuestionTime, Survey } from './question.ts'
import { timeAt } from './readTime.ts'
import { sayTimeOf } from './sentenceOf.ts'
import type { Token } from './tokens.ts'

/**
 * Reads a question about all metrics at once: which targets stand how, what moved most. Every word must be one of these, a time or a dimension; else it is no such
 * question, and null.
 */
export function readSurvey(tokens: readonly Token[], lexicon: Lexicon, calendar: Calendar): Survey | null {
  const said: Said = { standings: new Set(), ways: new Set(), times: [], by: new Set(), about: new Set() }
  for (let at = 0; at < tokens.length;) {
    const time = timeAt(tokens, at, calendar)
    const phrase = phraseAt(tokens, at)
    const dimension = longestAt(lexicon, tokens, at, ({ as }) => as === 'dimension')
    const own = dimension?.senses.find((sense) => sense.as === 'dimension')
    const isTime = time?.time && time.length >= (phrase?.length ?? 0)
    if (isTime && rivals.has(tokens[at - 1]?.norm ?? '')) return null // it is no time to tell of, but one to compare with
    if (time?.time && isTime) said.times.push(time.time)
    else if (phrase) note(said, phrase.means)
    else if (own) said.by.add(own.dimension)
    else return null
    at += isTime ? time.length : (phrase?.length ?? dimension?.length ?? 1)
  }
  const [by] = said.by
  const isChange = said.about.has('changes') || said.ways.size > 0
  const isTarget = said.standings.size > 0 || said.about.has('targets')
  if (isChange === isTarget || said.by.size > 1 || said.times.length > 1 || said.standings.size > 1 || said.ways.size > 1) return null
  if (isChange && (by !== undefined || said.about.has('targets'))) return null
  const [standing = null] = said.standings
  const [way = null] = said.ways
  return { about: isChange ? 'changes' : 'targets', standing, way, by: by ?? null, time: said.times[0] ?? null }
}

/** The same in the grammar’s own words: reading them again gives the same. */
export function surveySentence({ about, standing, way, by, time }: Survey, calendar: Calendar): string {
  const when = time === null ? '' : ` ${sayTimeOf(time, calendar)}`
  if (about === 'changes') return way === null ? `What changed most${when}?` : `Which metrics got ${way}${when}?`
  const subject = by === null ? 'metrics' : pluralOf(by.replaceAll('_', ' '))
  return standing === null
    ? `How do targets ${by === null ? '' : `by ${by.replaceAll('_', ' ')} `}stand${when}?`
    : `Which ${subject} ${standingWords[standing]}${when}?`
}

const standingWords = { onTrack: 'are on track', behind: 'are behind', missed: 'missed their target', met: 'met their target' } as const

const rivals = new Set(['against', 'vs'])

type Means = Survey['standing'] | Survey['way'] | 'targets' | 'changes' | 'filler'
interface Said {
  readonly times: QuestionTime[]
  readonly by: Set<string>
  readonly standings: Set<Survey['standing']>
  readonly ways: Set<Survey['way']>
  readonly about: Set<string>
}

function note({ standings, ways, about }: Said, means: Means): void {
  if (means === 'onTrack' || means === 'behind' || means === 'missed' || means === 'met') standings.add(means)
  else if (means === 'better' || means === 'worse') ways.add(means)
  else if (means === 'targets' || means === 'changes') about.add(means)
}

const phrases: ReadonlyMap<string, Means> = new Map<string, Means>([
  ...['on track', 'on target', 'on course', 'are on track'].map((word) => [word, 'onTrack'] as const),
  ...['off track', 'off target', 'not on track', 'not on target', 'off course', 'behind', 'behind target', 'behind plan', 'lagging'].map(
    (word) => [word, 'behind'] as const,
  ),
  ...['missed', 'miss', 'failed', 'fell short of', 'did not meet', 'did not hit', 'did not reach', "didn't meet", "didn't hit"].map(
    (word) => [word, 'missed'] as const,
  ),
  ...['met', 'meet', 'hit', 'reached', 'made', 'beat', 'achieved'].map((word) => [word, 'met'] as const),
  ...['how are we doing', 'how do targets stand', 'are we on track', 'will we hit'].map((word) => [word, 'targets'] as const),
  ...['changed', 'change', 'changes', 'moved', 'moves', 'move', 'movers'].map((word) => [word, 'changes'] as const),
  ...['improved', 'improving', 'improve', 'getting better', 'got better', 'better'].map((word) => [word, 'better'] as const),
  ...['worsened', 'worsening', 'getting worse', 'got worse', 'worse', 'deteriorated'].map((word) => [word, 'worse'] as const),
  ...['target', 'targets', 'goal', 'goals', 'stand'].map((word) => [word, 'targets'] as const),
  ...`which what whats what's who our the are is was were kpi kpis metric metrics numbers number did do have has had been any all of show me list to for from in on most more biggest
    largest top we their its by per and doing how against vs`
    .split(/\s+/)
    .map((word) => [word, 'filler'] as const),
])

function phraseAt(tokens: readonly Token[], at: number): { readonly length: number; readonly means: Means } | null {
  for (let length = Math.min(4, tokens.length - at); length > 0; length--) {
    const means = phrases.get(
      tokens
        .slice(at, at + length)
        .map(({ norm }) => norm)
        .join(' '),
    )
    if (means !== undefined) return { length, means }
  }
  return null
}
