import { markIn, marksOf, type FactReader } from './factReader.ts'
import { growingReads, keyOf, keyOfRows, lately, type Keep, type Reads } from './grownReads.ts'

export type { Grown, Reads } from './grownReads.ts'

/** Answers of more rows are shared while they are being read, and not kept. */
const mostRows = 50_000 // the people and the contract lines of ten thousand customers
const mostAnswers = 400

/** Many metrics read the same rows: each question is asked once for a state of what it reads. An answer that only grows goes on from where it stood. */
export function keptReads(reader: FactReader, reads: Reads): FactReader {
  const keep: Keep = (key, position, ask, more = {}) => {
    const rows = ask()
    const fresh = { position, rows, ...more }
    reads.delete(key)
    reads.set(key, fresh)
    const forget = () => reads.get(key) === fresh && reads.delete(key)
    rows.then((found) => found.length > mostRows && forget(), forget)
    for (const old of reads.keys().take(Math.max(0, reads.size - mostAnswers))) reads.delete(old)
    return rows
  }
  const once = (key: string, position: string, ask: Parameters<Keep>[2]): ReturnType<Keep> => {
    const known = lately(reads, key)
    return known?.position === position ? known.rows : keep(key, position, ask)
  }
  const ask: FactReader['ask'] = (query) => once(keyOf(query), reader.positionOf(query), () => reader.ask(query))
  const together = marksTogether(reader)
  const mark: FactReader['mark'] = async (fact) => markIn((await once(`#${fact}`, reader.positionOf([fact]), () => together(fact)))[0])
  const rows: FactReader['rows'] = (fact, columns) => {
    const [key, position] = [keyOfRows(fact, columns), reader.positionOf([fact])]
    const known = lately(reads, key)
    if (known?.position === position) return known.rows
    const before = known?.placed?.catch(() => null) ?? Promise.resolve(null)
    const placed = before.then((found) => reader.placed(fact, columns, found))
    return keep(key, position, async () => (await placed)?.rows ?? (await reader.rows(fact, columns)), { placed })
  }
  return { ...reader, ask, mark, rows, ...growingReads({ mark }, reader, reads, keep) }
}

/** The marks of all facts that are asked for in one turn of the loop are read by one statement. */
function marksTogether(reader: FactReader): (fact: string) => ReturnType<FactReader['ask']> {
  let wanted: string[] = []
  const all = sharedInTurn(async () => {
    const facts = wanted
    wanted = []
    const rows = await reader.ask(marksOf(facts))
    return new Map(rows.map((row) => [facts[Number(row['fact'])], row]))
  })
  return async (fact) => {
    wanted.push(fact)
    const row = (await all()).get(fact)
    return row ? [row] : []
  }
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
