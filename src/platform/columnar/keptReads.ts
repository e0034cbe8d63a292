import { markBy, type FactReader, type Mark, type Places, type Query } from './factReader.ts'
import type { Placed } from './placedRows.ts'

type Rows = Awaited<ReturnType<FactReader['ask']>>

/** Answers of the store to exact questions, each under the position of the facts that it reads. Rows of a fact stand with their places, so that the next state goes on from them. */
export type Reads = Map<string, { readonly position: string; readonly rows: Promise<Rows>; readonly grown?: Grown; readonly placed?: Promise<Placed | null> }>

/** How far the rows of a fact had been read, and what else was read with them. */
interface Grown extends Mark {
  readonly others: string
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
      const marked = await mark(fact)
      const known = reads.get(key) // after the mark: who asked while it was read finds what the first of them began
      if (known?.position === position) return await known.rows
      const grown = { others: reader.positionOf(elsewhere(whole, fact)), ...marked }
      const before = known?.grown && isBehind(known.grown, grown) ? known : null
      // up to the place that the mark tells, even the first time: rows that come while this is asked are counted with the next ones
      const places: Places = { after: before?.grown?.last ?? -1, upTo: grown.last }
      const more = (): Promise<Rows> => reader.ask(question(places))
      return await keep(key, position, async () => (before ? join(await before.rows, await more()) : await more()), { grown })
    },
  }
}

const keyOf = ({ text, values }: Query): string => JSON.stringify([text, values.map((value) => [typeof value, String(value)])])

/** The question without the rows of one fact: what else it reads. */
function elsewhere({ text, values }: Query, fact: string): Query {
  const key = `${fact} ${text}`
  const without = withouts.get(key) ?? text.replaceAll(new RegExp(`\\b${fact}\\b`, 'g'), '')
  if (withouts.size > mostAnswers) withouts.clear()
  withouts.set(key, without)
  return { text: without, values }
}

/** The same texts are asked again and again. */
const withouts = new Map<string, string>()

const isBehind = (before: Grown, now: Grown): boolean => before.others === now.others && before.gone === now.gone && before.last <= now.last

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
