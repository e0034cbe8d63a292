import type { FactReader } from './factReader.ts'

/** Answers of the store to exact questions, under one position of the facts. */
export type Reads = Map<string, ReturnType<FactReader['ask']>>

/** Answers of more rows are shared while they are being read, and not kept. */
const mostRows = 50_000 // the people and the contract lines of ten thousand customers
const mostAnswers = 200

/** Many metrics read the same rows: each question is asked once for a state of the facts. */
export function keptReads(reader: FactReader, reads: Reads): FactReader {
  const once = (key: string, ask: () => ReturnType<FactReader['ask']>) => {
    const known = reads.get(key)
    if (known) return known
    const answer = ask()
    reads.set(key, answer)
    const forget = () => reads.get(key) === answer && reads.delete(key)
    answer.then((rows) => rows.length > mostRows && forget(), forget)
    for (const old of [...reads.keys()].slice(0, -mostAnswers)) reads.delete(old)
    return answer
  }
  return {
    ...reader,
    ask: (query) => once(JSON.stringify([query.text, query.values.map((value) => [typeof value, String(value)])]), () => reader.ask(query)),
    rows: (fact, columns) => once(JSON.stringify([fact, columns]), () => reader.rows(fact, columns)),
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
