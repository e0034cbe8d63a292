import { addPeriods, periodEnd, periodOf } from '#engines/numbers/dates.ts'
import { spanOf } from '#engines/numbers/timeline.ts'
import { plannedIn, type Sized } from '#engines/portfolio/allocation/spread.ts'
import { hasSkill, loadOf, overOf, type SquadLoad } from '#engines/portfolio/capacity/load.ts'
import { everyRow, Problem, type AnyRow, type Context } from '#kernel'
import { initiative } from '#objects'
import { firstCommitted } from '../allocation/allocated.ts'
import { byKey, text, textsIn, weeksOf } from '../reading.ts'
import { leftOf, spentOn, type Spending, type Spent } from '../spent.ts'
import { skillNames, skillsAsked } from './rows.ts'
import { seatLines, suppliesOf, type SeatLine, type Supplied } from './supplies.ts'

/** One squad in one quarter: what it gives, what is asked of it, and what of that is over. */
export interface LoadLine extends Omit<SquadLoad, 'bets'> {
  readonly squad: string
  readonly quarter: string
  /** People of its capacity plans, and whether somebody stands behind all of them; null without a plan. */
  readonly headcount: number | null
  readonly isConfirmed: boolean
  /** Person-weeks of seats that are filled and not among the headcount, included in `gives`; and those of seats that are only open or planned, not included. */
  readonly seats: Supplied['seats']
  /** What was taken off to come to what the plans give. */
  readonly off: Supplied['off']
  /** What would still be over if every open and planned seat were filled on its day. */
  readonly overIfHired: number
  /** The fifty that would free most; how many more there are, and what they ask. */
  readonly bets: readonly (SquadLoad['bets'][number] & { readonly title: string; readonly isCommitted: boolean })[]
  readonly more: { readonly bets: number; readonly weeks: number }
}

export interface Loaded {
  readonly today: string
  readonly quarters: readonly string[]
  readonly squads: readonly string[]
  readonly lines: readonly LoadLine[]
  readonly seats: readonly SeatLine[]
  /** Is what was spent on each bet so far known, and taken off its size? */
  readonly isSpentKnown: boolean
  /** Bets that cannot be counted, with what they lack. */
  readonly uncounted: readonly { readonly key: string; readonly title: string; readonly lacks: string }[]
}

/**
 * The load of each squad against its capacity, by quarter and skill, as of the end of a day: bets in flight, and those that are planned for Now or Next; each
 * worked on evenly by day from the quarter that first committed it, or from its time, to the end of its time, its squads in equal parts. Where effort is
 * recorded, what is left of a bet in flight is worked on from that day on, and the running quarter asks for what was spent in it as well.
 */
export async function loaded(
  ctx: Pick<Context, 'read'> & Spending,
  { quarters: count = 4, asOf }: { readonly quarters?: number; readonly asOf?: string } = {},
): Promise<Loaded> {
  if (!Number.isInteger(count) || count < 1 || count > 8)
    throw new Problem('invalid', `${count} is no number of quarters.`, 'Ask for 1 to 8.', { at: { field: 'quarters' } })
  const all = (noun: string): Promise<readonly AnyRow[]> => everyRow(ctx, noun, asOf ? { asOf } : {})
  const today = asOf?.slice(0, 10) ?? ctx.now().slice(0, 10)
  const [bets = [], plans = [], seats = [], baselines = []] = await Promise.all(['initiative', 'capacityPlan', 'seat', 'baseline'].map(all))
  const spent = await spentOn(ctx, today) // the rows go first: they refuse what is no day
  const quarters = Array.from({ length: count }, (_, n) => addPeriods(periodOf(today, 'quarter'), n))
  const { sized, uncounted } = asking(bets, baselines, quarters, today, spent)
  const rows = new Map(bets.map((row) => [row.key, row]))
  const planned = Map.groupBy(
    quarters.flatMap((quarter) => plannedIn(quarter, sized).map((piece) => ({ ...piece, quarter }))),
    ({ squad, quarter }) => `${squad} ${quarter}`,
  )
  const squads = [
    ...new Set([...plans.filter((row) => quarters.includes(text(row['period']))).map((row) => text(row['team'])), ...sized.flatMap((one) => one.squads)]),
  ].toSorted()
  const supplies = suppliesOf(plans, seats)
  const written = skillNames([...plans, ...bets])
  const skillsOf = (bet: string, squad: string, quarter: string) =>
    skillsAsked(rows.get(bet), textsIn(rows.get(bet)?.['teams']), (one, skill) => hasSkill(supplies(one, quarter).sure, skill)).get(squad) ?? []
  const lines = squads.flatMap((squad) =>
    quarters.map((quarter): LoadLine => {
      const supply = supplies(squad, quarter)
      const pieces = [...Map.groupBy(planned.get(`${squad} ${quarter}`) ?? [], ({ bet }) => bet ?? '')]
      const demands = pieces.map(([bet, own]) => ({ bet, weeks: own.reduce((sum, { weeks }) => sum + weeks, 0), skills: skillsOf(bet, squad, quarter) }))
      const load = loadOf(supply.sure, demands)
      return {
        ...load,
        squad,
        quarter,
        headcount: supply.headcount,
        isConfirmed: supply.isConfirmed,
        seats: supply.seats,
        off: supply.off,
        skills: load.skills.map((one) => ({ ...one, skill: written.get(one.skill) ?? one.skill })),
        overIfHired: overOf(supply.hired, demands),
        more: { bets: Math.max(0, load.bets.length - most), weeks: load.bets.slice(most).reduce((sum, { weeks }) => sum + weeks, 0) },
        bets: load.bets.slice(0, most).map((one) => ({ ...one, title: text(rows.get(one.bet)?.['title']), isCommitted: isFlying(rows.get(one.bet)) })),
      }
    }),
  )
  return { today, quarters, squads, lines, seats: seatLines(plans, seats, quarters), isSpentKnown: spent !== null, uncounted }
}

const most = 50

const isFlying = (row: AnyRow | undefined): boolean => initiative.isInFlight(row?.['stage'])
const isPlanned = (row: AnyRow): boolean => ['idea', 'discovery', 'ready'].includes(text(row['stage'])) && ['now', 'next'].includes(text(row['horizon']))

/** Bets that ask for people in these quarters, with their size and time; those that lack one are named. A bet beyond the last quarter asks for nothing yet. */
function asking(
  bets: readonly AnyRow[],
  baselines: readonly AnyRow[],
  quarters: readonly string[],
  today: string,
  spent: Spent | null,
): { readonly sized: Sized[]; readonly uncounted: Loaded['uncounted'] } {
  const first = firstCommitted(baselines)
  const [running = '', last = ''] = [quarters[0], quarters.at(-1)]
  const sized: Sized[] = []
  const uncounted: { key: string; title: string; lacks: string }[] = []
  for (const bet of bets.filter((row) => isFlying(row) || isPlanned(row))) {
    const [span, weeks, squads] = [spanOf(bet['timeframe']), weeksOf(bet), textsIn(bet['teams'])]
    const begins = span && periodOf(span.start, 'quarter')
    if (begins && begins > last && !first.has(bet.id)) continue
    const lacks =
      weeks === null
        ? 'a size in person-weeks'
        : squads.length === 0
          ? 'a squad'
          : !span || !begins
            ? 'a time'
            : periodOf(span.end, 'quarter') < running
              ? 'a time that is not over'
              : null
    if (lacks !== null || weeks === null || !span || !begins) uncounted.push({ key: bet.key, title: text(bet['title']), lacks: lacks ?? 'a time' })
    else {
      const whole = { bet: bet.key, investment: text(bet['investment']), squads, weeks, until: span.end }
      if (!isFlying(bet)) sized.push({ ...whole, from: begins > running ? begins : running })
      else if (spent === null) sized.push({ ...whole, from: first.get(bet.id) ?? begins })
      else sized.push(...leftOfBet(whole, bet['stage'] === 'committed' && span.start > today ? span.start : today, spent, running))
    }
  }
  return { sized, uncounted: uncounted.toSorted(byKey) }
}

/** What is left of a bet in flight, from a day on; and what was spent on it in the running quarter, which that quarter gave. */
function leftOfBet(whole: Omit<Sized, 'from'>, from: string, spent: Spent, running: string): Sized[] {
  const done = spent.running.get(whole.bet) ?? 0
  const left = { ...whole, weeks: leftOf(whole.weeks, spent.all.get(whole.bet) ?? 0), from }
  return done > 0 ? [left, { ...whole, weeks: done, from: running, until: periodEnd(running) }] : [left]
}
