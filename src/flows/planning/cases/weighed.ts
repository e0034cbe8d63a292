import { askedOn, wayDone, type Watched } from '#engines/portfolio/business/watching.ts'
import { addDays } from '#engines/numbers/dates.ts'
import { isProblem, recordsIn, type AnyRow, type Context } from '#kernel'
import { businessCase } from '#objects'
import { caseOfFile, type CaseAnswer } from '../caseFile.ts'
import { number, reader, text } from '../reading.ts'
import { asFile, type CaseAsFile } from './asFile.ts'
import { assumptionsOf, type AssumptionLine } from './assumptions.ts'
import { inForce } from './inForce.ts'
import { namesOf, readLine, type LiveLine } from './live.ts'
import { watchedOf, type WatchedLine } from './watchedOf.ts'

export interface WeighedCase {
  readonly today: string
  /** What each option is worth; null with `why` when the figures do not allow it. */
  readonly worth: CaseAnswer | null
  readonly why: string | null
  /** The same figures as `plan case --file` reads them. */
  readonly file: CaseAsFile | null
  readonly assumptions: readonly AssumptionLine[]
  readonly promises: readonly PromiseLine[]
  readonly kills: readonly WatchedLine[]
  /** Days after the approval at which promised and realised are laid side by side. */
  readonly realised: readonly RealisedAt[]
  /** When the version in force was approved; null before the first approval. */
  readonly approvedAt: string | null
  /** A newer wording is being worked on, while the approved one is watched. */
  readonly isRevised: boolean
}

export interface PromiseLine extends LiveLine {
  readonly baseline: number | null
  readonly target: number
  readonly by: string
  /** What the straight line asks for today; null before an approval. */
  readonly asked: number | null
  /** Share of the way that is done, signed; null when nobody knows. */
  readonly done: number | null
}

export interface RealisedAt {
  readonly days: 90 | 180 | 365
  readonly on: string
  readonly isDue: boolean
  readonly lines: readonly {
    readonly name: string
    readonly unit: LiveLine['unit']
    readonly currency: string
    readonly asked: number
    readonly value: number | null
    readonly lacks: string | null
  }[]
}

export type { AssumptionLine, CaseAsFile, Watched, WatchedLine }

/** A business case with its figures worked out and its promises, assumptions and kill criteria read from the live metrics. */
export async function weighedCase(ctx: Context, id: string, asOf?: string): Promise<WeighedCase> {
  const row = await ctx.find('businessCase', id, asOf)
  const today = (asOf ?? ctx.now()).slice(0, 10)
  const force = await inForce(ctx, row)
  const names = await namesOf(ctx)
  const [told, assumptions, promises, kills] = [
    worthOf(row, ctx.workspace.currency),
    await assumptionsOf(ctx, row, names, today, asOf),
    await promisesOf(ctx, row, names, today, asOf),
    await watchedOf(ctx, force ?? row, names, today, asOf),
  ]
  return {
    today,
    ...told,
    assumptions,
    promises,
    kills,
    realised: force ? await realisedOf(ctx, force, names, today, asOf) : [],
    approvedAt: text(row['approvedAt']) || null,
    isRevised: force !== null && force.version !== row.version && row['state'] !== 'closed',
  }
}

/** What the options of a case are worth as it is written, or why that cannot be told. */
export function worthOf(row: Readonly<Record<string, unknown>>, currency: string): Pick<WeighedCase, 'worth' | 'why' | 'file'> {
  const nothing = (why: string) => ({ worth: null, why, file: null })
  if (recordsIn(row['options']).length < 2) return nothing('It weighs fewer than two options; doing nothing is one.')
  if (!Array.isArray(row['stages']) && !Array.isArray(row['flows'])) return nothing('It has no figures yet, or your role does not show them.')
  const fault = businessCase.figureFault(termsOf(row))
  if (fault) return nothing(fault.join(' '))
  const file = asFile(row, currency)
  try {
    return { worth: caseOfFile(file), why: null, file }
  } catch (error) {
    if (isProblem(error)) return nothing(`${error.message} ${error.hint}`.trim())
    throw error
  }
}

const ranged = (one: Readonly<Record<string, unknown>>) => ({
  option: text(one['option']),
  name: text(one['name']),
  low: number(one['low']),
  likely: number(one['likely']) ?? 0,
  high: number(one['high']),
  formula: text(one['formula']) || null,
  at: number(one['at']) ?? 0,
  start: number(one['start']) ?? 0,
  end: number(one['end']) ?? 0,
})
const termsOf = (row: Readonly<Record<string, unknown>>): Parameters<typeof businessCase.figureFault>[0] => ({
  options: recordsIn(row['options']).map((one) => ({ name: text(one['name']), isNothing: one['isNothing'] === true })),
  inputs: recordsIn(row['inputs']).map(ranged),
  stages: recordsIn(row['stages']).map(ranged),
  flows: recordsIn(row['flows']).map(ranged),
})

type Names = ReadonlyMap<string, string>

async function promisesOf(ctx: Context, row: AnyRow, names: Names, today: string, asOf?: string): Promise<PromiseLine[]> {
  const read = reader(ctx, asOf)
  const from = text(row['approvedAt']).slice(0, 10)
  return await Promise.all(
    recordsIn(row['successMetrics']).map(async (one): Promise<PromiseLine> => {
      const line = await readLine(read, one, names)
      const [baseline, target, by] = [number(one['baseline']), number(one['target']) ?? 0, text(one['by'])]
      const isKnown = line.value !== null && line.isTrusted
      return {
        ...line,
        baseline,
        target,
        by,
        asked: from === '' || baseline === null ? null : askedOn({ baseline, target, from, by }, today),
        done: isKnown ? wayDone(baseline, target, line.value) : null,
      }
    }),
  )
}

/** Promised beside realised where the time has come; each reading is of that day, not of today. */
async function realisedOf(ctx: Context, force: AnyRow, names: Names, today: string, asOf?: string): Promise<RealisedAt[]> {
  const from = text(force['approvedAt']).slice(0, 10)
  return await Promise.all(
    ([90, 180, 365] as const).map(async (days): Promise<RealisedAt> => {
      const on = addDays(from, days)
      const isDue = on <= today
      const read = reader(ctx, isDue ? on : asOf)
      const own = isDue ? recordsIn(force['successMetrics']) : []
      const lines = own.map(async (one) => {
        const { name, unit, currency, value, lacks } = await readLine(read, one, names)
        const [baseline, target] = [number(one['baseline']), number(one['target']) ?? 0]
        return { name, unit, currency, value, lacks, asked: askedOn({ baseline: baseline ?? target, target, from, by: text(one['by']) }, on) }
      })
      return { days, on, isDue, lines: await Promise.all(lines) }
    }),
  )
}
