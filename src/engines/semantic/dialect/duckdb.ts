import type { Guard, Input, Order, Plan, Relation } from '../plan/nodes.ts'
import { grouped, relationText, sideBySide, type Parts } from './relations.ts'
import { fromWhere, rowsText, tableText } from './rows.ts'
import { bucket, scalar, word } from './scalars.ts'

/** A plan as DuckDB reads it. Names stand in double quotes, values as quoted literals: nothing of a question reaches the text in any other way. */
export interface PlanText {
  /** The answer: the key columns and one column per metric. */
  readonly answer: string
  /** What went in: columns i, n, first, last. Null when there is nothing to count. */
  readonly inputs: string | null
  /** Claims of the model that the tables break: columns g, example. No rows is good. Null when the answer makes no join. */
  readonly guards: string | null
}

export function duckdbText({ root, inputs, guards, timeZone }: Plan): PlanText {
  const distinct = uniqueGuards(guards)
  return {
    answer: withParts(timeZone, (parts) => orderText(root, parts)),
    inputs: inputs.length === 0 ? null : withParts(timeZone, (parts) => inputs.map((input, place) => inputText(input, place, parts)).join('\nUNION ALL\n')),
    guards: distinct.length === 0 ? null : distinct.map((guard, place) => guardText(guard, place, timeZone)).join('\nUNION ALL\n'),
  }
}

/** Guards that ask the same, once; in the order of `guards` numbers. */
export function uniqueGuards(guards: readonly Guard[]): Guard[] {
  const seen = new Map<string, Guard>()
  for (const guard of guards) {
    const key = JSON.stringify({ ...guard, alias: '' }).replaceAll(`"of":"${guard.alias}"`, '"of":""')
    if (!seen.has(key)) seen.set(key, guard)
  }
  return [...seen.values()]
}

function withParts(zone: string, write: (parts: Parts) => string): string {
  const [texts, names] = [new Map<string, string>(), new Map<string, string>()]
  const part = (text: string): string => {
    const known = texts.get(text)
    if (known !== undefined) return known
    const name = `p${texts.size}`
    texts.set(text, name)
    return name
  }
  const parts: Parts = {
    zone,
    part,
    named(relation: Relation) {
      const key = JSON.stringify(relation)
      const name = names.get(key) ?? part(relationText(relation, parts))
      names.set(key, name)
      return name
    },
  }
  const last = write(parts)
  const head = [...texts].map(([text, name]) => `${name} AS (\n${text}\n)`).join(',\n')
  return head === '' ? last : `WITH ${head}\n${last}`
}

function orderText({ keys, width, metrics, distinct, orderBy, limit }: Order, parts: Parts): string {
  const shown = keys.map(({ name, place, bucket: grain }) => `${grain ? bucket(`k${place}`, grain) : `k${place}`} AS ${word(name)}`)
  const columns = metricColumns(metrics)
  const source = distinct
    ? `SELECT DISTINCT ${distinct.keys.map((key, place) => `${scalar(key, parts.zone)} AS k${place}`).join(', ')}\n${fromWhere(rowsText(distinct.rows, parts.zone, (one) => parts.named(one)))}`
    : sideBySide(columns.inputs, width, parts)
  const order = orderBy.map(({ column, descending }) => `${word(column)} ${descending ? 'DESC' : 'ASC'} NULLS LAST`)
  return [
    `SELECT ${[...shown, ...columns.values, ...columns.reasons].join(', ')}`,
    `FROM (${source})`,
    ...(order.length > 0 ? [`ORDER BY ${order.join(', ')}`] : []),
    ...(limit === undefined ? [] : [`LIMIT ${limit}`]),
  ].join('\n')
}

/** The column that says why a metric is null. */
export const reasonColumn = (place: number): string => `why ${place}`

/** The metrics, and behind them what they were made of: a null whose parts are all there has no denominator, any other has no rows. */
function metricColumns(metrics: Order['metrics']): { readonly inputs: Order['metrics'][number][]; readonly values: string[]; readonly reasons: string[] } {
  const inputs: Order['metrics'][number][] = [...metrics]
  const reasons = metrics.map(({ relation, name }, place) => {
    const first = inputs.length
    if (relation.node === 'combine') inputs.push(...relation.inputs.map((input) => ({ ...input, name })))
    const lacks = Array.from({ length: inputs.length - first }, (_, at) => `v${first + at} IS NULL`)
    const why = lacks.length > 0 ? `CASE WHEN ${lacks.join(' OR ')} THEN 'no_data' ELSE 'no_denominator' END` : `'no_data'`
    return `CASE WHEN v${place} IS NULL OR NOT isfinite(v${place}) THEN ${why} END AS ${word(reasonColumn(place))}`
  })
  return { inputs, reasons, values: metrics.map(({ name }, place) => `CASE WHEN isfinite(v${place}) THEN v${place} END AS ${word(name)}`) }
}

function inputText({ rows, at }: Input, place: number, parts: Parts): string {
  const text = rowsText(rows, parts.zone, (one) => parts.named(one))
  const edge = (which: 'min' | 'max'): string => (at ? `CAST(${which}(${scalar(at, parts.zone)}) AS VARCHAR)` : 'CAST(NULL AS VARCHAR)')
  return `SELECT ${place} AS i, count(*) AS n, ${edge('min')} AS first, ${edge('max')} AS last\n${fromWhere(text)}`
}

function guardText({ table, alias, keys, validity }: Guard, place: number, zone: string): string {
  const texts = keys.map((key) => scalar(key, zone))
  const known = texts.map((text) => `${text} IS NOT NULL`).join(' AND ')
  const named = texts.map((text, at) => `${text} AS k${at}`).join(', ')
  const example = texts.map((_, at) => `CAST(k${at} AS VARCHAR)`).join(` || ', ' || `)
  if (!validity)
    return `SELECT ${place} AS g, ${example} AS example FROM (SELECT ${named} FROM ${tableText(table)} AS ${alias} WHERE ${known}${grouped(keys.length)} HAVING count(*) > 1 ORDER BY ALL LIMIT 1)`
  const [start, end] = [scalar(validity.start, zone), scalar(validity.end, zone)]
  const next = `lead(${start}) OVER (PARTITION BY ${texts.join(', ')} ORDER BY ${start}, ${end} NULLS LAST) AS next_start`
  const rows = `SELECT ${named}, ${end} AS end_at, ${next} FROM ${tableText(table)} AS ${alias} WHERE ${known} AND (${end} IS NULL OR ${start} < ${end})`
  return `SELECT ${place} AS g, ${example} AS example FROM (SELECT * FROM (${rows}) WHERE next_start IS NOT NULL AND (end_at IS NULL OR next_start < end_at) ORDER BY ALL LIMIT 1)`
}
