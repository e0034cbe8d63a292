import { random, type Random } from '../../numbers/random.ts'
import { drawPert, quantileOf, type ThreePoint } from '../draws.ts'
import { evaluate } from '../formula/evaluate.ts'
import type { Formula } from '../formula/parse.ts'

/** A figure that is computed from the inputs of its case. */
export interface Computed {
  readonly formula: Formula
}
export type Amount = number | ThreePoint | Computed

/** A figure with a name that formulas use. In one drawn world it is the same wherever it is used, so that what shares it moves together. */
export interface Input {
  readonly name: string
  readonly amount: number | ThreePoint
}

/** A piece of work that may fail: what comes after it is spent, and earned, only when it succeeds. Times are years from the as-of day. */
export interface Stage {
  readonly name: string
  readonly start: number
  readonly end: number
  /** Chance of success, 0 to 1. */
  readonly chance: number
  readonly cost: Amount
}

export interface CashFlow {
  readonly name: string
  readonly at: number
  readonly amount: Amount
  /** Whether the amount is what it costs, and is taken off. */
  readonly isCost?: boolean
}

export interface BusinessCase {
  /** Yearly discount rate, above -1. */
  readonly rate: number
  readonly inputs?: readonly Input[]
  readonly stages: readonly Stage[]
  readonly flows: readonly CashFlow[]
}

type Plain = (amount: number | ThreePoint) => number

const likeliest: Plain = (amount) => (typeof amount === 'number' ? amount : amount.likely)
const drawnBy =
  (draw: Random): Plain =>
  (amount) =>
    typeof amount === 'number' ? amount : drawPert(amount, draw)

/** What each figure of a case is when a plain one is read so: inputs are read once, every other range by itself; a formula without an answer counts nothing. */
function figuresIn({ inputs = [] }: Pick<BusinessCase, 'inputs'>, read: Plain): (amount: Amount) => number {
  const values = Object.fromEntries(inputs.map(({ name, amount }) => [name, read(amount)]))
  return (amount) => (typeof amount === 'object' && 'formula' in amount ? (evaluate(amount.formula, values) ?? 0) : read(amount))
}

/**
 * Risk-adjusted net present value: sum of [S(t) x flow - G(t) x cost] / (1 + rate)^t. G is the chance that every stage which ends before a
 * cost starts has succeeded, S the same for a flow (portfolio reference 1). Amounts at their likely values.
 */
export const riskedValue = (of: BusinessCase): number =>
  valueOf(of, figuresIn(of, likeliest), (stages) => stages.reduce((product, { chance }) => product * chance, 1))

/** Worth in one world: `amount` says what each figure is, `reached` the chance (or 1 and 0) that some stages have all succeeded. */
function valueOf({ rate, stages, flows }: BusinessCase, amount: (of: Amount) => number, reached: (before: readonly Stage[]) => number): number {
  const before = (at: number, own?: Stage): readonly Stage[] => stages.filter((stage) => stage !== own && stage.end <= at)
  const spent = stages.reduce((sum, stage) => sum + (reached(before(stage.start, stage)) * amount(stage.cost)) / (1 + rate) ** stage.start, 0)
  const earned = flows.reduce((sum, flow) => sum + (reached(before(flow.at)) * cashOf(flow, amount)) / (1 + rate) ** flow.at, 0)
  return earned - spent
}

const cashOf = ({ amount, isCost = false }: CashFlow, of: (amount: Amount) => number): number => (isCost ? 0 - of(amount) : of(amount))

export interface Returns {
  /**
   * What comes in over what goes out, less one, both by chance and in the money of today; null where nothing is spent. Out goes what stages cost, and every
   * flow that is a cost or below nothing.
   */
  readonly roi: number | null
  /** Years until what came in has paid back what went out, undiscounted and by chance; null when it never does. */
  readonly payback: number | null
}

/**
 * Return on investment and payback, by the same chances as the value. Payback is the first time from which the running sum of flows less costs stays at
 * nothing or more; the cost of a stage falls due when it starts. An option that spends nothing has no payback to wait for.
 */
export function returnsOf(of: BusinessCase): Returns {
  const likelyOf = figuresIn(of, likeliest)
  const before = (at: number, own?: Stage): number =>
    of.stages.reduce((product, stage) => (stage !== own && stage.end <= at ? product * stage.chance : product), 1)
  const costs = of.stages.map((stage) => ({ at: stage.start, amount: -before(stage.start, stage) * likelyOf(stage.cost) }))
  const parts = [...costs, ...of.flows.map((flow) => ({ at: flow.at, amount: before(flow.at) * cashOf(flow, likelyOf) }))]
  const today = (some: readonly Part[]): number => some.reduce((sum, { at, amount }) => sum + amount / (1 + of.rate) ** at, 0)
  const spent = -today(parts.filter(({ amount }) => amount < 0))
  if (spent === 0) return { roi: null, payback: null }
  return { roi: today(parts.filter(({ amount }) => amount > 0)) / spent - 1, payback: paybackOf(parts) }
}

interface Part {
  readonly at: number
  readonly amount: number
}

function paybackOf(parts: readonly Part[]): number | null {
  const times = [...new Set(parts.map(({ at }) => at))].toSorted((a, b) => a - b)
  const sumAt = (time: number): number => parts.reduce((sum, { at, amount }) => (at <= time ? sum + amount : sum), 0)
  const under = times.findLastIndex((time) => sumAt(time) < 0)
  return under === times.length - 1 ? null : (times[under + 1] ?? null)
}

export interface ValueDraws {
  readonly draws: number
  readonly seed: number
  readonly mean: number
  /** Of the mean. */
  readonly standardError: number
  readonly p10: number
  readonly p50: number
  readonly p90: number
  /** Chance of a loss. */
  readonly loss: number
  /** Mean of the worst tenth. */
  readonly worstTenth: number
  /** Shares of the worlds in steps of equal width from P1 to P99, what lies beyond counted in the outermost; one step when all are alike. */
  readonly spread: readonly { readonly from: number; readonly to: number; readonly share: number }[]
}

/** The value in drawn worlds: amounts from their ranges (PERT), each stage succeeds or fails by its chance. The same seed gives the same answer. */
export function simulateValue(of: BusinessCase, { draws = 10_000, seed }: { readonly draws?: number; readonly seed: number }): ValueDraws {
  const draw = random(seed, 'business case')
  const values = Float64Array.from({ length: draws }, () => drawn(of, draw)).toSorted()
  const mean = values.reduce((sum, value) => sum + value, 0) / draws
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, draws - 1)
  const worst = values.subarray(0, Math.max(1, Math.floor(draws / 10)))
  const at = (share: number): number => quantileOf(values, share) ?? 0
  return {
    draws,
    seed,
    mean,
    standardError: Math.sqrt(variance / draws),
    p10: at(0.1),
    p50: at(0.5),
    p90: at(0.9),
    loss: values.filter((value) => value < 0).length / draws,
    worstTenth: worst.reduce((sum, value) => sum + value, 0) / worst.length,
    spread: spreadOf(values, at(0.01), at(0.99)),
  }
}

const steps = 24

function spreadOf(values: Float64Array, low: number, high: number): ValueDraws['spread'] {
  const width = (high - low) / steps
  if (width <= 0) return [{ from: low, to: high, share: 1 }]
  const counts = Array.from({ length: steps }, () => 0)
  for (const value of values) {
    const step = Math.min(steps - 1, Math.max(0, Math.floor((value - low) / width)))
    counts[step] = (counts[step] ?? 0) + 1
  }
  return counts.map((count, step) => ({ from: low + step * width, to: low + (step + 1) * width, share: count / values.length }))
}

function drawn(of: BusinessCase, draw: Random): number {
  const failed = new Set(of.stages.filter(({ chance }) => !draw.chance(chance)))
  return valueOf(of, figuresIn(of, drawnBy(draw)), (before) => (before.some((stage) => failed.has(stage)) ? 0 : 1))
}

export interface Swing {
  readonly name: string
  /** The value of the case at the low and at the high end of this figure alone. */
  readonly low: number
  readonly high: number
  /** The figure at which the case turns from a loss to a gain or back, the others as likely, beyond its range too; null when there is none. */
  readonly breakEven: number | null
}

/** How far each uncertain figure alone, input or not, swings the value, the widest first, and where the case breaks even. */
export function swingsOf(of: BusinessCase): Swing[] {
  const inputs = of.inputs ?? []
  const named = [
    ...inputs.map((input) => ({
      name: input.name,
      amount: input.amount,
      put: (amount: number) => ({ ...of, inputs: inputs.map((one) => (one === input ? { ...one, amount } : one)) }),
    })),
    ...of.stages.map((stage) => ({
      name: stage.name,
      amount: stage.cost,
      put: (cost: number) => ({ ...of, stages: of.stages.map((one) => (one === stage ? { ...one, cost } : one)) }),
    })),
    ...of.flows.map((flow) => ({
      name: flow.name,
      amount: flow.amount,
      put: (amount: number) => ({ ...of, flows: of.flows.map((one) => (one === flow ? { ...one, amount } : one)) }),
    })),
  ]
  return named
    .flatMap(({ name, amount, put }): Swing[] => {
      if (typeof amount === 'number' || 'formula' in amount) return []
      const worth = (figure: number): number => riskedValue(put(figure))
      return [{ name, low: worth(amount.low), high: worth(amount.high), breakEven: crossingIn(worth, amount) ?? rootOf(worth, amount) }]
    })
    .toSorted((a, b) => Math.abs(b.high - b.low) - Math.abs(a.high - a.low) || a.name.localeCompare(b.name))
}

/** Where a value turns from a loss to a gain within the range of its figure, between two of its points of opposite signs; null when there are none. */
function crossingIn(worth: (figure: number) => number, { low, likely, high }: ThreePoint): number | null {
  const ends = [low, likely, high].map((figure) => ({ figure, value: worth(figure) }))
  const from = ends.findIndex(({ value }, at) => at < 2 && Math.sign(value) !== Math.sign(ends[at + 1]?.value ?? value))
  const [start, end] = [ends[from], ends[from + 1]]
  if (!start || !end) return null
  if (start.value === 0) return start.figure
  let [before, after] = [start.figure, end.figure]
  for (let turn = 0; turn < 200; turn += 1) {
    const middle = before + (after - before) / 2
    if (middle === before || middle === after) break
    if (Math.sign(worth(middle)) === Math.sign(start.value)) before = middle
    else after = middle
  }
  const most = (...values: readonly number[]): number => Math.max(...values.map(Math.abs))
  return most(worth(before), worth(after)) <= most(start.value, end.value) ? after : null // where it divides by nothing it knows no bounds
}

/** Where a value is nothing beyond the range of its figure: one secant where it is linear, a few where formulas bend it; null when there is none near. */
function rootOf(worth: (figure: number) => number, { low, likely, high }: ThreePoint): number | null {
  let at = likely
  for (let turn = 0; turn < 40; turn += 1) {
    const [here, step] = [worth(at), 1e-6 * Math.max(Math.abs(at), high - low)]
    const slope = (worth(at + step) - here) / step
    if (Math.abs(slope) < 1e-12 || !Number.isFinite(slope)) return null
    const next = at - here / slope
    if (Math.abs(worth(next)) <= 1e-9 * Math.max(1, Math.abs(here))) return next
    at = next
  }
  return null
}
