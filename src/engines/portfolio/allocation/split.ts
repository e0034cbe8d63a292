/** The agreed share of one kind of work; shares are fractions of all effort. */
export interface Agreed {
  readonly investment: string
  readonly target: number
  readonly floor: number | null
  readonly ceiling: number | null
}

/** Person-weeks of one squad on one bet, or on work for none. */
export interface Piece {
  readonly investment: string
  /** The key of the bet; null for work that is for none. */
  readonly bet: string | null
  readonly squad: string
  readonly weeks: number
}

export type Standing = 'within' | 'over' | 'under' | 'belowFloor' | 'aboveCeiling' | 'overCap'

export interface Side {
  readonly weeks: number
  /** Of all effort of its side; null when that is nothing. */
  readonly share: number | null
  readonly standing: Standing | null
}

export interface SplitRow {
  readonly investment: string
  readonly target: number | null
  readonly floor: number | null
  readonly ceiling: number | null
  readonly planned: Side
  /** Null when nothing is known of what was spent. */
  readonly actual: Side | null
  /** Planned less target, and actual less planned, as fractions of all effort; null when a side is unknown. */
  readonly planDrift: number | null
  readonly executionDrift: number | null
  /** What makes it up, the largest first. */
  readonly bets: readonly { readonly bet: string | null; readonly planned: number; readonly actual: number | null }[]
}

export interface Split {
  readonly rows: readonly SplitRow[]
  readonly planned: number
  readonly actual: number | null
  /** Half of what the shares differ from their targets; 0 is as agreed, 1 is all elsewhere. */
  readonly misallocation: { readonly planned: number | null; readonly actual: number | null }
  /** Effort spent on what the plan does not hold: on bets outside of it, or on none and not upkeep. */
  readonly unplanned: { readonly weeks: number; readonly share: number | null } | null
  /** Keeping the lights on, beside its cap. */
  readonly upkeep: { readonly cap: number; readonly planned: number | null; readonly actual: number | null; readonly isOver: boolean | null }
}

export const unclassified = 'unclassified'
export const upkeepOf = 'maintenance'

/**
 * How effort is split beside what was agreed (portfolio reference 6.3): planned and actual shares by kind of work, plan drift = planned − target, execution
 * drift = actual − planned, misallocation = ½ Σ |share − target|. Shares are compared unrounded; a share within `tolerance` of its target is within, a floor
 * or ceiling holds exactly. `agreed` is empty when no split was agreed; `spent` is null when no effort was recorded. Weeks are not negative.
 */
export function splitOf(
  agreed: readonly Agreed[],
  plan: readonly Piece[],
  spent: readonly Piece[] | null,
  { tolerance = 0.05, upkeepCap = 0.15 }: { readonly tolerance?: number; readonly upkeepCap?: number } = {},
): Split {
  const [planned, actual] = [total(plan), spent === null ? null : total(spent)]
  const names = [...new Set([...agreed, ...plan, ...(spent ?? [])].map(({ investment }) => investment))]
  const rows = names.map((investment): SplitRow => {
    const line = agreed.find((one) => one.investment === investment) ?? null
    // nothing was promised to a kind that the agreed split does not name
    const target = line?.target ?? (agreed.length > 0 ? 0 : null)
    const [own, done] = [plan.filter((one) => one.investment === investment), spent?.filter((one) => one.investment === investment) ?? null]
    const side = (some: readonly Piece[], all: number): Side => {
      const share = all === 0 ? null : total(some) / all
      return {
        weeks: total(some),
        share,
        standing: share === null || target === null ? null : standing(share, target, line, { tolerance, cap: investment === upkeepOf ? upkeepCap : 1 }),
      }
    }
    const [before, after] = [side(own, planned), done === null || actual === null ? null : side(done, actual)]
    return {
      investment,
      target,
      floor: line?.floor ?? null,
      ceiling: line?.ceiling ?? null,
      planned: before,
      actual: after,
      planDrift: difference(before.share, target),
      executionDrift: difference(after?.share ?? null, before.share),
      bets: betsOf(own, done),
    }
  })
  const held = new Set(plan.map(({ bet }) => bet))
  const outside = spent?.filter(({ bet, investment }) => (bet === null ? investment !== upkeepOf : !held.has(bet))) ?? null
  const shareOf = (some: readonly Piece[] | null, all: number | null): number | null => (some === null || !all ? null : total(some) / all)
  const upkeep = (some: readonly Piece[] | null, all: number | null): number | null => shareOf(some?.filter((one) => one.investment === upkeepOf) ?? null, all)
  const [planKept, kept] = [upkeep(plan, planned), upkeep(spent, actual)]
  return {
    rows,
    planned,
    actual,
    misallocation: { planned: away(rows, 'planned'), actual: away(rows, 'actual') },
    unplanned: outside === null ? null : { weeks: total(outside), share: shareOf(outside, actual) },
    upkeep: {
      cap: upkeepCap,
      planned: planKept,
      actual: kept,
      isOver: kept !== null ? kept > upkeepCap + dust : planKept === null ? null : planKept > upkeepCap + dust,
    },
  }
}

/** Shares are sums of fractions: what differs by less is the same. */
const dust = 1e-9
const total = (pieces: readonly Piece[]): number => pieces.reduce((sum, { weeks }) => sum + weeks, 0)
const difference = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a - b)

/** Upkeep is capped, and needs no target of its own. */
function standing(share: number, target: number, line: Agreed | null, { tolerance, cap }: { readonly tolerance: number; readonly cap: number }): Standing {
  if (share > cap + dust) return 'overCap'
  if (line === null && cap < 1) return 'within'
  if (line?.floor != null && share < line.floor - dust) return 'belowFloor'
  if (line?.ceiling != null && share > line.ceiling + dust) return 'aboveCeiling'
  if (share > target + tolerance + dust) return 'over'
  return share < target - tolerance - dust ? 'under' : 'within'
}

function away(rows: readonly SplitRow[], side: 'planned' | 'actual'): number | null {
  const gaps = rows.map((row) => difference(row[side]?.share ?? null, row.target))
  return gaps.length === 0 || gaps.includes(null) ? null : gaps.reduce<number>((sum, gap) => sum + Math.abs(gap ?? 0), 0) / 2
}

function betsOf(plan: readonly Piece[], spent: readonly Piece[] | null): SplitRow['bets'] {
  const of = (some: readonly Piece[], bet: string | null): number => total(some.filter((one) => one.bet === bet))
  const bets = [...new Set([...plan, ...(spent ?? [])].map(({ bet }) => bet))]
  return bets
    .map((bet) => ({ bet, planned: of(plan, bet), actual: spent === null ? null : of(spent, bet) }))
    .toSorted((a, b) => Math.max(b.planned, b.actual ?? 0) - Math.max(a.planned, a.actual ?? 0) || ((a.bet ?? '') < (b.bet ?? '') ? -1 : 1))
}
