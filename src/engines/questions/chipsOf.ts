import { isCompared } from './isCompared.ts'
import { sayThreshold } from './scanThreshold.ts'
import { isAhead, looksAhead } from './readQuestion.ts'
import type { Comparison, Intent, KnownMetric, Question, QuestionTime, Vocabulary } from './question.ts'
import { sayComparison, sayFilter, sayTime, sentenceOf } from './sentenceOf.ts'

/** One part of the query as a person may change it. Each option is a whole question; `clear` asks without this part. */
export interface Chip {
  readonly slot: 'intent' | 'metric' | 'also' | 'told' | 'threshold' | 'by' | 'filter' | 'time' | 'grain' | 'compare' | 'asOf' | 'order'
  readonly label: string
  /** False for a part that nothing was said about, and that may be added. */
  readonly isSet: boolean
  readonly options: readonly ChipOption[]
  readonly clear: string | null
}
export interface ChipOption {
  readonly label: string
  readonly ask: string
  readonly isChosen: boolean
}

/** The question as a row of chips, each with what else it could be. */
export function chipsOf(question: Question, vocabulary: Vocabulary): Chip[] {
  const metric = vocabulary.metrics.find(({ key }) => key === question.metric)
  if (!metric) return []
  const with_ = maker(question, vocabulary)
  const beside = vocabulary.metrics.filter(({ key }) => question.also?.includes(key))
  const shared = { ...metric, dimensions: metric.dimensions.filter((dimension) => beside.every(({ dimensions }) => dimensions.includes(dimension))) }
  if (question.intent === 'define') return [intentChip(question, with_), metricChip(question, metric, vocabulary, with_)]
  return [
    intentChip(question, with_),
    metricChip(question, metric, vocabulary, with_),
    ...alsoChips(question, vocabulary, with_),
    ...toldChips(question, with_),
    byChip(question, shared, with_),
    ...filterChips(question, shared, vocabulary, with_),
    timeChip(question, vocabulary, with_),
    ...(question.grain === null ? [] : [grainChip(question, with_)]),
    ...(question.asOf === null ? [] : [{ slot: 'asOf' as const, label: `as of ${question.asOf}`, isSet: true, options: [], clear: with_({ asOf: null }) }]),
    ...(question.order === null ? [] : [orderChip(question, with_)]),
    ...((comparable.has(question.intent) && question.threshold === undefined) || question.compare !== null ? [compareChip(question, vocabulary, with_)] : []),
  ]
}

type Make = (changes: Partial<Question>) => string
const maker =
  (question: Question, vocabulary: Vocabulary): Make =>
  (changes) =>
    sentenceOf({ ...question, ...changes }, vocabulary)

const comparable = new Set<Intent>(['value', 'show', 'trend'])
const intentWords = {
  value: 'what is',
  show: 'show',
  trend: 'trend',
  why: 'why did it change',
  rank: 'rank',
  forecast: 'forecast',
  onTrack: 'on track?',
  define: 'definition',
} as const satisfies Record<Intent, string>
const intents: readonly Intent[] = ['value', 'show', 'trend', 'why', 'rank', 'forecast', 'onTrack', 'define']

function intentChip(question: Question, make: Make): Chip {
  const options = intents
    .filter((intent) => intent === question.intent || intent !== 'rank' || question.by.length > 0)
    .map((intent) => ({ label: intentWords[intent], ask: make(turned(question, intent)), isChosen: intent === question.intent }))
  return { slot: 'intent', label: intentWords[question.intent], isSet: true, options, clear: null }
}

/** What must change with the intent, so that the question stays one that the grammar can say. */
function turned({ time, order, limit, claim, compare, by }: Question, intent: Intent): Partial<Question> {
  return {
    intent,
    by: intent === 'forecast' || intent === 'onTrack' ? [] : by,
    claim: intent === 'why' ? (claim ?? 'change') : null,
    order: intent === 'rank' ? (order ?? 'highest') : null,
    limit: intent === 'rank' ? limit : null,
    time: isAhead(time) && !looksAhead(intent, time) ? null : time,
    compare: compare !== null && isCompared(intent, compare) ? compare : null,
    ...(isFigure(intent) ? {} : { also: undefined, told: undefined, threshold: undefined }),
  }
}

const isFigure = (intent: Intent): boolean => intent === 'value' || intent === 'show' || intent === 'trend'

/** The metrics beside the first: each may go, or be another. */
function alsoChips({ metric, also = [], by, filters }: Question, { metrics }: Vocabulary, make: Make): Chip[] {
  return also.map((key, at): Chip => {
    const others = also.filter((_, place) => place !== at)
    const used = [...by, ...filters.map(({ dimension }) => dimension)]
    const free = metrics.filter(({ key: one, dimensions }) => one !== metric && !others.includes(one) && used.every((each) => dimensions.includes(each)))
    const options = free.map((other) => ({
      label: other.name,
      ask: make({ also: also.map((each, place) => (place === at ? other.key : each)) }),
      isChosen: other.key === key,
    }))
    return { slot: 'also', label: `and ${metrics.find((each) => each.key === key)?.name ?? key}`, isSet: true, options, clear: make({ also: others }) }
  })
}

/** What is told in place of the figure, and the value that figures are held against. */
function toldChips({ told, threshold }: Question, make: Make): Chip[] {
  const counted: Chip[] =
    told === undefined
      ? []
      : [{ slot: 'told', label: told === 'count' ? 'how many' : 'share of the whole', isSet: true, options: [], clear: make({ told: undefined }) }]
  return threshold === undefined
    ? counted
    : [...counted, { slot: 'threshold', label: sayThreshold(threshold), isSet: true, options: [], clear: make({ threshold: undefined }) }]
}

function metricChip(question: Question, metric: KnownMetric, { metrics }: Vocabulary, make: Make): Chip {
  const options = metrics.map((other) => ({
    label: other.name,
    ask: make(onto({ ...question, unit: metric.unit }, other)),
    isChosen: other.key === metric.key,
  }))
  return { slot: 'metric', label: metric.name, isSet: true, options, clear: null }
}

/** Another metric keeps what it can be told by. */
function onto(question: Question & { readonly unit: string }, { key, dimensions, unit }: KnownMetric): Partial<Question> {
  const { by, filters, compare, intent } = question
  const kept = by.filter((dimension) => dimensions.includes(dimension))
  const left = filters.filter(({ dimension }) => dimensions.includes(dimension))
  const isShared = question.told !== 'share' || kept.length + left.length > 0
  return {
    metric: key,
    also: question.also?.filter((each) => each !== key),
    threshold: unit === question.unit ? question.threshold : undefined,
    told: unit === question.unit && isShared ? question.told : undefined,
    by: intent === 'rank' && kept.length === 0 ? dimensions.slice(0, 1) : kept,
    filters: left,
    compare: compare?.with === 'segment' && !dimensions.includes(compare.dimension) ? null : compare,
  }
}

function byChip({ by, intent, told, filters }: Question, { dimensions }: KnownMetric, make: Make): Chip {
  const options = dimensions.map((dimension) => ({
    label: `by ${dimension}`,
    ask: make({ by: [dimension], ...(told === 'share' ? { filters: [] } : {}) }),
    isChosen: by.length === 1 && by[0] === dimension,
  }))
  return {
    slot: 'by',
    label: by.length > 0 ? `by ${by.join(' and ')}` : 'by …',
    isSet: by.length > 0,
    options,
    clear: by.length > 0 && intent !== 'rank' && (told !== 'share' || filters.length > 0) ? make({ by: [] }) : null,
  }
}

function filterChips({ filters, told, by }: Question, { dimensions: own }: KnownMetric, { values }: Vocabulary, make: Make): Chip[] {
  const dimensions = told === 'share' && by.length > 0 ? by : own
  const set = filters.map((filter, at): Chip => {
    const others = filters.filter((_, place) => place !== at)
    const options = (values[filter.dimension] ?? []).map((value) => ({
      label: value,
      ask: make({ filters: [...others, { ...filter, values: [value] }] }),
      isChosen: filter.values.includes(value),
    }))
    const flipped = { ...filter, op: filter.op === 'is' ? 'isNot' : 'is' } as const
    const turn = { label: sayFilter(flipped), ask: make({ filters: [...others, flipped] }), isChosen: false }
    return {
      slot: 'filter',
      label: sayFilter(filter),
      isSet: true,
      options: [...options.slice(0, 40), turn],
      clear: told === 'share' && by.length + others.length === 0 ? null : make({ filters: others }),
    }
  })
  const addable = dimensions.flatMap((dimension) => (values[dimension] ?? []).slice(0, 12).map((value) => ({ dimension, op: 'is' as const, values: [value] })))
  if (set.length > 0 || addable.length === 0) return set
  return [
    {
      slot: 'filter',
      label: 'for …',
      isSet: false,
      options: addable.map((filter) => ({ label: sayFilter(filter), ask: make({ filters: [filter] }), isChosen: false })),
      clear: null,
    },
  ]
}

const usualTimes: readonly QuestionTime[] = [
  { kind: 'last', n: 1, unit: 'month' },
  { kind: 'last', n: 1, unit: 'quarter' },
  { kind: 'last', n: 4, unit: 'quarter' },
  { kind: 'last', n: 12, unit: 'month' },
  { kind: 'this', unit: 'quarter' },
  { kind: 'this', unit: 'year' },
  { kind: 'last', n: 1, unit: 'year' },
]
const aheadTimes: readonly QuestionTime[] = [3, 6, 12].map((n) => ({ kind: 'next', n, unit: 'month' }))

function timeChip({ time, intent }: Question, vocabulary: Vocabulary, make: Make): Chip {
  const usual = intent === 'forecast' ? aheadTimes : usualTimes
  const own = time !== null && !usual.some((each) => isSame(each, time)) ? [time] : []
  const options = [...own, ...usual].map((each) => ({
    label: sayTime(each, vocabulary),
    ask: make({ time: each }),
    isChosen: time !== null && isSame(each, time),
  }))
  return {
    slot: 'time',
    label: time === null ? 'usual time' : sayTime(time, vocabulary),
    isSet: time !== null,
    options,
    clear: time === null ? null : make({ time: null }),
  }
}

function grainChip({ grain }: Question, make: Make): Chip {
  const grains = ['week', 'month', 'quarter'] as const
  const options = grains.map((each) => ({ label: `by ${each}`, ask: make({ grain: each }), isChosen: each === grain }))
  return { slot: 'grain', label: `by ${grain ?? ''}`, isSet: true, options, clear: make({ grain: null }) }
}

function orderChip({ order, limit }: Question, make: Make): Chip {
  const orders = ['highest', 'lowest', 'best', 'worst'] as const
  const options = orders.map((each) => ({ label: `${each} first`, ask: make({ order: each }), isChosen: each === order }))
  return {
    slot: 'order',
    label: `${order ?? ''}${limit === null ? '' : ` ${limit}`} first`,
    isSet: true,
    options,
    clear: limit === null ? null : make({ limit: null }),
  }
}

const sides: readonly Comparison[] = [{ with: 'prior' }, { with: 'lastYear' }, { with: 'target' }]

function compareChip({ compare, intent, told, also = [] }: Question, vocabulary: Vocabulary, make: Make): Chip {
  const isInTime = told === 'share' || also.length > 0
  const usual = sides.filter((each) => isCompared(intent, each) && !(isInTime && each.with === 'target'))
  const own = compare !== null && !usual.some((each) => isSame(each, compare)) ? [compare] : []
  const options = [...own, ...usual].map((each) => ({
    label: `vs ${sayComparison(each, vocabulary)}`,
    ask: make({ compare: each }),
    isChosen: compare !== null && isSame(each, compare),
  }))
  return {
    slot: 'compare',
    label: compare === null ? 'vs …' : `vs ${sayComparison(compare, vocabulary)}`,
    isSet: compare !== null,
    options,
    clear: compare === null ? null : make({ compare: null }),
  }
}

const isSame = (a: object, b: object): boolean => JSON.stringify(Object.entries(a).toSorted()) === JSON.stringify(Object.entries(b).toSorted())
