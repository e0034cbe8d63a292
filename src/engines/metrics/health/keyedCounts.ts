import { dateOf, dayNumber } from '../../numbers/dates.ts'
import { growing, keeper, nameOf } from '../../numbers/once.ts'
import { brokenByKey, firstByKey, talliedBy, type Bound } from '../dialect/keyed.ts'
import type { Places } from '../dialect/places.ts'
import { isKeyed, type KeyedRule, type Rule } from '../dialect/rules.ts'
import type { SqlText } from '../dialect/sql.ts'
import { keyOf, type Fault } from './faults.ts'

type Row = Readonly<Record<string, unknown>>

/** Rules of one fact whose rows name others in one column, and look the same rows up by it, in these columns. */
export interface KeyedRules {
  readonly fact: string
  readonly by: string
  readonly rules: readonly [KeyedRule, ...KeyedRule[]]
  readonly columns: readonly string[]
}

export interface KeyedReading {
  rows(fact: string, columns: readonly string[]): Promise<readonly Row[]>
  /** An answer of which nothing is kept: each state asks of other rows and keys. */
  vectors(query: SqlText): Promise<Vectors>
}

/** NaN where there is no number. */
interface Vectors {
  numbers(column: string): Float64Array
  texts(column: string): readonly string[]
}

/** The first and the last day that rows of a key say, of one column of time after the other; NaN for none. */
type Said = number[]

/** The days that the newest row of a key sets in the columns that rules read, in their order; NaN for none. */
type Known = ReadonlyMap<unknown, readonly number[]>

/** The rows of a key that break a rule: the bound that they were counted under, and how many they are. */
interface Counted extends Bound {
  readonly bad: number
}

/** The first of them: its source key, and the day that it says. */
interface Shown extends Bound {
  readonly row: string
  readonly day: number
}

/** All that was counted; of keys that nobody has named yet there is nothing. */
interface Counts {
  readonly keys: Map<string, Said>
  readonly broken: readonly Broken[]
  known: Known
  rows: number
  unnamed: number
}

/** The faults of rules, and what the next rows are counted on from: whoever does that takes it, and it is changed in place. */
export class KeyedCounts {
  readonly faults: readonly (Fault | null)[]
  private own: Counts | null

  constructor(faults: KeyedCounts['faults'], own: Counts) {
    this.faults = faults
    this.own = own
  }

  static is(value: object): value is KeyedCounts {
    return value instanceof KeyedCounts
  }

  /** No row that was counted names a key. */
  get isEmpty(): boolean {
    return this.own?.keys.size === 0
  }

  take(): Counts | null {
    const { own } = this
    this.own = null
    return own
  }
}

/**
 * Counts rows that break keyed rules, going on from counts of before by the rows that came since (`more`), or from nothing by `all`. Of millions of rows it is the first
 * and the last day of each key that tells whether any breaks a rule; rows are counted for those keys alone, once under each bound. `sample` rows show a fault.
 */
export async function countKeyed(
  asked: KeyedRules,
  { facts, sample, before, more, all }: { facts: KeyedReading; sample: number; before: KeyedCounts | null; more: Places; all: Places },
): Promise<KeyedCounts> {
  const { fact, by, rules } = asked
  const said = [...new Set(rules.flatMap((rule) => (rule.rule === 'known' ? [] : [rule.column])))]
  const since = before ? more : all
  const came = since && since.after === since.upTo ? nothing : saidIn(await facts.vectors(talliedBy(fact, by, said, since)), said)
  const known = (before?.isEmpty ?? true) && came.keys.size === 0 ? nobody : await knownTo(facts, rules[0], asked.columns)
  const own = before ? before.take() : { keys: new Map<string, Said>(), broken: rules.map(newBroken), known: nobody, rows: 0, unnamed: 0 }
  if (!own) return await countKeyed(asked, { facts, sample, before: null, more: null, all })
  const fresh = new Set<string>()
  for (const [key, days] of came.keys) {
    const before = own.keys.get(key)
    if (before) widen(before, days)
    else {
      fresh.add(key)
      own.keys.set(key, [...days])
    }
  }
  own.rows += came.rows
  own.unnamed += came.unnamed
  const changed = changedBetween(own.known, known)
  const touched = changed.size === 0 ? [...came.keys.keys()] : [...new Set([...came.keys.keys(), ...changed])]
  own.known = known
  const counted = rules.map(async (rule, place) => {
    const [broken, column] = [own.broken[place] ?? newBroken(), rule.rule === 'known' ? -1 : 2 * said.indexOf(rule.column)]
    const [anew, on]: [Bound[], Bound[]] = [[], []]
    for (const key of touched) {
      const [days, had, bound] = [own.keys.get(key), broken.keys.get(key), boundOf(rule, key, known, asked.columns)]
      const isBroken = days !== undefined && bound !== null && breaks(days, column, bound)
      const isSame = isBroken && had !== undefined && Object.is(had.start, bound.start) && Object.is(had.end, bound.end)
      if (had && !isSame) drop(broken, key)
      if (!isBroken) continue
      const more = came.keys.get(key)
      if (!isSame && !fresh.has(key)) anew.push(bound)
      else if (more && breaks(more, column, bound)) on.push(bound)
    }
    const count = async (some: readonly Bound[], places: Places): Promise<void> => {
      if (some.length > 0) put(broken, some, await facts.vectors(brokenByKey(fact, rule, some, places)))
    }
    await Promise.all([count(anew, all), count(on, since)])
    if (broken.rows === 0) return null
    const first = firstOf(broken, sample)
    if (!isSameList(broken.first, first)) {
      broken.first = first
      broken.shown = shownIn(first, await facts.vectors(firstByKey(fact, rule, first, all)))
    }
    const samples = broken.shown.map((one) => ({ key: keyOf(one.row), shows: shown(rule, one) }))
    return { count: broken.rows, of: rule.rule === 'within' ? own.rows - own.unnamed : own.rows, samples }
  })
  return new KeyedCounts(await Promise.all(counted), own)
}

interface Came {
  readonly keys: ReadonlyMap<string, Said>
  readonly rows: number
  readonly unnamed: number
}

const nothing: Came = { keys: new Map(), rows: 0, unnamed: 0 }
/** Where no row names anybody, nobody is looked up. */
const nobody: Known = new Map()

/** From rows of `talliedBy`, which name each key once. */
function saidIn(answer: Vectors, columns: readonly string[]): Came {
  const [counts, isNamed] = [answer.numbers('n'), answer.numbers('named')]
  const days = columns.flatMap((column) => [answer.numbers(`first_${column}`), answer.numbers(`last_${column}`)])
  const keys = new Map<string, Said>()
  let [rows, unnamed] = [0, 0]
  for (const [place, key] of answer.texts('key').entries()) {
    rows += counts[place] ?? 0
    if (isNamed[place] === 0) unnamed += counts[place] ?? 0
    else {
      const said: Said = []
      for (const own of days) said.push(own[place] ?? Number.NaN)
      keys.set(key, said)
    }
  }
  return { keys, rows, unnamed }
}

/** Takes more days in. NaN is neither before nor after: where one is nothing, the other holds. */
function widen(said: Said, more: Said): void {
  for (let place = 0; place < said.length; place++) {
    const [own = Number.NaN, other = Number.NaN] = [said[place], more[place]]
    if (Number.isNaN(own) || (place % 2 === 0 ? other < own : other > own)) said[place] = other
  }
}

/** The days that a rule sets the rows of a key; null where it says nothing of them. */
function boundOf(rule: KeyedRule, key: string, known: Known, columns: readonly string[]): Bound | null {
  const found = known.get(key)
  if (rule.rule === 'known') return found ? null : { key, start: Number.NaN, end: Number.NaN }
  const day = (column: string): number => found?.[columns.indexOf(column)] ?? Number.NaN
  return found ? { key, start: day(rule.start), end: rule.rule === 'within' ? day(rule.end) : Number.NaN } : null
}

/** Does some row break a rule under that bound, by the first and the last day of its column? Of a rule of no column each does. */
const breaks = (said: Said, column: number, { start, end }: Bound): boolean =>
  column < 0 || (said[column] ?? Number.NaN) < start || (said[column + 1] ?? Number.NaN) >= end

/** The keys whose rows break a rule, and how many these are; the first keys, and the first row of each. */
interface Broken {
  readonly keys: Map<string, Counted>
  rows: number
  first: readonly Counted[]
  shown: readonly Shown[]
}

const newBroken = (): Broken => ({ keys: new Map(), rows: 0, first: [], shown: [] })

function drop(broken: Broken, key: string): void {
  broken.rows -= broken.keys.get(key)?.bad ?? 0
  broken.keys.delete(key)
}

/** Adds counts of more rows (`brokenByKey`), each under its bound. */
function put(broken: Broken, bounds: readonly Bound[], more: Vectors): void {
  const boundOfKey = new Map(bounds.map((bound) => [bound.key, bound]))
  const counts = more.numbers('bad')
  for (const [place, key] of more.texts('key').entries()) {
    const [bound, bad] = [boundOfKey.get(key), counts[place] ?? 0]
    if (!bound) continue
    broken.keys.set(key, { ...bound, bad: bad + (broken.keys.get(key)?.bad ?? 0) })
    broken.rows += bad
  }
}

/** The first keys whose rows break a rule; thousands may. */
function firstOf({ keys }: Broken, most: number): Counted[] {
  const first: Counted[] = []
  for (const one of keys.values()) {
    const last = first.at(-1)
    if (first.length === most && last && one.key > last.key) continue
    first.splice(first.findLastIndex(({ key }) => key < one.key) + 1, 0, one)
    first.length = Math.min(first.length, most)
  }
  return first
}

/** The very counts that stood before: one that rows came to is another. */
const isSameList = (one: readonly Counted[], other: readonly Counted[]): boolean =>
  one.length === other.length && one.every((own, place) => own === other[place])

/** The first row of each of some keys, from an answer to `firstByKey`. */
function shownIn(some: readonly Bound[], found: Vectors): Shown[] {
  const [keys, rows, days] = [found.texts('key'), found.texts('row'), found.numbers('day')]
  return some.flatMap((bound) => {
    const place = keys.indexOf(bound.key)
    return place < 0 ? [] : [{ ...bound, row: rows[place] ?? '', day: days[place] ?? Number.NaN }]
  })
}

function shown(rule: KeyedRule, { key, day, start, end }: Shown): string {
  if (rule.rule === 'known') return `${rule.column} ${key}`
  const [says, from] = [`${rule.column} ${inWords(day)}, ${rule.fact}`, inWords(start)]
  return rule.rule === 'within' ? `${says} from ${from} to ${inWords(end)}` : `${says} since ${from}`
}

/** The columns in which rows of a fact are looked up, by all rules that do: whoever looks there reads the same rows. */
export const columnsLookedUp = (rules: readonly Rule[], fact: string): string[] => [
  ...new Set(rules.flatMap((rule) => (isKeyed(rule) && rule.fact === fact ? startAndEnd(rule) : []))),
]

const startAndEnd = (rule: KeyedRule): string[] => (rule.rule === 'known' ? [] : rule.rule === 'within' ? [rule.start, rule.end] : [rule.start])

/** What is known of the keys that rules look up: one table as long as nothing of it changes. */
async function knownTo(facts: KeyedReading, { fact, key }: KeyedRule, columns: readonly string[]): Promise<Known> {
  const rows = await facts.rows(fact, [key, ...columns, 'recorded_at'])
  const daysOf = (row: Row): readonly number[] => columns.map((column) => dayIn(row[column]))
  const make = (): Known => {
    const newest = new Map<unknown, Row>()
    for (const row of rows) {
      const held = newest.get(row[key])
      if (row[key] !== null && (!held || isNewer(row, held, columns))) newest.set(row[key], row)
    }
    const known = new Map<unknown, readonly number[]>()
    newest.forEach((row, own) => known.set(own, daysOf(row)))
    return known
  }
  /** With keys that nobody had before; of a key that is there, the newer row would have to be found. */
  const grow = (before: Known, more: readonly Row[]): Known | null => {
    const known = new Map(before)
    for (const row of more) {
      if (known.has(row[key])) return null
      if (row[key] !== null) known.set(row[key], daysOf(row))
    }
    return known
  }
  return knownOf(rows, key, () => knownBy(rows, JSON.stringify([key, ...columns]), make, grow))
}

/** Keys that came, went or set other days since. All who go on from one state to the next share it; the state before is named, so that it is not kept. */
function changedBetween(before: Known, now: Known): ReadonlySet<string> {
  if (before === now) return new Set()
  return changesOf(now, nameOf(before), () => {
    const isSame = (one: readonly number[] | undefined, other: readonly number[]): boolean => one?.every((day, place) => Object.is(day, other[place])) ?? false
    const keys = new Set<string>()
    for (const [key, days] of now) if (!isSame(before.get(key), days)) keys.add(String(key))
    for (const key of before.keys()) if (!now.has(key)) keys.add(String(key))
    return keys
  })
}

const changesOf = keeper<Known, ReadonlySet<string>>(2)
const knownOf = keeper<readonly Row[], Known>(2)
const knownBy = growing<Row, Known>(2)

/** Of rows that were recorded together, the one that is later by its other columns, so that it is always the same. */
function isNewer(row: Row, held: Row, columns: readonly string[]): boolean {
  for (const column of ['recorded_at', ...columns]) {
    const [own, other] = [textOf(row[column]), textOf(held[column])]
    if (own !== other) return own > other
  }
  return false
}

/** Without the Z, since an instant to the microsecond is later than its own millisecond. Nothing comes last. */
const textOf = (value: unknown): string => (value === null || value === undefined ? '' : String(value).replace(/Z$/, ''))
/** Years beyond four digits are no day that anything is held against. */
const dayIn = (value: unknown): number => (typeof value === 'string' && /^\d{4}-/.test(value) ? dayNumber(value.slice(0, 10)) : Number.NaN)
const inWords = (day: number): string => (Number.isNaN(day) ? 'nothing' : dateOf(day))
