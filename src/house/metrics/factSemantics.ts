import type { Fact, Role } from '#kernel'
import type { Dimension, Entity, Measure, Metric, SemanticManifest, SemanticModel } from '#engines/semantic/model.ts'
import { mayRead } from '#runtime/policy.ts'

type Columns = Fact['columns']
type Column = Columns[string]

/** The noun behind every account_id; its versions are read as they stand now, as metrics read them. */
const accounts = 'account'

/**
 * The facts of a workspace as a semantic model. Every fact is a model: `<x>_id` columns are foreign entities, its own id is the primary one; dates
 * and instants are time dimensions, words and booleans are categorical; it counts its rows (`tickets` is `ticket_count`), the distinct accounts in
 * them, and sums and averages its numbers. Columns above the reader's role are not there, nor facts about people. Rows of internal accounts are left out
 * (kpis.md §2). Facts about people, which only some roles may read, are not there at all.
 */
export function factManifest(facts: Iterable<Fact>, role: Role): SemanticManifest {
  const list = [...facts].filter(({ read }) => read === 'viewer') // what is known of people leaves through its own metrics alone, which hide small groups
  const models = list.map((fact) => modelOf(fact, role))
  const hasAccounts = list.some((one) => one.fact === accounts && 'is_internal' in one.columns)
  const metrics = models.flatMap((model) => model.measures.map((measure) => metricOf(measure, hasAccounts ? ownFilter(model) : [])))
  return { models, metrics, savedQueries: [], spines: [] }
}

function modelOf(fact: Fact, role: Role): SemanticModel {
  const shown = Object.entries(fact.columns).filter(([, column]) => mayRead(column.class, role))
  const at = fact.columns[fact.at]?.columnar
  const versions = fact.key.length > 1 && fact.key[0] === 'id' ? fact.key.find((name) => name.startsWith('valid_')) : undefined
  const hasOwnId = fact.key[0] === 'id'
  return {
    name: fact.fact,
    description: fact.says,
    relation: { table: fact.fact, ...(versions ? { latest: { key: ['id'], by: versions } } : {}) },
    ...(at === 'DATE' || at === 'TIMESTAMP' ? { timeDimension: fact.at } : {}),
    primaryEntity: fact.fact,
    entities: [
      ...(hasOwnId ? [{ name: fact.fact, type: 'primary', expr: 'id' } satisfies Entity] : []),
      ...shown.flatMap(([name, column]) => foreign(fact, name, column)),
    ],
    dimensions: shown.flatMap(([name, column]) => dimension(name, column)),
    measures: measuresOf(fact, shown),
  }
}

function foreign({ fact }: Fact, name: string, { columnar }: Column): Entity[] {
  const of = /^(.+)_id$/.exec(name)?.[1]
  return of !== undefined && of !== fact && columnar === 'VARCHAR' ? [{ name: of, type: 'foreign', expr: name }] : []
}

function dimension(name: string, { columnar, says }: Column): Dimension[] {
  const words = says ? { description: says } : {}
  if (columnar === 'DATE') return [{ name, type: 'time', grain: 'day', ...words }]
  if (columnar === 'TIMESTAMP') return [{ name, type: 'time', grain: 'second', isInstant: true, ...words }]
  return columnar === 'VARCHAR' || columnar === 'BOOLEAN' ? [{ name, type: 'categorical', ...words }] : []
}

const isNumber = ({ columnar }: Column): boolean => columnar === 'BIGINT' || columnar === 'DOUBLE'

function measuresOf(fact: Fact, shown: readonly (readonly [string, Column])[]): Measure[] {
  const of = fact.fact
  const distinct: Measure[] = shown.some(([name]) => name === 'account_id')
    ? [{ name: `${of}_accounts`, agg: 'count_distinct', expr: 'account_id', description: `Accounts with at least one row of ${of}.` }]
    : []
  const numbers = shown
    .filter(([, column]) => isNumber(column))
    .flatMap(([name, column]): Measure[] => {
      const unit = column.fraction === undefined ? name : `${name} * ${column.fraction}`
      const words = `${name.replaceAll('_', ' ')} of ${of}`
      return [
        { name: `${of}_${name}`, agg: 'sum', expr: unit, description: `The sum of ${words}.` },
        { name: `${of}_${name}_average`, agg: 'average', expr: unit, description: `The average of ${words}.` },
      ]
    })
  return [{ name: `${of}_count`, agg: 'count', expr: '1', description: `Rows: ${fact.grain}.` }, ...distinct, ...numbers]
}

function metricOf({ name, description }: Measure, filter: readonly string[]): Metric {
  return { type: 'simple', name, ...(description ? { description } : {}), measure: { name }, ...(filter.length > 0 ? { filter } : {}) }
}

function ownFilter({ name, entities }: SemanticModel): string[] {
  const reaches = name === accounts || entities.some((entity) => entity.name === accounts)
  return reaches ? [`coalesce({{ Dimension('${accounts}__is_internal') }}, false) = false`] : []
}

/** Measures of money, whose rows may be in several currencies. */
export function moneyIn(facts: Iterable<Fact>): ReadonlyMap<string, string> {
  return new Map(
    [...facts].flatMap((fact) =>
      'currency' in fact.columns
        ? Object.entries(fact.columns).flatMap(([name, column]) =>
            column.fraction === undefined
              ? []
              : ([
                  [`${fact.fact}_${name}`, fact.fact],
                  [`${fact.fact}_${name}_average`, fact.fact],
                ] satisfies [string, string][]),
          )
        : [],
    ),
  )
}
