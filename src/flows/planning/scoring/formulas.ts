import { evaluate } from '#engines/portfolio/formula/evaluate.ts'
import { FormulaFault, functions, namesOf, parseFormula, type Formula } from '#engines/portfolio/formula/parse.ts'
import { scoredBy } from '#engines/portfolio/formula/scoredBy.ts'
import { unitFaults, type Units } from '#engines/portfolio/formula/units.ts'
import { kendallTau } from '#engines/portfolio/scores/agreement.ts'
import { Problem, type AnyRow, type Context } from '#kernel'
import { scoreFormula, scoreInput } from '#objects'
import { byKey, text } from '../reading.ts'
import { scoreNamed, type Score } from './methods.ts'
import { placesBy, scoredGround, type Made } from './ranked.ts'

export interface FormulaWish {
  /** The formula that is written anew, with the version that its writer saw; a new one when left out. */
  readonly id?: string
  readonly version?: number
  readonly name: string
  readonly formula: string
  readonly means: string
  /** The score that its ranking is held against; what it was before, or CD3, when left out. */
  readonly against?: string
  /** Only tell what it would rank. */
  readonly dryRun: boolean
}

export interface FormulaPreview {
  readonly reads: readonly string[]
  /** Where it adds figures of different units, in words: allowed, and rarely meant. */
  readonly doubts: readonly string[]
  readonly against: string
  /** Kendall’s tau-b of both rankings over the bets that have both; null for fewer than two. */
  readonly tau: number | null
  readonly scored: number
  readonly of: number
  /** The bets that would move, the farthest first; `from` or `to` is null where one of the scores cannot tell. */
  readonly movers: readonly { readonly key: string; readonly title: string; readonly from: number | null; readonly to: number | null }[]
}

/** The inputs that a formula may name, with their units; those without one are plain figures. */
const inputUnits: Readonly<Record<string, string | null>> = {
  ...Object.fromEntries(scoreInput.inputNames.map((name) => [name, null])),
  reach: 'people or accounts',
  confidence: null,
  effort: 'person-months',
  duration: 'weeks',
  value: 'money a year',
  costOfDelay: 'money a week',
  accounts: 'people or accounts',
  revenue: 'money a year',
  pleases: null,
  displeases: null,
}
const units: Units = Object.fromEntries(Object.entries(inputUnits).flatMap(([name, unit]) => (unit === null ? [] : [[name, unit]])))
const farthest = 12
/** How far weights that were rounded, such as three thirds, may sum beside 1. */
const rounding = 0.001

/**
 * Keeps a score of the workspace’s own, or tells what it would rank. Throws a Problem, invalid, that names the character at which the formula cannot be read
 * or names no input.
 */
export async function keepFormula(ctx: Context, wish: FormulaWish): Promise<FormulaPreview | AnyRow> {
  const tree = readFormula(wish.formula)
  if (wish.dryRun) return await preview(ctx, wish, tree)
  const input = { name: wish.name.trim(), formula: wish.formula.trim(), means: wish.means.trim() || null }
  const target = { ...(wish.id === undefined ? {} : { id: wish.id }), ...(wish.version === undefined ? {} : { version: wish.version }) }
  return await ctx.perform('scoreFormula', wish.id === undefined ? scoreFormula.write.verb : scoreFormula.rewrite.verb, target, input)
}

function readFormula(formula: string): Formula {
  if (formula.trim() === '') throw fault('The formula is empty.', 1, 'Write it over inputs: (reach * impact) / max(effort, 0.5).')
  try {
    const tree = parseFormula(formula)
    const stranger = namesOf(tree).find((name) => !Object.hasOwn(inputUnits, name))
    if (stranger === undefined && namesOf(tree).length === 0) throw fault('The formula names no input: every bet would score the same.', 1, inputsSay)
    if (stranger !== undefined)
      throw fault(`No bet has an input “${stranger}”.`, formula.search(new RegExp(String.raw`\b${stranger}\b(?!\s*\()`)) + 1, inputsSay)
    const unfair = weightFault(tree)
    if (unfair !== null) throw fault(unfair, 1, 'A trade-off weighs its axes: 0.5 * growth + 0.3 * retention + 0.1 * risk + 0.1 * cost.')
    return tree
  } catch (error) {
    if (error instanceof FormulaFault)
      throw fault(error.message, error.at, `Operators + - * / ^ and comparisons; functions ${Object.keys(functions).join(', ')}.`)
    throw error
  }
}

/** Why a formula over the axes of the trade-off model alone is no set of weights: one is negative, or they do not sum to 1. What is not a weighted sum is let be. */
function weightFault(tree: Formula): string | null {
  const axes = namesOf(tree)
  if (!axes.every((name) => scoreInput.tradeOffAxes.some((axis) => axis === name))) return null
  const at = (of: (axis: string) => number): number => evaluate(tree, Object.fromEntries(axes.map((axis) => [axis, of(axis)]))) ?? Number.NaN
  const weights = axes.map((one) => at((axis) => (axis === one ? 1 : 0)))
  const sum = weights.reduce((all, weight) => all + weight, 0)
  const isSum = Math.abs(at(() => 0)) < 1e-9 && Math.abs(at(() => -1) + sum) < 1e-9 && Math.abs(at(() => 0.5) - sum / 2) < 1e-9
  if (!isSum) return null
  const negative = axes.find((_, n) => (weights[n] ?? 0) < 0)
  if (negative !== undefined) return `The weight of ${negative} is negative; 1 is the good end of every axis.`
  return Math.abs(sum - 1) < rounding ? null : `The weights sum to ${Math.round(sum * 1000) / 1000}, not to 1.`
}

const inputsSay = `There are ${Object.keys(inputUnits).join(', ')}.`

const fault = (says: string, at: number, hint: string): Problem =>
  new Problem('invalid', `Character ${at}: ${says}`, hint, { at: { field: 'formula' }, more: { character: at } })

async function preview(ctx: Context, wish: FormulaWish, tree: Formula): Promise<FormulaPreview> {
  const { bets, scores } = await scoredGround(ctx, ctx.now().slice(0, 10))
  const before = await againstOf(ctx, wish, scores)
  const [now, then] = [placesBy({ of: scoredBy(tree) }, bets), placesBy(before, bets)]
  const both = bets.filter(({ row }) => now.has(row.key) && then.has(row.key))
  const places = (of: ReadonlyMap<string, number>): number[] => both.map(({ row }) => -(of.get(row.key) ?? 0))
  return {
    reads: namesOf(tree),
    doubts: unitFaults(tree, units),
    against: before.id,
    tau: both.length < 2 ? null : kendallTau(places(now), places(then)),
    scored: now.size,
    of: bets.length,
    movers: moversOf(bets, then, now),
  }
}

/** The formula as it stands when it is written anew, else the score that was asked for. */
async function againstOf(ctx: Context, { id, against }: FormulaWish, scores: readonly Score[]): Promise<Score> {
  if (id === undefined) return scoreNamed(scores, against)
  const row = await ctx.find('scoreFormula', id)
  return scoreNamed(scores, row.key)
}

function moversOf(bets: readonly Made[], then: ReadonlyMap<string, number>, now: ReadonlyMap<string, number>): FormulaPreview['movers'] {
  const far = ({ from, to }: { readonly from: number | null; readonly to: number | null }): number =>
    Math.abs((from ?? bets.length + 1) - (to ?? bets.length + 1))
  return bets
    .map(({ row }) => ({ key: row.key, title: text(row['title']), from: then.get(row.key) ?? null, to: now.get(row.key) ?? null }))
    .filter((one) => far(one) > 0)
    .toSorted((a, b) => far(b) - far(a) || byKey(a, b))
    .slice(0, farthest)
}
