import { z } from 'zod'
import { costOf } from '#engines/portfolio/formula/evaluate.ts'
import { FormulaFault, parseFormula } from '#engines/portfolio/formula/parse.ts'
import { scoredBy } from '#engines/portfolio/formula/scoredBy.ts'
import { kendallTau } from '#engines/portfolio/scores/agreement.ts'
import { cutLine, type CutLine } from '#engines/portfolio/scores/cutLine.ts'
import { cd3, ice, opportunity, rice, weighted, wsjf, type Scored } from '#engines/portfolio/scores/scores.ts'
import { flipsWithin, rankDraws, type Flip, type RankSpread } from '#engines/portfolio/scores/sensitivity.ts'
import { readWith, type Fault } from './portfolioFile.ts'

const id = z.string().trim().min(1).max(120)
const methods = ['rice', 'ice-mean', 'ice-product', 'ice-sum', 'wsjf', 'cd3', 'opportunity', 'weighted', 'formula'] as const
export type ScoreMethod = (typeof methods)[number]
const range = z
  .strictObject({ low: z.number(), likely: z.number(), high: z.number() })
  .refine(({ low, likely, high }) => low <= likely && likely <= high, 'must have low <= likely <= high')

const scoreFile = z.strictObject({
  $schema: z.string().optional(),
  method: z.union([z.enum(methods), z.array(z.enum(methods)).min(1)]).describe('The first one ranks; the others stand beside it.'),
  reach: z.strictObject({ unit: z.enum(['people', 'accounts']), period: z.enum(['month', 'quarter', 'year']) }).optional(),
  items: z
    .array(
      z.strictObject({
        id,
        title: z.string().max(300).optional(),
        inputs: z.record(id, z.union([z.number(), range, z.null()])),
        effort: z.record(id, z.number().min(0, 'must not be negative')).optional().describe('Person-weeks of each squad, for the cut line.'),
        theme: id.optional(),
        mandatory: z.boolean().optional(),
        requires: z.array(id).optional(),
      }),
    )
    .min(1)
    .max(5000),
  formula: z.string().max(2000).optional().describe('For “formula”: (reach * impact) / max(effort, 0.5)'),
  factors: z
    .array(z.strictObject({ key: id, low: z.number(), high: z.number(), weight: z.number() }))
    .optional()
    .describe('For “weighted”: the declared range of each input; a cost has a negative weight.'),
  ranges: z
    .record(id, z.strictObject({ min: z.number(), max: z.number() }))
    .optional()
    .describe('How far each input may move when sensitivity is asked.'),
  capacity: z.record(id, z.number().min(0, 'must not be negative')).optional().describe('Person-weeks of each squad; draws the cut line.'),
  mode: z.enum(['strict', 'fill']).optional(),
  floors: z.record(id, z.number().min(0).max(1)).optional(),
  top: z.number().int().min(1).optional().describe('How many first places the draws count; a third of the items when left out.'),
  seed: z.number().int().optional(),
})
export type ScoreFile = z.infer<typeof scoreFile>

export const scoreSchema = (): unknown => ({ title: 'Throughline scores', ...z.toJSONSchema(scoreFile) })

export interface ScoreAnswer {
  readonly method: ScoreMethod
  readonly ranking: readonly {
    readonly rank: number
    readonly item: string
    readonly title: string
    /** Null when inputs are missing; such items rank last. */
    readonly value: number | null
    readonly missing: readonly string[]
    readonly others: Readonly<Record<string, number | null>>
    /** At which value of each input it loses its place to the next item; the smallest change first. Null where there are more items than it is worked out for. */
    readonly flips: readonly Flip[] | null
    readonly spread: RankSpread | null
    readonly isMoonshot: boolean
  }[]
  /** Kendall's tau-b of each other score with the first. */
  readonly agreement: Readonly<Record<string, number | null>>
  readonly cutLine: CutLine | null
  readonly notes: readonly string[]
}

type Inputs = Readonly<Record<string, number | null>>

/** Scores that are worked out for draws, and for flips from the first place on. */
const most = { draws: 2_000_000, flips: 1_000_000 }

/** Ranks the items of a file by one score, sets others beside it, and says how sure the order is. */
export function scoreOfFile(given: unknown): ScoreAnswer {
  const file = readWith(scoreFile, given, 'score', faultsOf)
  const [method = 'rice', ...others] = [file.method].flat()
  const score = scorerOf(file, method)
  const lines = file.items.map((one) => ({ one, inputs: likely(one.inputs), scored: score(likely(one.inputs)) }))
  const ranked = lines.toSorted(
    (a, b) => (b.scored.value ?? Number.NEGATIVE_INFINITY) - (a.scored.value ?? Number.NEGATIVE_INFINITY) || a.one.id.localeCompare(b.one.id),
  )
  const value = (inputs: Inputs): number | null => score(inputs).value
  const hasRanges = file.items.some(({ inputs }) => Object.values(inputs).some((input) => input !== null && typeof input !== 'number'))
  const top = Math.min(file.top ?? Math.max(1, Math.round(ranked.length / 3)), ranked.length)
  const cost = method === 'formula' ? costOf(parseFormula(file.formula ?? '')) : 1
  const draws = hasRanges
    ? rankDraws(
        value,
        ranked.map(({ one }) => ({ id: one.id, inputs: one.inputs })),
        { draws: Math.min(1000, Math.ceil(most.draws / (cost * ranked.length))), seed: file.seed ?? 1, k: top },
      )
    : null
  const flips = flipsWithin(most.flips, value, cost)
  const beside = others.map((other) => ({ other, scorer: scorerOf(file, other) }))
  const ranking = ranked.map(({ one, inputs, scored }, at) => {
    const next = ranked[at + 1]
    return {
      rank: at + 1,
      item: one.id,
      title: one.title ?? one.id,
      value: scored.value,
      missing: scored.missing ?? [],
      others: Object.fromEntries(beside.map(({ other, scorer }) => [other, scorer(inputs).value])),
      flips: next && scored.value !== null ? flips(inputs, next.inputs, rangesOf(file, inputs)) : [],
      spread: draws?.items[at] ?? null,
      isMoonshot: method === 'rice' && (inputs['confidence'] ?? 1) < 0.5,
    }
  })
  return {
    method,
    ranking,
    agreement: Object.fromEntries(
      beside.map(({ other, scorer }) => [other, agreementOf(lines.map(({ inputs, scored }) => [scored.value, scorer(inputs).value]))]),
    ),
    cutLine: file.capacity
      ? cutLine(
          ranked.map(({ one }) => ({
            id: one.id,
            effort: one.effort ?? {},
            mandatory: one.mandatory ?? false,
            needs: one.requires ?? [],
            themes: one.theme === undefined ? {} : { [one.theme]: 1 },
          })),
          file.capacity,
          file.mode ?? 'strict',
          file.floors,
        )
      : null,
    notes: [...notesOf(file, lines.filter(({ scored }) => scored.value === null).length), ...flipsNote(ranking)],
  }
}

const plainScores = { rice, 'ice-mean': ice.mean, 'ice-product': ice.product, 'ice-sum': ice.sum, wsjf, cd3, opportunity } as const

function scorerOf(file: ScoreFile, method: ScoreMethod): (inputs: Inputs) => Scored {
  if (method === 'weighted') return (inputs) => weighted(file.factors ?? [], inputs)
  if (method !== 'formula') return plainScores[method]
  return scoredBy(parseFormula(file.formula ?? ''))
}

const likely = (inputs: ScoreFile['items'][number]['inputs']): Inputs =>
  Object.fromEntries(Object.entries(inputs).map(([key, input]) => [key, input === null || typeof input === 'number' ? input : input.likely]))

/** Declared ranges; without one, an input may move from a tenth of its value to ten times it. */
function rangesOf({ ranges = {} }: ScoreFile, inputs: Inputs): Record<string, { min: number; max: number }> {
  return Object.fromEntries(
    Object.entries(inputs).flatMap(([key, value]) => {
      const own = ranges[key]
      if (own) return [[key, own]]
      return value === null || value === 0 ? [] : [[key, { min: Math.min(value / 10, value * 10), max: Math.max(value / 10, value * 10) }]]
    }),
  )
}

function agreementOf(pairs: readonly (readonly [number | null, number | null])[]): number | null {
  const known = pairs.flatMap(([a, b]) => (a === null || b === null ? [] : [[a, b] as const]))
  return kendallTau(
    known.map(([a]) => a),
    known.map(([, b]) => b),
  )
}

function flipsNote(ranking: ScoreAnswer['ranking']): string[] {
  const end = ranking.findIndex(({ flips }) => flips === null)
  return end < 0 ? [] : [`At which value the order flips is told for the first ${end} places: there are too many items for so long a score.`]
}

function notesOf({ method, reach }: ScoreFile, unknown: number): string[] {
  const all = [method].flat()
  return [
    ...(unknown > 0 ? [`${unknown} items lack an input; they rank last and their score is unknown, not 0.`] : []),
    ...(all.includes('rice') && !reach ? ['Say with “reach” whether it counts people or accounts, and in which period: mixed units do not rank.'] : []),
    ...(all.includes('wsjf') ? ['WSJF ranks inside one backlog only: its figures are relative to each other.'] : []),
  ]
}

function faultsOf(file: ScoreFile): Fault[] {
  const all = [file.method].flat()
  const ids = new Set(file.items.map((one) => one.id))
  return [
    ...(ids.size < file.items.length ? [{ at: 'items', says: 'hold one id twice', code: 'duplicate' }] : []),
    ...(new Set(all.filter((one) => one.startsWith('ice-'))).size > 1
      ? [{ at: 'method', says: 'mixes forms of ICE in one ranking', hint: 'The forms rank differently; ask for one at a time.', code: 'mixed-ice' }]
      : []),
    ...(all.includes('weighted') && (file.factors ?? []).length === 0 ? [{ at: 'factors', says: 'are missing; a weighted score needs them' }] : []),
    ...(file.factors ?? []).flatMap((one, f): Fault[] => (one.high <= one.low ? [{ at: `factors[${f}]`, says: 'has a range without width' }] : [])),
    ...(all.includes('formula') ? formulaFault(file.formula) : []),
    ...file.items.flatMap((one, i) => inputFaults(one.inputs, `items[${i}].inputs`, all)),
  ]
}

function formulaFault(text: string | undefined): Fault[] {
  if (text === undefined) return [{ at: 'formula', says: 'is missing' }]
  try {
    parseFormula(text)
    return []
  } catch (error) {
    if (!(error instanceof FormulaFault)) throw error
    return [{ at: `formula, character ${error.at}:`, says: error.message, code: 'formula' }]
  }
}

const scales: Readonly<Record<string, { readonly keys: readonly string[]; readonly ok: (x: number) => boolean; readonly says: string }>> = {
  rice: { keys: ['reach', 'effort'], ok: (x) => x >= 0, says: 'must not be negative' },
  ice: { keys: ['impact', 'confidence', 'ease'], ok: (x) => x >= 1 && x <= 10, says: 'must lie between 1 and 10 for ICE' },
  opportunity: { keys: ['importance', 'satisfaction'], ok: (x) => x >= 0 && x <= 10, says: 'must lie between 0 and 10' },
  wsjf: {
    keys: ['businessValue', 'timeCriticality', 'riskReduction', 'jobSize'],
    ok: (x) => [1, 2, 3, 5, 8, 13, 20].includes(x),
    says: 'must be one of 1, 2, 3, 5, 8, 13, 20 for WSJF',
  },
}
const riceScales = {
  impact: { ok: (x: number) => [3, 2, 1, 0.5, 0.25].includes(x), says: 'must be one of 3, 2, 1, 0.5, 0.25 for RICE' },
  confidence: { ok: (x: number) => x >= 0 && x <= 1, says: 'must be a share between 0 and 1 for RICE' },
}

function inputFaults(inputs: ScoreFile['items'][number]['inputs'], at: string, methodsAsked: readonly ScoreMethod[]): Fault[] {
  const given = Object.entries(likely(inputs)).flatMap(([key, x]) => (x === null ? [] : [{ key, x }]))
  return [
    ...Object.entries(scales).flatMap(([name, { keys, ok, says }]): Fault[] =>
      methodsAsked.some((method) => method === name || method.startsWith(`${name}-`))
        ? given.filter(({ key, x }) => keys.includes(key) && !ok(x)).map(({ key }) => ({ at: `${at}.${key}`, says, code: 'scale' }))
        : [],
    ),
    ...(methodsAsked.includes('rice') && !methodsAsked.some((method) => method.startsWith('ice-'))
      ? Object.entries(riceScales).flatMap(([key, { ok, says }]): Fault[] =>
          given.filter((one) => one.key === key && !ok(one.x)).map(() => ({ at: `${at}.${key}`, says, code: 'scale' })),
        )
      : []),
  ]
}
