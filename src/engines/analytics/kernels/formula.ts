import { QueryRefusal } from '../refusal.ts'

/** Reads a formula over series (A is the first) with + − * / and brackets. It is null where a series is, or where it divides by zero. */
export function formulaOf(text: string): (values: readonly (number | null)[]) => number | null {
  const tokens = text.match(/\d+(\.\d+)?|[A-Z]|[-+*/()]/g) ?? []
  let at = 0
  type Term = (values: readonly (number | null)[]) => number | null
  const wrong = (): QueryRefusal =>
    new QueryRefusal('formula', `“${text}” cannot be read${tokens[at] === undefined ? ' to its end' : ` at “${tokens[at]}”`}.`, 'Write it as A / B * 100.')
  const atom = (): Term => {
    const token = tokens[at++]
    if (token === '(') {
      const inner = sum()
      if (tokens[at++] !== ')') throw wrong()
      return inner
    }
    if (token === '-') {
      const inner = atom()
      return (values) => joined('-', 0, inner(values))
    }
    if (token !== undefined && /^[A-Z]$/.test(token)) return (values) => values[token.charCodeAt(0) - 65] ?? null
    if (token === undefined || !/^\d/.test(token)) {
      at--
      throw wrong()
    }
    return () => Number(token)
  }
  const chain = (below: () => Term, signs: string): Term => {
    let left = below()
    for (let sign = tokens[at]; sign !== undefined && signs.includes(sign); sign = tokens[at]) {
      at++
      const [a, b, own] = [left, below(), sign]
      left = (values) => joined(own, a(values), b(values))
    }
    return left
  }
  const product = (): Term => chain(atom, '*/')
  const sum = (): Term => chain(product, '+-')
  const whole = sum()
  if (at < tokens.length) throw wrong()
  return whole
}

function joined(sign: string, a: number | null, b: number | null): number | null {
  if (a === null || b === null || (sign === '/' && b === 0)) return null
  if (sign === '+') return a + b
  if (sign === '-') return a - b
  return sign === '*' ? a * b : a / b
}
