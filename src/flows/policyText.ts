import { Problem } from '#kernel'

/** What the text of a policy says: a preset’s name, or switches. */
export function policyIn(text: string): unknown {
  if (!text.startsWith('{')) return text
  try {
    return JSON.parse(text)
  } catch {
    throw new Problem('invalid', 'The policy is not JSON.', 'Give a preset’s name, or {"switch": "value"}.')
  }
}
