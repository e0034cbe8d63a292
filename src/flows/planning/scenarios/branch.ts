import { recordsIn, type AnyRow, type Context } from '#kernel'
import { scenario } from '#objects'
import { byKey, number, text, textsIn } from '../reading.ts'
import { asPlanned, columnFor, planned, recordsOf, revisedIn, type PlanColumn } from './columns.ts'

export interface Branch {
  readonly key: string
  readonly id: string
  readonly title: string
  readonly state: string
  readonly currency: string
  readonly periods: readonly string[]
  /** Person-weeks of each squad and quarter, now and once its people have moved. */
  readonly capacity: readonly { readonly squad: string; readonly period: string; readonly now: number; readonly then: number }[]
  readonly people: readonly { readonly from: string; readonly to: string; readonly people: number; readonly skill: string | null; readonly since: string }[]
  readonly today: PlanColumn
  readonly then: PlanColumn
  /** What adopting it changes on the record, each line one change by its own verb. */
  readonly merge: {
    readonly bets: readonly { readonly key: string; readonly title: string; readonly from: string | null; readonly to: string }[]
    readonly squads: readonly { readonly key: string; readonly squad: string; readonly period: string; readonly from: number; readonly to: number }[]
    /** Why it cannot be merged as things stand; null when a decision is all that it takes. */
    readonly lacks: string | null
  }
  /** What it was worth to the solver when it was kept, to see how far the world has moved since. */
  readonly kept: { readonly value: number | null; readonly at: string | null }
}

/**
 * A scenario as a branch: its plan and its people on today’s record, beside today’s roadmap, under the same rules. It is worked out anew each time, so that it tells what merging it
 * would do now and not what it would have done when it was kept.
 */
export async function branch(ctx: Context, id: string): Promise<Branch> {
  const [row, records] = await Promise.all([ctx.find('scenario', id), recordsOf(ctx)])
  const named = textsIn(row['periods'])
  const wish = { quarters: Math.min(8, Math.max(1, named.length || 4)), lockedIn: textsIn(row['lockedIn']), lockedOut: textsIn(row['lockedOut']) }
  const moves = Object.fromEntries(recordsIn(row['moves']).map((one) => [text(one['team']), number(one['weeks']) ?? 0]))
  const people = recordsIn(row['people']).map((one) => ({
    from: text(one['from']),
    to: text(one['to']),
    people: number(one['people']) ?? 0,
    skill: text(one['skill']) || null,
    since: text(one['since']),
  }))
  const moving = row['state'] === 'solved' ? people : [] // an adopted one has moved them: they are in the record
  const { revised, fault } = scenario.movedPlans(moving, records.capacity, ctx.now())
  const now = planned(records, { ...wish, moves: {} }, ctx)
  const then = planned(revisedIn(records, revised), { ...wish, moves }, ctx)
  const plan = recordsIn(row['plan']).map((one) => ({ initiative: text(one['initiative']), period: text(one['period']) }))
  const wanted = new Map(plan.map(({ initiative, period }) => [initiative, period]))
  const { periods } = then.portfolio
  const at = (bet: string): number | null => {
    const place = periods.indexOf(wanted.get(bet) ?? '')
    return place < 0 ? null : place
  }
  const columns = {
    today: columnFor(now, asPlanned),
    then: columnFor(then, ({ id: bet }) => at(bet)),
  }
  return {
    key: row.key,
    id: row.id,
    title: text(row['title']),
    state: text(row['state']),
    currency: then.portfolio.currency ?? 'USD',
    periods,
    capacity: columns.then.load.map(({ squad, period, capacity }) => ({
      squad,
      period,
      now: columns.today.load.find((one) => one.squad === squad && one.period === period)?.capacity ?? 0,
      then: capacity,
    })),
    people,
    ...columns,
    merge: {
      bets: movedLines(plan, records.initiatives),
      squads: revised.flatMap(({ plan: own, headcount }) => {
        const before = number(own['headcount']) ?? 0
        return before === headcount ? [] : [{ key: own.key, squad: text(own['team']), period: text(own['period']), from: before, to: headcount }]
      }),
      lacks: lackOf(row, fault, ctx.now(), plan),
    },
    kept: { value: number(row['value']), at: text(row['solvedAt']) || null },
  }
}

const movedLines = (plan: readonly { readonly initiative: string; readonly period: string }[], bets: readonly AnyRow[]): Branch['merge']['bets'] =>
  scenario
    .movedBets(plan, bets)
    .map(({ bet, period }) => ({ key: bet.key, title: text(bet['title']), from: text(bet['timeframe']) || null, to: period }))
    .toSorted((a, b) => a.to.localeCompare(b.to) || byKey(a, b))

function lackOf(row: AnyRow, fault: readonly [string, string] | null, now: string, plan: readonly { readonly period: string }[]): string | null {
  if (row['state'] === 'draft') return 'Its plan was not solved yet.'
  if (row['state'] !== 'solved') return `It is ${text(row['state'])}.`
  if (fault) return fault.join(' ')
  const over = scenario.overPeriod(
    plan.map(({ period }) => period),
    now,
  )
  return over ? `It plans ${over}, which is over: solve it anew.` : null
}
