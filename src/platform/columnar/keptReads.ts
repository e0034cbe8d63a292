import { markBy, type FactReader, type Mark, type Places, type Query } from './factReader.ts'
import type { Placed } from './placedRows.ts'
import { word } from './shape.ts'

type Rows = Awaited<ReturnType<FactReader['ask']>>

/** Answers of the store to exact questions, each under the position of the facts that it reads. Rows of a fact stand with their places, so that the next state goes on from them. */
export type Reads = Map<string, { readonly position: string; readonly rows: Promise<Rows>; readonly grown?: Grown; readonly placed?: Promise<Placed | null> }>

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
  const keep = (
    key: string,
    position: string,
    ask: () => Promise<Rows>,
    more: { readonly grown?: Grown; readonly placed?: Promise<Placed | null> } = {},
  ): Promise<Rows> => {
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
  return {
    ...reader,
    ask,
    mark,
    rows(fact, columns) {
      const [key, position] = [JSON.stringify([fact, columns]), reader.positionOf([fact])]
      const known = reads.get(key)
      if (known?.position === position) return known.rows
      const before = known?.placed?.catch(() => null) ?? Promise.resolve(null)
      const placed = before.then((found) => reader.placed(fact, columns, found))
      return keep(key, position, async () => (await placed)?.rows ?? (await reader.rows(fact, columns)), { placed })
    },
    async added(fact, question, join) {
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
      const before = known?.grown && isBehind(known.grown, grown) ? known : null
      const answer = async (): Promise<Rows> => {
        const stands = before?.grown && (before.grown.others === grown.others || (looksUp && !(await isNamed(ask, fact, looksUp, before.grown, grown))))
        // up to the place that the mark tells, even the first time: rows that come while this is asked are counted with the next ones
        const places: Places = { after: stands ? (before.grown?.last ?? -1) : -1, upTo: grown.last }
        const more = reader.ask(question(places))
        return stands ? join(await before.rows, await more) : await more
      }
      return await keep(key, position, answer, { grown })
    },
  }
}

const keyOf = ({ text, values }: Query): string => JSON.stringify([text, values.map((value) => [typeof value, String(value)])])

/** Rows were only added: to the fact, and where others are looked up that were read with it. */
function isBehind(before: Grown, now: Grown): boolean {
  const [looked, looks] = [before.lookedUp, now.lookedUp]
  const others = before.others === now.others || (looked !== null && looks !== null && looked.others === looks.others && isMore(looked, looks))
  return others && isMore(before, now)
}

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
