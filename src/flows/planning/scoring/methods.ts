import { cd3, ice, opportunity, rice, weighted, wsjf, type Factor, type Scored } from '#engines/portfolio/scores/scores.ts'

export const methods = ['cd3', 'rice', 'wsjf', 'ice', 'opportunity', 'weighted'] as const
export type Method = (typeof methods)[number]
export type Figures = Readonly<Record<string, number | null>>

/** The same asked of each score. */
export const byMethod = <T>(make: (method: Method) => T): Readonly<Record<Method, T>> => ({
  cd3: make('cd3'),
  rice: make('rice'),
  wsjf: make('wsjf'),
  ice: make('ice'),
  opportunity: make('opportunity'),
  weighted: make('weighted'),
})

/** What each score reads, by the names of the inputs of a bet. */
export const readsOf: Readonly<Record<Method, readonly string[]>> = {
  cd3: ['costOfDelay', 'duration'],
  rice: ['reach', 'impact', 'confidence', 'effort'],
  wsjf: ['businessValue', 'timeCriticality', 'riskReduction', 'jobSize'],
  ice: ['iceImpact', 'iceConfidence', 'ease'],
  opportunity: ['importance', 'satisfaction'],
  weighted: ['value', 'costOfDelay', 'confidence', 'effort'],
}

/** Shares of the weighted score; effort counts against a bet. */
export const weights = { value: 0.4, costOfDelay: 0.2, confidence: 0.2, effort: -0.2 } as const

/** The ranges of the weighted score: from 0 to the largest of the backlog, so that one bet more or less does not change the scale of the others’ lows. */
export const factorsOf = (all: readonly Figures[]): Factor[] =>
  Object.entries(weights).map(([key, weight]) => ({ key, weight, low: 0, high: Math.max(1e-9, ...all.map((one) => one[key] ?? 0)) }))

export function scorer(method: Method, factors: readonly Factor[]): (inputs: Figures) => Scored {
  if (method === 'weighted') return (inputs) => weighted(factors, inputs)
  if (method === 'ice') return (inputs) => ice.product({ impact: inputs['iceImpact'], confidence: inputs['iceConfidence'], ease: inputs['ease'] })
  return { cd3, rice, wsjf, opportunity }[method]
}

const scale = { fibonacci: { min: 1, max: 20 }, ten: { min: 1, max: 10 }, share: { min: 0, max: 1 } }

/** How far an input may move when it is asked at which value the order flips: its own range when one is given, else its scale, else a tenth to ten times. */
export function rangeOf(name: string, value: number, low: number | null, high: number | null): { readonly min: number; readonly max: number } {
  if (low !== null && high !== null && high > low) return { min: Math.min(low, value), max: Math.max(high, value) }
  if (['businessValue', 'timeCriticality', 'riskReduction', 'jobSize'].includes(name)) return scale.fibonacci
  if (['iceImpact', 'iceConfidence', 'ease', 'importance', 'satisfaction'].includes(name)) return scale.ten
  if (name === 'confidence') return scale.share
  if (name === 'impact') return { min: 0.25, max: 3 }
  return { min: value / 10, max: value * 10 }
}
