import { periodOf } from '#engines/numbers/dates.ts'
import { civilDay } from '#engines/numbers/zone.ts'
import { agreementOf, talkOrder, toldFactor, type FactorTold } from '#engines/portfolio/scores/blindRound.ts'
import { everyRow, recordsIn, type AnyRow, type Context } from '#kernel'
import { scoreInput, scoringRound } from '#objects'
import { heardFor } from '../opportunities/heard.ts'
import { heardByBet } from '../scoring/heardInputs.ts'
import { inputsOf, paceOf } from '../scoring/inputs.ts'
import { factorsOf as weighed, scorer, type Figures } from '../scoring/methods.ts'
import { number, text, textsIn, weeksOf } from '../reading.ts'
import { isRevealed, raterOf, type Rater } from './told.ts'

export type { Rater, Word } from './told.ts'
export type RoundMethod = keyof typeof scoringRound.factorsOf

export interface ShownRound {
  readonly today: string
  readonly method: RoundMethod
  readonly factors: readonly string[]
  readonly turn: number
  /** The bets that the running or last vote asks about. */
  readonly asked: readonly string[]
  readonly people: readonly Person[]
  /** What to talk about first, once something is revealed; before that in the order of the round. */
  readonly bets: readonly RoundBet[]
  /** How far people rank all bets alike in the first vote; null before it is revealed. */
  readonly agreement: ReturnType<typeof agreementOf> | null
  /** The reader’s own ballot of the running vote; null when they are not asked. */
  readonly mine: { readonly answered: number; readonly of: number; readonly isSealed: boolean } | null
}

/** How far somebody is in the running vote. Whether they had an opinion is told by the reveal, not before. */
export interface Person {
  readonly id: string
  readonly name: string
  readonly state: 'waiting' | 'late' | 'sealed' | 'counted' | 'abstained' | 'absent'
  readonly answered: number
  readonly of: number
}

export interface Vote {
  readonly turn: number
  readonly factors: readonly FactorTold[]
  readonly raters: readonly Rater[]
}

export interface RoundBet {
  readonly id: string
  readonly key: string
  readonly title: string
  readonly weeks: number | null
  /** The last revealed vote on it; null before. */
  readonly vote: Vote | null
  /** The vote before that, when people voted twice. */
  readonly before: Vote | null
  readonly isSplit: boolean
  readonly agreed: readonly { readonly factor: string; readonly value: number; readonly note: string | null; readonly by: string | null }[]
  /** What its scores rest on today. */
  readonly held: Readonly<Record<string, number>>
  /** Factors that are read from a metric: the live value counts, and nothing is agreed on them. */
  readonly measured: readonly string[]
}

/** A scoring round as everybody may read it: while it is open or closed, who has given how much and nothing of what. */
export async function shownRound(ctx: Context, id: string, asOf?: string): Promise<ShownRound> {
  const past = asOf ? { asOf } : {}
  const row = await ctx.find('scoringRound', id, asOf)
  const [ballots, initiatives, members, held, plans, seats] = await Promise.all([
    everyRow(ctx, 'ballot', { filter: { round: row.id }, ...past }),
    everyRow(ctx, 'initiative', { archived: true, ...past }),
    everyRow(ctx, 'member', { archived: true, ...past }),
    everyRow(ctx, 'scoreInput', past),
    everyRow(ctx, 'capacityPlan', past),
    everyRow(ctx, 'seat', past),
  ])
  const method = methodOf(text(row['method']))
  const turn = number(row['turn']) ?? 1
  const today = asOf && asOf.length === 10 ? asOf : civilDay(asOf ?? ctx.now(), ctx.workspace.timeZone)
  const names = new Map(members.map((one) => [one.id, text(one['name'])]))
  const running = ballots.filter((one) => one['turn'] === turn)
  const pace = paceOf(plans, periodOf(today, 'quarter'), seats)
  const saidFor = method === 'opportunity' ? heardByBet(await heardFor(ctx, asOf), today) : () => [] // the one that reads what customers say
  const own = (bet: AnyRow): Figures => Object.fromEntries(inputsOf(bet, [], pace, today, saidFor(bet.id)).map(({ name, value }) => [name, value]))
  const all: Everything = { row, ballots, initiatives, held, names, method, own, timeZone: ctx.workspace.timeZone }
  const bets = textsIn(row['bets']).flatMap((bet) => betOf(all, bet))
  const order = talkOrder(bets.map(({ key, vote, weeks }) => ({ key, weeks, spreads: vote?.factors.map(({ spread }) => spread) ?? [] })))
  const mine = running.find((one) => one['participant'] === ctx.me.id)
  return {
    today,
    method,
    factors: scoringRound.factorsOf[method],
    turn,
    asked: running[0] ? textsIn(running[0]['bets']) : textsIn(row['bets']),
    people: textsIn(row['participants']).map((person) => personOf(person, running, all, today)),
    bets: bets.some(({ vote }) => vote !== null) ? bets.toSorted((a, b) => order.indexOf(a.key) - order.indexOf(b.key)) : bets,
    agreement: agreementIn(all),
    mine: mine ? { answered: number(mine['answered']) ?? 0, of: textsIn(mine['bets']).length, isSealed: mine['state'] === 'sealed' } : null,
  }
}

interface Everything {
  readonly row: AnyRow
  readonly ballots: readonly AnyRow[]
  readonly initiatives: readonly AnyRow[]
  readonly held: readonly AnyRow[]
  readonly names: ReadonlyMap<string, string>
  readonly method: RoundMethod
  /** What a bet says of itself, and customers of it, by the names of inputs. */
  readonly own: (bet: AnyRow) => Figures
  readonly timeZone: string
}

function personOf(id: string, running: readonly AnyRow[], { row, names }: Everything, today: string): Person {
  const own = running.find((one) => one['participant'] === id)
  const state = text(own?.['state'])
  const isOver = text(row['due']) < today && row['state'] === 'open'
  return {
    id,
    name: names.get(id) ?? 'Somebody',
    state: isPersonState(state) ? (state === 'waiting' && isOver ? 'late' : state) : 'waiting',
    answered: number(own?.['answered']) ?? 0,
    of: own ? textsIn(own['bets']).length : textsIn(row['bets']).length,
  }
}

const personStates = ['waiting', 'sealed', 'counted', 'abstained', 'absent'] as const
const isPersonState = (state: string): state is (typeof personStates)[number] => personStates.some((one) => one === state)

function betOf(all: Everything, id: string): RoundBet[] {
  const bet = all.initiatives.find((one) => one.id === id)
  if (!bet) return []
  const votes = turnsOf(all.ballots).flatMap((turn): Vote[] => {
    const own = all.ballots.filter((one) => one['turn'] === turn && textsIn(one['bets']).includes(id) && isRevealed(one))
    return own.length === 0 ? [] : [voteOf(all, turn, own, id)]
  })
  const [vote = null, before = null] = votes.toReversed()
  const [figures, inputs] = [all.own(bet), all.held.filter((one) => one['initiative'] === id)]
  return [
    {
      id,
      key: bet.key,
      title: text(bet['title']),
      weeks: weeksOf(bet),
      vote,
      before,
      isSplit: vote?.factors.some(({ isSplit }) => isSplit) ?? false,
      agreed: recordsIn(all.row['agreed'])
        .filter((one) => one['bet'] === id)
        .map((one) => ({
          factor: text(one['factor']),
          value: number(one['value']) ?? 0,
          note: text(one['note']) || null,
          by: all.names.get(text(one['by'])) ?? null,
        })),
      held: Object.fromEntries([
        ...scoringRound.factorsOf[all.method].flatMap((name) => known(name, figures[name] ?? null)),
        ...inputs.flatMap((one) => known(text(one['name']), number(one['value']))),
      ]),
      measured: inputs.filter((one) => one['origin'] === 'metric').map((one) => text(one['name'])),
    },
  ]
}

const known = (name: string, value: number | null): (readonly [string, number])[] => (value === null ? [] : [[name, value]])

function voteOf({ names, method, timeZone }: Everything, turn: number, own: readonly AnyRow[], bet: string): Vote {
  const raters = own.map((one) => raterOf(one, bet, names.get(text(one['participant'])) ?? 'Somebody', timeZone))
  const factors = scoringRound.factorsOf[method].map((factor) =>
    toldFactor(
      factor,
      raters.flatMap(({ values }) => values[factor] ?? []),
      endsOf(factor),
    ),
  )
  return { turn, factors, raters: raters.toSorted((a, b) => a.name.localeCompare(b.name)) }
}

/** The ends of the scale of a factor; null for a count that has none above. */
function endsOf(factor: string): { readonly min: number; readonly max: number } | null {
  const scale = scoreInput.scaleOf(factor)
  return scale && scale.max !== null ? { min: scale.min, max: scale.max } : null
}

/** Each person’s own order of the bets in the first vote. What a score reads beside their figures is the bet’s own. */
function agreementIn(all: Everything): ShownRound['agreement'] {
  const first = all.ballots.filter((one) => one['turn'] === 1 && isRevealed(one))
  if (first.length === 0) return null
  const bets = textsIn(all.row['bets']).flatMap((id) => all.initiatives.filter((one) => one.id === id).map((bet) => ({ id, figures: all.own(bet) })))
  const judged = scoringRound.factorsOf[all.method]
  const given = first.map((one) =>
    bets.map(({ id, figures }): Figures => ({
      ...figures,
      ...Object.fromEntries(judged.map((factor) => [factor, null])),
      ...raterOf(one, id, '', all.timeZone).values,
    })),
  )
  const by = scorer(all.method, weighed(given.flat()))
  return agreementOf(given.map((own) => own.map((figures) => by(figures).value)))
}

const turnsOf = (ballots: readonly AnyRow[]): number[] => [...new Set(ballots.map((one) => number(one['turn']) ?? 1))].toSorted((a, b) => a - b)
const methodOf = (name: string): RoundMethod => (isMethod(name) ? name : 'wsjf')
const isMethod = (name: string): name is RoundMethod => Object.hasOwn(scoringRound.factorsOf, name)
