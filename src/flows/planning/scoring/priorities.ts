import { capital } from '#engines/numbers/capital.ts'
import { addPeriods, periodOf } from '#engines/numbers/dates.ts'
import { kendallW } from '#engines/portfolio/scores/agreement.ts'
import { cutLine, type CutLine } from '#engines/portfolio/scores/cutLine.ts'
import { opportunityBand } from '#engines/portfolio/scores/scores.ts'
import type { Flip, RankSpread } from '#engines/portfolio/scores/sensitivity.ts'
import { everyRow, isRecord, type AnyRow, type Context } from '#kernel'
import { inPlace, type Aside } from '../aside.ts'
import { byKey, teamOf, text, weeksOf } from '../reading.ts'
import { capacityOf, floorsOf, itemsFor } from './cut.ts'
import type { BetInput } from './inputs.ts'
import type { KanoTold } from './kanoTold.ts'
import { scoreNamed, sideBySide, weights, type OwnFormula, type Score } from './methods.ts'
import { placesBy, scoredGround, type Made } from './ranked.ts'
import type { Sureness } from './sureness.ts'
import { summaryOf, type Summary } from './window.ts'

export interface BetScore {
  readonly value: number | null
  readonly rank: number | null
  readonly missing: readonly string[]
  /** The class that the score puts it in, in words; null for scores without classes. */
  readonly band: string | null
}

export interface RankedBet {
  readonly id: string
  readonly key: string
  readonly title: string
  readonly stage: string
  readonly team: string | null
  readonly isMandatory: boolean
  readonly rank: number
  /** By the id of the score. */
  readonly scores: Readonly<Record<string, BetScore>>
  readonly inputs: readonly BetInput[]
  /** What customers answered to the two questions of Kano; null where nobody was asked. */
  readonly kano: KanoTold | null
  /** At which value of an input it loses its place to the next one; the smallest change first. Null where there are more bets than it is worked out for. */
  readonly flips: readonly Flip[] | null
  readonly next: string | null
  readonly spread: RankSpread | null
  readonly weeks: number | null
  /** Person-weeks of it and of all before it. */
  readonly total: number
  readonly isAbove: boolean
  readonly flags: readonly string[]
  /** Inputs of the ranking score that are too old, in words. */
  readonly stale: readonly { readonly input: string; readonly says: string }[]
}

export interface Priorities {
  /** The id of the score that ranks. */
  readonly method: string
  /** The scores that stand side by side. */
  readonly scores: readonly { readonly id: string; readonly reads: readonly string[]; readonly formula: OwnFormula | null }[]
  readonly today: string
  readonly currency: string
  readonly quarters: readonly string[]
  /** All of them, or the first. */
  readonly bets: readonly RankedBet[]
  readonly summary: Summary
  readonly cut: { readonly mode: CutLine['mode']; readonly used: number; readonly capacity: number; readonly says: readonly string[] }
  /** Kendall’s W of the scores that every ranked bet has; null with fewer than two. */
  readonly agreement: { readonly w: number | null; readonly of: readonly string[] }
  readonly draws: { readonly draws: number; readonly seed: number; readonly k: number }
  readonly weights: Readonly<Record<string, number>>
}

export interface Wanted {
  /** The id of a score; CD3 when it is left out. */
  readonly method?: string
  readonly mode?: CutLine['mode']
  readonly quarters?: number
  readonly asOf?: string
}

/** The open bets ranked by one score with the others beside it: what would change the order, how sure it is, and where capacity ends. */
export async function priorities(ctx: Context, wanted: Wanted = {}, aside: Pick<Aside, 'sureness'> = inPlace): Promise<Priorities> {
  const { method, mode = 'strict', quarters: count = 2, asOf } = wanted
  const today = asOf ?? ctx.now().slice(0, 10)
  const past = asOf ? { asOf } : {}
  const [ground, splits, dependencies] = await Promise.all([
    scoredGround(ctx, today, asOf),
    everyRow(ctx, 'allocation', past),
    everyRow(ctx, 'dependency', past),
  ])
  const main = scoreNamed(ground.scores, method)
  const shown = sideBySide(ground.scores, main)
  const first = periodOf(today, 'quarter')
  const quarters = Array.from({ length: count }, (_, n) => addPeriods(first, n))
  const ranked = rankedBy(main, shown, ground.bets)
  const capacity = capacityOf(ground.plans, ground.seats, quarters, today)
  const items = itemsFor(
    ranked.map(({ row }) => row),
    dependencies,
  )
  const line = cutLine(items, capacity, mode, floorsOf(splits, quarters))
  const scored = ranked.filter(({ ranks }) => ranks[main.id] !== null)
  const sure = await aside.sureness({
    score: { id: main.id, formula: main.formula },
    factors: ground.factors,
    ranked: scored.map(({ inputs, figures }) => ({
      figures: Object.fromEntries(main.reads.map((name) => [name, figures[name] ?? null])),
      read: inputs.filter(({ name }) => main.reads.includes(name)).map(({ name, value, low, high }) => ({ name, value, low, high })),
    })),
  })
  const [above, flags] = [new Set(line.above), Map.groupBy(line.flags, ({ item }) => item)]
  const totals = runningSum(ranked.map(({ row }) => weeksOf(row) ?? 0))
  const agreement = agreementOf(ranked, shown)
  const bets = ranked.map((one, at): RankedBet => ({
    ...toBet(one, ranked[at + 1], { main, shown, sure: sure.bets[at] ?? null }),
    rank: at + 1,
    total: totals[at] ?? 0,
    isAbove: above.has(one.row.key),
    flags: [...(flags.get(one.row.key) ?? []).map(({ says }) => says), ...mustBeBelow(one, above)],
  }))
  return {
    method: main.id,
    scores: shown.map(({ id, reads, formula }) => ({ id, reads, formula })),
    today,
    currency: currencyOf(ranked.map(({ row }) => row)),
    quarters,
    bets,
    summary: summaryOf(bets, main.id, agreement.of),
    cut: {
      mode,
      used: Object.values(line.used).reduce((sum, weeks) => sum + weeks, 0),
      capacity: Object.values(capacity).reduce((sum, weeks) => sum + weeks, 0),
      says: line.flags.filter(({ flag }) => flag === 'floor-missed').map(({ says }) => capital(says)),
    },
    agreement,
    draws: { draws: sure.draws, seed: sure.seed, k: sure.k },
    weights,
  }
}

interface Ranked extends Made {
  readonly ranks: Readonly<Record<string, number | null>>
}

function rankedBy(main: Score, shown: readonly Score[], made: readonly Made[]): Ranked[] {
  const places = shown.map((score) => [score.id, placesBy(score, made)] as const)
  return made
    .map((one) => ({ ...one, ranks: Object.fromEntries(places.map(([id, of]) => [id, of.get(one.row.key) ?? null])) }))
    .toSorted((a, b) => (a.ranks[main.id] ?? Infinity) - (b.ranks[main.id] ?? Infinity) || byKey(a.row, b.row))
}

/** Whatever ranks: what customers take for granted and would miss is told when it does not fit. */
const mustBeBelow = ({ row, kano }: Ranked, above: ReadonlySet<string>): string[] =>
  kano?.category === 'M' && !above.has(row.key) ? [`Customers call ${row.key} a must-be, and it is below the line.`] : []

interface Showing {
  readonly main: Score
  readonly shown: readonly Score[]
  /** Null without a score. */
  readonly sure: Sureness['bets'][number] | null
}

function toBet(
  { row, inputs, figures, kano, ranks }: Ranked,
  next: Ranked | undefined,
  { main, shown, sure }: Showing,
): Omit<RankedBet, 'rank' | 'total' | 'isAbove' | 'flags'> {
  const read = inputs.filter(({ name }) => main.reads.includes(name))
  return {
    id: row.id,
    key: row.key,
    title: text(row['title']),
    stage: text(row['stage']),
    team: teamOf(row),
    isMandatory: row['mandatory'] === true,
    scores: Object.fromEntries(
      shown.map(({ id, of }) => {
        const { value, missing = [] } = of(figures)
        return [id, { value, rank: ranks[id] ?? null, missing, band: bandOf(id, value, kano) }]
      }),
    ),
    inputs,
    kano,
    flips: sure ? sure.flips : [],
    next: next?.row.key ?? null,
    spread: sure?.spread ?? null,
    weeks: weeksOf(row),
    stale: read.flatMap(({ name, stale }) => (stale ? [{ input: name, says: stale }] : [])),
  }
}

function bandOf(id: string, value: number | null, told: KanoTold | null): string | null {
  if (id === 'kano') return told && told.band
  return id === 'opportunity' && value !== null ? opportunityBand(value) : null
}

/** Each value with all before it. */
function runningSum(values: readonly number[]): readonly number[] {
  let sum = 0
  return values.map((value) => (sum += value))
}

function agreementOf(ranked: readonly Ranked[], shown: readonly Score[]): Priorities['agreement'] {
  const of = shown.map(({ id }) => id).filter((id) => ranked.every(({ ranks }) => ranks[id] !== null))
  return { w: kendallW(of.map((id) => ranked.map(({ ranks }) => -(ranks[id] ?? 0)))), of }
}

function currencyOf(rows: readonly AnyRow[]): string {
  const [first] = rows.flatMap((row) => (isRecord(row['value']) && isRecord(row['value']['likely']) ? [text(row['value']['likely']['currency'])] : []))
  return first || 'USD'
}
