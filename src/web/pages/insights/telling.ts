import { showNumber } from '#engines/numbers/showNumber.ts'
import type { Label } from './contract.ts'

/** Opens who stands behind a number; `dropped`: those that came to the step before and no further. */
export type Pick = (drill: string, side?: 'in' | 'dropped') => void

export const share = (value: number | null): string => showNumber(value, 'percent')
export const labelOf = (label: Label): string => label.map((part) => (part === null ? '(none)' : String(part))).join(', ')

/** Seconds as people say them. */
export function spanOf(seconds: number | null): string {
  if (seconds === null) return '–'
  const [size, unit] = seconds >= 172_800 ? [86_400, 'days'] : seconds >= 5400 ? [3600, 'h'] : seconds >= 90 ? [60, 'min'] : [1, 's']
  const amount = seconds / size
  return `${amount >= 10 ? Math.round(amount) : Math.round(amount * 10) / 10} ${unit}`
}

/** Was this input picked from a list or pasted, and not typed, composed or deleted letter by letter? A pick is an event without a type, or a replacement. */
export const comesWhole = (inputType: unknown): boolean =>
  typeof inputType !== 'string' || inputType === '' || inputType === 'insertReplacementText' || inputType === 'insertFromPaste'

/** A property as people say it: “plan of the account”. */
export function propertyWords(ref: string): string {
  const [owner, ...rest] = ref.split('.')
  return `${rest.join('.').replaceAll('_', ' ')} of the ${owner}`
}
