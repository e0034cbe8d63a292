import type { Formula } from './parse.ts'

/** The unit of each input, such as "accounts" or "weeks"; inputs without one are plain numbers. */
export type Units = Readonly<Record<string, string | undefined>>

/** Where a formula adds or compares figures of different units; empty when it does not. Products and quotients make a unit of their own. */
export function unitFaults(formula: Formula, units: Units): string[] {
  const faults: string[] = []
  unitOf(formula, units, faults)
  return faults
}

const same = ['min', 'max', 'sum', 'avg', 'clamp', 'coalesce']

function unitOf(formula: Formula, units: Units, faults: string[]): string | null {
  if (formula.is === 'number') return null
  if (formula.is === 'name') return units[formula.name] ?? null
  if (formula.is === 'negative') return unitOf(formula.of, units, faults)
  if (formula.is === 'call') {
    const own = formula.args.map((arg) => unitOf(arg, units, faults))
    return same.includes(formula.call)
      ? agreed(own, formula.call, faults)
      : formula.call === 'if'
        ? agreed(own.slice(1), 'if', faults)
        : formula.call === 'abs'
          ? (own[0] ?? null)
          : null
  }
  const [left, right] = [unitOf(formula.left, units, faults), unitOf(formula.right, units, faults)]
  if (formula.operator === '*') return left === null ? right : right === null ? left : `${left}·${right}`
  if (formula.operator === '/') return left === right ? null : `${left ?? '1'}/${right ?? '1'}`
  if (formula.operator === '^') return left === null ? null : `${left}^`
  const unit = agreed([left, right], formula.operator, faults)
  return formula.operator === '+' || formula.operator === '-' ? unit : null
}

function agreed(units: readonly (string | null)[], by: string, faults: string[]): string | null {
  const known = [...new Set(units.filter((unit) => unit !== null))]
  if (known.length > 1) faults.push(`“${by}” joins ${known.join(' and ')}.`)
  return known[0] ?? null
}
