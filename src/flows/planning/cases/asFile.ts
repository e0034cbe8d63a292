import { recordsIn, type AnyRow } from '#kernel'
import { number, text } from '../reading.ts'

/** A business case of the record as `plan case --file` reads it. */
export interface CaseAsFile {
  readonly currency: string
  readonly rate: number
  readonly options: readonly {
    readonly name: string
    readonly stages: readonly { readonly name: string; readonly start: number; readonly end: number; readonly chance: number; readonly cost: Ranged }[]
    readonly flows: readonly { readonly name: string; readonly at: number; readonly amount: Ranged }[]
  }[]
  readonly seed: number
}
export type Ranged = number | { readonly low: number; readonly likely: number; readonly high: number }

/** One seed for every case: the same figures give the same answer on the page, in a review and from the file. */
const seed = 1

export function asFile(row: AnyRow, currency: string): CaseAsFile {
  const [stages, flows] = [recordsIn(row['stages']), recordsIn(row['flows'])]
  return {
    currency,
    rate: number(row['rate']) ?? 0,
    seed,
    options: recordsIn(row['options']).map((option) => {
      const isOwn = (one: Readonly<Record<string, unknown>>): boolean => one['option'] === option['name']
      return {
        name: text(option['name']),
        stages: stages.filter(isOwn).map((one) => ({
          name: text(one['name']),
          start: number(one['start']) ?? 0,
          end: number(one['end']) ?? 0,
          chance: number(one['chance']) ?? 0,
          cost: rangedOf(one),
        })),
        flows: flows.filter(isOwn).map((one) => ({ name: text(one['name']), at: number(one['at']) ?? 0, amount: rangedOf(one) })),
      }
    }),
  }
}

/** A figure without ends is known. */
function rangedOf(one: Readonly<Record<string, unknown>>): Ranged {
  const likely = number(one['likely']) ?? 0
  const [low, high] = [number(one['low']) ?? likely, number(one['high']) ?? likely]
  return low === likely && high === likely ? likely : { low, likely, high }
}
