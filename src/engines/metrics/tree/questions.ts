import { daysBetween } from '#engines/numbers/dates.ts'
import { showNumber } from '#engines/numbers/showNumber.ts'
import { incompleteGamma } from '#engines/numbers/gamma.ts'
import { isMet, type Goal } from '../targets/goal.ts'
import type { HypothesisScore } from './hypotheses.ts'
import type { GuardrailEdge } from './tree.ts'

/** A question for the review, never a penalty (kpis.md, section 7: Goodhart and vanity checks). */
export type Question = {
  readonly check:
    | 'noGuardrail'
    | 'denominatorShrank'
    | 'changedNearTarget'
    | 'bunched'
    | 'cumulativeOnly'
    | 'adoptionWithoutRetention'
    | 'inputWithoutOutput'
    | 'swapped'
  readonly metric: string
  readonly asks: string
}

/** A target on a metric that no guardrail watches: pair effect and counter-effect (Doerr, Measure What Matters). */
export function noGuardrail(metric: string, targets: number, guardrails: readonly GuardrailEdge[]): Question | null {
  if (targets === 0 || guardrails.some(({ of }) => of === metric)) return null
  return { check: 'noGuardrail', metric, asks: `${metric} has a target and no guardrail. What could get worse while it gets better?` }
}

export type Fractions = { readonly numerator: number; readonly denominator: number }

/** A ratio that meets its goal now and would not on the denominator that it started from: it was met because fewer were counted. */
export function denominatorShrank(metric: string, goal: Goal, start: Fractions, now: Fractions): Question | null {
  if (!(now.denominator > 0 && start.denominator > now.denominator)) return null
  if (!isMet(goal, now.numerator / now.denominator) || isMet(goal, now.numerator / start.denominator)) return null
  const share = showNumber(1 - now.denominator / start.denominator, 'percent')
  return {
    check: 'denominatorShrank',
    metric,
    asks: `${metric} meets its target on a denominator that is ${share} smaller than at the start. Who left it, and why?`,
  }
}

/** A dated change of the definition or the policy of a metric. */
export type DefinitionChange = { readonly on: string; readonly what: 'definition' | 'policy'; readonly says: string }

/** Changes of definition or policy within `days` of the target's date, before or after it. */
export function changedNearTarget(metric: string, by: string, changes: readonly DefinitionChange[], days = 30): Question[] {
  return changes
    .filter(({ on }) => Math.abs(daysBetween(on, by)) <= days)
    .map(({ on, what, says }) => {
      const apart = Math.abs(daysBetween(on, by))
      const when = apart === 0 ? 'on the very day' : `${apart} day${apart === 1 ? '' : 's'} ${on <= by ? 'before' : 'after'} the date`
      return { check: 'changedNearTarget', metric, asks: `The ${what} of ${metric} changed ${when} of its target (${says}). Would the old one have met it?` }
    })
}

/**
 * Values bunched just past a threshold (handling times just inside the promise, deals just above the bar): more in the band on the good side than in the equal band on
 * the other side, by a binomial test at one half (McCrary 2008, Journal of Econometrics 142, in its simplest form). `width` in the unit of the values.
 */
export function bunched(
  metric: string,
  values: readonly number[],
  threshold: { readonly at: number; readonly good: 'above' | 'below'; readonly width: number },
): Question | null {
  const { at, good, width } = threshold
  if (!(width > 0)) throw new RangeError(`A band has a width above zero, not ${width}.`)
  const above = values.filter((value) => (good === 'above' ? value >= at : value > at) && value <= at + width).length
  const below = values.filter((value) => (good === 'above' ? value < at : value <= at) && value >= at - width).length
  const [past, short] = good === 'above' ? [above, below] : [below, above]
  if (past + short < 10 || chanceOfAtLeast(past, past + short) > 0.01) return null
  return { check: 'bunched', metric, asks: `${past} values of ${metric} lie just past ${at}, ${short} just short of it. Is something moved over the line?` }
}

/** P(X >= k) of n fair coins: exact to 60, then the normal with continuity. */
function chanceOfAtLeast(k: number, n: number): number {
  if (n > 60) {
    const z = (k - 0.5 - n / 2) / (Math.sqrt(n) / 2)
    const tail = incompleteGamma(0.5, (z * z) / 2).upper / 2
    return z > 0 ? tail : 1 - tail
  }
  let [ways, sum] = [1, 0]
  for (let i = 0; i <= n; i++) {
    if (i >= k) sum += ways
    ways = (ways * (n - i)) / (i + 1)
  }
  return sum / 2 ** n
}

/** A metric that can only rise says nothing about now: cumulative by definition, or never once lower in a long series. */
export function cumulativeOnly(
  metric: string,
  { isCumulative, values }: { readonly isCumulative: boolean; readonly values: readonly (number | null)[] },
): Question | null {
  const known = values.filter((value) => value !== null)
  const neverFell =
    known.length >= 12 && known.every((value, index) => index === 0 || value >= (known[index - 1] ?? value)) && (known.at(-1) ?? 0) > (known[0] ?? 0)
  if (!isCumulative && !neverFell) return null
  const why = isCumulative ? 'counts everything since the beginning, so that it can only rise' : `has not fallen once in ${known.length} periods`
  return { check: 'cumulativeOnly', metric, asks: `${metric} ${why}. Which rate or recent count would show trouble?` }
}

/** Adoption rose beyond its interval while the retention of the same users did not, or is not measured. */
export function adoptionWithoutRetention(
  metric: string,
  adoption: { readonly before: number; readonly after: number; readonly isSignal: boolean },
  retention: { readonly before: number; readonly after: number; readonly isSignal: boolean } | null,
): Question | null {
  if (!adoption.isSignal || adoption.after <= adoption.before) return null
  if (retention === null) return { check: 'adoptionWithoutRetention', metric, asks: `${metric} rose and nobody measures whether those users stay. Do they?` }
  if (retention.isSignal && retention.after > retention.before) return null
  const words = retention.isSignal ? 'fell' : 'did not move'
  return { check: 'adoptionWithoutRetention', metric, asks: `${metric} rose while retention ${words}. Do people come back to what they adopted?` }
}

/** The input metric met its target, or moved as hoped twice or more, and the outcome that it should move did not follow. */
export function inputWithoutOutput(metric: string, outcome: string, isInputMet: boolean, score: HypothesisScore): Question | null {
  const isFlat = score.tested > 0 && score.confirmed === 0
  if (!isFlat || !(isInputMet || score.tested >= 2)) return null
  return {
    check: 'inputWithoutOutput',
    metric,
    asks: `${metric} ${isInputMet ? 'met its target' : 'moved'} and ${outcome} did not follow. Is it still the right lever?`,
  }
}

/** What a target was agreed on. */
export type Terms = { readonly window: string; readonly segment: string | null; readonly filters: string }

/** A result that is read over another window, segment or filter than its target was agreed on. */
export function swapped(metric: string, agreed: Terms, shown: Terms): Question | null {
  const changed = (['window', 'segment', 'filters'] as const).filter((term) => agreed[term] !== shown[term])
  if (changed.length === 0) return null
  const words = changed.map((term) => `${term} from ${agreed[term] || 'all'} to ${shown[term] || 'all'}`)
  return { check: 'swapped', metric, asks: `${metric} is read by another measure than agreed: ${words.join(', ')}. What does the agreed one say?` }
}
