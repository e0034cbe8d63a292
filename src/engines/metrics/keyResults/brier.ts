/** A typed confidence, 0 to 1, and whether the key result was reached. */
export type Prediction = { readonly confidence: number; readonly isReached: boolean }

export type BrierScore = {
  readonly n: number
  /** Mean of (confidence - outcome)^2: 0 is perfect, 0.25 what saying 50% always gets. */
  readonly score: number
  /** Share reached, and what always saying that share would score. */
  readonly reached: number
  readonly reference: number
  /** 1 - score / reference: above 0 beats always saying the share reached; null when all or none were. */
  readonly skill: number | null
  /** score = reliability - resolution + uncertainty, by distinct confidences (Murphy 1973). */
  readonly reliability: number
  readonly resolution: number
  readonly uncertainty: number
  readonly byConfidence: readonly { readonly confidence: number; readonly n: number; readonly reached: number }[]
}

/** Brier score of typed confidence (Brier 1950, Monthly Weather Review 78) with Murphy's partition (1973, Journal of Applied Meteorology 12). Null without predictions. */
export function brier(predictions: readonly Prediction[]): BrierScore | null {
  const n = predictions.length
  if (n === 0) return null
  const bad = predictions.find(({ confidence }) => !(confidence >= 0 && confidence <= 1))
  if (bad) throw new RangeError(`A confidence lies between 0 and 1, not ${bad.confidence}.`)
  const shareOf = (some: readonly Prediction[]) => some.filter(({ isReached }) => isReached).length / some.length
  const reached = shareOf(predictions)
  const score = predictions.reduce((total, { confidence, isReached }) => total + (confidence - (isReached ? 1 : 0)) ** 2, 0) / n
  const byConfidence = [...Map.groupBy(predictions, ({ confidence }) => confidence)]
    .map(([confidence, some]) => ({ confidence, n: some.length, reached: shareOf(some) }))
    .toSorted((a, b) => a.confidence - b.confidence)
  const weigh = (distance: (group: (typeof byConfidence)[number]) => number) =>
    byConfidence.reduce((total, group) => total + (group.n / n) * distance(group) ** 2, 0)
  const reference = reached * (1 - reached)
  return {
    n,
    score,
    reached,
    reference,
    skill: reference === 0 ? null : 1 - score / reference,
    reliability: weigh((group) => group.confidence - group.reached),
    resolution: weigh((group) => group.reached - reached),
    uncertainty: reference,
    byConfidence,
  }
}
