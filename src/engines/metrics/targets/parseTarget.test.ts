import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseTarget } from './parseTarget.ts'

const brief = (text: string | number | null) => {
  const target = parseTarget(text)
  if (target.state === 'needsReview') return target.reason
  const value = typeof target.value === 'number' ? target.value : `${target.value.low}..${target.value.high}`
  const words = [
    target.direction,
    target.isStrict ? 'strictly' : '',
    value,
    target.unit,
    target.currency,
    target.scale ? `of ${target.scale}` : '',
    target.counted,
    ...target.per.map((per) => `/${per}`),
    ...target.qualifiers,
  ]
  return words.filter((word) => word !== '' && word !== undefined).join(' ')
}

describe('a comparison with one value', () => {
  test.each([
    ['at or above 93%', 'up 0.93 percent'],
    ['At least 40 interviews per quarter', 'up 40 number interviews /quarter'],
    ['> 110%', 'up strictly 1.1 percent'],
    ['≥ 4.2', 'up 4.2 number'],
    ['no less than 30 days', 'up 30 days'],
    ['90% or more', 'up 0.9 percent'],
    ['95%+', 'up 0.95 percent'],
    ['minimum of 78/100', 'up 78 number of 100'],
    ['Below 45 days.', 'down strictly 45 days'],
    ['under 300ms', 'down strictly 300 milliseconds'],
    ['not above 6 hours', 'down 6 hours'],
    ['does not exceed 3 open escalations', 'down 3 number open escalations'],
    ['at or below 8:1', 'down 8 perOne'],
    ['less than $25K/Month', 'down strictly 25000 money USD /month'],
    ['at most €1.5M', 'down 1500000 money EUR'],
    ['<.44 average weighting', 'down strictly 0.44 number average weighting'],
    ['fewer than 4 tickets per 100 accounts', 'down strictly 4 number tickets /100 accounts'],
    ['Above 1,250 reviews per person per week', 'up strictly 1250 number reviews /person /week'],
    ['above 99.995%', 'up strictly 0.99995 percent'],
    ['At or above 92% of all tickets', 'up 0.92 percent of all tickets'],
    ['at or above 92% to Gold SLAs', 'up 0.92 percent to gold slas'],
    ['The target for this metric is at or above 12 days', 'up 12 days'],
    ['between 85% and 95%', 'within 0.85..0.95 percent'],
    ['between 20 and 30 days', 'within 20..30 days'],
    ['at or below 0 open findings', 'down 0 number open findings'],
    ['above -5%', 'up strictly -0.05 percent'],
    ['<p>at least <b>9</b> accounts</p>', 'up 9 number accounts'],
    ['&lt; 3%', 'down strictly 0.03 percent'],
  ])('%s', (text, meaning) => {
    expect(brief(text)).toBe(meaning)
  })
})

describe('what goes to review', () => {
  test.each([
    [null, 'absent'],
    ['', 'absent'],
    ['TBD', 'absent'],
    ['Unknown', 'absent'],
    ['above TBD calls', 'absent'],
    ['We first need to establish a baseline', 'absent'],
    ['–', 'absent'],
    ['see the planning sheet', 'elsewhere'],
    ['<a href="https://example.com/95">Service levels</a>', 'elsewhere'],
    ['Confidential', 'confidential'],
    ['14%', 'direction unknown'],
    [6, 'direction unknown'],
    [0.5, 'direction unknown'],
    ['at 30 mins', 'direction unknown'],
    ['At 12 solution architects', 'direction unknown'],
    ['81 (out of 100)', 'direction unknown'],
    ['10-20%', 'direction unknown'],
    ['35 calls per manager per month', 'direction unknown'],
    ['at or within 3% of the operating plan', 'relative'],
    ['+10% over baseline', 'relative'],
    ['below 5% change in the share of undefined labels', 'relative'],
    ['above last quarter', 'relative'],
    ['twice the industry average', 'relative'],
    ['below 110% of average', 'relative'],
    ['20% faster than last year', 'relative'],
    ['revenue growth above 20%', 'relative'],
    ['above 90% and below 5 days', 'compound'],
    ['4% rise in score, maintaining above 80/100', 'compound'],
    ['above 90%, below 5 days', 'compound'],
    ['cost and travel at or below 9%', 'compound'],
    ['above 90% for 3 months', 'persistence'],
    ['above 90% for three consecutive quarters', 'persistence'],
    ['below 900ms at the 95th percentile', 'quantile'],
    ['p95 below 900ms', 'quantile'],
    ['median below 4 days', 'quantile'],
    ['less than 15% are over 20 days', 'distribution'],
    ['less than 15% of tickets are older than 20 days', 'distribution'],
    ['9 days (until we know more)', 'conditional'],
    ['above 90% unless the quarter is short', 'conditional'],
    ['around 50', 'conditional'],
    ['above 50 by December', 'dated'],
    ['above 50 in FY27', 'dated'],
    ['above 1,5', 'ambiguous number'],
    ['above 2.500 tickets', 'ambiguous number'],
    ['below 5m', 'ambiguous number'],
    ['within 24 hours', 'unclear'],
    ['above 1/2', 'unclear'],
    ['below 0', 'unclear'],
    ['at or below 10:15', 'unclear'],
    ['good', 'unclear'],
    ['above 5 or 6', 'unclear'],
    ['less than 1 in 10', 'unclear'],
    ['between 9 and 3', 'unclear'],
    ['between 5% and 3 days', 'unclear'],
    ['above 3 of 4 teams', 'unclear'],
    ['above 10 days SLA', 'unclear'],
    ['above 5 > 3', 'compound'],
  ])('%s', (text, reason) => {
    expect(brief(text)).toBe(reason)
  })
  test('a bare value is kept for the person who decides its direction', () => {
    expect(parseTarget('14%')).toMatchObject({ recognised: { value: 0.14, unit: 'percent' }, says: expect.stringContaining('direction') })
  })
})

describe('properties', () => {
  const comparison = fc.constantFrom(
    ['at or above', 'up', false],
    ['above', 'up', true],
    ['at or below', 'down', false],
    ['less than', 'down', true],
    ['>=', 'up', false],
    ['<', 'down', true],
  ) satisfies fc.Arbitrary<readonly (string | boolean)[]>
  const number = fc.oneof(
    fc.nat(999),
    fc.integer({ min: 1, max: 9999 }).map((value) => value / 100),
  )
  const tail = fc.constantFrom('', '%', ' days', ' open issues', ' calls per month')

  test('every plain comparison parses to what was written', () => {
    fc.assert(
      fc.property(comparison, number, tail, ([words, direction, isStrict], value, after) => {
        fc.pre(value > 0)
        const share = after === '%'
        expect(parseTarget(`${words} ${value}${after}`)).toMatchObject({
          state: 'parsed',
          direction,
          isStrict,
          value: share ? expect.closeTo(value / 100, 12) : value,
        })
      }),
    )
  })
  test('a plain comparison with anything conditional, relative or compound behind it never parses', () => {
    const more = fc.constantFrom(
      ' and below 9',
      ' for 3 months',
      ' over baseline',
      ' vs last year',
      ', ideally',
      ' unless seasonal',
      ' at the 90th percentile',
      ' by Q3',
      ' or 7',
      ' than before',
      ' are over 14 days',
      ' of plan',
      ' (draft)',
      ' if possible',
      ' 7',
      ' TBD',
    )
    fc.assert(
      fc.property(comparison, number, tail, more, ([words], value, after, behind) => {
        expect(parseTarget(`${words} ${value}${after}${behind}`).state).toBe('needsReview')
      }),
    )
  })
  test('any text at all has an answer, and a parsed value stands in the text', () => {
    const word = fc.constantFrom(
      'at',
      'or',
      'above',
      'below',
      'less than',
      'between',
      'and',
      '5',
      '12%',
      '$3k',
      '7 days',
      'per',
      'month',
      'of',
      'not',
      'p95',
      '>',
      '3:1',
      '/',
      'tickets',
      '-',
      '.5',
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(word, { maxLength: 7 }).map((words) => words.join(' ')),
        ),
        (text) => {
          const target = parseTarget(text)
          if (target.state === 'needsReview') return
          expect(text).toMatch(/\d/)
          expect(text.toLowerCase()).toMatch(/above|below|less|>|<|≥|≤|over|under|than|least|most|min|max|exceed|between|within|from|or|\+/)
        },
      ),
      { numRuns: 2000 },
    )
  })
})
