import { wilson, type Interval } from '../../numbers/intervals.ts'

export type KanoAnswer = 'like' | 'expect' | 'neutral' | 'liveWith' | 'dislike'
/** A attractive, P performance, M must-be, I indifferent, R reverse, Q questionable. */
export type KanoCategory = 'A' | 'P' | 'M' | 'I' | 'R' | 'Q'

const answers = ['like', 'expect', 'neutral', 'liveWith', 'dislike'] as const
/** Rows: the answer to the functional question; columns: to the dysfunctional one, in the order of `answers` (Kano et al. 1984). */
const table: Readonly<Record<KanoAnswer, string>> = { like: 'QAAAP', expect: 'RIIIM', neutral: 'RIIIM', liveWith: 'RIIIM', dislike: 'RRRRQ' }
/** Ties go to the category that would hurt most to miss. */
const order: readonly KanoCategory[] = ['M', 'P', 'A', 'I', 'R', 'Q']

export function kanoCategory(functional: KanoAnswer, dysfunctional: KanoAnswer): KanoCategory {
  const letter = table[functional].charAt(answers.indexOf(dysfunctional))
  return order.find((one) => one === letter) ?? 'Q'
}

export interface KanoResult {
  readonly n: number
  readonly counts: Readonly<Record<KanoCategory, number>>
  /** The most frequent category; `mixed` when the two first are less than 6 points apart. Null without answers. */
  readonly category: KanoCategory | 'mixed' | null
  /** Share of the first category less that of the second. */
  readonly strength: number | null
  /** (A + P) / (A + P + M + I): how much having it pleases. */
  readonly better: number | null
  /** -(P + M) / (A + P + M + I): how much missing it displeases. */
  readonly worse: number | null
  /** 95 % interval of the share of the first category. */
  readonly interval: Interval | null
}

/** Category strength and the better and worse coefficients (Berger et al. 1993). One answer for each respondent: the caller keeps the last. */
export function kano(responses: readonly { readonly functional: KanoAnswer; readonly dysfunctional: KanoAnswer }[]): KanoResult {
  const counts = { A: 0, P: 0, M: 0, I: 0, R: 0, Q: 0 }
  for (const { functional, dysfunctional } of responses) counts[kanoCategory(functional, dysfunctional)] += 1
  const n = responses.length
  const [first, second] = order.toSorted((a, b) => counts[b] - counts[a] || order.indexOf(a) - order.indexOf(b))
  const strength = n === 0 || !first || !second ? null : (counts[first] - counts[second]) / n
  const base = counts.A + counts.P + counts.M + counts.I
  return {
    n,
    counts,
    category: strength === null || !first ? null : strength < 0.06 ? 'mixed' : first,
    strength,
    better: base === 0 ? null : (counts.A + counts.P) / base,
    worse: base === 0 ? null : -(counts.P + counts.M) / base,
    interval: first ? wilson(counts[first], n) : null,
  }
}
