import { z } from 'zod'
import { returnsOf, riskedValue, simulateValue, swingsOf, type Returns, type Swing, type ValueDraws } from '#engines/portfolio/business/riskedValue.ts'
import { readWith, type Fault } from './portfolioFile.ts'

const name = z.string().trim().min(1).max(120)
const figure = z.union([
  z.number(),
  z
    .strictObject({ low: z.number(), likely: z.number(), high: z.number() })
    .refine(({ low, likely, high }) => low <= likely && likely <= high, 'must have low <= likely <= high'),
])
const years = z.number().min(0, 'must not be negative').max(50)

const caseFile = z.strictObject({
  $schema: z.string().optional(),
  currency: z.string().length(3).optional(),
  rate: z.number().gt(-1).max(10).describe('Yearly discount rate: 0.1 is 10 %.'),
  options: z
    .array(
      z.strictObject({
        name,
        stages: z
          .array(z.strictObject({ name, start: years.describe('Years from today.'), end: years, chance: z.number().min(0).max(1), cost: figure }))
          .max(50),
        flows: z.array(z.strictObject({ name, at: years, amount: figure })).max(200),
      }),
    )
    .min(2, 'hold fewer than two: doing nothing is one')
    .max(20),
  draws: z.number().int().min(100).max(100_000).optional().describe('10,000 when left out.'),
  seed: z.number().int().optional(),
})
type CaseFile = z.infer<typeof caseFile>

export const caseSchema = (): unknown => ({ title: 'Throughline business case', ...z.toJSONSchema(caseFile) })

export interface CaseAnswer {
  readonly currency: string
  readonly options: readonly (Returns & { readonly name: string; readonly value: number; readonly draws: ValueDraws; readonly swings: readonly Swing[] })[]
  /** The option that is worth most at the likely figures. */
  readonly best: string
}

/** What each option of a business case is worth once its stages may fail, in drawn worlds too, and which figure swings it most. */
export function caseOfFile(given: unknown): CaseAnswer {
  const { rate, options, currency = 'USD', draws = 10_000, seed = 1 } = readWith(caseFile, given, 'case', faultsOf)
  const told = options.map(({ name: option, ...rest }) => {
    const of = { rate, ...rest }
    return { name: option, value: riskedValue(of), ...returnsOf(of), draws: simulateValue(of, { draws, seed }), swings: swingsOf(of) }
  })
  const best = told.toSorted((a, b) => b.value - a.value)[0]?.name ?? ''
  return { currency, options: told, best }
}

function faultsOf({ options }: CaseFile): Fault[] {
  const isTwice = (names: readonly string[]): boolean => new Set(names).size < names.length
  return [
    ...(isTwice(options.map((one) => one.name)) ? [{ at: 'options', says: 'hold one name twice', code: 'duplicate' }] : []),
    ...options.flatMap((option, o) => [
      ...(isTwice([...option.stages, ...option.flows].map((one) => one.name))
        ? [{ at: `options[${o}]`, says: 'holds one name twice', code: 'duplicate' }]
        : []),
      ...option.stages.flatMap((stage, s): Fault[] =>
        stage.end < stage.start ? [{ at: `options[${o}].stages[${s}]`, says: 'ends before it starts', hint: 'Swap the two.', code: 'dates-reversed' }] : [],
      ),
    ]),
  ]
}
