import { markBy, type FactReader, type Mark, type Query } from './factReader.ts'
import { changeBetween, corrected, seeing, seenIn } from './lookedUp.ts'
import type { Placed } from './placedRows.ts'
import { word } from './shape.ts'

type Rows = Awaited<ReturnType<FactReader['ask']>>

/** Answers of the store to exact questions, each under the position of the facts that it reads. Rows of a fact stand with their places, so that the next state goes on from them. */
export type Reads = Map<string, Answer>

interface Answer {
  readonly position: string
  readonly rows: Promise<Rows>
  readonly grown?: Grown
  readonly placed?: Promise<Placed | null>
  /** Where an answer that grows looked rows up, as it stood then; null where that is not known exactly. */
  readonly lookups?: Promise<Placed | null>
}

/** How far the rows of a fact had been read, and what else was read with them. */
export interface Grown extends Mark {
  readonly others: string
  /** How far the fact had been read in which rows are looked up, and what else was read with both. */
  readonly lookedUp: (Mark & { readonly others: string }) | null
}

/** Answers of more rows are shared while they are being read, and not kept. */
const mostRows = 50_000 // the people and the contract lines of ten thousand customers
const mostAnswers = 400

/** Many metrics read the same rows: each question is asked once for a state of what it reads. An answer that only grows goes on from where it stood. */
export function keptReads(reader: FactReader, reads: Reads): FactReader {
  const keep = (key: string, position: string, ask: () => Promise<Rows>, more: Omit<Answer, 'position' | 'rows'> = {}): Promise<Rows> => {
    const rows = ask()
    const fresh = { position, rows, ...more }
    reads.delete(key)
    reads.set(key, fresh)
    const forget = () => reads.get(key) === fresh && reads.delete(key)
    rows.then((found) => found.length > mostRows && forget(), forget)
    for (const old of reads.keys().take(Math.max(0, reads.size - mostAnswers))) reads.delete(old)
    return rows
  }
  const once = (key: string, position: string, ask: () => Promise<Rows>): Promise<Rows> => {
    const known = reads.get(key)
    return known?.position === position ? known.rows : keep(key, position, ask)
  }
  const ask: FactReader['ask'] = (query) => once(keyOf(query), reader.positionOf(query), () => reader.ask(query))
  const mark: FactReader['mark'] = (fact) => markBy(ask, fact)
  const rows: FactReader['rows'] = (fact, columns) => {
    const [key, position] = [keyOfRows(fact, columns), reader.positionOf([fact])]
    const known = reads.get(key)
    if (known?.position === position) return known.rows
    const before = known?.placed?.catch(() => null) ?? Promise.resolve(null)
    const placed = before.then((found) => reader.placed(fact, columns, found))
    return keep(key, position, async () => (await placed)?.rows ?? (await reader.rows(fact, columns)), { placed })
  }
  /** The rows of a fact with their places, in the state of a mark; null where they are in another by now. */
  const placedAt = async (fact: string, columns: readonly string[], { last, gone }: Mark): Promise<Placed | null> => {
    await rows(fact, columns)
    const placed = await reads.get(keyOfRows(fact, columns))?.placed
    return placed?.state.last === last && placed.state.gone === gone ? placed : null
  }
  const added: FactReader['added'] = async (fact, question, join) => {
    const whole = question(null)
    const [key, position] = [`+${keyOf(whole)}`, reader.positionOf(whole)]
    if (reader.isPast) return await reader.ask(whole)
    const { looksUp } = whole
    const [marked, marks] = await Promise.all([mark(fact), looksUp && mark(looksUp.fact)])
    const known = reads.get(key) // after the marks: who asked while they were read finds what the first of them began
    if (known?.position === position) return await known.rows
    const rest = reader.factsOf(whole).filter((name) => name !== fact)
    const lookedUp = looksUp && marks ? { ...marks, others: reader.positionOf(rest.filter((name) => name !== looksUp.fact)) } : null
    const grown = { others: reader.positionOf(rest), lookedUp, ...marked }
    const before = known?.grown && isBehind(known.grown, grown) ? { rows: known.rows, grown: known.grown, lookups: known.lookups ?? null } : null
    const read = looksUp && columnsRead(reads, looksUp)
    const placed = read && marks ? placedAt(looksUp.fact, read, marks).catch(() => null) : Promise.resolve(null)
    /** What was answered before, as it would be now. */
    const standing = async (): Promise<Rows | null> => {
      if (!before || before.grown.others === grown.others) return before && (await before.rows)
      if (!looksUp) return null
      const [was, is] = [await before.lookups, await placed]
      const change = was && is && changeBetween(was, is, looksUp)
      if (change) return await corrected(await before.rows, change, { fact, looksUp, ask, question, join, upTo: before.grown.last })
      const isStanding = isMoreLookedUp(before.grown, grown) && !(await isNamed(ask, fact, looksUp, before.grown, grown))
      return isStanding ? await before.rows : null
    }
    // up to the place that the mark tells, even the first time: rows that come while this is asked are counted with the next ones
    const askFrom = async (after: number): Promise<ReturnType<typeof seenIn>> => {
      const asked = question({ after, upTo: grown.last })
      return read && marks ? seenIn(await reader.ask(seeing(asked, looksUp)), marks) : { rows: await reader.ask(asked), isOfState: false }
    }
    const answer = async (): Promise<{ readonly rows: Rows; readonly lookups: Placed | null }> => {
      const isMoved = before !== null && before.grown.last < grown.last
      const [stood, more] = await Promise.all([standing(), isMoved ? askFrom(before.grown.last) : null])
      const told = stood ? more : await askFrom(-1)
      const isKnown = (told?.isOfState ?? true) && (stood === null || (await before?.lookups) !== null)
      return { rows: !told ? (stood ?? []) : stood ? join(stood, told.rows) : told.rows, lookups: isKnown ? await placed : null }
    }
    const made = answer()
    const lookups = made.then(({ lookups: at }) => at).catch(() => null)
    return await keep(key, position, () => made.then(({ rows: told }) => told), { grown, lookups })
  }
  return { ...reader, ask, mark, rows, added }
}

type LooksUp = NonNullable<Query['looksUp']>

const keyOfRows = (fact: string, columns: readonly string[]): string => JSON.stringify([fact, columns])

/** Columns in which rows of a fact are kept with their places anyhow, with all that are read where rows are looked up. */
function columnsRead(reads: Reads, { fact, key, reads: columns }: LooksUp): readonly string[] | undefined {
  const begin = `[${JSON.stringify(fact)},`
  const all = columns ? [...reads].flatMap(([name, { placed }]) => (placed && name.startsWith(begin) ? [listIn(name)] : [])) : []
  return all.find((read) => [key, ...(columns ?? [])].every((column) => read.includes(column)))
}

function listIn(key: string): readonly string[] {
  const [, columns]: unknown[] = JSON.parse(key)
  return Array.isArray(columns) ? columns.map(String) : []
}

const keyOf = ({ text, values }: Query): string => JSON.stringify([text, values.map((value) => [typeof value, String(value)])])

/** Rows were only added to the fact, and nothing moved besides but where rows are looked up. */
function isBehind(before: Grown, now: Grown): boolean {
  const [looked, looks] = [before.lookedUp, now.lookedUp]
  return (before.others === now.others || (looked !== null && looked.others === looks?.others)) && isMore(before, now)
}

const isMoreLookedUp = ({ lookedUp: before }: Grown, { lookedUp: now }: Grown): boolean => before !== null && now !== null && isMore(before, now)
const isMore = (before: Mark, now: Mark): boolean => before.gone === now.gone && before.last <= now.last

/** Does a row that was read before name one of those that came since where it is looked up? */
async function isNamed(
  ask: FactReader['ask'],
  fact: string,
  { column, fact: other, key }: NonNullable<Query['looksUp']>,
  before: Grown,
  { lookedUp }: Grown,
): Promise<boolean> {
  const [after, upTo] = [before.lookedUp?.last ?? -1, lookedUp?.last ?? -1]
  const come = `SELECT ${word(key)} FROM store.${word(other)} WHERE rowid > ${after} AND rowid <= ${upTo}`
  const [row] = await ask({ text: `SELECT count(*) AS n FROM store.${word(fact)} WHERE rowid <= ${before.last} AND ${word(column)} IN (${come})`, values: [] })
  return Number(row?.['n'] ?? 1) > 0
}

/** All who ask in one turn of the loop share one answer. It is asked for after them, so that nobody hears of a state older than the question. */
export function sharedInTurn<T>(ask: () => Promise<T>): () => Promise<T> {
  let waiting: Promise<T> | null = null
  return () =>
    (waiting ??= Promise.resolve().then(() => {
      waiting = null
      return ask()
    }))
}

/** The newest answer, under the state that it was made from: the same state is answered by it, another one is made from the answer before. One that fails is forgotten. */
export type Newest<T> = (state: string, make: (before: Promise<T> | null) => Promise<T>) => Promise<T>

export function newest<T>(): Newest<T> {
  let known: { readonly state: string; readonly answer: Promise<T> } | null = null
  return (state, make) => {
    if (known?.state === state) return known.answer
    const made = { state, answer: make(known?.answer ?? null) }
    known = made
    made.answer.catch(() => known === made && (known = null))
    return made.answer
  }
}
