import { z } from 'zod'
import { findCycle } from '#engines/portfolio/graph/cycle.ts'
import type { Edge } from '#engines/portfolio/graph/schedule.ts'
import { played, type Forecast } from '#engines/portfolio/forecast/simulate.ts'
import { Problem } from '#kernel'
import { chancesInFile, keyResultFaults, keyResultsInFile, type FileChance } from './keyResultFile.ts'
import { readWith, type Fault } from './portfolioFile.ts'

const id = z.string().trim().min(1).max(120)
const notNegative = z.number().min(0, 'must not be negative')
const range = z
  .strictObject({ low: notNegative, likely: notNegative, high: notNegative })
  .refine(({ low, likely, high }) => low <= likely && likely <= high, 'must have low <= likely <= high')
const figure = z.union([notNegative, range])

const forecastFile = z.strictObject({
  $schema: z.string().optional(),
  start: z.iso.date().describe('The first day of work.'),
  items: z
    .array(
      z.strictObject({
        id,
        title: z.string().max(300).optional(),
        weeks: figure.optional().describe('Weeks of work, as one figure or low, likely and high.'),
        remaining: figure.optional().describe('Things that remain, worked off at the throughput of “squad”.'),
        squad: id.optional(),
        share: z.number().gt(0).max(1).optional().describe('Share of the squad’s throughput that goes to it; 1 when left out.'),
        split: figure.optional().describe('How many things one planned thing becomes; 1 when left out.'),
        after: z
          .array(z.union([id, z.strictObject({ id, type: z.enum(['finishStart', 'startStart', 'finishFinish']).optional(), lagWeeks: z.number().optional() })]))
          .optional(),
        notBefore: z.iso.date().optional(),
        by: z.iso.date().optional().describe('A day whose chance is asked.'),
      }),
    )
    .min(1)
    .max(5000),
  throughput: z.record(id, z.array(notNegative)).optional().describe('Things that each squad finished in each past week, oldest first.'),
  keyResults: keyResultsInFile.optional(),
  runs: z.number().int().min(100).max(100_000).optional().describe('10,000 when left out.'),
  seed: z.number().int().optional(),
})
type ForecastFile = z.infer<typeof forecastFile>

export const forecastSchema = (): unknown => ({ title: 'Throughline forecast', ...z.toJSONSchema(forecastFile) })

export interface FileForecast extends Forecast {
  /** The chance of each key result of the file; left out when it names none. */
  readonly keyResults?: readonly FileChance[]
}

/** Forecasts the items of a file: days with their chances, never one day alone; and how likely its key results are. */
export function forecastOfFile(given: unknown): FileForecast {
  const file = readWith(forecastFile, given, 'forecast', faultsOf)
  const [runs, seed] = [file.runs ?? 10_000, file.seed ?? 1]
  const answer = played({
    start: file.start,
    items: file.items.map(({ id: item, weeks, remaining = 0, squad = '', share, split, notBefore, by }) => ({
      id: item,
      work:
        weeks === undefined
          ? { remaining: wide(remaining), squad, ...(share === undefined ? {} : { share }), ...(split === undefined ? {} : { split: wide(split) }) }
          : { weeks: wide(weeks) },
      ...(notBefore ? { notBefore } : {}),
      ...(by ? { by } : {}),
    })),
    edges: file.items.flatMap((one) => (one.after ?? []).map((before) => edgeTo(one.id, before))),
    throughput: file.throughput ?? {},
    runs,
    seed,
  })
  if (!answer) throw new Problem('invalid', 'The items wait for each other in a circle.', 'Take one of the dependencies out.', { code: 'cycle' })
  return { ...answer.forecast, ...(file.keyResults ? { keyResults: chancesInFile(file.keyResults, { start: file.start, played: answer, runs, seed }) } : {}) }
}

const wide = (value: number | { low: number; likely: number; high: number }) => (typeof value === 'number' ? { low: value, likely: value, high: value } : value)

const edgeTo = (after: string, before: NonNullable<ForecastFile['items'][number]['after']>[number]): Edge =>
  typeof before === 'string'
    ? { before, after, type: 'finishStart' }
    : { before: before.id, after, type: before.type ?? 'finishStart', lag: before.lagWeeks ?? 0 }

function faultsOf({ items, throughput = {}, start, keyResults = [] }: ForecastFile): Fault[] {
  const ids = new Set(items.map((one) => one.id))
  const waits = new Map(items.map((one) => [one.id, (one.after ?? []).map((before) => (typeof before === 'string' ? before : before.id))]))
  const cycle = findCycle(waits)
  return [
    ...(ids.size < items.length ? [{ at: 'items', says: 'hold one id twice', code: 'duplicate' }] : []),
    ...items.flatMap((one, i): Fault[] => {
      const at = `items[${i}]`
      return [
        ...((one.weeks === undefined) === (one.remaining === undefined) ? [{ at, says: 'must give either weeks, or remaining things with a squad' }] : []),
        ...(one.remaining !== undefined && (one.squad === undefined || !Object.hasOwn(throughput, one.squad))
          ? [{ at: `${at}.squad`, says: `has no weekly throughput for “${one.squad ?? ''}”`, hint: 'Add it under “throughput”.', code: 'unknown' }]
          : []),
        ...(waits.get(one.id) ?? [])
          .filter((before) => !ids.has(before))
          .map((before): Fault => ({ at: `${at}.after`, says: `names “${before}”, which is no item of this file`, code: 'unknown' })),
        ...(one.by !== undefined && one.by < start ? [{ at: `${at}.by`, says: `is before the first day of work, ${start}`, code: 'dates-reversed' }] : []),
        ...(one.by !== undefined && one.notBefore !== undefined && one.by < one.notBefore
          ? [{ at, says: 'must be done before it may start', hint: 'Its dates are reversed.', code: 'dates-reversed' }]
          : []),
      ]
    }),
    ...keyResultFaults(keyResults, ids, start),
    ...(cycle
      ? [{ at: 'items', says: `wait for each other in a circle: ${cycle.join(' → ')}`, hint: 'Take one of these dependencies out.', code: 'cycle' }]
      : []),
  ]
}
