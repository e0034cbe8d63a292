import { closeSync, ftruncateSync, openSync, readFileSync, readSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { columnBudget } from '#engines/analytics/columns/budget.ts'
import type { Events } from '#engines/analytics/columns/events.ts'
import { filedEvents } from '#engines/analytics/columns/filed.ts'
import { rowOrder } from '#engines/analytics/columns/order.ts'
import { eachProductEvent, names, productHead } from './productEvents.ts'

const floats = ['ts', 'received'] as const
const whole = ['person', 'account', 'seq'] as const
const codes = ['plan', 'country', 'amount'] as const
const columns = [...floats, ...whole, ...codes]
type Name = (typeof columns)[number]
const width = (column: Name): number => (column === 'ts' || column === 'received' ? 8 : 4)
/** Numbers of a row while they wait for their place: one of 64 bits each, in the order of `columns`. */
const slots = columns.length
const spilled = 1 << 14

/** The generated events as files in the order of (name, time, arrival), made name by name, so that many more than fit in memory can be made. */
export function writeProductFiles(folder: string, seed: number, n: number): void {
  const piles = names.map((_, code) => ({ file: openSync(join(folder, `pile-${code}`), 'w+'), rows: new Float64Array(spilled * slots), used: 0, count: 0 }))
  const flush = (pile: (typeof piles)[number]): void => {
    writeAll(pile.file, pile.rows.subarray(0, pile.used * slots))
    pile.used = 0
  }
  eachProductEvent(seed, n, ({ name, ts, received, person, account, plan, country, amount }, row) => {
    const pile = piles[name]
    if (!pile) return
    pile.rows.set([ts, received, person, account, row, plan, country, amount], pile.used * slots)
    pile.count += 1
    if (++pile.used === spilled) flush(pile)
  })
  const files = new Map(columns.map((column) => [column, openSync(join(folder, column), 'w')]))
  const runs = [0]
  let [newest, knownBy] = [-Infinity, -Infinity]
  for (const [code, pile] of piles.entries()) {
    flush(pile)
    const rows = new Float64Array(pile.count * slots)
    readAll(pile.file, rows, 0)
    ftruncateSync(pile.file, 0)
    closeSync(pile.file)
    rmSync(join(folder, `pile-${code}`))
    const columnOf = (slot: number): Float64Array => Float64Array.from({ length: pile.count }, (_, row) => rows[row * slots + slot] ?? 0)
    const order = rowOrder(new Uint32Array(pile.count), columnOf(0), pile.count)
    for (const [slot, column] of columns.entries()) {
      const own = columnOf(slot)
      const sorted = Float64Array.from(order, (row) => own[row] ?? 0)
      writeAll(files.get(column) ?? -1, width(column) === 8 ? sorted : slot < 5 ? Uint32Array.from(sorted) : Int32Array.from(sorted))
      if (column === 'ts') newest = Math.max(newest, sorted.at(-1) ?? -Infinity)
      if (column === 'received') knownBy = sorted.reduce((last, at) => Math.max(last, at), knownBy)
    }
    runs.push((runs.at(-1) ?? 0) + pile.count)
  }
  for (const file of files.values()) closeSync(file)
  writeFileSync(join(folder, 'head.json'), JSON.stringify({ n, runs, newest, knownBy }))
}

/** The events of such a folder, read as those of a workspace are. */
export function openProductFiles(folder: string, bytes: number): Events {
  const { n, runs, newest, knownBy }: { n: number; runs: number[]; newest: number; knownBy: number } = JSON.parse(
    readFileSync(join(folder, 'head.json'), 'utf8'),
  )
  const files = new Map<string, number>(columns.map((column) => [column, openSync(join(folder, column), 'r')]))
  const read = (column: string, from: number, into: Float64Array | Uint32Array | Int32Array, at: number, size: number): void =>
    readAll(files.get(column) ?? -1, into.subarray(at, at + size), from * into.BYTES_PER_ELEMENT)
  const source = { floats: read, whole: read, codes: read }
  return filedEvents({ ...productHead(n), runs: Uint32Array.from(runs), newest, knownBy, isReceived: true }, source, columnBudget(bytes))
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float64Array | Uint32Array | Int32Array): Uint8Array => new Uint8Array(buffer, byteOffset, byteLength)

function writeAll(file: number, cells: Float64Array | Uint32Array | Int32Array): void {
  const bytes = bytesOf(cells)
  for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done, Math.min(1 << 28, bytes.length - done))
}

function readAll(file: number, cells: Float64Array | Uint32Array | Int32Array, from: number): void {
  const bytes = bytesOf(cells)
  for (let done = 0; done < bytes.length;) {
    const read = readSync(file, bytes, done, Math.min(1 << 28, bytes.length - done), from + done)
    if (read === 0) throw new Error('A file of events ends too early.')
    done += read
  }
}
