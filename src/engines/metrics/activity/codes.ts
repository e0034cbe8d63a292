import type { Piece } from './activity.ts'
import { inOrder, permuted } from './order.ts'

/** Texts with the numbers that stand for them in a column: whole numbers of 53 bits that tell all of them apart. */
export interface Coded {
  readonly texts: readonly string[]
  readonly codes: readonly number[]
}

/**
 * Puts places in a list where numbers stood that stand for its texts; −1 where no text has the number. Null when two texts have the same number. A table
 * with open addresses, half empty: a place is found by the low bits of its number, in a few nanoseconds.
 */
export function placesOf({ codes }: Coded, column: Float64Array): Int32Array | null {
  let size = 16
  while (size < codes.length * 2) size *= 2
  const [keys, places, mask] = [new Float64Array(size), new Int32Array(size).fill(-1), size - 1]
  const low = new Uint32Array(new Float64Array(codes).buffer)
  for (let place = 0; place < codes.length; place++) {
    let at = (low[place * 2] ?? 0) & mask
    while ((places[at] ?? -1) >= 0) {
      if (keys[at] === codes[place]) return null
      at = (at + 1) & mask
    }
    keys[at] = codes[place] ?? 0
    places[at] = place
  }
  const found = new Int32Array(column.length)
  const bits = new Uint32Array(column.buffer, column.byteOffset, column.length * 2)
  for (let row = 0; row < found.length; row++) {
    const code = column[row] ?? 0
    let at = (bits[row * 2] ?? 0) & mask
    while ((places[at] ?? -1) >= 0 && keys[at] !== code) at = (at + 1) & mask
    found[row] = places[at] ?? -1
  }
  return found
}

type Numbers = (column: 'at' | 'account' | 'actor' | 'name' | 'quantity') => Float64Array

/** A piece whose columns are arrays of numbers, as they are filed. */
export interface NumberedPiece extends Piece {
  readonly at: Int32Array
  readonly account: Int32Array
  readonly actor: Int32Array
  readonly name: Int32Array
  readonly quantity: Float64Array
}

/** A piece of events, oldest first, from columns of numbers and the texts that they stand for; null when two texts have the same number. */
export function pieceFrom(numbers: Numbers, [accounts, actors, names]: readonly [Coded, Coded, Coded]): NumberedPiece | null {
  const [account, actor, name] = [placesOf(accounts, numbers('account')), placesOf(actors, numbers('actor')), placesOf(names, numbers('name'))]
  if (!account || !actor || !name) return null
  const columns = { at: Int32Array.from(numbers('at')), account, actor, name, quantity: numbers('quantity') }
  return { ...sorted(columns), accounts: accounts.texts, actors: actors.texts, names: names.texts }
}

/** A piece from a few events as they are; where a number is 0, nobody is named. */
export function pieceOfTexts(
  numbers: (column: 'at' | 'isKnown' | 'quantity') => Float64Array,
  texts: (column: 'account' | 'actor' | 'name') => readonly string[],
): NumberedPiece {
  const [isKnown, often] = [numbers('isKnown'), numbers('quantity')]
  const [accounts, actors, names] = [
    coded(texts('account')),
    coded(texts('actor').map((text, row) => (isKnown[row] === 0 ? null : text))),
    coded(texts('name')),
  ]
  const isCounted = often.some((quantity) => !Number.isNaN(quantity))
  const quantity = isCounted ? often.map((one) => (Number.isNaN(one) ? 1 : one)) : new Float64Array()
  const columns = { at: Int32Array.from(numbers('at')), account: accounts.column, actor: actors.column, name: names.column, quantity }
  return { ...sorted(columns), accounts: accounts.texts, actors: actors.texts, names: names.texts }
}

/** Different texts as they first come, and where each row’s stands among them; −1 for none. */
function coded(rows: readonly (string | null)[]): { readonly texts: readonly string[]; readonly column: Int32Array } {
  const places = new Map<string, number>()
  const column = new Int32Array(rows.length).fill(-1)
  for (let row = 0; row < rows.length; row++) {
    const text = rows[row] ?? null
    if (text === null) continue
    const place = places.get(text) ?? places.size
    if (place === places.size) places.set(text, place)
    column[row] = place
  }
  return { texts: [...places.keys()], column }
}

type Columns = Pick<NumberedPiece, 'at' | 'account' | 'actor' | 'name' | 'quantity'>

/** Oldest first. */
function sorted({ at, account, actor, name, quantity }: Columns): Columns {
  const order = inOrder(at)
  return {
    at: permuted(at, order),
    account: permuted(account, order),
    actor: permuted(actor, order),
    name: permuted(name, order),
    quantity: quantity.length === 0 ? quantity : Float64Array.from(order, (place) => quantity[place] ?? 1),
  }
}
