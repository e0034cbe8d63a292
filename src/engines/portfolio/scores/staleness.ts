import { dayNumber } from '../../numbers/dates.ts'

export type InputSource = 'metric' | 'reach' | 'effort' | 'judgement'

/** Days for which an input may be used (portfolio reference 4.11); a metric’s input is as fresh as its feed says. */
export const staleAfter: Readonly<Record<Exclude<InputSource, 'metric'>, number>> = { reach: 30, effort: 60, judgement: 90 }

export interface ScoreInput {
  readonly key: string
  readonly source: InputSource
  readonly asOf: string
  /** For a metric: is its feed fresh? For an effort: did the scope change since? */
  readonly isFeedFresh?: boolean
  readonly scopeChangedOn?: string
}

/** The inputs that are too old to support a commitment on a day, each with the reason; one of them marks the whole score. */
export function staleInputs(inputs: readonly ScoreInput[], today: string): { readonly key: string; readonly says: string }[] {
  return inputs.flatMap((input) => {
    if (input.source === 'metric') return input.isFeedFresh === false ? [{ key: input.key, says: 'its metric is not fresh' }] : []
    if (input.source === 'effort' && input.scopeChangedOn !== undefined && input.scopeChangedOn > input.asOf)
      return [{ key: input.key, says: `the scope changed on ${input.scopeChangedOn}, after it was sized` }]
    const age = dayNumber(today) - dayNumber(input.asOf)
    const limit = staleAfter[input.source]
    return age > limit ? [{ key: input.key, says: `it is ${age} days old; ${limit} are allowed` }] : []
  })
}
