import { emptyManifest, type Metric, type SemanticManifest, type SemanticModel } from '../model.ts'
import { readDefinitions } from './read.ts'
import type { Definition } from './definition.ts'

/** A small help desk: tickets of accounts, answers to surveys, and visits that follow one another. */
const model = (name: string, at: string, dimensions: readonly string[], measures: SemanticModel['measures']): SemanticModel => ({
  name,
  relation: { table: name },
  timeDimension: at,
  primaryEntity: name,
  entities: [{ name, type: 'primary', expr: 'id' }, ...(name === 'account' ? [] : [{ name: 'account', type: 'foreign', expr: 'account_id' } as const])],
  dimensions: [{ name: at, type: 'time', grain: 'day' }, ...dimensions.map((one) => ({ name: one, type: 'categorical' as const }))],
  measures,
})

const count = (name: string): Metric => ({
  type: 'simple',
  name,
  measure: { name },
  filter: ["coalesce({{ Dimension('account__is_internal') }}, false) = false"],
})

export const desk: SemanticManifest = {
  ...emptyManifest,
  models: [
    model('account', 'created_at', ['segment', 'is_internal'], []),
    model(
      'ticket',
      'created_at',
      ['priority', 'area'],
      [
        { name: 'ticket_count', agg: 'count', expr: '1' },
        { name: 'ticket_accounts', agg: 'count_distinct', expr: 'account_id' },
        { name: 'ticket_minutes', agg: 'sum', expr: 'minutes' },
        { name: 'ticket_minutes_average', agg: 'average', expr: 'minutes' },
      ],
    ),
    model('visit', 'ts', ['surface'], [{ name: 'visit_count', agg: 'count', expr: '1' }]),
  ],
  metrics: ['ticket_count', 'ticket_accounts', 'ticket_minutes', 'ticket_minutes_average', 'visit_count'].map(count),
}

/** One definition of our own form; throws what is wrong with it. */
export function defined(content: unknown): Definition {
  const { definitions, faults } = readDefinitions('own.yaml', content)
  const [first] = definitions
  if (!first) throw new Error(JSON.stringify(faults))
  return first
}

export const p1Share = {
  name: 'p1_share',
  label: 'P1 tickets of all tickets',
  question: 'How often is it urgent?',
  type: 'ratio',
  type_params: { numerator: { name: 'ticket_count', filter: "{{ Dimension('ticket__priority') }} = 'p1'" }, denominator: 'ticket_count' },
  dimensions: ['account__segment'],
  unit: 'percent',
  direction: 'down',
  maturity: '7 days',
  min_n: 5,
  owner: 'vera@example.com',
  synonyms: ['urgent share'],
}
