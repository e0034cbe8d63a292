/** A query as text with positional parameters ($1 …). Names come from definitions; values are always parameters. */
export interface SqlText {
  readonly text: string
  readonly values: readonly SqlValue[]
}

/** Lists are lists of texts. */
export type SqlValue = string | number | boolean | null | readonly string[]

/** Collects parameters while a text is written. */
export class Parameters {
  readonly values: SqlValue[] = []

  /** Adds a value and gives its place in the text. */
  add(value: SqlValue): string {
    this.values.push(value)
    return `$${this.values.length}`
  }
}

/** A column or table name from a definition; anything that is not a plain word is refused, so that no text can be smuggled in. */
export function name(word: string): string {
  if (!/^[a-z_][a-z0-9_]*$/.test(word)) throw new RangeError(`“${word}” is not the name of a column or a table.`)
  return `"${word}"`
}
