import { Problem, type AnyRow, type Context } from '#kernel'
import type { Wish } from '../candidates.ts'
import type { Solving } from '../optimise.ts'
import { optimiseFile, type PlanAnswer } from '../optimiseFile.ts'
import { asPlanned, type PlanColumn, columnFor, columnOf, planned, recordsOf, withPeople } from './columns.ts'

export interface ScenarioAnswer {
  readonly currency: string
  readonly periods: readonly string[]
  readonly today: PlanColumn
  readonly best: PlanColumn & Pick<PlanAnswer, 'status' | 'says' | 'bound' | 'gap' | 'greedy' | 'rulePrices' | 'conflict' | 'robustness'>
}

/** What is asked of the solver, beside the day. */
export type Asked = Omit<Wish, 'today'> & {
  /** People who change squads, as a scenario holds them. */
  readonly people: readonly unknown[]
  readonly seconds: number
  readonly draws: number
}

/** Today’s roadmap beside the best plan that the solver finds under the squads’ capacity, the agreed split, dependencies and the locks given. Nothing is written. */
export async function scenarios(ctx: Context, solving: Solving, { people, ...wish }: Asked): Promise<ScenarioAnswer> {
  const records = await recordsOf(ctx)
  assertLocks(records.initiatives, wish)
  const [now, then] = [planned(records, { ...wish, moves: {} }, ctx), planned(withPeople(records, people, ctx.now()), wish, ctx)]
  const answer = await optimiseFile(then.portfolio, solving, { seconds: wish.seconds, seed: 1, prices: 12, draws: wish.draws })
  const { status, says, bound, gap, greedy, rulePrices, conflict, robustness } = answer
  return {
    currency: then.portfolio.currency ?? 'USD',
    periods: then.portfolio.periods,
    today: columnFor(now, asPlanned),
    best: {
      value: answer.value,
      ...columnOf(then, answer),
      breaks: [],
      status,
      says,
      bound,
      gap,
      greedy,
      rulePrices,
      conflict,
      robustness,
    },
  }
}

/** A lock that names no bet, or that is both in and out, would be solved as another question than was asked. */
function assertLocks(bets: readonly AnyRow[], { lockedIn, lockedOut }: Pick<Wish, 'lockedIn' | 'lockedOut'>): void {
  const byId = new Map(bets.map((row) => [String(row.id), row.key]))
  const stranger = [...lockedIn, ...lockedOut].find((id) => !byId.has(id))
  if (stranger !== undefined) throw new Problem('invalid', `The lock “${stranger}” is no bet.`, 'Lock bets by their ids.', { at: { field: 'lockedIn' } })
  const both = lockedIn.find((id) => lockedOut.includes(id))
  if (both !== undefined)
    throw new Problem('invalid', `${byId.get(both) ?? both} is locked in and locked out.`, 'Keep one of the two.', {
      code: 'contradiction',
      at: { field: 'lockedIn' },
    })
}
