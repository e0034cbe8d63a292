import { capital } from '#engines/numbers/capital.ts'
import { addPeriods, daysBetween, periodEnd, periodOf, periodStart } from '#engines/numbers/dates.ts'
import { kendallW } from '#engines/portfolio/scores/agreement.ts'
import { cutLine, type CutLine } from '#engines/portfolio/scores/cutLine.ts'
import { flipThresholds, rankDraws, type Flip, type RankSpread } from '#engines/portfolio/scores/sensitivity.ts'
import { everyRow, isRecord, recordsIn, type AnyRow, type Context } from '#kernel'
import { number, reader, text } from '../reading.ts'
import { inputsOf, netOf, paceOf, type BetInput } from './inputs.ts'
import { byMethod, factorsOf, methods, rangeOf, readsOf, scorer, weights, type Figures, type Method } from './methods.ts'

export interface RankedBet {
  readonly id: string
  readonly key: string
  readonly title: string
  readonly stage: string
  readonly team: string | null
  readonly isMandatory: boolean
  readonly rank: number
  readonly scores: Readonly<Record<Method, { readonly value: number | null; readonly rank: number | null; readonly missing: readonly string[] }>>
  readonly inputs: readonly BetInput[]
  /** At which value of an input it loses its place to the next one; the smallest change first. */
  readonly flips: readonly Flip[]
  readonly next: string | null
  readonly spread: RankSpread | null
  readonly weeks: number | null
  /** Person-weeks of it and of all before it. */
  readonly total: number
  readonly isAbove: boolean
  readonly flags: readonly string[]
  /** Inputs of the ranking score that are too old, in words; such a score cannot carry a commitment. */
  readonly stale: readonly { readonly input: string; readonly says: string }[]
}

export interface Priorities {
  readonly method: Method
  readonly today: string
  readonly currency: string
  readonly quarters: readonly string[]
  readonly bets: readonly RankedBet[]
  readonly cut: { readonly mode: CutLine['mode']; readonly used: number; readonly capacity: number; readonly says: readonly string[] }
  /** Kendall’s W of the scores that every ranked bet has; null with fewer than two. */
  readonly agreement: { readonly w: number | null; readonly of: readonly Method[] }
  readonly draws: { readonly draws: number; readonly seed: number; readonly k: number }
  readonly weights: Readonly<Record<string, number>>
}

export interface Wanted {
  readonly method?: Method
  readonly mode?: CutLine['mode']
  readonly quarters?: number
  readonly asOf?: string
  readonly draws?: number
}

const over = ['measuring', 'achieved', 'missed', 'inconclusive', 'stopped', 'declined']
const seed = 4127
/** Bets times draws: a thousand draws for up to two thousand bets, fewer beyond. */
const mostDrawn = 2_000_000

/** The open bets ranked by one score with the others beside it: what would change the order, how sure it is, and where capacity ends. */
export async function priorities(ctx: Context, wanted: Wanted = {}): Promise<Priorities> {
  const { method = 'cd3', mode = 'strict', quarters: count = 2, asOf, draws = 1000 } = wanted
  const today = asOf ?? ctx.now().slice(0, 10)
  const all = (noun: string): Promise<readonly AnyRow[]> => everyRow(ctx, noun, asOf ? { asOf } : {})
  const [initiatives = [], held = [], plans = [], splits = [], dependencies = []] = await Promise.all(
    ['initiative', 'scoreInput', 'capacityPlan', 'allocation', 'dependency'].map(all),
  )
  const first = periodOf(today, 'quarter')
  const quarters = Array.from({ length: count }, (_, n) => addPeriods(first, n))
  const read = reader(ctx, asOf)
  const known = await Promise.all(
    held.map(async (row) => ({ row, reading: row['origin'] === 'metric' ? await read(text(row['metric']), partIn(text(row['part']))) : null })),
  )
  const open = initiatives.filter((row) => !over.includes(text(row['stage'])))
  const heldOf = Map.groupBy(known, (one) => one.row['initiative'])
  const pace = paceOf(plans, first)
  const made = open.map((row) => {
    const own = inputsOf(row, heldOf.get(row.id) ?? [], pace, today)
    return { row, inputs: own, figures: figuresOf(own) }
  })
  const ranked = rankedBy(method, made)
  const capacity = capacityOf(plans, quarters, today)
  const line = cutLine(toRanked(ranked, dependencies), capacity, mode, floorsOf(splits, quarters))
  const scored = ranked.filter(({ ranks }) => ranks[method] !== null)
  const sure = rankDraws((inputs) => ranked[0]?.scorers[method](inputs).value ?? null, scored.map(drawn), {
    draws: Math.min(draws, Math.ceil(mostDrawn / Math.max(1, scored.length))),
    seed,
    k: Math.min(3, scored.length),
  })
  const [above, flags] = [new Set(line.above), Map.groupBy(line.flags, ({ item }) => item)]
  const totals = runningSum(ranked.map(({ row }) => weeksOf(row) ?? 0))
  return {
    method,
    today,
    currency: currencyOf(open),
    quarters,
    bets: ranked.map((one, at) => ({
      ...toBet(one, ranked[at + 1], { method, spread: sure.items[at] ?? null }),
      rank: at + 1,
      total: totals[at] ?? 0,
      isAbove: above.has(one.row.key),
      flags: (flags.get(one.row.key) ?? []).map(({ says }) => says),
    })),
    cut: {
      mode,
      used: Object.values(line.used).reduce((sum, weeks) => sum + weeks, 0),
      capacity: Object.values(capacity).reduce((sum, weeks) => sum + weeks, 0),
      says: line.flags.filter(({ flag }) => flag === 'floor-missed').map(({ says }) => capital(says)),
    },
    agreement: agreementOf(ranked),
    draws: { draws: sure.draws, seed, k: sure.k },
    weights,
  }
}

interface Made {
  readonly row: AnyRow
  readonly inputs: readonly BetInput[]
  readonly figures: Figures
}
type Scorers = Readonly<Record<Method, ReturnType<typeof scorer>>>
interface Ranked extends Made {
  readonly scorers: Scorers
  readonly ranks: Readonly<Record<Method, number | null>>
}

const figuresOf = (inputs: readonly BetInput[]): Figures => Object.fromEntries(inputs.map(({ name, value }) => [name, value]))

function rankedBy(method: Method, made: readonly Made[]): Ranked[] {
  const factors = factorsOf(made.map(({ figures }) => figures))
  const scorers = byMethod((by) => scorer(by, factors))
  const order = (by: Method): string[] =>
    made
      .flatMap(({ row, figures }) => {
        const { value } = scorers[by](figures)
        return value === null ? [] : [{ key: row.key, value }]
      })
      .toSorted((a, b) => b.value - a.value || a.key.localeCompare(b.key, 'en', { numeric: true }))
      .map(({ key }) => key)
  const orders = byMethod((by) => new Map(order(by).map((key, at) => [key, at + 1])))
  return made
    .map((one) => ({ ...one, scorers, ranks: byMethod((by) => orders[by].get(one.row.key) ?? null) }))
    .toSorted((a, b) => (a.ranks[method] ?? Infinity) - (b.ranks[method] ?? Infinity) || a.row.key.localeCompare(b.row.key, 'en', { numeric: true }))
}

function toBet(
  { row, inputs, figures, scorers, ranks }: Ranked,
  next: Ranked | undefined,
  { method, spread }: { readonly method: Method; readonly spread: RankSpread | null },
): Omit<RankedBet, 'rank' | 'total' | 'isAbove' | 'flags'> {
  const reads = readsOf[method]
  const ranges = Object.fromEntries(
    inputs.filter(({ name }) => reads.includes(name)).map(({ name, value, low, high }) => [name, rangeOf(name, value, low, high)]),
  )
  const isRanked = ranks[method] !== null
  return {
    id: row.id,
    key: row.key,
    title: text(row['title']),
    stage: text(row['stage']),
    team: teamOf(row),
    isMandatory: row['mandatory'] === true,
    scores: byMethod((by) => {
      const { value, missing = [] } = scorers[by](figures)
      return { value, rank: ranks[by], missing }
    }),
    inputs,
    flips: isRanked && next && next.ranks[method] !== null ? flipThresholds((x) => scorers[method](x).value, figures, next.figures, ranges) : [],
    next: next?.row.key ?? null,
    spread: isRanked ? spread : null,
    weeks: weeksOf(row),
    stale: inputs.flatMap(({ name, stale }) => (stale && reads.includes(name) ? [{ input: name, says: stale }] : [])),
  }
}

/** Each value with all before it. */
function runningSum(values: readonly number[]): readonly number[] {
  let sum = 0
  return values.map((value) => (sum += value))
}

const drawn = ({ row, inputs }: Ranked) => ({
  id: row.id,
  inputs: Object.fromEntries(
    inputs.map(({ name, value, low, high }) => [name, low !== null && high !== null && low <= value && value <= high ? { low, likely: value, high } : value]),
  ),
})

/** What the cut line asks of each bet: what it takes of its squad, which open bets it cannot do without, and its kind of work. */
function toRanked(ranked: readonly Ranked[], dependencies: readonly AnyRow[]) {
  const keys = new Map(ranked.map(({ row }) => [row.id, row.key]))
  const hard = dependencies.filter((one) => one['strength'] === 'hard' && !['delivered', 'waived'].includes(text(one['state'])))
  const needsOf = Map.groupBy(hard, (one) => text(one['from']))
  return ranked.map(({ row }) => {
    const [team, investment] = [teamOf(row), text(row['investment'])]
    return {
      id: row.key,
      effort: team === null ? {} : { [team]: weeksOf(row) ?? 0 },
      mandatory: row['mandatory'] === true,
      needs: (needsOf.get(row.id) ?? []).flatMap((one) => keys.get(text(one['to'])) ?? []),
      themes: investment === '' ? {} : { [investment]: 1 },
    }
  })
}

/** Net person-weeks of each squad over the quarters; of the running one only what is left. */
function capacityOf(plans: readonly AnyRow[], quarters: readonly string[], today: string): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const row of plans) {
    const at = quarters.indexOf(text(row['period']))
    const [start, end] = [periodStart(text(row['period'])), periodEnd(text(row['period']))]
    const share = at === 0 ? Math.max(0, daysBetween(today, end) + 1) / (daysBetween(start, end) + 1) : 1
    if (at >= 0) sums[text(row['team'])] = (sums[text(row['team'])] ?? 0) + netOf(row) * share
  }
  return sums
}

function floorsOf(splits: readonly AnyRow[], quarters: readonly string[]): Record<string, number> {
  const agreed = splits.find((row) => row['state'] === 'approved' && row['period'] === quarters.at(-1))
  const lines = recordsIn(agreed?.['lines'])
  return Object.fromEntries(lines.flatMap((line) => (number(line['floor']) === null ? [] : [[text(line['investment']), number(line['floor']) ?? 0]])))
}

function agreementOf(ranked: readonly Ranked[]): Priorities['agreement'] {
  const of = methods.filter((by) => ranked.every(({ ranks }) => ranks[by] !== null))
  return { w: kendallW(of.map((by) => ranked.map(({ ranks }) => -(ranks[by] ?? 0)))), of }
}

/** “segment = Mid-market” names a part of a metric. */
function partIn(part: string): { readonly by: string; readonly key: string } | null {
  const [by = '', key = ''] = part.split('=').map((word) => word.trim())
  return by !== '' && key !== '' ? { by, key } : null
}

const teamOf = (row: AnyRow): string | null => (Array.isArray(row['teams']) && typeof row['teams'][0] === 'string' ? row['teams'][0] : null)
const weeksOf = (row: AnyRow): number | null => (isRecord(row['effort']) ? number(row['effort']['likely']) : null)

function currencyOf(rows: readonly AnyRow[]): string {
  const [first] = rows.flatMap((row) => (isRecord(row['value']) && isRecord(row['value']['likely']) ? [text(row['value']['likely']['currency'])] : []))
  return first || 'USD'
}
