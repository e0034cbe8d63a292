import { Problem } from './problem.ts'

/** Who may see a value, and what may leave with it. Drives masking by role, log redaction, what a model may read, export and retention. */
export type Classification = 'public' | 'internal' | 'confidential' | 'personal' | 'secret'

/** The subset of JSON Schema 2020-12 that field kinds speak. */
export type JsonSchema = Readonly<Record<string, unknown>>

/** One kind of field. Everything that the rest of the system may ask about a value is asked here; nobody else branches on `kind`. */
export interface Kind<T> {
  readonly kind: string
  /** The PostgreSQL column type; `null` when nothing is stored (a formula). */
  readonly column: string | null
  /** The columnar type, when the kind can be a column of a fact. */
  readonly columnar?: string
  readonly schema: JsonSchema
  /** Reads what a person, a file or a program gave. Throws `Problem('invalid')` in words; never guesses. */
  parse(input: unknown): T
  /** Says the value in words for a person. */
  show(value: T): string
  /** From the database's form to ours, when they differ. */
  load?(stored: unknown): T
  /** From our form to the database's, when they differ. */
  store?(value: T): unknown
  readonly sortable?: boolean
  readonly sum?: boolean
  /** Words that full-text search should find this value by. */
  search?(value: T): string
  /** Kept as a whole number of this fraction of the unit: 1e-6 for amounts of money. */
  readonly fraction?: number
  /** The noun that a reference points at, for composite foreign keys, links and pickers. */
  readonly target?: string
  /** The fixed choices, for menus and for recognising columns by their values. */
  readonly choices?: readonly string[]
  /** The fields inside a record or a list, for forms. */
  readonly inner?: Readonly<Record<string, Field<unknown>>>
}

export interface FieldOptions<T> {
  readonly required?: boolean
  readonly says?: string
  readonly class?: Classification
  readonly initial?: T
  /** Only verbs set it: `create` and `edit` do not accept it. */
  readonly byVerb?: boolean
  /** Other headings under which exports of other tools carry this value. */
  readonly knownAs?: readonly string[]
}

export interface Field<T, Required extends boolean = boolean> extends Kind<T> {
  readonly required: Required
  readonly says: string
  readonly class: Classification
  readonly initial?: T
  /** What remains of a value that is personal in parts, for roles that may not see these. Pure; it bears values that were written long ago. */
  veil?(value: T): unknown
  readonly byVerb: boolean
  readonly knownAs: readonly string[]
}

export type Fields = Readonly<Record<string, Field<unknown>>>
/** The value that a field holds; an optional one may be null. */
export type ValueOf<F> = F extends Field<infer T, infer R> ? (R extends true ? T : T | null) : never
export type Values<F extends Fields> = { readonly [K in keyof F]: ValueOf<F[K]> }

type IsRequired<O> = O extends { readonly required: true } ? true : false

/** Makes a field of a kind; every kind's function ends here. */
export function field<T, const O extends FieldOptions<T>>(options: O | undefined, kind: Kind<T>): Field<T, IsRequired<O>> {
  const { required, says = '', class: classification = 'internal', byVerb = false, knownAs = [], initial }: FieldOptions<T> = options ?? {}
  const told = { says, class: classification, byVerb, knownAs, ...(initial === undefined ? {} : { initial }) }
  return { ...kind, required: (required === true) as IsRequired<O>, ...told } // the one fact that inference cannot see through the option object
}

/** Parses named values against their fields: unknown names and missing required ones are problems that name the field. */
export function parseValues(fields: Fields, input: unknown, { partial = false } = {}): Record<string, unknown> {
  if (!isRecord(input)) throw new Problem('invalid', 'Expected an object with named values.', 'Send JSON such as {"name": "…"}.')
  for (const name of Object.keys(input)) if (!Object.hasOwn(fields, name)) throw unknownField(name, fields)
  const values: Record<string, unknown> = {}
  for (const [name, f] of Object.entries(fields)) {
    if (partial && !Object.hasOwn(input, name)) continue
    const given = input[name] ?? (partial ? null : (f.initial ?? null))
    if (given === null && f.required) throw new Problem('invalid', `“${name}” is required.`, f.says, { code: 'required', at: { field: name } })
    values[name] = given === null ? null : parseField(name, f, given)
  }
  return values
}

export function parseField<T>(name: string, f: Field<T>, input: unknown): T {
  try {
    return f.parse(input)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    throw new Problem(error.kind, `“${name}”: ${error.message}`, error.hint, { ...error.details, at: { ...error.details.at, field: name } })
  }
}

export const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

/** The records of a list that may be none, such as a field of a row. */
export const recordsIn = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value.filter(isRecord) : [])

/** Holds a character that PostgreSQL cannot store or UTF-8 cannot say: NUL, or half of a surrogate pair. */
export const isBroken = (text: string): boolean => /[\u0000\uD800-\uDFFF]/u.test(text)

/** A value as JSON carries it: dates become text, what has no form is left out. Null when JSON cannot say it, or the database not store it. */
export function asJson(value: unknown): unknown {
  try {
    const text = JSON.stringify(value) ?? 'null'
    return /(?<!\\)(\\\\)*\\u(0000|d[89a-f])/.test(text) ? null : JSON.parse(text)
  } catch {
    return null // a circle, or a number beyond JSON's
  }
}

/** Says what was received, without repeating a long or secret value. */
export function received(input: unknown): string {
  if (input === null) return 'nothing'
  if (Array.isArray(input)) return 'a list'
  if (typeof input === 'object') return 'an object'
  return typeof input === 'string' ? `“${input.length > 40 ? `${input.slice(0, 40)}…` : input}”` : String(input)
}

export const invalid = (message: string, hint = ''): Problem => new Problem('invalid', message, hint)

function unknownField(name: string, fields: Fields): Problem {
  const known = Object.keys(fields).join(', ') || 'none'
  return new Problem('invalid', `There is no field “${name}”.`, `The fields are ${known}.`, { code: 'unknown-field', at: { field: name } })
}
