import { z } from 'zod'
import { thrash, thrashCauses, type Thrash } from '#engines/portfolio/record/thrash.ts'
import { readWith, type Fault } from './portfolioFile.ts'

const id = z.string().trim().min(1).max(200)
const weeks = z.number().min(0, 'must not be negative')
const when = z.union([z.iso.date(), z.iso.datetime({ offset: true })])
const horizon = z.enum(['now', 'next', 'later'])

const thrashFile = z.strictObject({
  $schema: z.string().optional(),
  period: z.strictObject({ start: z.iso.date(), end: z.iso.date().describe('The last day.'), baselineAt: when.optional() }),
  baseline: z.array(z.strictObject({ id, horizon, effort: weeks.describe('Person-weeks.'), product: id.optional() })).max(20_000),
  changes: z
    .array(
      z.strictObject({
        id,
        at: when.describe('From when it holds.'),
        item: id,
        kind: z.enum(['removed', 'stopped', 'deferred', 'paused', 'returned', 'inserted', 'rescoped', 'retargeted', 'resequenced']),
        effort: weeks.optional().describe('Person-weeks after the change, or of the inserted item.'),
        horizon: horizon.optional().describe('The horizon that an inserted item enters; now when left out.'),
        linked: z.array(id).optional().describe('Items that went out to make room for it.'),
        days: z.number().optional().describe('Days of a pause, or days that a start moved.'),
        cause: z.enum(thrashCauses).optional(),
        sponsor: id.optional(),
        product: id.optional(),
        actor: id.optional(),
        undoes: id.optional(),
        evidenceAt: when.optional().describe('When the evidence that it cites was recorded.'),
        approvedAt: when.optional().describe('When the rightful decider approved it.'),
      }),
    )
    .max(500_000),
})
type ThrashFile = z.infer<typeof thrashFile>

export const thrashSchema = (): unknown => ({ title: 'Throughline thrash', ...z.toJSONSchema(thrashFile) })

/** The thrash index of a file's period, with every change that counts and why the others do not. */
export function thrashOfFile(given: unknown): Thrash {
  const { period, baseline, changes } = readWith(thrashFile, given, 'thrash', faultsOf)
  return thrash(plain(period), baseline.map(plain), changes.map(plain))
}

function faultsOf({ period, baseline, changes }: ThrashFile): Fault[] {
  const ids = new Set(changes.map((one) => one.id))
  return [
    ...(period.end < period.start ? [{ at: 'period', says: 'ends before it starts', hint: 'Swap the two dates.', code: 'dates-reversed' }] : []),
    ...(new Set(baseline.map((one) => one.id)).size < baseline.length ? [{ at: 'baseline', says: 'holds one item twice', code: 'duplicate' }] : []),
    ...(ids.size < changes.length ? [{ at: 'changes', says: 'hold one id twice', code: 'duplicate' }] : []),
    ...changes.flatMap((one, c): Fault[] => [
      ...(['inserted', 'rescoped'].includes(one.kind) && one.effort === undefined
        ? [{ at: `changes[${c}].effort`, says: `is missing; an item that is ${one.kind} has one` }]
        : []),
      ...(['paused', 'resequenced'].includes(one.kind) && one.days === undefined
        ? [{ at: `changes[${c}].days`, says: `is missing; an item that is ${one.kind} has them` }]
        : []),
      ...(one.undoes !== undefined && !ids.has(one.undoes)
        ? [{ at: `changes[${c}].undoes`, says: `names “${one.undoes}”, which is no change of this file`, code: 'unknown' }]
        : []),
    ]),
  ]
}

/** The same without fields that are undefined: they are left out, not set to nothing. */
function plain<T extends object>(row: T): { [K in keyof T]: Exclude<T[K], undefined> }
function plain(row: object): object {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined))
}
