/** A text as ClickHouse reads it between quotes. */
export const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\0', '\\0')}'`

/** A name of a table or a cluster, as it may stand in a statement. */
export const named = (name: string): string => `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``

/** Texts as a list in brackets; never empty, since an empty list is no list in SQL. */
export const listed = (texts: readonly string[]): string => `(${texts.map(quoted).join(', ')})`

/** Whole numbers as a constant array of 64 bits. */
export const wholes = (numbers: readonly number[]): string => `CAST([${numbers.map((each) => String(each)).join(', ')}], 'Array(Int64)')`

/** A number as ClickHouse reads it to the last bit. */
export const numeral = (number: number): string => (Number.isInteger(number) && Math.abs(number) < 1e9 ? String(number + 0) : number.toExponential())

/** Numbers as a constant array. */
export const numerals = (numbers: readonly number[]): string => `CAST([${numbers.map(numeral).join(', ')}], 'Array(Float64)')`
