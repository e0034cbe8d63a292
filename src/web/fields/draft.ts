import { isProblem, type Field, type Fields } from '#kernel'

export type Draft = Readonly<Record<string, unknown>>
export type Reasons = Readonly<Record<string, string>>

/** Reads a draft with the kinds' own parsers: values to send, or the reason beneath each field that cannot be read. */
export function readDraft(fields: Fields, draft: Draft): { readonly values: Draft; readonly reasons: Reasons } {
  const values: Record<string, unknown> = {}
  const reasons: Record<string, string> = {}
  for (const [name, value] of Object.entries(draft)) {
    const field = fields[name]
    if (!field) continue
    const reason = reasonOf(field, value, (read) => (values[name] = read))
    if (reason) reasons[name] = reason
  }
  for (const [name, field] of Object.entries(fields)) {
    if (field.required && !field.byVerb && !(name in draft) && field.initial === undefined) reasons[name] = 'This is required.'
  }
  return { values, reasons }
}

/** Reads one value; gives the reason when it cannot be read. */
export function reasonOf(field: Field<unknown>, value: unknown, keep: (read: unknown) => void): string | null {
  if (value === null || value === undefined || value === '') {
    if (field.required) return 'This is required.'
    keep(null)
    return null
  }
  try {
    keep(field.parse(value))
    return null
  } catch (error) {
    if (isProblem(error)) return `${sentence(error.message)} ${error.hint}`.trim()
    throw error
  }
}

const sentence = (words: string): string =>
  words.replace(/^(is|has|expected|holds)\b/, (verb) => ({ is: 'This is', has: 'This has', holds: 'This holds', expected: 'Expected' })[verb] ?? verb)
