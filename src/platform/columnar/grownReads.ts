import type { FactReader, Mark, Query } from './factReader.ts'
import { changeBetween, corrected, seeing, seenIn } from './lookedUp.ts'
import type { Placed } from './placedRows.ts'
import { word } from './shape.ts'

type Rows = Awaited<ReturnType<FactReader['ask']>>
type LooksUp = NonNullable<Query['looksUp']>

/** Answers of the store to exact questions, each under the position of the facts that it reads. Rows of a fact stand with their places, so that the next state goes on from them. */
export type Reads = Map<string, Answer>

export interface Answer {
  readonly position: string
  readonly rows: Promise<Rows>
  readonly grown?: Grown
  readonly placed?: Promise<Placed | null>
  /** Where an answer that grows looked rows up, as it stood then; null where nobody keeps that, or it is not known exactly. */
  readonly lookups?: Promise<Placed | null>
}

/** How far the rows of a fact had been read, and what else was read with them. */
export interface Grown extends Mark {
  readonly others: string
  /** How far the fact had been read in which rows are looked up, whether they were looked up in exactly that state, and what else was read with both. */
  readonly lookedUp: (Mark & { readonly others: string; readonly isExact?: boolean }) | null
}

/** An answer that is asked for again is the last to go: what never changes would go first. */
export function lately(reads: Reads, key: string): Answer | undefined {
  const known = reads.get(key)
  if (known) {
    reads.delete(key)
    reads.set(key, known)
  }
  return known
}

/** Keeps an answer under its key, and what goes with it. */
export type Keep = (key: string, position: string, ask: () => Promise<Rows>, more?: Omit<Answer, 'position' | 'rows'>) => Promise<Rows>

/** An answer as it was known: how far it had come, and where it looked rows up. */
interface Before {
  readonly rows: Promise<Rows>
  readonly grown: Grown
  readonly lookups: Promise<Placed | null>
}

/**
 * Answers that grow go on from where they stood: what was added is asked for, and where rows are looked up in another fact, those alone are counted anew whose keys are
 * told otherwise there. `reader` asks the store itself, `shared` what was kept.
 */
export function growingReads(shared: Omit<FactReader, 'added'>, reader: FactReader, reads: Reads, keep: Keep): FactReader['added'] {
  const lookupsAt = lookups(shared, reads)
  return async (fact, question, join) => {
    const whole = question(null)
    const [key, position] = [`+${keyOf(whole)}`, reader.positionOf(whole)]
    if (reader.isPast) return await reader.ask(whole)
    const { looksUp } = whole
    const [marked, marks = null] = await Promise.all([shared.mark(fact), looksUp && shared.mark(looksUp.fact)])
    const known = lately(reads, key) // after the marks: who asked while they were read finds what the first of them began
    if (known?.position === position) {
      // a process before this one left it: where it looked rows up is known as long as that stands
      const seen = known.grown?.lookedUp
      if (seen?.isExact && !known.lookups) reads.set(key, { ...known, lookups: lookupsAt(looksUp, seen) })
      return await known.rows
    }
    const rest = reader.factsOf(whole).filter((name) => name !== fact)
    const lookedUp = looksUp && marks ? { ...marks, others: reader.positionOf(rest.filter((name) => name !== looksUp.fact)), isExact: false } : null
    const grown = { others: reader.positionOf(rest), lookedUp, ...marked }
    const placed = lookupsAt(looksUp, marks)
    const before =
      known?.grown && isBehind(known.grown, grown) ? { rows: known.rows, grown: known.grown, lookups: known.lookups ?? Promise.resolve(null) } : null
    /** What was answered before, as it would be now. */
    const standing = async ({ rows, grown: was, lookups: then }: Before): Promise<Rows | null> => {
      if (was.others === grown.others && isSameState(was.lookedUp, lookedUp)) return await rows
      if (!looksUp) return null
      // rows were only added there, and mostly nobody names them yet
      if (isMoreLookedUp(was, grown) && !(await isNamed(shared.ask, fact, looksUp, was, grown))) return await rows
      const [stood, stands] = [await then, await placed]
      const change = stood && stands && changeBetween(stood, stands, looksUp)
      return change ? await corrected(await rows, change, { fact, looksUp, ask: shared.ask, question, join, upTo: was.last }) : null
    }
    // up to the place that the mark tells, even the first time: rows that come while this is asked are counted with the next ones
    const askFrom = async (after: number): Promise<ReturnType<typeof seenIn>> => {
      const asked = question({ after, upTo: grown.last })
      return looksUp?.reads && marks ? seenIn(await reader.ask(seeing(asked, looksUp)), marks) : { rows: await reader.ask(asked), isOfState: false }
    }
    const answer = async (): Promise<Rows> => {
      const [stood, more] = before ? await Promise.all([standing(before), before.grown.last < grown.last ? askFrom(before.grown.last) : null]) : [null, null]
      const told = stood ? more : await askFrom(-1)
      if (lookedUp) lookedUp.isExact = (told?.isOfState ?? true) && (stood === null || before?.grown.lookedUp?.isExact === true)
      return !told ? (stood ?? []) : stood ? join(stood, told.rows) : told.rows
    }
    const made = answer()
    // by then others have read the rows that this was asked before
    const own = made.then(async () => (lookedUp?.isExact ? ((await placed) ?? (await lookupsAt(looksUp, marks))) : null)).catch(() => null)
    return await keep(key, position, () => made, { grown, lookups: own })
  }
}

/** The rows in which keys are looked up, with their places, in the state of a mark: where somebody reads them anyhow, and they are in no other state by now. */
const lookups =
  ({ rows }: Pick<FactReader, 'rows'>, reads: Reads) =>
  async (looksUp: LooksUp | undefined, marks: Mark | null): Promise<Placed | null> => {
    const columns = looksUp && columnsRead(reads, looksUp)
    if (!columns || !marks) return null
    await rows(looksUp.fact, columns).catch(() => null)
    const placed = await reads.get(keyOfRows(looksUp.fact, columns))?.placed?.catch(() => null)
    return placed?.state.last === marks.last && placed.state.gone === marks.gone ? placed : null
  }

export const keyOf = ({ text, values }: Query): string => JSON.stringify([text, values.map((value) => [typeof value, String(value)])])

export const keyOfRows = (fact: string, columns: readonly string[]): string => JSON.stringify([fact, columns])

/** Columns in which rows of a fact are kept with their places, with all that are read where rows are looked up. */
function columnsRead(reads: Reads, { fact, key, reads: columns }: LooksUp): readonly string[] | undefined {
  const begin = `[${JSON.stringify(fact)},`
  const all = columns ? [...reads].flatMap(([name, { placed }]) => (placed && name.startsWith(begin) ? [listIn(name)] : [])) : []
  return all.find((read) => [key, ...(columns ?? [])].every((column) => read.includes(column)))
}

function listIn(key: string): readonly string[] {
  const [, columns]: unknown[] = JSON.parse(key)
  return Array.isArray(columns) ? columns.map(String) : []
}

/** Rows were only added to the fact, and nothing moved besides but where rows are looked up. */
function isBehind(before: Grown, now: Grown): boolean {
  const [looked, looks] = [before.lookedUp, now.lookedUp]
  return (before.others === now.others || (looked !== null && looked.others === looks?.others)) && isMore(before, now)
}

const isSameState = (one: Mark | null, other: Mark | null): boolean => one?.last === other?.last && one?.gone === other?.gone
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
