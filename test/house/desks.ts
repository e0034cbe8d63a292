import { join } from 'node:path'
import { isProblem, type FactRow, type Workspace } from '#kernel'
import { positionsIn, positionsSql } from '#platform/columnar/positions.ts'
import type { FactStore } from '#platform/columnar/store.ts'
import type { FactDesk } from '#runtime/factDesk.ts'
import { factDesks } from '#runtime/factDesks.ts'
import { appRegistry } from '../../src/house/app.ts'

export type Values = Readonly<Record<string, unknown>>

export const words = appRegistry()
const dimensions = [undefined, 'plan', 'segment', 'role', 'product']

/** Every metric, as a whole and by what it allows of some dimensions. */
export const questions = [...words.metrics].flatMap(([metric, { dimensions: allowed }]) =>
  dimensions.flatMap((by) => (by === undefined ? [{ metric }] : allowed.includes(by) ? [{ metric, by }] : [])),
)

type Question = Parameters<FactDesk['measure']>[0]
/** How a metric is asked. */
export type Asking = Omit<Question, 'metric'>

/** The whole answer, or the refusal in words. */
export const told = async (desk: FactDesk, request: Question): Promise<unknown> =>
  await desk.measure(request).catch((error: unknown) => (isProblem(error) ? error.message : Promise.reject(error)))

export async function answersOf(desk: FactDesk, asked: readonly Question[], when: Asking): Promise<Record<string, unknown>> {
  const answers: Record<string, unknown> = {}
  for (const one of asked) answers[`${one.metric} ${one.by ?? ''}`] = await told(desk, { ...one, ...when })
  return answers
}

/** A desk that goes on working, one that has just begun and keeps nothing, and what brings rows in. The clock goes on by a second whenever it is asked, from an instant. */
export function desksAtWork(store: FactStore, home: string, { workspace, from }: { readonly workspace: Workspace; readonly from: number }) {
  let [clock, run] = [from, 0]
  const batches: string[] = []
  const now = (): string => new Date((clock += 1000)).toISOString()
  const desks = factDesks(words, store, null, now)
  const desk = desks(workspace)
  const plain = (own = workspace): FactDesk => {
    const positions: FactStore['positions'] = async (ws) => positionsIn((await store.query(ws, positionsSql)).rows)
    return factDesks(words, { ...store, positions, beside: () => join(home, 'nowhere'), aside: () => undefined }, null, now)(own)
  }
  const bring = async (fact: string, rows: readonly Values[]): Promise<void> => {
    const batch = `b${(run += 1)}`
    await desk.ingest(batch, { fact, file: `${fact}.csv`, source: 'file', rows: piece(rows) })
    await desk.seal(batch)
    batches.push(batch)
  }
  return { desks, desk, plain, bring, batches, now }
}

async function* piece(rows: readonly Values[]): AsyncGenerator<readonly FactRow[]> {
  yield rows.map((values, row) => ({ row: row + 2, values }))
}
