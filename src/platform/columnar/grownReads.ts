import type { FactReader, Mark, Query } from './factReader.ts'
import type { Placed } from './placedRows.ts'

type Rows = Awaited<ReturnType<FactReader['ask']>>

/** Answers of the store to exact questions, each under the position of the facts that it reads. Rows of a fact stand with their places, so that the next state goes on from them. */
export type Reads = Map<string, Answer>

export interface Answer {
  readonly position: string
  readonly rows: Promise<Rows>
  readonly grown?: Grown
  readonly placed?: Promise<Placed | null>
  readonly carried?: Promise<object>
}

/** How far the rows of a fact had been read, and what else was read with them. */
export interface Grown extends Mark {
  readonly others: string
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

/** Answers that grow go on from where they stood: only what was added is asked for. `reader` asks the store itself, `shared` what was kept. */
export function growingReads(shared: Pick<FactReader, 'mark'>, reader: FactReader, reads: Reads, keep: Keep): Pick<FactReader, 'added' | 'carried'> {
  // what is known is looked for after the mark: who asked while it was read finds what the first of them began
  const added: FactReader['added'] = async (fact, question, join) => {
    const whole = question(null)
    if (reader.isPast) return await reader.ask(whole)
    const [key, position] = [`+${keyOf(whole)}`, reader.positionOf(whole)]
    const mark = await shared.mark(fact)
    const known = lately(reads, key)
    if (known?.position === position) return await known.rows
    const grown = { ...mark, others: reader.positionOf(reader.factsOf(whole).filter((name) => name !== fact)) }
    const before = isBehind(known?.grown, grown) ? known : null
    // up to the place that the mark tells, even the first time: rows that come while this is asked are counted with the next ones
    const askFrom = async (after: number): Promise<Rows> => await reader.ask(question({ after, upTo: grown.last }))
    const answer = async (): Promise<Rows> => {
      if (!before?.grown) return await askFrom(-1)
      if (before.grown.last === grown.last) return await before.rows
      const [stood, more] = await Promise.all([before.rows, askFrom(before.grown.last)])
      return join(stood, more)
    }
    return await keep(key, position, answer, { grown })
  }
  const carried: FactReader['carried'] = async ({ name, fact, reads: read, is }, make) => {
    if (reader.isPast) return await make(null, null, null)
    const [key, position] = [`=${JSON.stringify([fact, name])}`, reader.positionOf(read)]
    const mark = await shared.mark(fact)
    const known = lately(reads, key)
    const grown = { ...mark, others: reader.positionOf([]) }
    const stood = isBehind(known?.grown, grown) ? known?.carried?.catch(() => null) : null
    const own = known?.position === position ? await stood : null
    if (own && is(own)) return own
    const go = async () => {
      const [before, all] = [await stood, { after: -1, upTo: mark.last }]
      return before && is(before) && known?.grown ? await make(before, { after: known.grown.last, upTo: mark.last }, all) : await make(null, null, all)
    }
    const made = go()
    void keep(key, position, async () => (await made, []), { grown, carried: made })
    return await made
  }
  return { added, carried }
}

export const keyOf = ({ text, values }: Query): string =>
  JSON.stringify([text, values.map((value) => [typeof value, typeof value === 'object' ? value : String(value)])])

export const keyOfRows = (fact: string, columns: readonly string[]): string => JSON.stringify([fact, columns])

/** Rows were only added to the fact, and nothing moved besides. */
const isBehind = (before: Grown | undefined, now: Grown): boolean =>
  before !== undefined && before.others === now.others && before.gone === now.gone && before.last <= now.last
