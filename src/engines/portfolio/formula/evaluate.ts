import type { Formula, FunctionName, Operator } from './parse.ts'

/** A figure, or null where an input is unknown or a step has no answer (a division by zero, a root of a negative number). */
export type Value = number | null

/**
 * What a formula gives for inputs. Unknown inputs make the answer unknown, unless `coalesce` or an untaken branch of `if` leaves them aside
 * (portfolio reference 4.8). Comparisons give 1 or 0.
 */
export function evaluate(formula: Formula, inputs: Readonly<Record<string, Value | undefined>>): Value {
  switch (formula.is) {
    case 'number':
      return formula.value
    case 'name':
      return finite(Object.hasOwn(inputs, formula.name) ? (inputs[formula.name] ?? null) : null)
    case 'negative': {
      const value = evaluate(formula.of, inputs)
      return value === null ? null : -value
    }
    case 'binary': {
      const [left, right] = [evaluate(formula.left, inputs), evaluate(formula.right, inputs)]
      return left === null || right === null ? null : finite(operators[formula.operator](left, right))
    }
    case 'call':
      return called(formula.call, formula.args, inputs)
  }
}

/** The work of one answer, where that of a score without a formula is 1. */
export const costOf = (formula: Formula): number => 1 + stepsOf(formula) / 25

function stepsOf(formula: Formula): number {
  if (formula.is === 'negative') return 1 + stepsOf(formula.of)
  if (formula.is === 'binary') return 1 + stepsOf(formula.left) + stepsOf(formula.right)
  return formula.is === 'call' ? formula.args.reduce((sum, arg) => sum + stepsOf(arg), 1) : 1
}

const operators: Readonly<Record<Operator, (left: number, right: number) => Value>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => (right === 0 ? null : left / right),
  '^': (left, right) => left ** right,
  '<': (left, right) => Number(left < right),
  '<=': (left, right) => Number(left <= right),
  '>': (left, right) => Number(left > right),
  '>=': (left, right) => Number(left >= right),
  '=': (left, right) => Number(left === right),
  '!=': (left, right) => Number(left !== right),
}

/** Functions that look at their arguments one by one, before any unknown one spoils them. */
const lazy: Partial<Record<FunctionName, (args: readonly (() => Value)[]) => Value>> = {
  if: ([test, then, otherwise]) => {
    const answer = test?.() ?? null
    return answer === null ? null : ((answer === 0 ? otherwise?.() : then?.()) ?? null)
  },
  coalesce: (args) => {
    for (const arg of args) {
      const value = arg()
      if (value !== null) return value
    }
    return null
  },
}

const eager: Readonly<Record<Exclude<FunctionName, 'if' | 'coalesce'>, (...args: readonly number[]) => Value>> = {
  min: Math.min,
  max: Math.max,
  sum: (...args) => args.reduce((sum, value) => sum + value, 0),
  avg: (...args) => args.reduce((sum, value) => sum + value, 0) / args.length,
  abs: (value = 0) => Math.abs(value),
  sqrt: (value = 0) => Math.sqrt(value),
  log: (value = 0, base = Math.E) => Math.log(value) / Math.log(base),
  clamp: (value = 0, low = 0, high = 0) => Math.min(high, Math.max(low, value)),
  map: (value, ...pairs) => {
    for (let at = 0; at + 1 < pairs.length; at += 2) if (pairs[at] === value) return pairs[at + 1] ?? null
    return pairs.length % 2 === 1 ? (pairs.at(-1) ?? null) : null
  },
}

function called(name: FunctionName, args: readonly Formula[], inputs: Readonly<Record<string, Value | undefined>>): Value {
  const byNeed = lazy[name]
  if (byNeed) return byNeed(args.map((arg) => () => evaluate(arg, inputs)))
  const values = args.map((arg) => evaluate(arg, inputs))
  const known = values.filter((value) => value !== null)
  return known.length < values.length || name === 'if' || name === 'coalesce' ? null : finite(eager[name](...known))
}

const finite = (value: Value): Value => (value !== null && Number.isFinite(value) ? value : null)
