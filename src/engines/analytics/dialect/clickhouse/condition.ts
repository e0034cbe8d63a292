import { holds } from '../../columns/where.ts'
import type { Condition } from '../../query/parts.ts'
import { isPlain, type ValueSql } from './property.ts'
import { unsupported, type Looked } from './rows.ts'
import { listed, numeral, quoted } from './words.ts'

const orders: Readonly<Record<string, string>> = { lt: '<', lte: '<=', gt: '>', gte: '>=' }

/**
 * A condition on a value as `holds` judges it (columns/where.ts). What no function of ClickHouse tells in the same way is judged here, value by value, and those
 * that pass are named, or those that fail where they are fewer.
 */
export function conditionSql(condition: Condition, sql: ValueSql, looked: Looked, at: string): string {
  const { op, value } = condition
  if (op === 'set') return sql.isSet
  if (op === 'unset') return `NOT ${sql.isSet}`
  const given = [value].flat()
  if (op === 'eq' || op === 'in') return oneOf(given, sql)
  if (op === 'ne' || op === 'nin') return `NOT ${oneOf(given, sql)}`
  const parts = [
    ...[true, false].flatMap((each) => (holds(condition, each) ? [sql.is(each)] : [])),
    numbersThat(condition, sql, looked, at),
    textsThat(condition, sql, looked, at),
  ].filter((part) => part !== '0')
  return parts.length === 0 ? '0' : `(${parts.join(' OR ')})`
}

function oneOf(given: readonly unknown[], { isText, text, isNumber, number, is }: ValueSql): string {
  const texts = given.filter((each) => typeof each === 'string').filter((each) => each !== '')
  const numbers = given.filter((each) => typeof each === 'number')
  const parts = [
    ...(texts.length > 0 ? [`(${isText} AND ${text} IN ${listed(texts)})`] : []),
    ...(numbers.length > 0 ? [`(${isNumber} AND ${number} IN (${numbers.map(numeral).join(', ')}))`] : []),
    ...[true, false].flatMap((each) => (given.includes(each) ? [is(each)] : [])),
  ]
  return parts.length === 0 ? '0' : `(${parts.join(' OR ')})`
}

function numbersThat(condition: Condition, { isNumber, number }: ValueSql, { numbers }: Looked, at: string): string {
  const { op, value } = condition
  if (isNumber === '0') return '0'
  const order = orders[op]
  if (order !== undefined) return typeof value === 'number' ? `(${isNumber} AND ${number} ${order} ${numeral(value)})` : '0'
  if (numbers === null) throw tooMany(condition, at)
  return among(numbers, (each) => holds(condition, each), { is: isNumber, value: number, list: (some) => `(${some.map(numeral).join(', ')})` })
}

function textsThat(condition: Condition, { isText, text }: ValueSql, { texts }: Looked, at: string): string {
  const { op, value } = condition
  const order = orders[op]
  if (order !== undefined && typeof value !== 'string') return '0'
  if (order !== undefined && isPlain(value)) return `(${isText} AND ${text} ${order} ${quoted(String(value))})`
  const part = String(value).toLowerCase()
  if (op === 'contains' && isAscii(part)) return `(${isText} AND position(${lowered(text)}, ${quoted(part)}) > 0)`
  if (texts === null) throw tooMany(condition, at)
  return among(texts, (each) => holds(condition, each), { is: isText, value: text, list: listed })
}

const tooMany = ({ op, prop }: Condition, at: string) => unsupported(at, `“${op}” among so many values of ${prop}`)

const isAscii = (text: string): boolean => /^[\0-\x7f]*$/.test(text)

/** Small letters as far as they are ASCII: of all others, only the Kelvin sign and the capital I with a dot become letters that are. */
const lowered = (text: string): string => `lower(replaceAll(replaceAll(${text}, '\u212a', 'k'), '\u0130', 'i\u0307'))`

function among<T>(
  values: readonly T[],
  passes: (value: T) => boolean,
  { is, value, list }: { readonly is: string; readonly value: string; readonly list: (values: readonly T[]) => string },
): string {
  const [inside, outside] = [values.filter(passes), values.filter((each) => !passes(each))]
  if (inside.length === 0) return '0'
  if (outside.length === 0) return is
  return inside.length <= outside.length ? `(${is} AND ${value} IN ${list(inside)})` : `(${is} AND ${value} NOT IN ${list(outside)})`
}
