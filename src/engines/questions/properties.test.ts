import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chipsOf } from './chipsOf.ts'
import { lexiconOf } from './lexicon.ts'
import { readQuestion } from './readQuestion.ts'
import { surveySentence } from './readSurvey.ts'
import { refusalCodes, type Comparison, type Question, type QuestionFilter, type QuestionTime, type Threshold, type TimeUnit } from './question.ts'
import { sentenceOf } from './sentenceOf.ts'
import { company } from './testing/company.ts'
import { tokenise } from './tokens.ts'

const unit = fc.constantFrom<TimeUnit>('day', 'week', 'month', 'quarter', 'year')
const n = fc.integer({ min: 1, max: 36 })
const day = fc.integer({ min: 0, max: 1400 }).map((days) => new Date(Date.UTC(2023, 0, 1) + days * 86_400_000).toISOString().slice(0, 10))
const period = fc.oneof(
  day,
  day.map((date) => date.slice(0, 7)),
  day.map((date) => date.slice(0, 4)),
  fc.tuple(fc.integer({ min: 2020, max: 2026 }), fc.integer({ min: 1, max: 4 })).map(([year, quarter]) => `${year}-Q${quarter}`),
  fc.tuple(fc.integer({ min: 2020, max: 2026 }), fc.integer({ min: 1, max: 52 })).map(([year, week]) => `${year}-W${String(week).padStart(2, '0')}`),
)

const backward: fc.Arbitrary<QuestionTime> = fc.oneof(
  fc.record({ kind: fc.constant('last' as const), n, unit }),
  fc.record({ kind: fc.constant('this' as const), unit }),
  fc.record({ kind: fc.constant('since' as const), date: day }),
  fc.record({ kind: fc.constant('period' as const), period }),
  day.map((date): QuestionTime => ({ kind: 'period', period: date.slice(0, 7), isEnd: true })),
  fc.tuple(day, day).map(([a, b]): QuestionTime => ({ kind: 'range', from: a < b ? a : b, to: a < b ? b : a })),
)
const ending = fc.record({ kind: fc.constant('end' as const), unit })
const forward: fc.Arbitrary<QuestionTime> = fc.oneof(fc.record({ kind: fc.constant('next' as const), n, unit }), ending)

/** Any question that the grammar can say about the made-up company. */
const questions: fc.Arbitrary<Question> = fc
  .tuple(fc.constantFrom(...company.metrics), fc.constantFrom<Question['intent']>('value', 'show', 'trend', 'why', 'rank', 'forecast', 'onTrack', 'define'))
  .chain(([metric, intent]) => {
    const dimension = fc.constantFrom(...metric.dimensions)
    const valued = metric.dimensions.filter((name) => (company.values[name] ?? []).length > 0)
    const part = fc
      .constantFrom(...valued)
      .chain((name) => fc.record({ dimension: fc.constant(name), value: fc.constantFrom(...(company.values[name] ?? [])) }))
    const compare: fc.Arbitrary<Comparison> = fc.oneof(
      fc.constantFrom<Comparison>({ with: 'prior' }, { with: 'lastYear' }, ...(intent === 'onTrack' ? [] : [{ with: 'target' } as const])),
      part.map(({ dimension: name, value }): Comparison => ({ with: 'segment', dimension: name, value })),
      period.map((named): Comparison => ({ with: 'period', period: named })),
      fc.constantFrom(...company.presets).map((preset): Comparison => ({ with: 'policy', preset })),
    )
    return fc.record({
      intent: fc.constant(intent),
      metric: fc.constant(metric.key),
      claim: intent === 'why' ? fc.constantFrom('change' as const, 'drop' as const, 'rise' as const) : fc.constant(null),
      by: fc.uniqueArray(dimension, { minLength: intent === 'rank' ? 1 : 0, maxLength: 2 }),
      filters: fc.option(filtersOf(valued), { nil: [] }),
      time: fc.option(intent === 'forecast' ? forward : intent === 'onTrack' ? fc.oneof(backward, ending) : backward, { nil: null }),
      grain: fc.option(fc.constantFrom('day' as const, 'week' as const, 'month' as const, 'quarter' as const), { nil: null }),
      asOf: fc.option(day, { nil: null }),
      compare: fc.option(compare, { nil: null }),
      order: intent === 'rank' ? fc.constantFrom('highest' as const, 'lowest' as const, 'best' as const, 'worst' as const) : fc.constant(null),
      limit: intent === 'rank' ? fc.option(n, { nil: null }) : fc.constant(null),
    })
  })
  .chain((question) => fc.oneof(fc.constant(question), narrowed(question)))

const unitOf = (key: string): string => company.metrics.find((metric) => metric.key === key)?.unit ?? ''
const signs: Readonly<Record<string, readonly (string | null)[]>> = { ratio: ['%'], money: ['USD', null], days: ['days', 'hours', null] }
const amount = fc.oneof(
  fc.integer({ min: -50, max: 2_000_000 }),
  fc.integer({ min: 1, max: 99_999 }).map((thousandths) => thousandths / 1000),
)

/** The same question of several metrics, of what lies beyond a value, of a count or of a share, where it can be all of that. */
function narrowed(question: Question): fc.Arbitrary<Question> {
  if (!['value', 'show', 'trend'].includes(question.intent)) return fc.constant(question)
  const [plain, unit] = [{ ...question, compare: null }, unitOf(question.metric)]
  const dimensions = [...plain.by, ...plain.filters.map(({ dimension }) => dimension)]
  const others = company.metrics.filter(({ key, dimensions: own }) => key !== question.metric && dimensions.every((one) => own.includes(one)))
  const bounds = fc.tuple(amount, amount).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const)
  const threshold: fc.Arbitrary<Threshold> = fc
    .tuple(fc.constantFrom<Threshold['is']>('above', 'atLeast', 'below', 'atMost', 'between'), bounds, fc.constantFrom(...(signs[unit] ?? [null])))
    .map(([is, [value, upper], sign]) => ({ is, value, upper: is === 'between' ? upper : null, sign }))
  const isShared = ['money', 'count', 'ratePerAccount'].includes(unit) && dimensions.length > 0 && new Set(dimensions).size === 1
  return fc.oneof(
    threshold.map((held): Question => ({ ...plain, threshold: held })),
    ...(others.length > 0
      ? [fc.uniqueArray(fc.constantFrom(...others), { minLength: 1, maxLength: 4 }).map((also): Question => ({ ...plain, also: also.map(({ key }) => key) }))]
      : []),
    ...(isShared ? [fc.constant<Question>({ ...plain, intent: question.intent === 'trend' ? 'trend' : 'show', told: 'share' })] : []),
    ...(unit === 'ratio' || unit === 'ratePerAccount' ? [fc.constant<Question>({ ...plain, intent: 'value', told: 'count' })] : []),
  )
}

function filtersOf(valued: readonly string[]): fc.Arbitrary<readonly QuestionFilter[]> {
  return fc.uniqueArray(fc.constantFrom(...valued), { minLength: 1, maxLength: 2 }).chain((names) =>
    fc.tuple(
      ...names.map((dimension) =>
        fc.record({
          dimension: fc.constant(dimension),
          op: fc.constantFrom('is' as const, 'isNot' as const),
          values: fc.uniqueArray(fc.constantFrom(...(company.values[dimension] ?? [])), { minLength: 1, maxLength: 3 }),
        }),
      ),
    ),
  )
}

test('a question said in the grammar’s own words reads as the same question', () => {
  fc.assert(
    fc.property(questions, (question) => {
      expect(readQuestion(sentenceOf(question, company), company)).toEqual({ kind: 'question', question })
    }),
    { numRuns: 500 },
  )
})

test('the same holds where the fiscal year begins in another month', () => {
  fc.assert(
    fc.property(questions, fc.integer({ min: 2, max: 12 }), (question, fiscalStart) => {
      const elsewhere = { ...company, calendar: { ...company.calendar, fiscalStart } }
      expect(readQuestion(sentenceOf(question, elsewhere), elsewhere)).toEqual({ kind: 'question', question })
    }),
  )
})

test('every option of every chip is a question that reads', () => {
  fc.assert(
    fc.property(questions, (question) => {
      for (const { options, clear } of chipsOf(question, company))
        for (const ask of [...options.map((option) => option.ask), ...(clear === null ? [] : [clear])])
          expect([ask, readQuestion(ask, company).kind]).toEqual([ask, 'question'])
    }),
    { numRuns: 60 },
  )
})

const phrases = [
  ...lexiconOf(company).senses.keys(),
  'last',
  '4',
  'q3',
  'march',
  '2026',
  '2026-03',
  'as of',
  'from',
  '%',
  '≥',
  'zzz',
  '🙂',
  '-- drop table',
  '<b>',
]
const soup = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 80 }),
  fc.array(fc.oneof(fc.constantFrom(...phrases), fc.string({ maxLength: 8 })), { maxLength: 14 }).map((words) => words.join(' ')),
)

test('no soup of words throws: it is a question, asked back, or refused by a code; a strange word is always named', () => {
  fc.assert(
    fc.property(soup, (text) => {
      const answer = readQuestion(text, company)
      if (answer.kind === 'refusal') expect(refusalCodes).toContain(answer.code)
      if (answer.kind === 'question') {
        expect(company.metrics.map(({ key }) => key)).toContain(answer.question.metric)
        expect(readQuestion(sentenceOf(answer.question, company), company)).toEqual({ kind: 'question', question: answer.question })
      } else if (answer.kind === 'survey') expect(readQuestion(surveySentence(answer.survey, company.calendar), company)).toEqual(answer)
      else expect(answer.says).not.toBe('')
    }),
    { numRuns: 800 },
  )
})

test('a word that stands in no table is never passed over', () => {
  const strange = fc.stringMatching(/^[bcdfghjkz]{5,9}$/)
  fc.assert(
    fc.property(questions, strange, fc.nat(), (question, word, place) => {
      const said = tokenise(sentenceOf(question, company)).map(({ text }) => text)
      said.splice(place % (said.length + 1), 0, word)
      const answer = readQuestion(said.join(' '), company)
      expect(answer.kind === 'question' || answer.kind === 'survey' ? [] : answer.notUnderstood).toContain(word)
    }),
    { numRuns: 500 },
  )
})

test('the order of the clauses does not matter', () => {
  const clauses = ['by segment', 'for Enterprise', 'last 4 quarters', 'vs prior', 'NRR']
  const usual = readQuestion('NRR by segment for Enterprise last 4 quarters vs prior', company)
  fc.assert(
    fc.property(fc.shuffledSubarray(clauses, { minLength: clauses.length }), (shuffled) => {
      expect(readQuestion(shuffled.join(' '), company)).toEqual(usual)
    }),
  )
})
