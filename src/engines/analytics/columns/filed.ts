import { nameOf } from '../../numbers/once.ts'
import type { Scalar } from '../query/parts.ts'
import type { ColumnBudget } from './budget.ts'
import type { Column, Events, Filed, Need, Out, Several } from './events.ts'
import { reused, scratchRoom } from './scratch.ts'
import { severalIn } from './several.ts'
import type { ColumnSource, FiledHead, FloatColumn, WholeColumn } from './source.ts'
import { chunk, firstIn, gather, knownRow, layoutOf, stretchesIn, type Layout, type Rows, type Selection } from './layout.ts'

/** Where columns are put that were read. */
interface Room {
  floats(column: string, key: string, length: number, fill: (into: Float64Array) => Float64Array): Float64Array
  whole(column: string, key: string, length: number, fill: (into: Uint32Array) => Uint32Array): Uint32Array
  codes(column: string, key: string, length: number, fill: (into: Int32Array) => Int32Array): Int32Array
  marks(key: string, make: () => Uint8Array): Uint8Array
}

/** Most rows of a stretch. */
const mostRows = 1 << 20
/** Bytes that a question holds for each row: the columns that most of them read, and what is made of these on the way. */
const rowBytes = 24

/** And where the rows of each actor are walked: they are put in order, cut by actor and marked besides. */
const walkedBytes = 64

/** Events whose columns lie in files. Nothing is read before it is looked at; what was read stays while the budget lasts. */
export function filedEvents(head: FiledHead, source: ColumnSource, budget: ColumnBudget): Events {
  const [floats, whole, codes, marks] = [budget.shelf<Float64Array>(), budget.shelf<Uint32Array>(), budget.shelf<Int32Array>(), budget.shelf<Uint8Array>()]
  const room: Room = {
    floats: (column, key, length, fill) => floats(`${column} ${key}`, () => fill(new Float64Array(length))),
    whole: (column, key, length, fill) => whole(`${column} ${key}`, () => fill(new Uint32Array(length))),
    codes: (column, key, length, fill) => codes(`${column} ${key}`, () => fill(new Int32Array(length))),
    marks,
  }
  const everything = { codes: null, from: -Infinity, to: Infinity, outs: [] }
  return new FiledEvents({ head, source, most: Math.max(1, Math.floor(budget.bytes / rowBytes)), room }, everything, head.profiles, head.passive)
}

/** Room that is used again for each stretch. */
function sharedRoom(): Room {
  const { floats, whole } = scratchRoom()
  const codes = reused((length) => new Int32Array(length))
  return {
    floats: (column, _, length, fill) => fill(floats(column, length)),
    whole: (column, _, length, fill) => fill(whole(column, length)),
    codes: (column, _, length, fill) => fill(codes(column, length)),
    marks: (_, make) => make(),
  }
}

interface Core {
  readonly head: FiledHead
  readonly source: ColumnSource
  /** Rows that may be held at once. */
  readonly most: number
  readonly room: Room
}

interface Columns {
  ts?: Float64Array
  received?: Float64Array | null
  seq?: Uint32Array
  name?: Uint32Array
  person?: Uint32Array
  account?: Uint32Array
  session?: Uint32Array
  properties?: ReadonlyMap<string, Column>
}

/** Those of a question hold on to what they have read; those of a workspace (`isLasting`) leave that to the budget. */
class FiledEvents implements Events, Filed {
  readonly #core: Core
  readonly #selection: Selection
  readonly #isLasting: boolean
  readonly #columns: Columns = {}
  /** Where the rows stand, if that was found before. */
  readonly #known: Rows | undefined
  #layout: (Layout & { readonly key: string }) | null = null
  readonly profiles: Events['profiles']
  readonly passive: ReadonlySet<string>

  constructor(core: Core, selection: Selection, profiles: Events['profiles'], passive: ReadonlySet<string>, isLasting = true, rows?: Rows) {
    this.#core = core
    this.#selection = selection
    this.#isLasting = isLasting
    this.#known = rows
    this.profiles = profiles
    this.passive = passive
  }

  get filed(): Filed {
    return this
  }
  get names(): readonly string[] {
    return this.#core.head.names
  }
  get persons(): readonly string[] {
    return this.#core.head.persons
  }
  get accounts(): readonly string[] {
    return this.#core.head.accounts
  }
  get sessions(): readonly string[] {
    return this.#core.head.sessions
  }
  get knownBy(): number {
    return this.#core.head.knownBy
  }
  get newest(): number {
    return this.#core.head.newest
  }
  get time(): Filed['time'] {
    return this.#selection
  }
  get audience(): object {
    return this.#selection.outs
  }
  get runs(): Uint32Array {
    return this.#rows().runs
  }
  get length(): number {
    return this.runs.at(-1) ?? 0
  }
  get ts(): Float64Array {
    return (this.#memo().ts ??= this.#float('ts'))
  }
  get received(): Float64Array | null {
    return (this.#memo().received ??= this.#core.head.isReceived ? this.#float('received') : null)
  }
  get seq(): Uint32Array {
    return (this.#memo().seq ??= this.#whole('seq'))
  }
  get person(): Uint32Array {
    return (this.#memo().person ??= this.#whole('person'))
  }
  get account(): Uint32Array {
    return (this.#memo().account ??= this.#whole('account'))
  }
  get session(): Uint32Array {
    return (this.#memo().session ??= this.#whole('session'))
  }
  get name(): Uint32Array {
    return (this.#memo().name ??= namesOf(this.#rows()))
  }
  get properties(): ReadonlyMap<string, Column> {
    return (this.#memo().properties ??= new Map([...this.#core.head.properties].map(([name, values]) => [name, this.#property(name, values)])))
  }

  holds(code: number, from: number, to: number): boolean {
    const { codes, from: low, to: high } = this.#selection
    return (codes === null || codes.includes(code)) && (from >= low || low === -Infinity) && (to <= high || high === Infinity)
  }

  firstAt(code: number, instant: number): number {
    const { starts, sizes, runs, marks } = this.#rows()
    const [low, size] = [starts[code] ?? 0, sizes[code] ?? 0]
    const first = runs[code] ?? 0
    if (marks !== null) return firstIn(this.ts, instant, first, runs[code + 1] ?? first)
    const row = knownRow(this.#core.head, this.#core.source, code, instant) - low
    return first + (row < 0 ? 0 : row > size ? size : row)
  }

  only({ names, from, to }: Need): Events {
    const { codes, from: low, to: high, outs } = this.#selection
    const wanted =
      names === null ? codes : [...new Set(names)].map((name) => this.names.indexOf(name)).filter((code) => code >= 0 && (codes?.includes(code) ?? true))
    return this.#with({ codes: wanted, from: Math.max(from, low), to: Math.min(to, high), outs }, false)
  }

  without(out: Out, profiles: Events['profiles']): Events {
    return new FiledEvents(this.#core, { ...this.#selection, outs: [...this.#selection.outs, out] }, profiles, this.passive)
  }

  several(): Several {
    return severalIn(this.#core.source, this.#core.head)
  }

  knowing(profiles: Events['profiles']): Events {
    return new FiledEvents(this.#core, this.#selection, profiles, this.passive)
  }

  marked(passive: ReadonlySet<string>): Events {
    return new FiledEvents(this.#core, this.#selection, this.profiles, passive)
  }

  *stretches(from: number, to: number): Iterable<{ readonly events: Events; readonly from: number; readonly to: number }> {
    const { head, source, most } = this.#core
    const own = { ...this.#selection, from: Math.max(from, this.#selection.from), to: Math.min(to, this.#selection.to) }
    const cuts = [...stretchesIn(head, source, own, { whole: most, piece: Math.min(most, mostRows) })]
    if (cuts.length <= 1) {
      const isNarrower = own.from > this.#selection.from || own.to < this.#selection.to
      yield { events: this.#isLasting || isNarrower ? this.#with(own, false) : this, from, to }
      return
    }
    const core = { ...this.#core, room: sharedRoom() }
    for (const { rows, ...cut } of cuts) yield { events: new FiledEvents(core, { ...own, ...cut }, this.profiles, this.passive, false, rows), ...cut }
  }

  *slices(of: 'person' | 'account'): Iterable<Events> {
    const { head, most } = this.#core
    const all = Math.ceil(this.length / Math.ceil(most * (rowBytes / walkedBytes)))
    if (all <= 1) {
      yield this.#isLasting ? this.#with(this.#selection, false) : this
      return
    }
    const core = { ...this.#core, room: sharedRoom() }
    const { outs } = this.#selection
    for (let slice = 0; slice < all; slice++)
      yield new FiledEvents(core, { ...this.#selection, outs: [...outs, outsideOf(head, of, slice, all)] }, this.profiles, this.passive, false)
  }

  #with(selection: Selection, isLasting: boolean): Events {
    return new FiledEvents(this.#core, selection, this.profiles, this.passive, isLasting)
  }
  #memo(): Columns {
    return this.#isLasting ? {} : this.#columns
  }
  #rows(): Layout & { readonly key: string } {
    if (this.#layout) return this.#layout
    const { head, source, room } = this.#core
    const keyOf = (starts: Uint32Array, sizes: Uint32Array): string =>
      `${nameOf(source, ...this.#selection.outs)}|${[...sizes.entries()].flatMap(([code, size]) => (size > 0 ? [`${starts[code]}+${size}`] : [])).join()}`
    const layout = layoutOf(head, source, this.#selection, room.marks, keyOf, this.#known)
    const own = { ...layout, key: keyOf(layout.starts, layout.sizes) }
    if (layout.marks === null || !this.#isLasting) this.#layout = own
    return own
  }
  #float(column: FloatColumn): Float64Array {
    const rows = this.#rows()
    const { room, source } = this.#core
    const read = (from: number, into: Float64Array, at: number, size: number): void => source.floats(column, from, into, at, size)
    return room.floats(column, rows.key, rows.runs.at(-1) ?? 0, (into) => gather(rows, into, () => new Float64Array(chunk), read))
  }
  #whole(column: WholeColumn): Uint32Array {
    const rows = this.#rows()
    const { room, source } = this.#core
    const read = (from: number, into: Uint32Array, at: number, size: number): void => source.whole(column, from, into, at, size)
    return room.whole(column, rows.key, rows.runs.at(-1) ?? 0, (into) => gather(rows, into, () => new Uint32Array(chunk), read))
  }
  #codes(property: string): Int32Array {
    const rows = this.#rows()
    const { room, source } = this.#core
    const read = (from: number, into: Int32Array, at: number, size: number): void => source.codes(property, from, into, at, size)
    return room.codes(property, rows.key, rows.runs.at(-1) ?? 0, (into) => gather(rows, into, () => new Int32Array(chunk), read))
  }
  #property(name: string, values: readonly Scalar[]): Column {
    const read = (): Int32Array => this.#codes(name)
    const isLasting = this.#isLasting
    let own: Int32Array | undefined
    return {
      values,
      get codes() {
        if (isLasting) return read()
        return (own ??= read())
      },
    }
  }
}

/** Everybody but a slice of persons or accounts, who are spread evenly whatever their numbers tell; rows of nobody belong to the first. */
function outsideOf({ persons, accounts }: FiledHead, of: 'person' | 'account', slice: number, all: number): Out {
  const marked = (size: number): Uint8Array => {
    const own = new Uint8Array(size)
    for (let key = 0; key < size; key++) own[key] = (key === 0 ? 0 : (Math.imul(key, 0x9e37_79b1) >>> 8) % all) === slice ? 0 : 1
    return own
  }
  const nobody = new Uint8Array()
  return of === 'person' ? { persons: marked(persons.length), accounts: nobody } : { persons: nobody, accounts: marked(accounts.length) }
}

function namesOf({ runs }: Layout): Uint32Array {
  const names = new Uint32Array(runs.at(-1) ?? 0)
  for (let code = 0; code + 1 < runs.length; code++) names.fill(code, runs[code] ?? 0, runs[code + 1] ?? 0)
  return names
}
