import { isProblem, type AnyMetric, type Context, type Measurement, type MeasureRequest, type Problem } from '#kernel'

/** A number among others: what was measured, or the refusal in its place. */
export interface Tried {
  readonly measured: Measurement
  readonly refusal: Problem | null
}

/**
 * Measures one metric of many. One that is refused (a rate is missing, a row is of another scale) has no value and says why where its number would stand, and
 * the others stand as they are. Whoever may not see it, and a store that fails, are told as ever.
 */
export async function measuredOrRefused(ctx: Context, metric: AnyMetric, request: MeasureRequest): Promise<Tried> {
  try {
    return { measured: await ctx.measure(request), refusal: null }
  } catch (error) {
    if (!refusesFigure(error)) throw error
    return { measured: refusedFigure(ctx, metric, request, error), refusal: error }
  }
}

/** Does an error tell that a number cannot be measured as its rows stand? A store that fails, and what somebody may not see, are something else. */
export const refusesFigure = (error: unknown): error is Problem =>
  isProblem(error) && (error.kind === 'refused' || error.kind === 'invalid' || error.details.code === 'reconciliation')

/**
 * For one thing among many: is it an answer of ours, that this cannot or may not be told, or is too large to be? A store that is away is none, and neither is a
 * fault of the program.
 */
export const isAnswer = (error: unknown): error is Problem => isProblem(error) && (error.kind !== 'unavailable' || ofItself.has(error.details.code ?? ''))

/** Of the question or its rows, though the store says them: another question beside it may well be answered. */
const ofItself: ReadonlySet<string> = new Set(['reconciliation', 'too-large'])

/** For `catch`: what is refused, or may not be seen, is nothing among others; a store that fails is no answer and stays a failure. */
export function nothingIfRefused(error: unknown): null {
  if (isProblem(error) && (error.kind !== 'unavailable' || error.details.code === 'reconciliation')) return null
  throw error
}

function refusedFigure(ctx: Context, metric: AnyMetric, request: MeasureRequest, { message, hint, details }: Problem): Measurement {
  const { currency, timeZone } = ctx.workspace
  return {
    metric: request.metric,
    version: metric.version,
    policy: { id: '', preset: 'default', switches: {}, assumed: [] },
    asOf: request.asOf ?? ctx.now().slice(0, 10),
    period: null,
    unit: metric.unit,
    currency,
    grain: metric.grain,
    window: metric.window,
    timeZone,
    value: null,
    reason: 'unsupported',
    interval: null,
    numerator: null,
    denominator: null,
    n: null,
    trust: {
      state: 'untrusted',
      reasons: [{ check: details.code ?? 'refused', says: `No number. ${/[.!?]$/.test(message) ? message : `${message}.`} ${hint}`.trim() }],
    },
    freshness: { newest: null, inputs: [] },
    points: [],
    notes: [],
    query: { request, text: '' },
  }
}
