import { scoreInput } from '#objects'
import type { Priorities, RankedBet } from './asked.ts'
import { mainOf, sayInput, sayScore } from './shown.ts'

/** The score that ranks with the figures of a bet in it. */
export function workedOut({ inputs, scores }: RankedBet, answer: Pick<Priorities, 'method' | 'scores' | 'currency'>): string {
  const { method, currency } = answer
  const main = mainOf(answer)
  const sayOf = (name: string): string => {
    const input = inputs.find((one) => one.name === name)
    return input ? sayInput(name, input.value, currency) : '–'
  }
  const said = main.reads.map(sayOf)
  const sum = main.formula ? inNames(main.formula.formula, main.reads, sayOf) : (sums[method]?.(said) ?? said.join(', '))
  return `${sum} = ${sayScore(scores[method]?.value ?? null, method, currency)}`
}

type Sum = (said: readonly string[]) => string
const over: Sum = (said) => `${said.slice(0, -1).join(' × ')} ÷ ${said.at(-1) ?? ''}`
const sums: Readonly<Record<string, Sum | undefined>> = {
  cd3: over,
  rice: over,
  wsjf: (said) => `(${said.slice(0, -1).join(' + ')}) ÷ ${said.at(-1) ?? ''}`,
  'ice-product': (said) => said.join(' × '),
  'ice-mean': (said) => `(${said.join(' + ')}) ÷ 3`,
  'ice-sum': (said) => said.join(' + '),
  kano: (said) => said.join(' + '),
  opportunity: ([importance = '', satisfaction = '']) => `${importance} + max(${importance} − ${satisfaction}, 0)`,
  'trade-off': (said) => scoreInput.tradeOffAxes.map((axis, at) => `${scoreInput.tradeOffWeights[axis]} × ${said[at] ?? ''}`).join(' + '),
  weighted: () => 'shares of the largest of each, weighed',
}

/** The formula with a figure in the place of each input; the names of functions stay. */
const inNames = (formula: string, reads: readonly string[], sayOf: (name: string) => string): string =>
  formula.replaceAll(/[A-Za-z_][A-Za-z0-9_]*(?!\s*\()/g, (name) => (reads.includes(name) ? sayOf(name) : name))
