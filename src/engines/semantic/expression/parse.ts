import { Refusal } from '../refusal.ts'
import { castTypes, functions, isFunctionName, type BinaryOperator, type CastType, type Expression } from './expression.ts'
import { parseReference } from './reference.ts'
import { tokensOf, type Token } from './tokens.ts'

/**
 * Reads an expression of the safe language. Precedence from loose to tight: or, and, not, comparison (is null, in, between, like), + - ||, * / %,
 * sign, cast (::). Throws a Refusal that names what is not in the language: a subquery, a window, a function that is not listed.
 */
export function parseExpression(text: string): Expression {
  const reader = readerOf(text)
  const expression = parseOr(reader, 0)
  if (reader.peek().type !== 'end') throw reader.refuse(`“${reader.peek().raw}” stands where the expression should end`)
  return expression
}

interface Reader {
  peek(ahead?: number): Token
  next(): Token
  /** Takes the token when it is this symbol or keyword. */
  takes(raw: string): boolean
  expect(raw: string): void
  refuse(why: string, hint?: string): Refusal
}

const deepest = 100

function readerOf(text: string): Reader {
  const tokens = tokensOf(text)
  const end: Token = { type: 'end', value: '', raw: '', at: text.length }
  let at = 0
  const peek = (ahead = 0): Token => tokens[at + ahead] ?? end
  const refuse = (why: string, hint = ''): Refusal => new Refusal('unsupported', `“${text.trim()}”: ${why}.`, hint)
  const takes = (raw: string): boolean => {
    const isIt = (peek().type === 'symbol' || peek().type === 'word') && peek().value === raw
    if (isIt) at += 1
    return isIt
  }
  return {
    peek,
    refuse,
    takes,
    next: () => {
      const token = peek()
      at += 1
      return token
    },
    expect(raw) {
      if (!takes(raw)) throw refuse(peek().type === 'end' ? `“${raw}” is missing at the end` : `“${raw}” is expected before “${peek().raw}”`)
    },
  }
}

type Parse = (reader: Reader, depth: number) => Expression

function parseOr(reader: Reader, depth: number): Expression {
  if (depth > deepest) throw reader.refuse(`it nests deeper than ${deepest} levels`)
  let left = parseAnd(reader, depth)
  while (reader.takes('or')) left = { is: 'binary', operator: 'or', left, right: parseAnd(reader, depth) }
  return left
}

function parseAnd(reader: Reader, depth: number): Expression {
  let left = parseNot(reader, depth)
  while (reader.takes('and')) left = { is: 'binary', operator: 'and', left, right: parseNot(reader, depth) }
  return left
}

function parseNot(reader: Reader, depth: number): Expression {
  if (depth > deepest) throw reader.refuse(`it nests deeper than ${deepest} levels`)
  return reader.takes('not') ? { is: 'not', of: parseNot(reader, depth + 1) } : parseComparison(reader, depth)
}

const comparisons: Readonly<Record<string, BinaryOperator>> = { '=': '=', '==': '=', '!=': '!=', '<>': '!=', '<': '<', '<=': '<=', '>': '>', '>=': '>=' }

function parseComparison(reader: Reader, depth: number): Expression {
  const left = parseSum(reader, depth)
  const token = reader.peek()
  const operator = token.type === 'symbol' ? comparisons[token.value] : undefined
  if (operator) {
    reader.next()
    return { is: 'binary', operator, left, right: parseSum(reader, depth) }
  }
  if (reader.takes('is')) return parseIs(reader, left)
  const negated = ['in', 'between', 'like', 'ilike'].includes(reader.peek(1).value) && reader.takes('not')
  if (reader.takes('in')) return { is: 'in', of: left, list: parseList(reader, depth), negated }
  if (reader.takes('like')) return { is: 'like', of: left, pattern: parseSum(reader, depth), negated, anyCase: false }
  if (reader.takes('ilike')) return { is: 'like', of: left, pattern: parseSum(reader, depth), negated, anyCase: true }
  if (!reader.takes('between')) return left
  const low = parseSum(reader, depth)
  reader.expect('and')
  return { is: 'between', of: left, low, high: parseSum(reader, depth), negated }
}

function parseIs(reader: Reader, of: Expression): Expression {
  const negated = reader.takes('not')
  if (reader.takes('null')) return { is: 'isNull', of, negated }
  const [isTrue, isFalse] = [reader.takes('true'), reader.takes('false')]
  if (!isTrue && !isFalse) throw reader.refuse('after “is” stands null, true or false')
  const sure: Expression = {
    is: 'call',
    call: 'coalesce',
    args: [
      { is: 'binary', operator: '=', left: of, right: { is: 'boolean', value: isTrue } },
      { is: 'boolean', value: false },
    ],
  }
  return negated ? { is: 'not', of: sure } : sure
}

function parseList(reader: Reader, depth: number): Expression[] {
  reader.expect('(')
  if (['select', 'with'].includes(reader.peek().value)) throw reader.refuse('a subquery is not in the language', 'List the values.')
  const list = [parseOr(reader, depth + 1)]
  while (reader.takes(',')) list.push(parseOr(reader, depth + 1))
  reader.expect(')')
  return list
}

const leftward =
  (operators: readonly BinaryOperator[], tighter: Parse): Parse =>
  (reader, depth) => {
    let left = tighter(reader, depth)
    for (;;) {
      const operator = reader.peek().type === 'symbol' ? operators.find((one) => one === reader.peek().value) : undefined
      if (!operator) return left
      reader.next()
      left = { is: 'binary', operator, left, right: tighter(reader, depth) }
    }
  }

const parseProduct = leftward(['*', '/', '%'], parseSign)
const parseSum = leftward(['+', '-', '||'], parseProduct)

function parseSign(reader: Reader, depth: number): Expression {
  if (depth > deepest) throw reader.refuse(`it nests deeper than ${deepest} levels`)
  if (reader.takes('-')) return { is: 'negative', of: parseSign(reader, depth + 1) }
  if (reader.takes('+')) return parseSign(reader, depth + 1)
  let of = parseOperand(reader, depth)
  while (reader.takes('::')) of = { is: 'cast', of, to: parseType(reader) }
  return of
}

function parseOperand(reader: Reader, depth: number): Expression {
  const token = reader.next()
  if (token.type === 'number') return { is: 'number', value: token.value }
  if (token.type === 'text') return { is: 'text', value: token.value }
  if (token.type === 'template') return { is: 'reference', reference: parseReference(token.value) }
  if (token.type === 'quoted') return named(reader, token.value)
  if (token.type === 'word') return parseWord(reader, token, depth)
  if (token.raw !== '(') throw reader.refuse(token.type === 'end' ? 'it ends too early' : `“${token.raw}” stands where a value should`)
  if (['select', 'with'].includes(reader.peek().value)) throw reader.refuse('a subquery is not in the language')
  const inner = parseOr(reader, depth + 1)
  reader.expect(')')
  return inner
}

const constants: Readonly<Record<string, Expression>> = {
  null: { is: 'null' },
  true: { is: 'boolean', value: true },
  false: { is: 'boolean', value: false },
}
const reserved = new Set([
  'select',
  'from',
  'where',
  'and',
  'or',
  'not',
  'in',
  'is',
  'like',
  'ilike',
  'between',
  'when',
  'then',
  'else',
  'end',
  'as',
  'over',
  'interval',
  'exists',
  'distinct',
  'union',
  'join',
  'on',
  'group',
  'order',
  'by',
])

function parseWord(reader: Reader, token: Token, depth: number): Expression {
  const constant = constants[token.value]
  if (constant && Object.hasOwn(constants, token.value)) return constant
  if (token.value === 'case') return parseCase(reader, depth)
  if (token.value === 'cast' || token.value === 'try_cast') return parseCast(reader, token, depth)
  if (reserved.has(token.value)) throw reader.refuse(`“${token.raw}” is not in the language`)
  if (token.value === 'date' && reader.peek().type === 'text') return { is: 'cast', of: { is: 'text', value: reader.next().value }, to: 'date' }
  if (token.value === 'timestamp' && reader.peek().type === 'text') return { is: 'cast', of: { is: 'text', value: reader.next().value }, to: 'timestamp' }
  return reader.takes('(') ? parseCall(reader, token, depth) : named(reader, token.raw)
}

/** A name alone: a column of the model’s own table. `table.column` would reach past it. */
function named(reader: Reader, name: string): Expression {
  if (reader.peek().raw === '.') throw reader.refuse(`“${name}.” names a table`, 'Name columns of the model’s own table alone; join through entities.')
  if (!/^[\w $-]{1,128}$/.test(name)) throw reader.refuse(`“${name}” is not the name of a column`)
  return { is: 'name', name }
}

function parseCall(reader: Reader, token: Token, depth: number): Expression {
  if (token.value === 'date_trunc') return parseTrunc(reader, depth)
  const name = { ifnull: 'coalesce', nvl: 'coalesce', ceiling: 'ceil', len: 'length' }[token.value] ?? token.value
  if (!isFunctionName(name))
    throw reader.refuse(`the function “${token.value}” is not in the language`, `It has ${Object.keys(functions).join(', ')}, case and cast.`)
  const args = reader.peek().raw === ')' ? [] : [parseOr(reader, depth + 1)]
  while (reader.takes(',')) args.push(parseOr(reader, depth + 1))
  reader.expect(')')
  if (reader.peek().value === 'over') throw reader.refuse('a window (“over”) is not in the language', 'Use a cumulative metric.')
  const [least, most] = functions[name]
  if (args.length < least || args.length > most)
    throw reader.refuse(`${name} takes ${least === most ? least : `${least} to ${most}`} arguments, not ${args.length}`)
  return { is: 'call', call: name, args }
}

function parseTrunc(reader: Reader, depth: number): Expression {
  const grain = reader.next()
  if (grain.type !== 'text') throw reader.refuse('date_trunc names its grain first, in quotes')
  reader.expect(',')
  const of = parseOr(reader, depth + 1)
  reader.expect(')')
  return { is: 'bucket', of, grain: grain.value.toLowerCase() }
}

function parseCase(reader: Reader, depth: number): Expression {
  const subject = reader.peek().value === 'when' ? undefined : parseOr(reader, depth + 1)
  const when: { test: Expression; then: Expression }[] = []
  while (reader.takes('when')) {
    const condition = parseOr(reader, depth + 1)
    reader.expect('then')
    when.push({ test: subject ? { is: 'binary', operator: '=', left: subject, right: condition } : condition, then: parseOr(reader, depth + 1) })
  }
  if (when.length === 0) throw reader.refuse('a case needs a “when”')
  const otherwise: Expression = reader.takes('else') ? parseOr(reader, depth + 1) : { is: 'null' }
  reader.expect('end')
  return { is: 'case', when, otherwise }
}

function parseCast(reader: Reader, token: Token, depth: number): Expression {
  if (token.value === 'try_cast') throw reader.refuse('try_cast turns faults into nulls', 'Use cast.')
  reader.expect('(')
  const of = parseOr(reader, depth + 1)
  reader.expect('as')
  const to = parseType(reader)
  reader.expect(')')
  return { is: 'cast', of, to }
}

const synonyms: Readonly<Record<string, CastType>> = {
  int: 'integer',
  bigint: 'integer',
  smallint: 'integer',
  int64: 'integer',
  float: 'double',
  float64: 'double',
  real: 'double',
  numeric: 'decimal',
  number: 'decimal',
  varchar: 'text',
  string: 'text',
  char: 'text',
  datetime: 'timestamp',
  bool: 'boolean',
}

function parseType(reader: Reader): CastType {
  const word = reader.next().value
  const known = castTypes.find((type) => type === word) ?? (Object.hasOwn(synonyms, word) ? synonyms[word] : undefined)
  if (!known) throw reader.refuse(`“${word}” is not a type of the language`, `It has ${castTypes.join(', ')}.`)
  if (reader.takes('(')) {
    while (reader.peek().type === 'number' || reader.peek().raw === ',') reader.next()
    reader.expect(')')
  }
  return known
}
