import { numberOf, stepsOf } from './aims.ts'

/** Why a target asks of a share what none can be, with the field that asks it; null when all its values lie between 0 and 1. */
export function shareFault(
  name: string,
  terms: Readonly<Record<string, unknown>>,
): { readonly field: string; readonly says: string; readonly hint: string } | null {
  const values = ['target', 'upper', 'floor'].map((field) => [field, numberOf(terms[field])] as const)
  const asked = [...values, ...stepsOf(terms).map(({ value }) => ['steps', value] as const)]
  const field = asked.find(([, value]) => value !== null && !(value >= 0 && value <= 1))?.[0]
  if (field === undefined) return null
  return { field, says: `${name} is a share of a whole: it lies between 0% and 100%.`, hint: 'Write a share as a fraction: 0.9 is 90%.' }
}
