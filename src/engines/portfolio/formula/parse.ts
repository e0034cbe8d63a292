/** A score formula as a tree: numbers, names, operators and the functions of `functions`; there is nothing else in the language. */
export type Formula =
  | { readonly is: 'number'; readonly value: number }
  | { readonly is: 'name'; readonly name: string }
  | { readonly is: 'negative'; readonly of: Formula }
  | { readonly is: 'binary'; readonly operator: Operator; readonly left: Formula; readonly right: Formula }
  | { readonly is: 'call'; readonly call: FunctionName; readonly args: readonly Formula[] }

export type Operator = '+' | '-' | '*' | '/' | '^' | '<' | '<=' | '>' | '>=' | '=' | '!='

/** How many arguments each function takes, at least and at most. */
export const functions = {
  min: [1, 50],
  max: [1, 50],
  sum: [1, 50],
  avg: [1, 50],
  abs: [1, 1],
  sqrt: [1, 1],
  log: [1, 2],
  clamp: [3, 3],
  if: [3, 3],
  coalesce: [1, 50],
  map: [3, 50],
} as const satisfies Readonly<Record<string, readonly [number, number]>>
export type FunctionName = keyof typeof functions

/** A formula that cannot be read; `at` counts characters from 1. */
export class FormulaFault extends Error {
  readonly at: number
  constructor(message: string, at: number) {
    super(message)
    this.at = at
  }
}

interface Token {
  readonly type: 'number' | 'name' | 'symbol' | 'end'
  readonly text: string
  readonly at: number
}

/** Figures, names and operators that a formula may have: each is one step of what it takes to work out. */
const mostSteps = 100

/** Reads a formula such as `(reach * impact) / max(effort, 0.5)`. Precedence from loose to tight: comparison, + -, * /, sign, ^ (to the right). */
export function parseFormula(text: string): Formula {
  if (text.length > 2000) throw new FormulaFault('The formula is longer than 2,000 characters.', 2001)
  const tokens = tokensOf(text)
  const beyond = tokens.filter(isStep)[mostSteps]
  if (beyond) throw new FormulaFault(`The formula has more than ${mostSteps} figures, names and operators.`, beyond.at)
  const reader = readerOf(tokens)
  const formula = comparison(reader, 0)
  if (reader.peek().type !== 'end') throw new FormulaFault(`“${reader.peek().text}” stands where the formula should end.`, reader.peek().at)
  return formula
}

const isStep = ({ type, text }: Token): boolean => type !== 'end' && !['(', ')', ','].includes(text)

/** The inputs that a formula names, in order of first use. */
export function namesOf(formula: Formula): string[] {
  const found = new Set<string>()
  const visit = (node: Formula): void => {
    if (node.is === 'name') found.add(node.name)
    if (node.is === 'negative') visit(node.of)
    if (node.is === 'binary') [node.left, node.right].forEach(visit)
    if (node.is === 'call') node.args.forEach(visit)
  }
  visit(formula)
  return [...found]
}

const pattern = /\s*(?:(?<number>\d+(?:\.\d+)?(?:e[+-]?\d+)?)|(?<name>[A-Za-z_][A-Za-z0-9_]*)|(?<symbol><=|>=|!=|[-+*/^()<>=,]))/gy

function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  pattern.lastIndex = 0
  while (pattern.lastIndex < text.trimEnd().length) {
    const from = pattern.lastIndex
    const match = pattern.exec(text)
    if (!match) {
      const at = from + (/^\s*/.exec(text.slice(from))?.[0].length ?? 0)
      throw new FormulaFault(`“${text.charAt(at)}” is not in the language of formulas.`, at + 1)
    }
    const { number, name, symbol } = match.groups ?? {}
    const found = number ?? name ?? symbol ?? ''
    tokens.push({ type: number ? 'number' : name ? 'name' : 'symbol', text: found, at: pattern.lastIndex - found.length + 1 })
  }
  return [...tokens, { type: 'end', text: 'the end', at: text.length + 1 }]
}

interface Reader {
  peek(): Token
  next(): Token
  takes(...symbols: readonly string[]): string | null
  expect(symbol: string): void
}

function readerOf(tokens: readonly Token[]): Reader {
  let at = 0
  const end: Token = { type: 'end', text: 'the end', at: 0 }
  const peek = (): Token => tokens[at] ?? tokens.at(-1) ?? end
  const next = (): Token => {
    const token = peek()
    at += 1
    return token
  }
  const takes = (...symbols: readonly string[]): string | null => (peek().type === 'symbol' && symbols.includes(peek().text) ? next().text : null)
  return {
    peek,
    next,
    takes,
    expect(symbol) {
      if (takes(symbol) === null) throw new FormulaFault(`“${symbol}” is expected before ${peek().type === 'end' ? 'the end' : `“${peek().text}”`}.`, peek().at)
    },
  }
}

const deepest = 60
type Read = (reader: Reader, depth: number) => Formula

const chain =
  (operators: readonly Operator[], tighter: Read): Read =>
  (reader, depth) => {
    let left = tighter(reader, depth)
    for (let symbol = reader.takes(...operators); symbol !== null; symbol = reader.takes(...operators)) {
      const operator = operators.find((one) => one === symbol)
      if (operator) left = { is: 'binary', operator, left, right: tighter(reader, depth) }
    }
    return left
  }
const product = chain(['*', '/'], sign)
const total = chain(['+', '-'], product)
const compared = chain(['<', '<=', '>', '>=', '=', '!='], total)

function comparison(reader: Reader, depth: number): Formula {
  if (depth > deepest) throw new FormulaFault(`The formula nests deeper than ${deepest} levels.`, reader.peek().at)
  return compared(reader, depth)
}

function sign(reader: Reader, depth: number): Formula {
  if (depth > deepest) throw new FormulaFault(`The formula nests deeper than ${deepest} levels.`, reader.peek().at)
  if (reader.takes('-') !== null) return { is: 'negative', of: sign(reader, depth + 1) }
  const left = primary(reader, depth)
  return reader.takes('^') === null ? left : { is: 'binary', operator: '^', left, right: sign(reader, depth + 1) }
}

function primary(reader: Reader, depth: number): Formula {
  const token = reader.next()
  if (token.type === 'number') return { is: 'number', value: Number(token.text) }
  if (token.type === 'name') return reader.takes('(') === null ? { is: 'name', name: token.text } : call(reader, token, depth)
  if (token.text === '(') {
    const inner = comparison(reader, depth + 1)
    reader.expect(')')
    return inner
  }
  throw new FormulaFault(token.type === 'end' ? 'The formula ends too early.' : `“${token.text}” cannot stand here.`, token.at)
}

function call(reader: Reader, { text, at }: Token, depth: number): Formula {
  if (!isFunction(text)) throw new FormulaFault(`“${text}” is no function; there are ${Object.keys(functions).join(', ')}.`, at)
  const args: Formula[] = []
  if (reader.takes(')') === null) {
    do args.push(comparison(reader, depth + 1))
    while (reader.takes(',') !== null)
    reader.expect(')')
  }
  const [least, most] = functions[text]
  if (args.length < least || args.length > most)
    throw new FormulaFault(`${text} takes ${least === most ? least : `${least} to ${most}`} values, not ${args.length}.`, at)
  return { is: 'call', call: text, args }
}

const isFunction = (name: string): name is FunctionName => Object.hasOwn(functions, name)
