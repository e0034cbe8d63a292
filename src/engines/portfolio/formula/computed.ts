import { evaluate } from './evaluate.ts'
import { FormulaFault, namesOf, parseFormula } from './parse.ts'

/** What a formula comes to, or why it comes to nothing: in words, with the character, counted from 1, where it cannot be read. */
export type Computed =
  | { readonly value: number; readonly fault: null; readonly at: null }
  | { readonly value: null; readonly fault: string; readonly at: number | null }

export function computed(text: string, inputs: Readonly<Record<string, number>>): Computed {
  const failed = (fault: string, at: number | null = null): Computed => ({ value: null, fault, at })
  try {
    const read = parseFormula(text)
    const unknown = namesOf(read).find((one) => !Object.hasOwn(inputs, one))
    if (unknown !== undefined) return failed(`There is no input “${unknown}”.`)
    const value = evaluate(read, inputs)
    return value === null ? failed('It has no answer at the likely figures.') : { value, fault: null, at: null }
  } catch (fault) {
    if (fault instanceof FormulaFault) return failed(fault.message, fault.at)
    throw fault
  }
}
