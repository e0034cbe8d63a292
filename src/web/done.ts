import { isRecord, type Fields, type Noun } from '#kernel'
import { pastTense } from '#engines/numbers/pastTense.ts'
import { words } from './words.ts'

interface Done {
  readonly noun: Pick<Noun, 'noun' | 'title' | 'fields'>
  readonly verb: string
  /** What the verb was given, or of an edit what it changed, by field. */
  readonly given: Readonly<Record<string, unknown>>
}

/** What was done, in the verb’s own words and with what it was about: “Decided: Build it”, “Move recorded”, “Owner and title changed”. */
export function sayDone({ noun, verb, given }: Done): string {
  if (verb === 'edit') return sayEdited(Object.keys(given))
  const label = labelOf(noun, verb, given)
  if (label) return `${pastTense(verb)}: ${label}`
  return verb === 'create' ? `${words(noun.noun)} added` : pastTense(verb)
}

function sayEdited(names: readonly string[]): string {
  const [first, second] = names
  if (first === undefined) return 'Changed'
  if (second === undefined) return `${words(first)} changed`
  return names.length === 2 ? `${words(first)} and ${words(second).toLowerCase()} changed` : `${names.length} fields changed`
}

/** The first short text or choice among what was given, in the order of the noun’s fields; of what is new its title. */
function labelOf({ title, fields }: Done['noun'], verb: string, given: Done['given']): string | null {
  const names = verb === 'create' ? [title] : Object.keys(fields)
  for (const name of names) {
    const said = shortly(fields, name, given[name])
    if (said) return said
  }
  return null
}

const longest = 80

function shortly(fields: Fields, name: string, value: unknown): string | null {
  const field = fields[name]
  if (!field || typeof value !== 'string' || value === '' || field.class === 'secret') return null
  if (field.choices) return words(value)
  const isWords = field.search && !field.target && value.length <= longest && !value.includes('\n') && !/\S{33}/.test(value) // an id or a signature is no word
  return isWords ? value.replace(/[.\s]+$/, '') : null
}

/** The fields that differ between two images of a row, with what they are now. */
export const movedIn = (fields: Fields, before: unknown, after: unknown): Readonly<Record<string, unknown>> =>
  isRecord(before) && isRecord(after)
    ? Object.fromEntries(
        Object.keys(fields).flatMap((name) => (JSON.stringify(before[name] ?? null) === JSON.stringify(after[name] ?? null) ? [] : [[name, after[name]]])),
      )
    : {}
