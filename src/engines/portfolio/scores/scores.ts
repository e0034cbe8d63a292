/** A score, or null with the inputs that it lacks (R-0.3: unknown is not zero). */
export type Scored = { readonly value: number; readonly missing?: undefined } | { readonly value: null; readonly missing: readonly string[] }
type Inputs = Readonly<Record<string, number | null | undefined>>

/** Effort below half a person-month is read as half a person-month (portfolio reference 4.1). */
export const leastEffort = 0.5

/**
 * RICE = reach x impact x confidence / effort (Intercom 2016): reach per declared period, impact of {3, 2, 1, 0.5, 0.25}, confidence a share,
 * effort in person-months, at least 0.5.
 */
export const rice = (inputs: Inputs): Scored =>
  known(
    inputs,
    ['reach', 'impact', 'confidence', 'effort'],
    ([reach, impact, confidence, effort]) => (reach * impact * confidence) / Math.max(leastEffort, effort),
  )

/** ICE, each of impact, confidence and ease from 1 to 10. The three forms rank differently, so that the form is part of the score’s name. */
export const ice = {
  mean: (inputs: Inputs): Scored => known(inputs, iceInputs, ([i, c, e]) => (i + c + e) / 3),
  product: (inputs: Inputs): Scored => known(inputs, iceInputs, ([i, c, e]) => i * c * e),
  sum: (inputs: Inputs): Scored => known(inputs, iceInputs, ([i, c, e]) => i + c + e),
}
const iceInputs = ['impact', 'confidence', 'ease'] as const

/** WSJF = (business value + time criticality + risk reduction) / job size, relative figures 1, 2, 3, 5, 8, 13, 20 (SAFe); meaningful inside one backlog. */
export const wsjf = (inputs: Inputs): Scored =>
  known(inputs, ['businessValue', 'timeCriticality', 'riskReduction', 'jobSize'], ([value, time, risk, size]) => divided(value + time + risk, size, 'jobSize'))

/** CD3 = cost of delay in money per week / duration in weeks (Reinertsen 2009). */
export const cd3 = (inputs: Inputs): Scored => known(inputs, ['costOfDelay', 'duration'], ([cost, weeks]) => divided(cost, weeks, 'duration'))

/** Opportunity = importance + max(importance - satisfaction, 0), both 0 to 10 (Ulwick 2002). */
export const opportunity = (inputs: Inputs): Scored =>
  known(inputs, ['importance', 'satisfaction'], ([importance, satisfaction]) => importance + Math.max(importance - satisfaction, 0))

/** Bands of the opportunity score: [0, 10) served, [10, 12) worth, [12, 15) high, [15, 20] extreme. */
export function opportunityBand(score: number): 'served' | 'worth' | 'high' | 'extreme' {
  if (score < 10) return 'served'
  if (score < 12) return 'worth'
  return score < 15 ? 'high' : 'extreme'
}

/**
 * How far satisfaction swings between missing a thing and having it: better + |worse| of the answers to Kano’s questions, 0 to 2 (Berger et al. 1993;
 * kano.ts counts both shares).
 */
export const kanoSwing = (inputs: Inputs): Scored => known(inputs, ['pleases', 'displeases'], ([pleases, displeases]) => pleases + displeases)

/** One factor of a weighted score: its declared range, and its weight, negative for a cost. */
export interface Factor {
  readonly key: string
  readonly low: number
  readonly high: number
  readonly weight: number
}

/** Weighted = sum of w x n / sum of |w|, n = (x - low) / (high - low) cut to [0, 1]. Null without a weight. */
export function weighted(factors: readonly Factor[], inputs: Inputs): Scored {
  return known(
    inputs,
    factors.map(({ key }) => key),
    (values) => {
      const weight = factors.reduce((sum, factor) => sum + Math.abs(factor.weight), 0)
      const points = factors.reduce((sum, factor, at) => sum + factor.weight * shareOf(values[at] ?? 0, factor), 0)
      return divided(points, weight, 'weights')
    },
  )
}

/** Trade-off = sum of w x over axes from -1 to 1, 1 the best end of each; the weights are not negative and sum to 1. */
export const tradeOff = (weights: Readonly<Record<string, number>>, inputs: Inputs): Scored =>
  known(inputs, Object.keys(weights), (values) => Object.values(weights).reduce((sum, weight, at) => sum + weight * (values[at] ?? 0), 0))

const shareOf = (value: number, { low, high }: Factor): number => Math.min(1, Math.max(0, (value - low) / (high - low)))

type Answers<K extends readonly string[]> = { readonly [_ in keyof K]: number }

function known<const K extends readonly string[]>(inputs: Inputs, keys: K, compute: (values: Answers<K>) => number | Scored): Scored {
  const missing = keys.filter((key) => !Number.isFinite(inputs[key] ?? Number.NaN))
  if (missing.length > 0) return { value: null, missing }
  const answer = compute(numbers(keys, inputs))
  return typeof answer === 'number' ? { value: answer } : answer
}

function numbers<const K extends readonly string[]>(keys: K, inputs: Inputs): Answers<K>
function numbers(keys: readonly string[], inputs: Inputs): readonly number[] {
  return keys.map((key) => inputs[key] ?? 0)
}

/** A division by zero is unknown, and says what was zero. */
const divided = (above: number, below: number, name: string): Scored => (below === 0 ? { value: null, missing: [`${name} above 0`] } : { value: above / below })
