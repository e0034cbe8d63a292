import type { PlainTable } from '#platform/columnar/tableStore.ts'

/**
 * A chain of two bakeries, small enough to count by hand. Shop s1 grows from small to big on 20 January. Orders:
 *   o1 s1 b1 5 Jan 10 gift | o2 s1 b2 31 Jan 20 | o3 s2 b1 29 Feb 30 | o4 s2 b3 31 Mar 40 gift | o5 (no shop) b1 31 Mar 5
 */
export const manifest = `
semantic_models:
  - name: orders
    node_relation: { alias: orders, schema_name: bakery }
    defaults: { agg_time_dimension: at }
    primary_entity: order
    entities:
      - { name: shop, type: foreign, expr: shop_id }
      - { name: buyer, type: foreign, expr: buyer_id }
    dimensions:
      - { name: at, type: time, type_params: { time_granularity: day } }
      - { name: is_gift, type: categorical }
      - { name: large, type: categorical, expr: "case when amount >= 30 then 'large' else 'small' end" }
    measures:
      - { name: orders, agg: count, expr: 1, create_metric: true }
      - { name: amount, agg: sum, create_metric: true }
      - { name: buyers, agg: count_distinct, expr: buyer_id, create_metric: true }
      - { name: gifts, agg: sum_boolean, expr: is_gift, create_metric: true }
      - { name: amount_p50, agg: percentile, expr: amount, agg_params: { percentile: 0.5 }, create_metric: true }
      - { name: broken, agg: sum, expr: "read_csv('/etc/passwd')", create_metric: true }
      - { name: lost, agg: sum, expr: no_such_column, create_metric: true }
  - name: shops
    node_relation: { alias: shops, schema_name: bakery }
    primary_entity: shop
    entities:
      - { name: shop, type: natural, expr: shop_id }
      - { name: city, type: foreign, expr: city_id }
    dimensions:
      - { name: size, type: categorical }
      - { name: opens, type: time, expr: valid_from, type_params: { time_granularity: day, validity_params: { is_start: true } } }
      - { name: closes, type: time, expr: valid_to, type_params: { time_granularity: day, validity_params: { is_end: true } } }
  - name: cities
    node_relation: { alias: cities, schema_name: bakery }
    entities: [{ name: city, type: primary, expr: city_id }]
    dimensions: [{ name: country, type: categorical }]
    measures: [{ name: cities, agg: count, expr: city_id, create_metric: true }]
  - name: visits
    node_relation: { alias: visits, schema_name: bakery }
    defaults: { agg_time_dimension: at }
    primary_entity: visit
    entities: [{ name: buyer, type: foreign, expr: buyer_id }]
    dimensions:
      - { name: at, type: time, type_params: { time_granularity: day } }
      - { name: source, type: categorical }
    measures: [{ name: visits, agg: count, expr: 1, create_metric: true }]
  - name: stock
    node_relation: { alias: stock, schema_name: bakery }
    defaults: { agg_time_dimension: at }
    primary_entity: count_of_stock
    entities: [{ name: shop, type: foreign, expr: shop_id }]
    dimensions: [{ name: at, type: time, type_params: { time_granularity: day } }]
    measures:
      - { name: stock_last, agg: sum, expr: units, create_metric: true, non_additive_dimension: { name: at, window_choice: max } }
      - { name: stock_by_shop, agg: sum, expr: units, create_metric: true, non_additive_dimension: { name: at, window_choice: max, window_groupings: [shop] } }
      - { name: stock_first, agg: sum, expr: units, create_metric: true, non_additive_dimension: { name: at, window_choice: min } }
metrics:
  - { name: gift_share, type: ratio, type_params: { numerator: { name: amount, filter: "{{ Dimension('order__is_gift') }}", alias: gift_amount }, denominator: amount } }
  - { name: visits_per_order, type: ratio, type_params: { numerator: visits, denominator: orders } }
  - { name: nothing_below, type: derived, type_params: { expr: amount / (orders - orders), metrics: [{ name: amount }, { name: orders }] } }
  - { name: mean_order, type: derived, type_params: { expr: "round(amount / nullif(orders, 0), 2)", metrics: [{ name: amount }, { name: orders }] } }
  - { name: amount_last_month, type: derived, type_params: { expr: before, metrics: [{ name: amount, alias: before, offset_window: 1 month }] } }
  - { name: amount_growth, type: derived, type_params: { expr: amount - before, metrics: [{ name: amount }, { name: amount, alias: before, offset_window: 1 month }] } }
  - { name: amount_two_weeks_ago, type: derived, type_params: { expr: before, metrics: [{ name: amount, alias: before, offset_window: 14 days }] } }
  - { name: amount_at_start, type: derived, type_params: { expr: total, metrics: [{ name: amount_all_time, alias: total, offset_to_grain: month }] } }
  - { name: amount_all_time, type: cumulative, type_params: { measure: amount } }
  - { name: amount_all_time_last, type: cumulative, type_params: { measure: amount, cumulative_type_params: { period_agg: last } } }
  - { name: amount_31_days, type: cumulative, type_params: { measure: amount, cumulative_type_params: { window: 31 days, period_agg: last } } }
  - { name: buyers_60_days, type: cumulative, type_params: { measure: buyers, cumulative_type_params: { window: 60 days, period_agg: last } } }
  - { name: amount_to_date, type: cumulative, type_params: { measure: amount, cumulative_type_params: { grain_to_date: month } } }
  - { name: stock_running, type: cumulative, type_params: { measure: stock_last } }
  - { name: conversion_week, type: conversion, type_params: { conversion_type_params: { base_measure: visits, conversion_measure: orders, entity: buyer, window: 7 days } } }
  - { name: conversions_ever, type: conversion, type_params: { conversion_type_params: { base_measure: visits, conversion_measure: orders, entity: buyer, calculation: conversions } } }
  - { name: orders_filled, type: simple, type_params: { measure: { name: orders, fill_nulls_with: 0, join_to_timespine: true } } }
  - { name: orders_of_regulars, type: simple, type_params: { measure: orders }, filter: "{{ Metric('orders', ['buyer']) }} > 1" }
  - { name: weeks_of_payback, type: derived, type_params: { expr: 'NULL' }, config: { meta: { throughline: { type: survival, params: { start: visit } } } } }
saved_queries:
  - { name: by_month, query_params: { metrics: [orders], group_by: ["TimeDimension('metric_time', 'month')"], where: ["{{ Dimension('order__is_gift') }} = false"] } }
project_configuration:
  time_spines:
    - { node_relation: { alias: days, schema_name: bakery }, primary_column: { name: day, time_granularity: day }, custom_granularities: [{ name: season }] }
`

const table = (name: string, columns: string, rows: string): PlainTable => {
  const heads = columns.split(' ').map((one) => one.split(':'))
  const types = { s: 'STRING', i: 'INT', f: 'FLOAT', b: 'BOOLEAN', t: 'TIME' } as const
  const typeOf = (letter: string | undefined): PlainTable['columns'][number]['type'] =>
    types[letter === 'i' || letter === 'f' || letter === 'b' || letter === 't' ? letter : 's']
  return {
    name,
    columns: heads.map(([head = '', letter]) => ({ name: head, type: typeOf(letter) })),
    rows: rows.split(';').map((row) =>
      row
        .trim()
        .split(' ')
        .map((cell) => (cell === '-' ? null : cell)),
    ),
  }
}

const days = Array.from({ length: 152 }, (_, index) => new Date(Date.UTC(2024, 0, 1 + index)).toISOString().slice(0, 10))

export const tables: readonly PlainTable[] = [
  table(
    'orders',
    'order_id:s shop_id:s buyer_id:s at:t amount:f is_gift:b',
    'o1 s1 b1 2024-01-05 10 True; o2 s1 b2 2024-01-31 20 False; o3 s2 b1 2024-02-29 30 False; o4 s2 b3 2024-03-31 40 True; o5 - b1 2024-03-31 5 False',
  ),
  table('shops', 'shop_id:s size:s city_id:s valid_from:t valid_to:t', 's1 small c1 2024-01-01 2024-01-20; s1 big c1 2024-01-20 -; s2 small c2 2024-01-01 -'),
  table('cities', 'city_id:s country:s', 'c1 fr; c2 de'),
  table('visits', 'visit_id:s buyer_id:s at:t source:s', 'v1 b1 2024-01-01 ad; v2 b1 2024-01-04 mail; v3 b2 2024-01-10 ad; v4 b3 2024-03-30 mail'),
  table('stock', 'shop_id:s at:t units:i', 's1 2024-01-01 5; s1 2024-01-31 7; s2 2024-01-31 2; s1 2024-02-29 4'),
  table('days', 'day:t season:t', days.map((day) => `${day} ${day < '2024-03-20' ? '2023-12-21' : '2024-03-20'}`).join(';')),
]
