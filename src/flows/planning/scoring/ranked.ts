import { periodOf } from '#engines/numbers/dates.ts'
import type { Factor } from '#engines/portfolio/scores/scores.ts'
import { everyRow, type AnyRow, type Context } from '#kernel'
import { initiative } from '#objects'
import { heardFor } from '../opportunities/heard.ts'
import { byKey, reader, text } from '../reading.ts'
import { heardByBet } from './heardInputs.ts'
import { inputsOf, paceOf, type BetInput } from './inputs.ts'
import { kanoByBet, kanoInputs, type KanoTold } from './kanoTold.ts'
import { factorsOf, ownFormula, scoresOver, type Figures, type Score } from './methods.ts'

export interface Made {
  readonly row: AnyRow
  readonly inputs: readonly BetInput[]
  readonly figures: Figures
  readonly kano: KanoTold | null
}

export interface Ground {
  readonly bets: readonly Made[]
  /** The ranges of the weighted score over these bets. */
  readonly factors: readonly Factor[]
  /** Every score of the workspace, its own formulas among them. */
  readonly scores: readonly Score[]
  readonly plans: readonly AnyRow[]
  readonly seats: readonly AnyRow[]
}

/** The open bets with all that scores read of them, from the record and from what is live, as of the end of a day. */
export async function scoredGround(ctx: Context, today: string, asOf?: string): Promise<Ground> {
  const all = (noun: string): Promise<readonly AnyRow[]> => everyRow(ctx, noun, asOf ? { asOf } : {})
  const [[initiatives = [], held = [], plans = [], seats = [], formulas = [], answers = []], heard] = await Promise.all([
    Promise.all(['initiative', 'scoreInput', 'capacityPlan', 'seat', 'scoreFormula', 'kanoAnswer'].map(all)),
    heardFor(ctx, asOf),
  ])
  const read = reader(ctx, asOf)
  const known = await Promise.all(
    held.map(async (row) => ({ row, reading: row['origin'] === 'metric' ? await read(text(row['metric']), partIn(text(row['part']))) : null })),
  )
  const heldOf = Map.groupBy(known, (one) => one.row['initiative'])
  const kano = kanoByBet(answers, heard.accounts)
  const saidFor = heardByBet(heard, today)
  const pace = paceOf(plans, periodOf(today, 'quarter'), seats)
  const bets = initiatives
    .filter((row) => !initiative.isOver(row['stage']))
    .map((row): Made => {
      const told = kano.get(row.id) ?? null
      const inputs = inputsOf(row, heldOf.get(row.id) ?? [], pace, today, [...(told ? kanoInputs(told) : []), ...saidFor(row.id)])
      return { row, inputs, figures: Object.fromEntries(inputs.map(({ name, value }) => [name, value])), kano: told }
    })
  const factors = factorsOf(bets.map(({ figures }) => figures))
  return { bets, factors, scores: scoresOver(factors, formulas.map(ownFormula)), plans, seats }
}

/** “segment = Mid-market” names a part of a metric. */
function partIn(part: string): { readonly by: string; readonly key: string } | null {
  const [by = '', key = ''] = part.split('=').map((word) => word.trim())
  return by !== '' && key !== '' ? { by, key } : null
}

/** The place of each bet by a score, from 1, by its key; one without a score has none. Equal scores go by key. */
export function placesBy({ of }: Pick<Score, 'of'>, bets: readonly Made[]): ReadonlyMap<string, number> {
  const known = bets.flatMap(({ row, figures }) => {
    const { value } = of(figures)
    return value === null ? [] : [{ key: row.key, value }]
  })
  return new Map(known.toSorted((a, b) => b.value - a.value || byKey(a, b)).map(({ key }, at) => [key, at + 1]))
}
