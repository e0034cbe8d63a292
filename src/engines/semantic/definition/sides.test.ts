import { expect, test } from 'vitest'
import { ask } from '../ask.ts'
import { withDefinitions } from './compose.ts'
import { isShareOfCases, sidesOf } from './sides.ts'
import { defined, desk, p1Share } from './testing.ts'

const composed = (item: object, others: readonly object[] = []) => {
  const own = defined(item)
  const manifest = withDefinitions(desk, [...others.map(defined), own])
  return { manifest, metric: manifest.metrics.find(({ name }) => name === own.metric.name) ?? own.metric }
}
const sides = (item: object, others: readonly object[] = []) => {
  const { manifest, metric } = composed(item, others)
  return sidesOf(manifest, metric)
}
const ratio = (numerator: unknown, denominator: unknown) => ({ name: 'own', type: 'ratio', type_params: { numerator, denominator } })
const p1 = "{{ Dimension('ticket__priority') }} = 'p1'"
const billing = "{{ Dimension('ticket__area') }} = 'billing'"

test.each([
  ['counted rows of the same rows', ratio({ name: 'ticket_count', filter: p1 }, 'ticket_count'), 'share'],
  ['the denominator’s condition stands above too', ratio({ name: 'ticket_count', filter: [p1, billing] }, { name: 'ticket_count', filter: billing }), 'share'],
  ['accounts with and without a condition', ratio({ name: 'ticket_accounts', filter: p1 }, 'ticket_accounts'), 'share'],
  ['the denominator has a condition that the numerator lacks', ratio({ name: 'ticket_count', filter: p1 }, { name: 'ticket_count', filter: billing }), 'rate'],
  ['a count over accounts', ratio('ticket_count', 'ticket_accounts'), 'rate'],
  ['a sum over a count', ratio('ticket_minutes', 'ticket_count'), 'none'],
  ['against another month', ratio({ name: 'ticket_count', offset_window: '1 month' }, 'ticket_count'), 'none'],
  ['no fraction', { name: 'own', type: 'simple', type_params: { measure: 'ticket_count' } }, 'none'],
])('%s: %#', (_, item, kind) => {
  expect(sides(item).kind).toBe(kind)
  const { manifest, metric } = composed(item)
  expect(isShareOfCases(manifest, metric)).toBe(kind === 'share')
})

test('a count over another is no share of it, whatever it has been so far', () => {
  const { manifest, metric } = composed(
    ratio({ name: 'ticket_count', filter: p1 }, { name: 'ticket_count', filter: "{{ Dimension('ticket__priority') }} = 'p3'" }),
  )
  expect(isShareOfCases(manifest, metric)).toBe(false)
})

test('a fraction has two sides, an average is a sum over its rows, a sum has rows alone', () => {
  expect(sides(p1Share)).toMatchObject({ numerator: 'the_numerator', denominator: 'the_denominator', n: 'the_rows' })
  expect(sides({ name: 'own', type: 'simple', type_params: { measure: 'ticket_minutes_average' } })).toMatchObject({
    numerator: 'the_numerator',
    denominator: 'the_denominator',
  })
  const total = sides({ name: 'own', type: 'simple', type_params: { measure: 'ticket_minutes' } })
  expect([total.numerator, total.denominator, total.n]).toEqual([undefined, undefined, 'the_rows'])
})

test.each([
  [p1Share],
  [{ name: 'own', type: 'cumulative', type_params: { measure: 'ticket_minutes', cumulative_type_params: { window: '3 month' } } }],
  [
    {
      name: 'own',
      type: 'derived',
      type_params: {
        expr: 'a - b',
        metrics: [
          { name: 'p1_share', alias: 'a' },
          { name: 'ticket_minutes', alias: 'b', offset_window: '1 month' },
        ],
      },
    },
  ],
  [
    {
      name: 'own',
      type: 'conversion',
      type_params: { conversion_type_params: { base_measure: 'visit_count', conversion_measure: 'ticket_count', entity: 'account', window: '7 days' } },
    },
  ],
])('all sides compile beside the metric: %#', (item) => {
  const { manifest, numerator, denominator, n } = sides(item, item === p1Share ? [] : [p1Share])
  const metrics = [defined(item).metric.name, numerator, denominator, n].filter((name) => name !== undefined)
  const { text } = ask(manifest, { metrics, groupBy: ['metric_time__month', 'account__segment'] })
  for (const name of metrics) expect(text.answer).toContain(`AS "${name}"`)
})

test.each([
  ['accounts', ratio({ name: 'ticket_accounts', filter: p1 }, 'ticket_accounts'), 'DISTINCT'],
  ['their tickets', ratio({ name: 'ticket_count', filter: p1 }, 'ticket_count'), 'count('],
])('n counts what the denominator counts: %s', (_, item, counted) => {
  const { manifest, n = '' } = sides(item)
  const { answer } = ask(manifest, { metrics: [n], groupBy: ['metric_time__month'] }).text
  expect([answer.includes('DISTINCT'), answer.includes(counted)]).toEqual([counted === 'DISTINCT', true])
})

test('rows of internal accounts leave a definition that takes its measure by itself, as they leave the facts’ own metrics', () => {
  const manifest = withDefinitions(desk, [
    defined({ name: 'own', type: 'simple', type_params: { measure: { semantic_model: 'ticket', agg: 'max', expr: 'minutes' } } }),
  ])
  expect(ask(manifest, { metrics: ['own'], groupBy: ['metric_time__month'] }).text.answer).toContain('"is_internal"')
})
