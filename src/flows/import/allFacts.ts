import * as modules from '#facts'
import { isFact, Problem, type Fact } from '#kernel'

/** Every fact of the product, in the order of its room. */
export const allFacts: readonly Fact[] = Object.values(modules).flatMap((module) => Object.values(module).filter(isFact))

export function factOf(name: string): Fact {
  const found = allFacts.find((one) => one.fact === name)
  if (!found) throw new Problem('invalid', `There is no fact “${name}”.`, `The facts are ${allFacts.map((one) => one.fact).join(', ')}.`)
  return found
}
