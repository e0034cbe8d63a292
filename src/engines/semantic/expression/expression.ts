import type { DatePart } from '../dateParts.ts'
import type { Window } from '../model.ts'

/**
 * The safe expression language: what may stand in a measure's `expr`, a derived metric's `expr` and a filter. It is a tree of these nodes and
 * nothing else; a dialect renders it. There is no way to name a table, run a statement or call a function that is not listed.
 */
export type Expression =
  | { readonly is: 'number'; readonly value: string }
  | { readonly is: 'text'; readonly value: string }
  | { readonly is: 'boolean'; readonly value: boolean }
  | { readonly is: 'null' }
  /** A column of the model's table, or an input of a derived metric. */
  | { readonly is: 'name'; readonly name: string }
  /** A column of a table in a plan, by the alias that the plan gave it. */
  | { readonly is: 'column'; readonly of: string; readonly name: string }
  /** {{ Dimension(...) }} and its kin, until the plan resolves it. */
  | { readonly is: 'reference'; readonly reference: Reference }
  | { readonly is: 'not'; readonly of: Expression }
  | { readonly is: 'negative'; readonly of: Expression }
  | { readonly is: 'binary'; readonly operator: BinaryOperator; readonly left: Expression; readonly right: Expression }
  | { readonly is: 'isNull'; readonly of: Expression; readonly negated: boolean }
  | { readonly is: 'in'; readonly of: Expression; readonly list: readonly Expression[]; readonly negated: boolean }
  | { readonly is: 'between'; readonly of: Expression; readonly low: Expression; readonly high: Expression; readonly negated: boolean }
  | { readonly is: 'like'; readonly of: Expression; readonly pattern: Expression; readonly negated: boolean; readonly anyCase: boolean }
  | { readonly is: 'case'; readonly when: readonly { readonly test: Expression; readonly then: Expression }[]; readonly otherwise: Expression }
  | { readonly is: 'cast'; readonly of: Expression; readonly to: CastType }
  | { readonly is: 'call'; readonly call: FunctionName; readonly args: readonly Expression[] }
  /** A moment cut to the start of its bucket. */
  | { readonly is: 'bucket'; readonly of: Expression; readonly grain: string }
  /** A part of a moment as a whole number: the month of whatever year. */
  | { readonly is: 'part'; readonly of: Expression; readonly part: DatePart }
  /** An instant in UTC as the clock of the question's zone shows it. */
  | { readonly is: 'local'; readonly of: Expression }
  /** A moment moved later. Months move whole months, so that no day of the 29th to the 31st is lost. */
  | { readonly is: 'shift'; readonly of: Expression; readonly window: Window }

export type BinaryOperator = '+' | '-' | '*' | '/' | '%' | '||' | '=' | '!=' | '<' | '<=' | '>' | '>=' | 'and' | 'or'

export const castTypes = ['integer', 'double', 'decimal', 'text', 'date', 'timestamp', 'boolean'] as const
export type CastType = (typeof castTypes)[number]

/** The functions of the language, with the number of arguments that each takes. */
export const functions = {
  coalesce: [1, 20],
  nullif: [2, 2],
  abs: [1, 1],
  least: [1, 20],
  greatest: [1, 20],
  round: [1, 2],
  floor: [1, 1],
  ceil: [1, 1],
  lower: [1, 1],
  upper: [1, 1],
  trim: [1, 1],
  length: [1, 1],
  concat: [1, 20],
} as const satisfies Readonly<Record<string, readonly [number, number]>>
export type FunctionName = keyof typeof functions
export const isFunctionName = (word: string): word is FunctionName => Object.hasOwn(functions, word)

/** What a filter or a group-by names: `path` are the entities to join through, in order. */
export interface Reference {
  readonly type: 'dimension' | 'entity' | 'metric'
  readonly path: readonly string[]
  readonly name: string
  readonly grain?: string
  /** Of a metric: the entities by which it is grouped. */
  readonly groupBy?: readonly string[]
  /** As it was written, for messages. */
  readonly text: string
}

/** Every part of an expression in place, children first, replaced by what `change` gives for it. */
export function rewrite(expression: Expression, change: (part: Expression) => Expression): Expression {
  const go = (part: Expression): Expression => rewrite(part, change)
  switch (expression.is) {
    case 'not':
    case 'negative':
    case 'isNull':
    case 'cast':
    case 'bucket':
    case 'part':
    case 'local':
    case 'shift':
      return change({ ...expression, of: go(expression.of) })
    case 'binary':
      return change({ ...expression, left: go(expression.left), right: go(expression.right) })
    case 'in':
      return change({ ...expression, of: go(expression.of), list: expression.list.map(go) })
    case 'between':
      return change({ ...expression, of: go(expression.of), low: go(expression.low), high: go(expression.high) })
    case 'like':
      return change({ ...expression, of: go(expression.of), pattern: go(expression.pattern) })
    case 'case':
      return change({ ...expression, when: expression.when.map(({ test, then }) => ({ test: go(test), then: go(then) })), otherwise: go(expression.otherwise) })
    case 'call':
      return change({ ...expression, args: expression.args.map(go) })
    default:
      return change(expression)
  }
}

/** The parts for which `wanted` holds. */
export function collect<T extends Expression>(expression: Expression, wanted: (part: Expression) => part is T): T[] {
  const found: T[] = []
  rewrite(expression, (part) => {
    if (wanted(part)) found.push(part)
    return part
  })
  return found
}

export const namesIn = (expression: Expression): string[] => collect(expression, (part) => part.is === 'name').map(({ name }) => name)
export const referencesIn = (expression: Expression): Reference[] => collect(expression, (part) => part.is === 'reference').map(({ reference }) => reference)

/** The conditions that all must hold, apart. */
export function conjuncts(expression: Expression): Expression[] {
  return expression.is === 'binary' && expression.operator === 'and' ? [...conjuncts(expression.left), ...conjuncts(expression.right)] : [expression]
}
