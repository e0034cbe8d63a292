import type { Lexicon } from './lexicon.ts'
import type { Choice, KnownMetric, Reading, Refusal, Vocabulary } from './question.ts'
import type { Draft, Span, Unknown } from './cursor.ts'
import { article, choice, didYouMean, list, refuse, some, spoken, swap, uniqueChoices } from './replies.ts'
import { scan } from './scan.ts'
import { nearest } from './suggest.ts'
import { normal, tokenise } from './tokens.ts'
import { months } from './words.ts'

export interface Reader {
  readonly text: string
  readonly vocabulary: Vocabulary
  readonly lexicon: Lexicon
  readonly draft: Draft
}
/** What comes of words that are no query: they are asked back, or refused. */
export type Unread = Exclude<Reading, { kind: 'question' | 'survey' }>

const aboutAll = /\b(metrics|kpis|numbers|targets|goals|scorecard|dashboard)\b/i

/** No metric was named: the names that are near to what was typed. */
export function noMetric(text: string, vocabulary: Vocabulary, draft: Draft, lexicon: Lexicon): Refusal {
  if (aboutAll.test(text) || (draft.claims.length > 0 && draft.unknown.length === 0))
    return refuse(
      'unknown_metric',
      'This is not told of all metrics at once.',
      'Ask which metrics are on track, which missed their target, or what changed most. The page of metrics lists those off target, stale or without data; the page of signals tells what changed.',
    )
  const phrases = [...lexicon.senses].filter(([, senses]) => senses.some(({ as }) => as === 'metric')).map(([phrase]) => phrase)
  const near = runsOf(draft).flatMap((run) =>
    nearest(run.says, phrases).flatMap((phrase) =>
      namesOf(lexicon, phrase).map((name) => choice(name, isAll(draft, run) ? swap(text, run, name) : `What is ${name}?`)),
    ),
  )
  const notUnderstood = joined(draft).map(({ start, end }) => text.slice(start, end))
  const says = notUnderstood.length > 0 ? `No metric is called ${list(notUnderstood.map((word) => `“${word}”`))}.` : 'The question names no metric.'
  const choices = uniqueChoices(near).slice(0, 4)
  return refuse('unknown_metric', says, 'Name a metric that is measured here.', { choices: choices.length > 0 ? choices : some(vocabulary), notUnderstood })
}

/** Is nothing else strange, so that the question stands once these words are another metric’s name? */
const isAll = ({ unknown }: Draft, { start, end }: Span): boolean => unknown.every((one) => one.start >= start && one.end <= end)

/** Words that nothing answers to, those next to one another as one. */
const joined = ({ unknown }: Draft): Span[] =>
  unknown.reduce<Span[]>((runs, { start, end }) => {
    const last = runs.at(-1)
    return last && start - last.end <= 1 ? [...runs.slice(0, -1), { start: last.start, end }] : [...runs, { start, end }]
  }, [])

/** The same alone and two by two, as names may be. */
function runsOf({ unknown }: Draft): (Span & { readonly says: string })[] {
  const singles = unknown.map(({ start, end, token }) => ({ start, end, says: token.norm }))
  const pairs = singles.flatMap((one, at) => {
    const next = singles[at + 1]
    return next && next.start - one.end <= 2 ? [{ start: one.start, end: next.end, says: `${one.says} ${next.says}` }] : []
  })
  return [...pairs, ...singles]
}

const namesOf = (lexicon: Lexicon, phrase: string): string[] =>
  (lexicon.senses.get(phrase) ?? []).flatMap((sense) => (sense.as === 'metric' ? [sense.metric.name] : []))

/** Words beside a known metric that were not understood: named, with what they may have meant and the question without them. */
export function strangers({ text, vocabulary, lexicon, draft }: Reader, metric: KnownMetric): Unread | null {
  const strange = draft.unknown.filter(({ token }) => token.norm !== '')
  const [first] = strange
  if (!first) return bareDimension(text, draft)
  const notUnderstood = strange.map(({ token }) => token.text)
  const { awaits } = first
  if (awaits === 'value') return notAValue(text, vocabulary, lexicon, first, metric, notUnderstood)
  if (awaits !== null && awaits !== 'dimension') {
    const values = vocabulary.values[awaits.valueOf] ?? []
    const near = nearest(first.token.norm, values.map(normal))
    const offered = [...values.filter((value) => near.includes(normal(value))), ...values.filter((value) => !near.includes(normal(value)))].slice(0, 6)
    const says = `“${first.token.text}” is not ${article(spoken(awaits.valueOf))} in your data.`
    return refuse('unsupported', says, offered.length > 0 ? 'Choose one that is.' : `No ${spoken(awaits.valueOf)} is known yet.`, {
      choices: offered.map((value) => choice(value, swap(text, first, value))),
      notUnderstood,
    })
  }
  const against = swap(text, first, 'vs')
  const isAgainst = first.token.norm === 'over' && scan(tokenise(against), lexicon, vocabulary.calendar).unknown.length === 0
  const meant = isAgainst ? 'vs' : (adverbs[first.token.norm] ?? null)
  const phrases = [...lexicon.senses].filter(([, senses]) => senses.some((sense) => sense.as !== 'word' && sense.as !== 'metric')).map(([phrase]) => phrase)
  const near = meant
    ? [meant]
    : first.token.norm.length < 4
      ? []
      : nearest(first.token.norm, [...phrases, ...timeWords]).filter((phrase) => phrase !== first.token.norm)
  if (awaits === 'dimension' && first.token.norm === 'year')
    return { ...notByYear(text, first, metric, Number(vocabulary.calendar.today.slice(0, 4))), notUnderstood }
  const others = otherMetrics(text, draft, lexicon)
  if (near.length + others.length === 0 && awaits === 'dimension') {
    const choices = metric.dimensions.map((dimension) => choice(`by ${spoken(dimension)}`, swap(text, first, spoken(dimension))))
    return { ...notAllowed(metric, first.token.text, choices), notUnderstood }
  }
  const choices = [
    ...others,
    ...near.map((phrase) => choice(phrase, swap(text, first, phrase))),
    choice(`Leave out “${first.token.text}”`, swap(text, first, '')),
  ]
  return didYouMean(
    `${list(notUnderstood.map((word) => `“${word}”`))} ${notUnderstood.length === 1 ? 'was' : 'were'} not understood beside ${metric.name}.`,
    choices,
    notUnderstood,
  )
}

/** A value was awaited: those that are near, then those that there are. */
function notAValue(
  text: string,
  { values }: Vocabulary,
  lexicon: Lexicon,
  { token, ...span }: Unknown,
  metric: KnownMetric,
  notUnderstood: readonly string[],
): Reading & { kind: 'didYouMean' } {
  const known = metric.dimensions.flatMap((dimension) => (values[dimension] ?? []).map((value) => ({ dimension, value })))
  const near = nearest(
    token.norm,
    known.map(({ value }) => normal(value)),
  )
  const times = nearest(token.norm, [...timeWords, ...Object.keys(months)])
  const held = [...lexicon.senses].filter(([phrase, senses]) => near.includes(phrase) && senses.some(({ as }) => as === 'value')).map(([phrase]) => phrase)
  const close = known.filter(({ value }) => held.includes(normal(value)))
  const offered = close.length > 0 || times.length > 0 ? close : known.slice(0, 6)
  return didYouMean(
    `“${token.text}” is not a part of ${metric.name} in your data.`,
    [
      ...offered.map(({ dimension, value }) => choice(`${spoken(dimension)} ${value}`, swap(text, span, `${spoken(dimension)} ${value}`))),
      ...times.map((word) => choice(word, swap(text, span, word))),
    ],
    notUnderstood,
  )
}

/** “net revenue retenton” holds the by-word “revenue”; taken together the words are near to another metric’s name. */
function otherMetrics(text: string, draft: Draft, lexicon: Lexicon): Choice[] {
  const [metric] = draft.metrics
  const spans = draft.unknown.map(({ start, end }) => ({ start, end }))
  if (!metric) return []
  const start = Math.min(metric.start, ...spans.map((span) => span.start))
  const end = Math.max(metric.end, ...spans.map((span) => span.end))
  const phrases = [...lexicon.senses].filter(([, senses]) => senses.some((sense) => sense.as === 'metric' && sense.isOwn)).map(([phrase]) => phrase)
  const near = nearest(normal(text.slice(start, end)), phrases)
  return near.flatMap((phrase) => namesOf(lexicon, phrase).map((name) => choice(name, swap(text, { start, end }, name))))
}

const adverbs: Readonly<Record<string, string>> = {
  daily: 'by day',
  weekly: 'by week',
  monthly: 'by month',
  quarterly: 'by quarter',
  yearly: 'since last year',
  annually: 'last 4 quarters',
}
const timeWords = [
  'last month',
  'last quarter',
  'last 12 months',
  'this quarter',
  'quarter',
  'quarters',
  'months',
  'weeks',
  'target',
  'prior',
  'excluding',
  'forecast',
  'trend',
]

function bareDimension(text: string, draft: Draft): Unread | null {
  const [bare] = draft.bare
  if (!bare || isRanking(draft)) return null
  const said = text.slice(bare.start, bare.end)
  return didYouMean(
    `“${said}” stands alone.`,
    [choice(`by ${spoken(bare.dimension)}`, swap(text, bare, `by ${spoken(bare.dimension)}`)), choice(`Leave out “${said}”`, swap(text, bare, ''))],
    [said],
  )
}

export const isRanking = ({ intents, orders, thresholds }: Draft): boolean => intents.has('rank') || orders.length + thresholds.length > 0

/** Years are compared, and no period is as long as one. */
function notByYear(text: string, said: Unknown, { name, grains }: KnownMetric, year: number): Refusal {
  const longest = ['quarter', 'month', 'week', 'day'].find((grain) => grains.includes(grain)) ?? 'month'
  return refuse('unsupported', `${name} cannot be told by year: the longest period here is the ${longest}.`, 'Ask for its periods, or compare two years.', {
    choices: [choice(`by ${longest}`, swap(text, said, longest)), choice(`${year - 1} with ${year - 2}`, `Compare ${name} in ${year - 1} with ${year - 2}`)],
  })
}

export function notAllowed(metric: KnownMetric, dimension: string, choices: readonly Choice[], value?: string): Refusal {
  const asked = spoken(dimension)
  const says = `${metric.name} has no ${asked}${value === undefined ? '' : ` (“${value}” is one)`}: its facts do not say which ${asked} a row belongs to.`
  const hint = metric.dimensions.length > 0 ? `It can be told by ${list(metric.dimensions.map(spoken))}.` : 'It is told as a whole alone.'
  return refuse('dimension_not_allowed', says, hint, { choices: choices.slice(0, 6) })
}
