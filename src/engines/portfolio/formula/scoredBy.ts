import type { Scored } from '../scores/scores.ts'
import { evaluate } from './evaluate.ts'
import { namesOf, type Formula } from './parse.ts'

/** The score that a formula gives for inputs; where it gives none, the inputs that it names and that are unknown. */
export function scoredBy(tree: Formula): (inputs: Readonly<Record<string, number | null>>) => Scored {
  const reads = namesOf(tree)
  return (inputs) => {
    const value = evaluate(tree, inputs)
    return value === null ? { value, missing: reads.filter((name) => (inputs[name] ?? null) === null) } : { value }
  }
}
