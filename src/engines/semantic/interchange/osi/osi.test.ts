import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { emptyManifest, type Metric, type SemanticManifest } from '../../model.ts'
import { readOsi } from './readOsi.ts'
import { writeOsi } from './writeOsi.ts'

/** A bicycle repair shop: jobs of customers, with parts. */
const shop: SemanticManifest = {
  ...emptyManifest,
  models: [
    {
      name: 'jobs',
      description: 'One row per repair.',
      relation: { table: 'jobs', schema: 'shop', database: 'main' },
      timeDimension: 'done_on',
      primaryEntity: 'job',
      entities: [
        { name: 'job', type: 'primary', expr: 'job_id' },
        { name: 'customer', type: 'foreign', expr: 'customer_id' },
      ],
      dimensions: [
        { name: 'done_on', type: 'time', grain: 'day' },
        { name: 'kind', type: 'categorical', label: 'Kind of job' },
        { name: 'size', type: 'categorical', expr: "case when minutes > 60 then 'large' else 'small' end" },
      ],
      measures: [
        { name: 'job_count', agg: 'count', expr: '1' },
        { name: 'minutes', agg: 'sum' },
        { name: 'customers', agg: 'count_distinct', expr: 'customer_id' },
        { name: 'is_warranty', agg: 'sum_boolean' },
        { name: 'minutes_p90', agg: 'percentile', expr: 'minutes', percentile: { share: 0.9, isDiscrete: true } },
        { name: 'open_jobs', agg: 'sum', expr: '1', nonAdditive: { dimension: 'done_on', choice: 'max', groupings: [] } },
      ],
    },
    {
      name: 'customers',
      relation: { table: 'customers' },
      primaryEntity: 'customer',
      entities: [{ name: 'customer', type: 'primary', expr: 'id' }],
      dimensions: [{ name: 'town', type: 'categorical' }],
      measures: [],
    },
  ],
  metrics: [
    { type: 'simple', name: 'jobs_done', measure: { name: 'job_count' }, description: 'Repairs that were finished.' },
    { type: 'simple', name: 'large_jobs', measure: { name: 'job_count', filter: ["{{ Dimension('job__size') }} = 'large'"] } },
    { type: 'simple', name: 'jobs_in_hull', measure: { name: 'job_count' }, filter: ["{{ Dimension('customer__town') }} = 'Hull'"] },
    {
      type: 'ratio',
      name: 'minutes_per_job',
      numerator: { name: 'total_minutes' },
      denominator: { name: 'jobs_done' },
      governance: { unit: 'count', minN: 5 },
    },
    { type: 'simple', name: 'total_minutes', measure: { name: 'minutes' } },
    { type: 'simple', name: 'warranty_jobs', measure: { name: 'is_warranty' } },
    { type: 'simple', name: 'slow_tenth', measure: { name: 'minutes_p90' } },
    {
      type: 'derived',
      name: 'spare',
      expr: 'total - coalesce(large, 0) * 60',
      metrics: [
        { name: 'total_minutes', alias: 'total' },
        { name: 'large_jobs', alias: 'large' },
      ],
    },
    {
      type: 'derived',
      name: 'growth',
      expr: 'jobs_done - before',
      metrics: [{ name: 'jobs_done' }, { name: 'jobs_done', alias: 'before', offsetWindow: { count: 1, unit: 'month' } }],
    },
    { type: 'cumulative', name: 'jobs_this_year', measure: { name: 'job_count' }, grainToDate: 'year' },
    { type: 'simple', name: 'open_now', measure: { name: 'open_jobs' } },
    { type: 'slo', name: 'on_time', params: { target: 0.95 } },
  ],
  savedQueries: [{ name: 'by_town', metrics: ['jobs_done'], groupBy: ["Dimension('customer__town')"], where: [], orderBy: [] }],
}

const { document, losses } = writeOsi('shop', shop)
const [model] = document.semantic_model
const expressionOf = (name: string): string | undefined => model?.metrics?.find((one) => one.name === name)?.expression.dialects[0]?.expression

test('a metric becomes one ANSI expression over datasets', () => {
  expect(expressionOf('jobs_done')).toBe('COUNT(jobs.job_id)')
  expect(expressionOf('large_jobs')).toBe("COUNT(CASE WHEN (case when jobs.minutes > 60 then 'large' else 'small' end = 'large') THEN jobs.job_id END)")
  expect(expressionOf('jobs_in_hull')).toBe("COUNT(CASE WHEN (customers.town = 'Hull') THEN jobs.job_id END)")
  expect(expressionOf('minutes_per_job')).toBe('SUM(jobs.minutes) / NULLIF(COUNT(jobs.job_id), 0)')
  expect(expressionOf('warranty_jobs')).toBe('SUM(CASE WHEN jobs.is_warranty THEN 1 ELSE 0 END)')
  expect(expressionOf('slow_tenth')).toBe('PERCENTILE_DISC(0.9) WITHIN GROUP (ORDER BY jobs.minutes)')
  expect(model?.relationships).toEqual([
    { name: 'jobs_customer_to_customers', from: 'jobs', to: 'customers', from_columns: ['customer_id'], to_columns: ['id'] },
  ])
  expect(model?.datasets[0]).toMatchObject({ source: 'main.shop.jobs', primary_key: ['job_id'] })
})

test('what the form has no word for is never a constant: it travels in custom_extensions, and is told', () => {
  for (const name of ['growth', 'jobs_this_year', 'open_now', 'on_time']) {
    expect(expressionOf(name)).toBeUndefined()
    expect(losses.find(({ path }) => path === `metrics.${name}`)).toMatchObject({ action: 'carried_as_extension' })
  }
  expect(losses.find(({ path }) => path === 'metrics.growth')?.reason).toBe('The form has no offset in time.')
})

test('the document has the shape that the specification says', () => {
  const text = { type: 'string' }
  const columns = { type: 'array', items: text, minItems: 1 }
  const extensions = {
    type: 'array',
    items: {
      type: 'object',
      required: ['vendor_name', 'data'],
      properties: { vendor_name: { enum: ['COMMON', 'SNOWFLAKE', 'SALESFORCE', 'DBT', 'DATABRICKS'] }, data: text },
    },
  }
  const dialect = {
    type: 'object',
    required: ['dialect', 'expression'],
    properties: { dialect: { enum: ['ANSI_SQL', 'SNOWFLAKE', 'MDX', 'TABLEAU', 'DATABRICKS'] }, expression: { type: 'string', minLength: 1 } },
  }
  const expression = {
    type: 'object',
    required: ['dialects'],
    additionalProperties: false,
    properties: { dialects: { type: 'array', minItems: 1, items: dialect } },
  }
  const named = (required: readonly string[], more: object) => ({
    type: 'array',
    items: {
      type: 'object',
      required,
      additionalProperties: false,
      properties: { name: text, description: text, ai_context: {}, custom_extensions: extensions, ...more },
    },
  })
  const fields = named(['name', 'expression'], { expression, dimension: { type: 'object', properties: { is_time: { type: 'boolean' } } }, label: text })
  const datasets = named(['name', 'source'], { source: text, primary_key: columns, unique_keys: { type: 'array', items: columns }, fields })
  const relationships = named(['name', 'from', 'to', 'from_columns', 'to_columns'], { from: text, to: text, from_columns: columns, to_columns: columns })
  const written = JSON.stringify({
    type: 'object',
    required: ['semantic_model'],
    properties: { semantic_model: named(['name', 'datasets'], { datasets, relationships, metrics: named(['name', 'expression'], { expression }) }) },
  })
  const schema = z.fromJSONSchema(JSON.parse(written))
  expect(schema.safeParse(document).error).toBeUndefined()
  expect(schema.safeParse({ semantic_model: [{ ...model, flavour: 'mint' }] }).success).toBe(false)
})

const again = (content: unknown) => readOsi([{ file: 'shop.yaml', content: structuredClone(content) }])

test('own to OSI and back is identical, with nothing refused', () => {
  const back = again(document)
  expect(back.manifest).toEqual(shop)
  expect(back.losses.filter(({ action }) => action === 'refused')).toEqual([])
})

test('any subset of the metrics, in any order, comes back as it was', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray([...shop.metrics]), (metrics: Metric[]) => {
      const part = { ...shop, metrics }
      expect(again(writeOsi('shop', part).document).manifest).toEqual(part)
    }),
  )
})

test('an expression that somebody changed is read anew, and told; a description that somebody changed is taken', () => {
  const changed = JSON.parse(
    JSON.stringify(document)
      .replace('COUNT(jobs.job_id)', 'COUNT(DISTINCT jobs.customer_id)')
      .replace('Repairs that were finished.', 'Repairs, once per customer.'),
  )
  const { manifest, losses: told } = again(changed)
  expect(manifest.metrics.find(({ name }) => name === 'jobs_done')).toEqual({
    type: 'simple',
    name: 'jobs_done',
    measure: { name: 'jobs_done' },
    description: 'Repairs, once per customer.',
  })
  expect(manifest.models[0]?.measures.at(-1)).toEqual({ name: 'jobs_done', agg: 'count_distinct', expr: 'customer_id' })
  expect(told.some(({ path, action }) => path.includes('jobs_done') && action === 'approximated')).toBe(true)
})

describe('a document of somebody else', () => {
  const metric = (name: string, expression: string) => ({ name, expression: { dialects: [{ dialect: 'ANSI_SQL', expression }] } })
  const foreign = (metrics: readonly object[]) => ({
    semantic_model: [
      {
        name: 'library',
        datasets: [
          {
            name: 'loans',
            source: 'town.library.loans',
            primary_key: ['loan_id'],
            fields: [
              { name: 'lent_on', expression: { dialects: [{ dialect: 'ANSI_SQL', expression: 'lent_on' }] }, dimension: { is_time: true } },
              {
                name: 'late',
                expression: {
                  dialects: [
                    { dialect: 'ANSI_SQL', expression: 'days > 21' },
                    { dialect: 'MDX', expression: '[late]' },
                  ],
                },
              },
            ],
          },
          { name: 'readers', source: 'town.library.readers', primary_key: ['reader_id'], ai_context: { synonyms: ['members'] } },
        ],
        relationships: [
          { name: 'lent_to', from: 'loans', to: 'readers', from_columns: ['reader_id'], to_columns: ['reader_id'] },
          { name: 'renewed_by', from: 'loans', to: 'readers', from_columns: ['renewer_id'], to_columns: ['reader_id'] },
        ],
        metrics,
      },
    ],
  })
  const read = (...metrics: readonly object[]) => again(foreign(metrics))

  test('datasets, keys and relationships become models and entities; a target that is reached twice is told apart by the relationship', () => {
    const { manifest } = read()
    expect(manifest.models).toMatchObject([
      { name: 'loans', relation: { table: 'loans', schema: 'library', database: 'town' }, timeDimension: 'lent_on' },
      { name: 'readers', meta: { synonyms: ['members'] } },
    ])
    expect(manifest.models[0]?.entities).toEqual([
      { name: 'loans', type: 'primary', expr: 'loan_id' },
      { name: 'readers', type: 'foreign', expr: 'reader_id' },
      { name: 'renewed_by', type: 'foreign', expr: 'renewer_id' },
    ])
    expect(manifest.models[1]?.entities).toContainEqual({ name: 'renewed_by', type: 'unique', expr: 'reader_id' })
  })

  test('expressions are taken apart: simple, ratio, derived', () => {
    const { manifest, losses: told } = read(
      metric('days_lent', 'SUM(loans.days)'),
      metric('days_per_reader', 'SUM(loans.days) / NULLIF(COUNT(DISTINCT readers.reader_id), 0)'),
      metric('late_share', 'COUNT(CASE WHEN loans.late THEN loans.loan_id END) / COUNT(*)'),
      metric('late_net', 'SUM(CASE WHEN loans.late THEN 1 ELSE 0 END) - 2 * MAX(loans.days)'),
    )
    expect(manifest.metrics.map(({ name, type }) => [name, type])).toEqual([
      ['days_lent', 'simple'],
      ['days_per_reader', 'ratio'],
      ['late_net', 'derived'],
    ])
    expect(manifest.models.flatMap(({ measures }) => measures)).toMatchObject([
      { name: 'days_lent', agg: 'sum', expr: 'days' },
      { name: 'days_per_reader_1', agg: 'sum', expr: 'days', createsMetric: true },
      { name: 'late_net_1', agg: 'sum', expr: 'CASE WHEN (days > 21) THEN 1 ELSE 0 END' },
      { name: 'late_net_2', agg: 'max', expr: 'days' },
      { name: 'days_per_reader_2', agg: 'count_distinct', expr: 'reader_id' },
    ])
    expect(told.find(({ path }) => path.includes('late_share'))).toMatchObject({ action: 'refused', reason: 'COUNT(*) does not say which dataset it is over.' })
    expect(told.find(({ construct }) => construct === 'MDX')).toMatchObject({ action: 'refused' })
  })

  test.each([
    ['42', 'It has no aggregate'],
    ['SUM(loans.days', 'bracket is not closed'],
    ['SUM(loans.days * readers.age)', 'together'],
    ['SUM(books.pages)', 'There is no dataset “books”.'],
    ['SUM(SUM(loans.days))', 'An aggregate inside an aggregate'],
    ['SUM(loans.days) OVER (PARTITION BY 1)', 'window'],
    ['SUM(DISTINCT loans.days)', 'is not read'],
    ['SUM(1)', 'dataset'],
    ['SUM(loans.days); drop table loans', ''],
  ])('%s is refused with its reason', (expression, reason) => {
    const { manifest, losses: told } = read(metric('own', expression))
    expect(manifest.metrics).toEqual([])
    const loss = told.find(({ path, action }) => path.includes('own') && action === 'refused')
    expect(loss?.reason).toContain(reason)
  })

  test('every member that has no place is told', () => {
    const odd = again({ semantic_model: [{ ...foreign([]).semantic_model[0], flavour: 'mint', custom_extensions: [{ vendor_name: 'DBT', data: '{}' }] }] })
    expect(odd.losses.map(({ construct }) => construct)).toEqual(expect.arrayContaining(['flavour', 'custom_extension']))
  })
})
