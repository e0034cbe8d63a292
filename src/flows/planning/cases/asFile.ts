import { recordsIn } from '#kernel'
import { number, text } from '../reading.ts'

/** A business case of the record as `plan case --file` reads it. */
export interface CaseAsFile {
  readonly currency: string
  readonly rate: number
  readonly inputs?: readonly { readonly name: string; readonly value: Ranged }[]
  readonly options: readonly {
    readonly name: string
    readonly stages: readonly { readonly name: string; readonly start: number; readonly end: number; readonly chance: number; readonly cost: Ranged | string }[]
    readonly flows: readonly { readonly name: string; readonly at: number; readonly amount: Ranged | string; readonly kind?: 'cost' }[]
  }[]
  readonly seed: number
}
export type Ranged = number | { readonly low: number; readonly likely: number; readonly high: number }

/** One seed for every case: the same figures give the same answer on the page, in a review and from the file. */
const seed = 1

export function asFile(row: Readonly<Record<string, unknown>>, currency: string): CaseAsFile {
  const [stages, flows, inputs] = [recordsIn(row['stages']), recordsIn(row['flows']), recordsIn(row['inputs'])]
  return {
    currency,
    rate: number(row['rate']) ?? 0,
    seed,
    ...(inputs.length > 0 ? { inputs: inputs.map((one) => ({ name: text(one['name']), value: rangedOf(one) })) } : {}),
    options: recordsIn(row['options']).map((option) => {
      const isOwn = (one: Readonly<Record<string, unknown>>): boolean => one['option'] === option['name']
      return {
        name: text(option['name']),
        stages: stages.filter(isOwn).map((one) => ({
          name: text(one['name']),
          start: number(one['start']) ?? 0,
          end: number(one['end']) ?? 0,
          chance: number(one['chance']) ?? 0,
          cost: amountOf(one),
        })),
        flows: flows.filter(isOwn).map((one, _n, own) => ({ name: nameIn(own, one), at: number(one['at']) ?? 0, amount: amountOf(one), ...kindOf(one) })),
      }
    }),
  }
}

/** A line of several years stands once for each, told apart by its year. */
function nameIn(own: readonly Readonly<Record<string, unknown>>[], one: Readonly<Record<string, unknown>>): string {
  const isAlone = own.filter((other) => other['name'] === one['name']).length === 1
  return isAlone ? text(one['name']) : `${text(one['name'])}, year ${number(one['at']) ?? 0}`
}

const amountOf = (one: Readonly<Record<string, unknown>>): Ranged | string => text(one['formula']) || rangedOf(one)

/** A cost is written as what it costs; whatever else a line is, it counts by its sign. */
const kindOf = (one: Readonly<Record<string, unknown>>): { readonly kind?: 'cost' } => (one['kind'] === 'cost' ? { kind: 'cost' } : {})

/** A figure without ends is known. */
function rangedOf(one: Readonly<Record<string, unknown>>): Ranged {
  const likely = number(one['likely']) ?? 0
  const [low, high] = [number(one['low']) ?? likely, number(one['high']) ?? likely]
  return low === likely && high === likely ? likely : { low, likely, high }
}
