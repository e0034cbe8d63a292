import { costOf } from '#engines/portfolio/formula/evaluate.ts'
import { namesOf, parseFormula } from '#engines/portfolio/formula/parse.ts'
import { scoredBy } from '#engines/portfolio/formula/scoredBy.ts'
import { cd3, ice, kanoSwing, opportunity, rice, tradeOff, weighted, wsjf, type Factor, type Scored } from '#engines/portfolio/scores/scores.ts'
import { Problem, type AnyRow } from '#kernel'
import { scoreInput, type scoringRound } from '#objects'
import { text } from '../reading.ts'

export type Figures = Readonly<Record<string, number | null>>
type BuiltIn = Exclude<keyof typeof scoringRound.factorsOf, 'ice'> | 'kano' | 'trade-off' | IceForm
type IceForm = 'ice-product' | 'ice-mean' | 'ice-sum'

/** A score of the workspace’s own. */
export interface OwnFormula {
  readonly id: string
  readonly key: string
  readonly version: number
  readonly name: string
  readonly formula: string
  readonly means: string | null
}

/** One way to rank bets. Its id is a word, or the key of a formula of the workspace. */
export interface Score {
  readonly id: string
  /** The inputs of a bet that it reads, in the order in which they are said. */
  readonly reads: readonly string[]
  readonly formula: OwnFormula | null
  /** The work of one answer; that of a built-in score is 1. */
  readonly cost: number
  of(inputs: Figures): Scored
}

/** By which a thread finds a score again. */
export type ScoreName = Pick<Score, 'id' | 'formula'>

interface Method {
  readonly reads: readonly string[]
  readonly by: (inputs: Figures, factors: readonly Factor[]) => Scored
}

/** A form of ICE, whose engine has its own words for what a bet calls the impact and the confidence of ICE. */
const iceBy = (form: typeof ice.product): Method => ({
  reads: ['iceImpact', 'iceConfidence', 'ease'],
  by: (inputs) => form({ impact: inputs['iceImpact'], confidence: inputs['iceConfidence'], ease: inputs['ease'] }),
})

/** The scores that everybody has, in the order in which they stand side by side. */
const builtIn: Readonly<Record<BuiltIn, Method>> = {
  cd3: { reads: ['costOfDelay', 'duration'], by: cd3 },
  rice: { reads: ['reach', 'impact', 'confidence', 'effort'], by: rice },
  wsjf: { reads: ['businessValue', 'timeCriticality', 'riskReduction', 'jobSize'], by: wsjf },
  'ice-product': iceBy(ice.product),
  'ice-mean': iceBy(ice.mean),
  'ice-sum': iceBy(ice.sum),
  kano: { reads: ['pleases', 'displeases'], by: kanoSwing },
  opportunity: { reads: ['importance', 'satisfaction'], by: opportunity },
  weighted: { reads: ['value', 'costOfDelay', 'confidence', 'effort'], by: (inputs, factors) => weighted(factors, inputs) },
  'trade-off': { reads: scoreInput.tradeOffAxes, by: (inputs) => tradeOff(scoreInput.tradeOffWeights, inputs) },
}

/** Every score of a workspace: the known ones, weighed by these factors, then its own formulas by name. */
export function scoresOver(factors: readonly Factor[], formulas: readonly OwnFormula[]): Score[] {
  const own = formulas.toSorted((a, b) => a.name.localeCompare(b.name)).flatMap((formula) => formulaScore(formula) ?? [])
  return [...knownScores(factors), ...own]
}

const knownScores = (factors: readonly Factor[]): Score[] =>
  Object.entries(builtIn).map(([id, { reads, by }]) => ({ id, reads, formula: null, cost: 1, of: (inputs) => by(inputs, factors) }))

/** The score of that name; one whose formula cannot be read is none. Throws a Problem, invalid, for a name that is none. */
export function scoreAgain({ id, formula }: ScoreName, factors: readonly Factor[]): Score {
  return (formula && formulaScore(formula)) ?? scoreNamed(knownScores(factors), id)
}

/** The score of a formula; null when it cannot be read. */
export function formulaScore(formula: OwnFormula): Score | null {
  try {
    const tree = parseFormula(formula.formula)
    return { id: formula.key, reads: namesOf(tree), formula, cost: costOf(tree), of: scoredBy(tree) }
  } catch {
    return null
  }
}

export const ownFormula = (row: AnyRow): OwnFormula => ({
  id: row.id,
  key: row.key,
  version: row.version,
  name: text(row['name']),
  formula: text(row['formula']),
  means: text(row['means']) || null,
})

/** The score that is asked for; ICE without a form is the product. Throws a Problem, invalid, for a name that is none. */
export function scoreNamed(scores: readonly Score[], asked = 'cd3'): Score {
  const found = scores.find(({ id }) => id === (asked === 'ice' ? 'ice-product' : asked))
  if (!found) throw new Problem('invalid', `“${asked}” is not a score.`, `There are ${scores.map(({ id }) => id).join(', ')}.`, { at: { field: 'method' } })
  return found
}

/** The scores that stand side by side: of ICE one form alone, the one that ranks or else the product, since its forms never mix in one ranking. */
export function sideBySide(scores: readonly Score[], main: Score): Score[] {
  const form = main.id.startsWith('ice-') ? main.id : 'ice-product'
  return scores.filter(({ id }) => !id.startsWith('ice-') || id === form)
}

/** Shares of the weighted score; effort counts against a bet. */
export const weights = { value: 0.4, costOfDelay: 0.2, confidence: 0.2, effort: -0.2 } as const

/** The ranges of the weighted score: from 0 to the largest of the backlog, so that one bet more or less does not change the scale of the others’ lows. */
export const factorsOf = (all: readonly Figures[]): Factor[] =>
  Object.entries(weights).map(([key, weight]) => ({ key, weight, low: 0, high: Math.max(1e-9, ...all.map((one) => one[key] ?? 0)) }))

/** One score as it is worked out; ICE without a form is the product. */
export function scorer(method: BuiltIn | 'ice', factors: readonly Factor[]): (inputs: Figures) => Scored {
  const { by } = builtIn[method === 'ice' ? 'ice-product' : method]
  return (inputs) => by(inputs, factors)
}

/** How far an input may move when it is asked at which value the order flips: its own range when one is given, else its scale, else a tenth to ten times. */
export function rangeOf(name: string, value: number, low: number | null, high: number | null): { readonly min: number; readonly max: number } {
  if (low !== null && high !== null && high > low) return { min: Math.min(low, value), max: Math.max(high, value) }
  if (['confidence', 'pleases', 'displeases'].includes(name)) return { min: 0, max: 1 }
  const own = scoreInput.scaleOf(name)
  return own && own.max !== null ? { min: own.min, max: own.max } : { min: value / 10, max: value * 10 }
}
