import { addPeriods, daysBetween, periodEnd, periodOf, periodStart } from '#engines/numbers/dates.ts'
import { skillName } from '#engines/portfolio/capacity/gives.ts'
import { isRecord, recordsIn, type AnyRow } from '#kernel'
import { initiative } from '#objects'
import type { Portfolio, PortfolioItem } from './portfolioFile.ts'
import { skillsAsked } from './capacity/rows.ts'
import { bestOf, givenBy, planSquads, type Horizon, type PlanSquad } from './capacity/squads.ts'
import { amountIn, byKey, number, text, textsIn, weeksOf } from './reading.ts'
import { yearlyValueOf } from './scoring/inputs.ts'

export interface Records {
  readonly initiatives: readonly AnyRow[]
  readonly capacity: readonly AnyRow[]
  readonly allocations: readonly AnyRow[]
  readonly dependencies: readonly AnyRow[]
  /** The headcount plan: who is hired and not among a squad’s people yet. */
  readonly seats: readonly AnyRow[]
}

export interface Wish extends Omit<Horizon, 'periods'> {
  readonly quarters: number
  readonly lockedIn: readonly string[]
  readonly lockedOut: readonly string[]
}

/** A bet as the planner sees it; large ones are several phases, each a quarter after the one before. */
export interface Candidate {
  readonly id: string
  readonly key: string
  readonly title: string
  readonly stage: string
  readonly phases: readonly string[]
  /** Quarter in which it is planned to land, as a place in the list; null when it has none within it. */
  readonly planned: number | null
}

export interface Candidates {
  readonly portfolio: Portfolio
  readonly candidates: readonly Candidate[]
  /** Bets that cannot be planned yet, and what they lack; one that lacks people with a skill is a candidate all the same, whose rules hold. */
  readonly unplanned: readonly { readonly key: string; readonly title: string; readonly lacks: string }[]
}

/** A declined bet is not over here, as it is elsewhere: it is left out of the plan and priced. */
const isOver = (row: AnyRow): boolean => row['stage'] !== 'declined' && initiative.isOver(row['stage'])

/** The portfolio that a workspace’s records describe, from the running quarter on; null when no squad has a capacity. */
export function candidatesOf({ initiatives, capacity, allocations, dependencies, seats }: Records, wish: Wish): Candidates | null {
  const first = periodOf(wish.today, 'quarter')
  const periods = Array.from({ length: wish.quarters }, (_, n) => addPeriods(first, n))
  const open = initiatives.filter((row) => !isOver(row))
  const squads = planSquads(capacity, seats, open, { ...wish, periods })
  if (squads.length === 0) return null
  const lacking = open.flatMap((row) => {
    const lacks = lackOf(row, squads) ?? skillLackOf(row, squads)
    return lacks ? [{ key: row.key, title: text(row['title']), lacks }] : []
  })
  const ready = open.filter((row) => lackOf(row, squads) === null)
  const giving = new Map(squads.map((squad) => [squad.id, squad]))
  const made = ready.map((row) => itemsOf(row, giving, periods, wish))
  const byRow = new Map(ready.map((row, i) => [row.id, made[i] ?? []]))
  const waits = waitsOf(dependencies, byRow)
  const exclusive = exclusivesOf(ready, byRow)
  return {
    portfolio: {
      currency: currencyOf(ready),
      periods,
      squads,
      themes: themesOf(allocations, periods),
      items: made.flat().map((item) => ({ ...item, requires: [...(item.requires ?? []), ...(waits.get(item.id) ?? [])] })),
      ...(exclusive.length > 0 ? { exclusive } : {}),
    },
    candidates: ready.map((row, i) => ({
      id: row.id,
      key: row.key,
      title: text(row['title']),
      stage: text(row['stage']),
      phases: (made[i] ?? []).map(({ id }) => id),
      planned: placeOf(row['timeframe'], periods),
    })),
    unplanned: lacking,
  }
}

function lackOf(row: AnyRow, squads: readonly PlanSquad[]): string | null {
  if (!squads.some(({ id }) => textsIn(row['teams']).includes(id))) return 'a squad with capacity'
  if (weeksOf(row) === null) return 'a size in person-weeks'
  return yearlyValueOf(row) === null ? 'a value' : null
}

/** The people with a skill whom a bet lacks: nobody has it, or those who are asked for it are there in different quarters. */
function skillLackOf(row: AnyRow, squads: readonly PlanSquad[]): string | null {
  const asked = [
    ...askedOf(
      row,
      squads.filter(({ id }) => textsIn(row['teams']).includes(id)),
    ),
  ].flatMap(([squad, skills]) => skills.map((one) => ({ ...one, squad })))
  const missing = asked.find(({ best }) => best <= 0)
  if (missing) return `people for ${missing.skill} in ${missing.squad.id}`
  const isTogether = squads[0]?.capacity.some((_, q) => asked.every(({ squad, skill }) => (givenBy(squad, skillName(skill))[q] ?? 0) > 0)) ?? true
  if (asked.length === 0 || isTogether) return null
  const places = [...new Set(asked.map(({ skill, squad }) => `${skill} in ${squad.id}`))]
  return `people for ${places.slice(0, -1).join(', ')}${places.length > 1 ? ' and ' : ''}${places.at(-1) ?? ''} in one quarter`
}

/** What each of its squads is asked for by skill, with the most that its people with the skill give in any quarter. */
function askedOf(row: AnyRow, squads: readonly PlanSquad[]) {
  const named = new Map(squads.map((squad) => [squad.id, squad]))
  const best = (id: string, skill: string): number => {
    const squad = named.get(id)
    return squad ? bestOf(squad, skillName(skill)) : 0
  }
  const asked = skillsAsked(row, [...named.keys()], (squad, skill) => best(squad, skill) > 0)
  return new Map(squads.map((squad) => [squad, (asked.get(squad.id) ?? []).map((one) => ({ ...one, best: best(squad.id, one.skill) }))]))
}

/** A bet’s phases (a declined one is left out and priced, unless it is locked in), none larger than half of what its squad, and its people with a skill, give in their best quarter; the last one carries the value and the deadline. */
function itemsOf(row: AnyRow, giving: ReadonlyMap<string, PlanSquad>, periods: readonly string[], { today, lockedIn, lockedOut }: Wish): PortfolioItem[] {
  const squads = textsIn(row['teams']).flatMap((team) => giving.get(team) ?? [])
  const teams = squads.map(({ id }) => id)
  const sized = (weeksOf(row) ?? 0) / teams.length
  const left = leftOf(row, squads, periods, today)
  const likely = Math.min(sized, left ?? sized)
  const [low, high] = ['low', 'high'].map((end) => {
    const given = inRecord(row['effort'], end)
    return given === null || sized === 0 ? likely : (given / teams.length / sized) * likely
  })
  const asked = askedOf(row, squads)
  const count = Math.max(
    1,
    ...[...asked].flatMap(([squad, skills]) => [phasesFor(likely, bestOf(squad)), ...skills.map((one) => phasesFor(likely * one.share, one.best))]),
  )
  const shares = new Map<string, Record<string, number>>()
  for (const [{ id }, skills] of asked) for (const { skill, share } of skills) shares.set(skill, { ...shares.get(skill), [id]: share })
  const due = isRecord(row['hardDate']) ? dueBefore(text(row['hardDate']['on']), periods) : null
  const isIn = lockedIn.includes(row.id) || (row['mandatory'] === true && row['stage'] !== 'declined' && !lockedOut.includes(row.id))
  const isOut = lockedOut.includes(row.id) || (row['stage'] === 'declined' && !isIn)
  const investment = text(row['investment'])
  const wide = { low: Math.min(low ?? likely, likely) / count, likely: likely / count, high: Math.max(high ?? likely, likely) / count }
  return Array.from({ length: count }, (_, phase): PortfolioItem => {
    const isLast = phase === count - 1
    return {
      id: count === 1 ? row.key : `${row.key}#${phase + 1}`,
      title: text(row['title']),
      value: isLast ? (yearlyValueOf(row) ?? 0) : 0,
      confidence: number(row['confidence']) ?? 1,
      costOfDelayPerWeek: isLast ? (amountIn(row['value'], 'costOfDelayPerWeek') ?? 0) : 0,
      effort: Object.fromEntries(teams.map((team) => [team, wide])),
      ...(shares.size > 0 ? { skills: Object.fromEntries(shares) } : {}),
      ...(investment === '' ? {} : { theme: investment }),
      requires: phase === 0 ? [] : [`${row.key}#${phase}`],
      ...(isIn ? { mandatory: true } : {}),
      ...(isIn && isLast && due !== null ? { due } : {}),
      ...(isOut ? { exclude: true } : {}),
    }
  })
}

/** One phase for what fits into half a quarter of a squad; more, each at most that large, for what does not. */
const phasesFor = (weeks: number, best: number): number => (best <= 0 || weeks <= best * 0.5 ? 1 : Math.min(12, Math.ceil(weeks / (best * 0.45))))

/** What remains of a bet in delivery: at most what its smallest squad gives until its forecast; null when it is not forecast. */
function leftOf(row: AnyRow, squads: readonly PlanSquad[], periods: readonly string[], today: string): number | null {
  const likely = row['stage'] === 'delivering' && isRecord(row['forecast']) ? text(row['forecast']['likely']) : ''
  if (likely <= today) return null
  const shares = periods.map((period, q) => {
    const from = q === 0 ? today : periodStart(period)
    const days = Math.min(daysBetween(from, periodEnd(period)), daysBetween(from, likely)) + 1
    return Math.max(0, days) / (daysBetween(from, periodEnd(period)) + 1)
  })
  return Math.min(...squads.map(({ capacity }) => shares.reduce((sum, share, q) => sum + share * (capacity[q] ?? 0), 0)))
}

/** The last quarter that ends before a day, or the first one when none does. */
const dueBefore = (day: string, periods: readonly string[]): string | null => periods.findLast((period) => periodStart(period) <= day) ?? null

function waitsOf(dependencies: readonly AnyRow[], items: ReadonlyMap<string, readonly PortfolioItem[]>): Map<string, string[]> {
  const waits = new Map<string, string[]>()
  for (const row of dependencies) {
    const [from, to] = [items.get(text(row['from']))?.[0]?.id, items.get(text(row['to']))?.at(-1)?.id]
    const holds = row['strength'] === 'hard' && row['type'] !== 'startStart' && !['delivered', 'waived', 'refused'].includes(text(row['state']))
    if (from !== undefined && to !== undefined && holds && from !== to) waits.set(from, [...(waits.get(from) ?? []), to])
  }
  return waits
}

/** Pairs of alternatives; the first phase of a bet stands for it, since no other is done without it. */
function exclusivesOf(bets: readonly AnyRow[], items: ReadonlyMap<string, readonly PortfolioItem[]>): string[][] {
  const named = bets.filter((row) => Array.isArray(row['alternatives']) && row['alternatives'].length > 0)
  const pairs = named.flatMap((row) => bets.filter((other) => other !== row && initiative.isInsteadOf(row, other)).map((other) => [row, other].toSorted(byKey)))
  const sets = pairs.map((pair) => pair.flatMap(({ id }) => items.get(id)?.[0]?.id ?? []))
  return [...new Map(sets.map((set) => [set.join(' '), set])).values()]
}

/** Floors and ceilings of the approved split of the latest of these quarters that has one. */
function themesOf(allocations: readonly AnyRow[], periods: readonly string[]): NonNullable<Portfolio['themes']> {
  const found = allocations
    .filter((row) => row['state'] === 'approved' && periods.includes(text(row['period'])))
    .toSorted((a, b) => text(b['period']).localeCompare(text(a['period'])))[0]
  const lines = recordsIn(found?.['lines'])
  const named = lines.map((line) => ({ id: text(line['investment']), min: number(line['floor']) ?? 0, max: number(line['ceiling']) ?? 1 }))
  const rest = ['growth', 'retention', 'platform', 'compliance', 'cost', 'maintenance'].filter((id) => !named.some((line) => line.id === id))
  return [...named, ...rest.map((id) => ({ id, min: 0, max: 1 }))]
}

/** The last quarter of the list that a timeframe reaches into; null when it lies outside or is coarser than half a year. */
export function placeOf(timeframe: unknown, periods: readonly string[]): number | null {
  const words = text(timeframe)
  const half = /^(\d{4})-H([12])$/.exec(words)
  if (/^\d{4}$/.test(words) || words === '') return null
  const quarter = half ? `${half[1]}-Q${Number(half[2]) * 2}` : periodOf(periodEnd(words), 'quarter')
  const at = periods.indexOf(quarter)
  return at < 0 ? (quarter < (periods[0] ?? '') ? 0 : null) : at
}

const inRecord = (value: unknown, name: string): number | null => (isRecord(value) ? number(value[name]) : null)

function currencyOf(rows: readonly AnyRow[]): string {
  const [first] = rows.flatMap((row) => (isRecord(row['value']) && isRecord(row['value']['likely']) ? [text(row['value']['likely']['currency'])] : []))
  return first !== undefined && first.length === 3 ? first : 'USD'
}
