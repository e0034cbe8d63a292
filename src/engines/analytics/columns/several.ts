import { bitsIn } from '../../numbers/bits.ts'
import type { Several } from './events.ts'
import { chunk } from './layout.ts'
import type { ColumnSource, FiledHead } from './source.ts'

/** The number of one of them, from 0 on. */
export const placeAmong = ({ bits, before }: Several, person: number): number =>
  (before[person >>> 5] ?? 0) + bitsIn((bits[person >>> 5] ?? 0) & ((1 << (person & 31)) - 1))

/** The account that each person acted for (0: none); `more` where there were several. */
type Homes = Uint32Array
const more = 0xffff_ffff

const known = new WeakMap<ColumnSource, { readonly homes: Homes; readonly several: Several }>()

/** Found by one pass over the columns that were laid out, which is not made again for what comes later. */
export const severalIn = (source: ColumnSource, { runs, persons }: Pick<FiledHead, 'runs' | 'persons'>): Several =>
  found(source, runs.at(-1) ?? 0, persons.length).several

function found(source: ColumnSource, rows: number, persons: number): { readonly homes: Homes; readonly several: Several } {
  const before = known.get(source)
  if (before) return before
  const homes = source.grown ? grownHomes(source.grown, persons) : homesIn(source, rows, persons)
  const own = { homes, several: severalOf(homes) }
  known.set(source, own)
  return own
}

function homesIn(source: ColumnSource, rows: number, persons: number): Homes {
  const homes = new Uint32Array(persons)
  const [person, account] = [new Uint32Array(chunk), new Uint32Array(chunk)]
  for (let from = 0; from < rows; from += chunk) {
    const size = Math.min(chunk, rows - from)
    source.whole('person', from, person, 0, size)
    source.whole('account', from, account, 0, size)
    addRows(homes, person, account, size)
  }
  return homes
}

function addRows(homes: Homes, person: Uint32Array, account: Uint32Array, size: number): void {
  for (let at = 0; at < size; at++) {
    const [who, own] = [person[at] ?? 0, account[at] ?? 0]
    const home = homes[who] ?? 0
    if (own !== 0 && home !== own) homes[who] = home === 0 ? own : more
  }
}

function grownHomes({ from, rows, later, persons: turned }: NonNullable<ColumnSource['grown']>, persons: number): Homes {
  const before = found(from, rows, persons).homes // as many as the generation that asked first, which may be a newer one
  const homes = new Uint32Array(Math.max(persons, before.length))
  homes.set(before)
  addRows(homes, later.person, later.account, later.person.length)
  if (turned === null) return homes
  for (const [person, becomes] of turned.entries()) {
    const own = homes[person] ?? 0
    if (person !== becomes && own !== 0 && homes[becomes] !== own) homes[becomes] = homes[becomes] === 0 ? own : more
  }
  return homes
}

function severalOf(homes: Homes): Several {
  const bits = new Int32Array((homes.length >>> 5) + 1)
  for (let person = 0; person < homes.length; person++) if (homes[person] === more) bits[person >>> 5] = (bits[person >>> 5] ?? 0) | (1 << (person & 31))
  return numbered(bits)
}

function numbered(bits: Int32Array): Several {
  const before = new Uint32Array(bits.length)
  let count = 0
  for (let word = 0; word < bits.length; word++) {
    before[word] = count
    count += bitsIn(bits[word] ?? 0)
  }
  return { bits, before, count }
}

/** Where nothing is known of persons, any of them may. */
export const anyOf = (persons: number): Several => numbered(new Int32Array((persons >>> 5) + 1).fill(-1))
