import { OutOfRange } from '#engines/numbers/outOfRange.ts'
import { type Core } from './core.ts'
import { type MovementPoint, movementsOf } from './movements.ts'

/** A figure of a month; `value` is null with its reason, never zero, when it cannot be given. */
export type Figure = {
  readonly period: string
  readonly mature: boolean
  readonly value: number | null
  readonly reason?: 'no_denominator' | 'no_data' | 'no_losses'
  readonly numerator: number | null
  readonly denominator: number | null
  readonly n: number
}

/** (churn + contraction - expansion, and - reactivation when the policy says so) / opening at the month's rates and after transfers. Negative is net growth. */
export function netMrrChurn(core: Core, month: number): Figure {
  const point = movementsOf(core, month)
  const returned = core.policy.net_churn_subtracts_reactivation === 'yes' ? point.reactivation : 0
  return quotient(point, point.churn + point.contraction - point.expansion - returned, baseOf(point), point.logos.opening, 'no_denominator')
}

/** (new + expansion + reactivation) / (contraction + churn); null without losses. */
export function quickRatio(core: Core, month: number): Figure {
  const point = movementsOf(core, month)
  const losses = point.contraction + point.churn
  return quotient(point, point.new + point.expansion + point.reactivation, losses, point.logos.closing, 'no_losses')
}

/** Closing MRR per paying unit, in micro-units. */
export function arpa(core: Core, month: number): Figure {
  const point = movementsOf(core, month)
  return quotient(point, point.closing, point.logos.closing, point.logos.closing, 'no_denominator')
}

/**
 * Lifetime value in micro-units: ARPA x gross margin / monthly logo churn. The churn is this month's, or churned / opening over the last six months, or
 * smoothed: both sums weighted by half for every three months back, over twelve months (ours: ProfitWell does not publish its weights).
 * Without churn it is undefined, or the churn is taken as 1.67 % (ltv_zero_churn). `grossMargin` lies in (0, 1].
 */
export function lifetimeValue(core: Core, month: number, grossMargin: number): Figure & { readonly churn: number | null; readonly isFloored: boolean } {
  if (!(grossMargin > 0 && grossMargin <= 1)) throw new OutOfRange(`A gross margin is a share above 0 and up to 1, not ${grossMargin}.`)
  const perAccount = arpa(core, month)
  const [gone, opening] = churnOver(core, month)
  const observed = opening > 0 ? gone / opening : null
  const isFloored = observed === 0 && core.policy.ltv_zero_churn === 'floor_1_67pct'
  const churn = isFloored ? 0.0167 : observed
  const margin = perAccount.value === null ? null : perAccount.value * grossMargin
  const value = margin !== null && churn ? margin / churn : null
  return {
    ...perAccount,
    value,
    ...(value === null ? { reason: churn === 0 ? 'no_losses' : 'no_denominator' } : {}),
    numerator: margin,
    denominator: churn,
    churn,
    isFloored,
  }
}

function churnOver(core: Core, month: number): [number, number] {
  const rule = core.policy.ltv_churn
  const span = rule === 'current' ? 1 : rule === 'trailing_6m' ? 6 : 12
  let [gone, opening] = [0, 0]
  for (let back = 0; back < span; back++) {
    const { logos } = movementsOf(core, month - back)
    const weight = rule === 'smoothed' ? 0.5 ** (back / 3) : 1
    gone += weight * logos.churn
    opening += weight * (logos.opening + logos.transfer)
  }
  return [gone, opening]
}

function baseOf(point: MovementPoint): number {
  return point.opening + point.fx + point.transfer
}

function quotient(point: MovementPoint, numerator: number, denominator: number, n: number, reason: 'no_denominator' | 'no_losses'): Figure {
  const { period, mature } = point
  return { period, mature, value: denominator > 0 ? numerator / denominator : null, ...(denominator > 0 ? {} : { reason }), numerator, denominator, n }
}
