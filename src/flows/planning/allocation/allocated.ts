import { addPeriods, periodEnd, periodOf, periodStart } from '#engines/numbers/dates.ts'
import { spanOf } from '#engines/numbers/timeline.ts'
import { plannedIn, type Sized } from '#engines/portfolio/allocation/spread.ts'
import { splitOf, unclassified, upkeepOf, type Agreed, type Piece, type Split, type SplitRow } from '#engines/portfolio/allocation/split.ts'
import { everyRow, Problem, recordsIn, type AnyRow, type Context, type Trust } from '#kernel'
import { isAnswer } from '../../refusedFigure.ts'
import { number, text, textsIn, weeksOf } from '../reading.ts'

export interface Allocated {
  readonly quarter: string
  readonly quarters: readonly string[]
  /** The quarter of the day that was asked about. */
  readonly running: string
  readonly squad: string | null
  /** Squads with planned or spent effort in the quarter, each with its own split in short. */
  readonly squads: readonly {
    readonly name: string
    readonly planned: number
    readonly actual: number | null
    readonly shares: readonly { readonly investment: string; readonly planned: number | null; readonly actual: number | null }[]
  }[]
  /** The approved split that it is held against; null when none is. */
  readonly agreed: {
    readonly id: string
    readonly key: string
    readonly title: string
    readonly revision: number
    readonly cause: string | null
    /** It is the one of the squad, not that of everybody. */
    readonly isOwn: boolean
  } | null
  readonly split: Omit<Split, 'rows'> & {
    readonly rows: readonly (Omit<SplitRow, 'bets'> & { readonly bets: readonly (SplitRow['bets'][number] & { readonly title: string | null })[] })[]
  }
  /** Where the actual side comes from, and why there is none. */
  readonly effort: { readonly trust: Trust; readonly newest: string | null; readonly rows: number } | { readonly lacks: string }
  /** Committed bets of the quarter that cannot be counted, with what they lack. */
  readonly uncounted: readonly { readonly key: string; readonly title: string; readonly lacks: string }[]
}

/** How a quarter’s effort is split: as agreed, as the committed bets plan it, and as it was spent; of one squad when named, as of the end of a day. */
export async function allocated(
  ctx: Context,
  { quarter: wanted, squad = null, asOf }: { readonly quarter?: string; readonly squad?: string | null; readonly asOf?: string } = {},
): Promise<Allocated> {
  const all = (noun: string): Promise<readonly AnyRow[]> => everyRow(ctx, noun, asOf ? { asOf } : {})
  const [bets = [], baselines = [], allocations = []] = await Promise.all(['initiative', 'baseline', 'allocation'].map(all))
  const running = periodOf(asOf ?? ctx.now().slice(0, 10), 'quarter')
  const quarter = wanted ?? running
  if (!/^\d{4}-Q[1-4]$/.test(quarter)) throw new Problem('invalid', `“${quarter}” is not a quarter.`, 'Write it as 2027-Q1.', { at: { field: 'quarter' } })
  const { sized, uncounted } = sizedBets(bets, baselines, quarter)
  const [plan, spent] = [plannedIn(quarter, sized), await spentIn(ctx, quarter, asOf)]
  const own = (pieces: readonly Piece[]): readonly Piece[] => (squad === null ? pieces : pieces.filter((one) => one.squad === squad))
  const agreed = agreedFor(allocations, quarter, squad)
  const lines = agreedLines(agreed)
  const cap = number(agreed?.['upkeepCap'])
  const split = splitOf(lines, own(plan), spent.pieces && own(spent.pieces), cap === null ? {} : { upkeepCap: cap })
  const titles = new Map(bets.map((bet) => [bet.key, text(bet['title'])]))
  return {
    quarter,
    running,
    quarters: quartersOf(allocations, quarter, running),
    squad,
    squads: squadsOf(plan, spent.pieces),
    agreed: agreed && {
      id: agreed.id,
      key: agreed.key,
      title: text(agreed['title']),
      revision: number(agreed['revision']) ?? 1,
      cause: text(agreed['cause']) || null,
      isOwn: text(agreed['team']) !== '',
    },
    split: {
      ...split,
      rows: ordered(split.rows).map((row) => ({ ...row, bets: row.bets.map((one) => ({ ...one, title: titles.get(one.bet ?? '') ?? null })) })),
    },
    effort: spent.effort,
    uncounted,
  }
}

/** Kinds of work in the order of the vocabulary: what is agreed on first, what nobody placed last. */
const ordered = (rows: readonly SplitRow[]): readonly SplitRow[] => rows.toSorted((a, b) => (b.target ?? 0) - (a.target ?? 0) || place(a) - place(b))
const place = ({ investment }: SplitRow): number => (investment === unclassified ? 2 : investment === upkeepOf ? 1 : 0)

const committed = ['committed', 'delivering', 'measuring', 'achieved', 'missed', 'inconclusive']

/** Committed bets of a quarter with their size and time; a paused bet takes nobody’s time. */
function sizedBets(
  bets: readonly AnyRow[],
  baselines: readonly AnyRow[],
  quarter: string,
): { readonly sized: Sized[]; readonly uncounted: Allocated['uncounted'] } {
  const first = firstCommitted(baselines)
  const sized: Sized[] = []
  const uncounted: { key: string; title: string; lacks: string }[] = []
  for (const bet of bets.filter((row) => committed.includes(text(row['stage'])))) {
    const until = endOf(bet)
    const from = first.get(bet.id) ?? (until === null ? null : periodOf(until, 'quarter'))
    if (until === null || from === null) continue
    if (from > quarter || periodOf(until, 'quarter') < quarter) continue
    const [weeks, squads] = [weeksOf(bet), textsIn(bet['teams'])]
    const lacks = weeks === null ? 'a size in person-weeks' : squads.length === 0 ? 'a squad' : null
    if (lacks === null && weeks !== null) sized.push({ bet: bet.key, investment: text(bet['investment']) || unclassified, squads, weeks, from, until })
    else uncounted.push({ key: bet.key, title: text(bet['title']), lacks: lacks ?? 'a size in person-weeks' })
  }
  return { sized, uncounted }
}

/** The first quarter whose commitment froze a bet, by bet. */
export function firstCommitted(baselines: readonly AnyRow[]): Map<string, string> {
  const first = new Map<string, string>()
  for (const row of baselines.filter((row) => text(row['committedAt']) !== '').toSorted((a, b) => text(a['period']).localeCompare(text(b['period']))))
    for (const item of recordsIn(row['items'])) {
      const id = text(item['initiative'])
      if (!first.has(id)) first.set(id, text(row['period']))
    }
  return first
}

/** The last day of its work: the day it shipped, else the end of its timeframe; null without either. */
function endOf(bet: AnyRow): string | null {
  return text(bet['shippedOn']) || (spanOf(bet['timeframe'])?.end ?? null)
}

/** The approved split of the quarter: the squad’s own, else everybody’s. */
function agreedFor(allocations: readonly AnyRow[], quarter: string, squad: string | null): AnyRow | null {
  const here = allocations.filter((row) => row['state'] === 'approved' && row['period'] === quarter)
  return here.find((row) => squad !== null && row['team'] === squad) ?? here.find((row) => text(row['team']) === '') ?? null
}

function agreedLines(row: AnyRow | null): Agreed[] {
  const lines = recordsIn(row?.['lines'])
  return lines.map((line) => ({
    investment: text(line['investment']),
    target: number(line['target']) ?? 0,
    floor: number(line['floor']),
    ceiling: number(line['ceiling']),
  }))
}

/** Quarters to choose from: those with a split, the running one and the one before. */
function quartersOf(allocations: readonly AnyRow[], quarter: string, running: string): string[] {
  const named = allocations.map((row) => text(row['period'])).filter((period) => /^\d{4}-Q[1-4]$/.test(period))
  return [...new Set([addPeriods(running, -1), running, quarter, ...named])].toSorted()
}

interface Spent {
  readonly pieces: readonly Piece[] | null
  readonly effort: Allocated['effort']
}

/** What was spent, as the metric “Effort spent” has it; nothing is known before somebody recorded it. */
async function spentIn(ctx: Context, quarter: string, asOf: string | undefined): Promise<Spent> {
  const end = periodEnd(quarter)
  const at = asOf !== undefined && asOf < end ? asOf : end
  const request = {
    metric: 'effort-spent',
    grain: 'quarter',
    from: periodStart(quarter),
    asOf: at < ctx.now().slice(0, 10) ? at : ctx.now().slice(0, 10),
  } as const
  try {
    const measured = await ctx.measure(request)
    const point = measured.points.find(({ period }) => period === quarter)
    if (point?.value == null) return { pieces: null, effort: { lacks: 'No effort rows: nobody has recorded what was spent in this quarter.' } }
    const lines = await ctx.behind({ ...request, period: quarter })
    const pieces = lines.map(({ account, name, movement, closing }) => ({
      bet: account === '' ? null : account,
      squad: name ?? '(none)',
      investment: movement ?? unclassified,
      weeks: closing ?? 0,
    }))
    return { pieces, effort: { trust: measured.trust, newest: measured.freshness.newest, rows: point.n ?? 0 } }
  } catch (error) {
    if (isAnswer(error)) return { pieces: null, effort: { lacks: `${error.message} ${error.hint}`.trim() } }
    throw error
  }
}

function squadsOf(plan: readonly Piece[], spent: readonly Piece[] | null): Allocated['squads'] {
  const names = [...new Set([...plan, ...(spent ?? [])].map(({ squad }) => squad))].toSorted()
  return names.map((name) => {
    const of = (pieces: readonly Piece[]) => pieces.filter(({ squad }) => squad === name)
    const { rows, planned, actual } = splitOf([], of(plan), spent && of(spent))
    return {
      name,
      planned,
      actual,
      shares: rows.map(({ investment, planned: before, actual: after }) => ({ investment, planned: before.share, actual: after?.share ?? null })),
    }
  })
}
