import type { Expression } from '../expression/expression.ts'
import type { Relation as Stored } from '../model.ts'
import type { Relation, Rows } from '../plan/nodes.ts'
import { column, scalar, word } from './scalars.ts'

/** What stands behind FROM and WHERE. */
export interface RowsText {
  readonly from: string
  readonly where: readonly string[]
}

/** Rows as text. `named` gives the name under which a relation stands in the query. */
export function rowsText(rows: Rows, zone: string, named: (relation: Relation) => string): RowsText {
  if (rows.node === 'source') return { from: `${tableText(rows.table)} AS ${rows.alias}`, where: [] }
  const { from, where } = rowsText(rows.input, zone, named)
  const text = (expression: Expression): string => scalar(expression, zone)
  if (rows.node === 'filter') return { from, where: [...where, text(rows.where)] }
  if (rows.node === 'attach') {
    const on = rows.on.map((ours, place) => `${text(ours)} = ${column(rows.alias, `k${place}`)}`)
    return { from: `${from}\n  LEFT JOIN ${named(rows.relation)} AS ${rows.alias} ON ${on.join(' AND ')}`, where }
  }
  const on = rows.on.map(({ ours, theirs }) => `${text(ours)} = ${text(theirs)}`)
  const { validity } = rows
  const valid = validity
    ? [`${text(validity.at)} >= ${text(validity.start)}`, `(${text(validity.end)} IS NULL OR ${text(validity.at)} < ${text(validity.end)})`]
    : []
  return { from: `${from}\n  LEFT JOIN ${tableText(rows.table)} AS ${rows.alias} ON ${[...on, ...valid].join(' AND ')}`, where }
}

/** A table, or the last version of each of its keys. */
export function tableText({ table, latest }: Stored): string {
  if (!latest) return word(table)
  const order = `row_number() OVER (PARTITION BY ${latest.key.map(word).join(', ')} ORDER BY ${word(latest.by)} DESC NULLS LAST)`
  return `(SELECT * FROM ${word(table)} QUALIFY ${order} = 1)`
}

export function fromWhere({ from, where }: RowsText): string {
  return `FROM ${from}${where.length > 0 ? `\nWHERE ${where.join(' AND ')}` : ''}`
}
