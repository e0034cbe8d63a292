import { z } from 'zod'
import { daysBetween } from '#engines/numbers/dates.ts'
import { hit, type Hit } from '#engines/portfolio/forecast/hit.ts'
import type { Played } from '#engines/portfolio/forecast/simulate.ts'
import { aimOf } from './chances/aim.ts'
import type { Fault } from './portfolioFile.ts'

const id = z.string().trim().min(1).max(120)
const finite = z.number().min(-1e12).max(1e12)

/** Key results of a forecast file: where each metric goes by itself, and what the items add to it. */
export const keyResultsInFile = z
  .array(
    z.strictObject({
      id,
      title: z.string().max(300).optional(),
      kind: z.enum(['increase', 'decrease', 'maintain']).optional().describe('“increase” when left out.'),
      target: finite.describe('The value to reach; the lower end of a band to keep.'),
      upper: finite.optional().describe('The upper end of a band to keep.'),
      due: z.iso.date().describe('The day on which the metric is read.'),
      forecast: z
        .strictObject({ mean: finite, low: finite, high: finite })
        .refine(({ mean, low, high }) => low <= mean && mean <= high, 'must have low <= mean <= high')
        .describe(
          'The metric on that day if none of the items were done: its mean, and the ends that hold it with a chance of 80 %. Read as a normal distribution.',
        ),
      effects: z
        .array(
          z.strictObject({
            item: id,
            amount: finite.describe('What the item adds to the metric once all of it shows; negative lowers it.'),
            confidence: z.number().min(0).max(1).optional().describe('The chance that it shows at all; 1 when left out.'),
            lagDays: z.number().min(0).max(1000).optional().describe('Days from landing until all of it shows, growing evenly; at once when left out.'),
          }),
        )
        .optional(),
    }),
  )
  .max(500)
type KeyResults = z.infer<typeof keyResultsInFile>

export interface FileChance extends Hit {
  readonly id: string
}

/** Half the width of a central 80 % interval of the normal distribution, in standard errors. */
const z80 = 1.2815515655446004

export function chancesInFile(
  results: KeyResults,
  { start, played, runs, seed }: { readonly start: string; readonly played: Played; readonly runs: number; readonly seed: number },
): FileChance[] {
  return results.map(({ id: of, kind = 'increase', target, upper, due, forecast: { mean, low, high }, effects = [] }) => ({
    id: of,
    ...hit({
      base: { mean, error: (high - low) / (2 * z80) },
      aim: aimOf(kind, target, upper ?? null),
      due: daysBetween(start, due) / 7,
      effects: effects.map(({ item, amount, confidence = 1, lagDays = 0 }) => ({
        of: item,
        amount,
        confidence,
        lagWeeks: lagDays / 7,
        lands: played.finishes.get(item) ?? Infinity,
      })),
      runs,
      seed,
    }),
  }))
}

export function keyResultFaults(results: KeyResults, items: ReadonlySet<string>, start: string): Fault[] {
  const twice = new Set(results.map((one) => one.id)).size < results.length
  return [
    ...(twice ? [{ at: 'keyResults', says: 'hold one id twice', code: 'duplicate' }] : []),
    ...results.flatMap((one, i): Fault[] => {
      const at = `keyResults[${i}]`
      return [
        ...(one.due < start ? [{ at: `${at}.due`, says: `is before the first day of work, ${start}`, code: 'dates-reversed' }] : []),
        ...(one.kind === 'maintain' && (one.upper === undefined || one.upper < one.target)
          ? [{ at: `${at}.upper`, says: 'is needed for a band to keep, and is not below “target”' }]
          : []),
        ...(one.kind !== 'maintain' && one.upper !== undefined ? [{ at: `${at}.upper`, says: 'belongs to a band to keep: kind “maintain”' }] : []),
        ...(one.effects ?? []).flatMap(({ item }, n): Fault[] =>
          items.has(item) ? [] : [{ at: `${at}.effects[${n}].item`, says: `names “${item}”, which is no item of this file`, code: 'unknown' }],
        ),
      ]
    }),
  ]
}
