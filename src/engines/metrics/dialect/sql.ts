/** A query as text with positional parameters ($1 …). Names come from definitions; values are always parameters. */
export interface SqlText {
  readonly text: string
  readonly values: readonly (string | number | boolean | null)[]
  /**
   * Rows that are asked about are looked up in another fact, and only there where a column of theirs is its key. `reads` are the columns that are read of what is found
   * there, where the question can be asked among some rows alone.
   */
  readonly looksUp?: { readonly column: string; readonly fact: string; readonly key: string; readonly reads?: readonly string[] }
}

/** Collects parameters while a text is written. */
export class Parameters {
  readonly values: (string | number | boolean | null)[] = []

  /** Adds a value and gives its place in the text. */
  add(value: string | number | boolean | null): string {
    this.values.push(value)
    return `$${this.values.length}`
  }
}

/** A column or table name from a definition; anything that is not a plain word is refused, so that no text can be smuggled in. */
export function name(word: string): string {
  if (!/^[a-z_][a-z0-9_]*$/.test(word)) throw new RangeError(`“${word}” is not the name of a column or a table.`)
  return `"${word}"`
}
