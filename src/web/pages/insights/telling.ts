import { showNumber } from '#engines/numbers/showNumber.ts'
import type { Label } from './contract.ts'

/** Opens who stands behind a number; `dropped`: those that came to the step before and no further. */
export type Pick = (drill: string, side?: 'in' | 'dropped') => void

export const share = (value: number | null): string => showNumber(value, 'percent')
export const labelOf = (label: Label): string => label.map((part) => (part === null ? '(none)' : String(part))).join(', ')

/** Was this input picked from a list or pasted, and not typed, composed or deleted letter by letter? A pick is an event without a type, or a replacement. */
export const comesWhole = (inputType: unknown): boolean =>
  typeof inputType !== 'string' || inputType === '' || inputType === 'insertReplacementText' || inputType === 'insertFromPaste'

/** A property as people say it: “plan of the account”. */
export function propertyWords(ref: string): string {
  const [owner, ...rest] = ref.split('.')
  return `${rest.join('.').replaceAll('_', ' ')} of the ${owner}`
}
