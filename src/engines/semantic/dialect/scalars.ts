import type { BinaryOperator, CastType, Expression, FunctionName } from '../expression/expression.ts'
import { isGrain, monthsIn } from '../grains.ts'
import type { Grain, Window } from '../model.ts'
import { Refusal } from '../refusal.ts'

/** A name of a table or column, in quotes. */
export function word(name: string): string {
  if (name.includes('\0') || name === '' || name.length > 200) throw new Refusal('invalid_model', `“${name}” is not a name.`)
  return `"${name.replaceAll('"', '""')}"`
}

/** A text in quotes. */
export function literal(text: string): string {
  if (text.includes('\0')) throw new Refusal('invalid_query', 'A text holds a null character.')
  return `'${text.replaceAll("'", "''")}'`
}

export const column = (alias: string, name: string): string => `${alias}.${word(name)}`

const types: Readonly<Record<CastType, string>> = {
  integer: 'BIGINT',
  double: 'DOUBLE',
  decimal: 'DECIMAL(38, 10)',
  text: 'VARCHAR',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
  boolean: 'BOOLEAN',
}
const operators: Readonly<Record<BinaryOperator, string>> = {
  '+': '+',
  '-': '-',
  '*': '*',
  '/': '/',
  '%': '%',
  '||': '||',
  '=': '=',
  '!=': '<>',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
  and: 'AND',
  or: 'OR',
}
const calls: Readonly<Record<FunctionName, string>> = {
  coalesce: 'coalesce',
  nullif: 'nullif',
  abs: 'abs',
  least: 'least',
  greatest: 'greatest',
  round: 'round',
  floor: 'floor',
  ceil: 'ceil',
  lower: 'lower',
  upper: 'upper',
  trim: 'trim',
  length: 'length',
  concat: 'concat',
}

/** An expression as DuckDB reads it. A denominator of 0 gives null, never infinity. */
export function scalar(expression: Expression, zone: string): string {
  const go = (part: Expression): string => scalar(part, zone)
  switch (expression.is) {
    case 'number':
      return expression.value
    case 'text':
      return literal(expression.value)
    case 'boolean':
      return expression.value ? 'true' : 'false'
    case 'null':
      return 'NULL'
    case 'column':
      return column(expression.of, expression.name)
    case 'not':
      return `(NOT ${go(expression.of)})`
    case 'negative':
      return `(- ${go(expression.of)})`
    case 'binary':
      return binary(expression.operator, go(expression.left), go(expression.right))
    case 'isNull':
      return `(${go(expression.of)} IS ${expression.negated ? 'NOT ' : ''}NULL)`
    case 'in':
      return `(${go(expression.of)} ${expression.negated ? 'NOT ' : ''}IN (${expression.list.map(go).join(', ')}))`
    case 'between':
      return `(${go(expression.of)} ${expression.negated ? 'NOT ' : ''}BETWEEN ${go(expression.low)} AND ${go(expression.high)})`
    case 'like':
      return `(${go(expression.of)} ${expression.negated ? 'NOT ' : ''}${expression.anyCase ? 'ILIKE' : 'LIKE'} ${go(expression.pattern)})`
    case 'case':
      return `CASE ${expression.when.map(({ test, then }) => `WHEN ${go(test)} THEN ${go(then)}`).join(' ')} ELSE ${go(expression.otherwise)} END`
    case 'cast':
      return `CAST(${go(expression.of)} AS ${types[expression.to]})`
    case 'call':
      return `${calls[expression.call]}(${expression.args.map(go).join(', ')})`
    case 'bucket':
      return bucket(go(expression.of), grainOf(expression.grain))
    case 'part':
      return `CAST(extract(${expression.part === 'dow' ? 'isodow' : expression.part} FROM ${moment(go(expression.of))}) AS INTEGER)`
    case 'local':
      return zone === 'UTC' ? go(expression.of) : `timezone(${literal(zone)}, timezone('UTC', ${moment(go(expression.of))}))`
    case 'shift':
      return later(go(expression.of), expression.window)
    default:
      throw new Refusal('invalid_model', `“${expression.is === 'name' ? expression.name : expression.reference.text}” was not resolved.`)
  }
}

function binary(operator: BinaryOperator, left: string, right: string): string {
  return operator === '/' || operator === '%' ? `(${left} ${operator} nullif(${right}, 0))` : `(${left} ${operators[operator]} ${right})`
}

export function grainOf(word: string): Grain {
  if (isGrain(word)) return word
  throw new Refusal('unsupported', `“${word}” is not a grain.`)
}

const moment = (text: string): string => `CAST(${text} AS TIMESTAMP)`
const isBelowDay = (grain: Grain): boolean => ['second', 'minute', 'hour'].includes(grain)

/** The start of the bucket: a date, or a timestamp below the day. Weeks start on Monday (ISO 8601). */
export function bucket(text: string, grain: Grain): string {
  if (grain === 'day') return `CAST(${moment(text)} AS DATE)`
  const cut = `date_trunc('${grain}', ${moment(text)})`
  return isBelowDay(grain) ? cut : `CAST(${cut} AS DATE)`
}

/** A moment moved later; whole months move from month to month. */
function later(text: string, window: Window): string {
  const unit = grainOf(window.unit)
  const start = monthsIn[unit] === undefined ? moment(text) : `date_trunc('month', ${moment(text)})`
  return `(${start} + ${interval(window)})`
}

export const interval = ({ count, unit }: Window): string => `INTERVAL '${count} ${grainOf(unit)}'`

/** A moment some windows earlier; the 31st becomes the last day of a shorter month. */
export const earlier = (text: string, window: Window): string => `(${moment(text)} - ${interval(window)})`

/** Every bucket from one moment to another, as the table `name` with the column b. */
export function series(low: string, high: string, grain: Grain, source: string): string {
  const step = `INTERVAL '1 ${grain}'`
  const value = isBelowDay(grain) ? 'b' : 'CAST(b AS DATE)'
  return `SELECT ${value} AS b FROM (SELECT unnest(generate_series(${moment(low)}, ${moment(high)}, ${step})) AS b${source})`
}

export const dayText = (day: string): string => `DATE ${literal(day)}`
