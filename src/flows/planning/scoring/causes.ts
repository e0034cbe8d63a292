import type { AnyRow } from '#kernel'
import type { BetInput } from './inputs.ts'
import type { Score } from './methods.ts'

/** What moved a score between two days: an input with what it was and became, its formula, or nothing of its own. */
export interface Cause {
  /** The name of the input; null where the formula or others moved it. */
  readonly input: string | null
  readonly from: number | null
  readonly to: number | null
  /** Who or what did it: a person, a metric that reads otherwise, what customers say, the plan of its squad, or other bets. */
  readonly by: 'person' | 'metric' | 'customers' | 'squad' | 'formula' | 'others'
  readonly who: string | null
  readonly on: string | null
  readonly why: string | null
}

/** A line of the record of one object. */
export interface ObjectLine {
  readonly recordedAt: string
  readonly actorName: string
  readonly why: string | null
  readonly before: Readonly<Record<string, unknown>> | null
  readonly after: Readonly<Record<string, unknown>>
}
/** The record of one object, newest first. */
export type RecordOf = (id: string) => Promise<readonly ObjectLine[]>

/** What a bet scored on a day, with all that it was worked out from. */
export interface Standing {
  readonly on: string
  readonly bet: { readonly row: AnyRow; readonly inputs: readonly BetInput[] } | null
  readonly score: Score | null
  readonly value: number | null
  readonly rank: number | null
}

/** The fields of a bet that an input of its own is read from; one that is kept for it is read from its value. */
const fieldsOf: Readonly<Record<string, readonly string[]>> = {
  confidence: ['confidence'],
  effort: ['effort', 'teams'],
  duration: ['effort', 'teams'],
  costOfDelay: ['value'],
  value: ['value'],
}
const keptFields = ['value', 'low', 'high', 'archivedAt']

/** Why a bet scored or ranked otherwise on a day than on the one before it; nothing where it did not, or was not there. */
export async function causesOf(then: Standing, now: Standing, recordOf: RecordOf): Promise<readonly Cause[]> {
  if (!then.bet || !now.bet || !then.score || !now.score || (then.value === now.value && then.rank === now.rank)) return []
  const [before, after, days] = [byName(then.bet.inputs), byName(now.bet.inputs), { after: then.on, until: now.on }]
  const bet = now.bet.row.id
  const rewritten = then.score.formula?.formula === now.score.formula?.formula ? [] : [await rewriteOf(now.score, days, recordOf)]
  const moved = [...new Set([...then.score.reads, ...now.score.reads])].flatMap((name) => {
    const [from, to] = [before.get(name), after.get(name)]
    return from?.value === to?.value ? [] : [{ name, from, to }]
  })
  const inputs = await Promise.all(moved.map(({ name, from, to }) => moveOf(name, from, to, { bet, days, recordOf })))
  const causes = [...rewritten, ...inputs]
  return causes.length > 0 ? causes : [{ input: null, from: null, to: null, by: 'others', ...nobody }]
}

const byName = (inputs: readonly BetInput[]): ReadonlyMap<string, BetInput> => new Map(inputs.map((one) => [one.name, one]))
const nobody = { who: null, on: null, why: null }

interface Days {
  readonly after: string
  readonly until: string
}

async function moveOf(
  name: string,
  from: BetInput | undefined,
  to: BetInput | undefined,
  { bet, days, recordOf }: { readonly bet: string; readonly days: Days; readonly recordOf: RecordOf },
): Promise<Cause> {
  const move = { input: name, from: from?.value ?? null, to: to?.value ?? null }
  const told = to ?? from
  const kept = to?.row?.id ?? from?.row?.id
  if (kept === undefined && (told?.source === 'metric' || told?.source === 'customers')) return { ...move, by: told.source, ...nobody }
  const line = lastOf(await recordOf(kept ?? bet), days, kept === undefined ? (fieldsOf[name] ?? []) : keptFields)
  return line ? { ...move, by: 'person', ...line } : { ...move, by: name === 'duration' ? 'squad' : 'person', ...nobody }
}

async function rewriteOf({ formula }: Score, days: Days, recordOf: RecordOf): Promise<Cause> {
  const line = formula ? lastOf(await recordOf(formula.id), days, ['formula']) : null
  return { input: null, from: null, to: null, by: 'formula', ...(line ?? nobody) }
}

/** Who last changed one of these fields after a day and until another. */
function lastOf(lines: readonly ObjectLine[], { after, until }: Days, fields: readonly string[]): Pick<Cause, 'who' | 'on' | 'why'> | null {
  const line = lines.find((one) => {
    const day = one.recordedAt.slice(0, 10)
    return day > after && day <= until && fields.some((field) => JSON.stringify(one.before?.[field] ?? null) !== JSON.stringify(one.after[field] ?? null))
  })
  return line ? { who: line.actorName, on: line.recordedAt.slice(0, 10), why: line.why } : null
}
