import { civilDay } from '#engines/numbers/zone.ts'
import type { AnyRow } from '#kernel'
import { teamOf, weeksOf } from '../reading.ts'
import { delayCostOf, yearlyValueOf, type BetInput } from './inputs.ts'
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
/** The record of one object since before the first standing, newest first. */
export type RecordOf = (id: string) => Promise<readonly ObjectLine[]>

/** What a bet scored on a day, with all that it was worked out from. */
export interface Standing {
  readonly on: string
  /** The instant until which the record counts for it: the end of the day in the zone of the workspace, or now. */
  readonly until: string
  readonly bet: { readonly row: AnyRow; readonly inputs: readonly BetInput[] } | null
  readonly score: Score | null
  readonly value: number | null
  readonly rank: number | null
}

type Values = Readonly<Record<string, unknown>>
type Reads = (values: Values) => unknown

/** What an input of the bet’s own is read from; a change that leaves it as it was moved nothing. */
const ownReads: Readonly<Record<string, Reads>> = {
  confidence: ({ confidence }) => confidence ?? null,
  effort: weeksOf,
  duration: (values) => [weeksOf(values), teamOf(values)],
  costOfDelay: delayCostOf,
  value: yearlyValueOf,
}

/** What an input that is kept for a bet is read from: what binds it to a metric, its value where none tells it. */
function keptReads(from: BetInput | undefined, to: BetInput | undefined): Reads {
  const measured = [from, to].filter((one) => one?.source === 'metric').length
  const fields = ['archivedAt', ...(measured > 0 ? ['origin', 'metric', 'part'] : []), ...(measured < 2 ? ['value'] : [])]
  return (values) => fields.map((field) => values[field] ?? null)
}

/** Why a bet scored or ranked otherwise on a day than on the one before it; nothing where it did not, or was not there. */
export async function causesOf(then: Standing, now: Standing, recordOf: RecordOf, timeZone: string): Promise<readonly Cause[]> {
  if (!then.bet || !now.bet || !then.score || !now.score || (then.value === now.value && then.rank === now.rank)) return []
  const [before, after] = [byName(then.bet.inputs), byName(now.bet.inputs)]
  const span = { after: then.until, until: now.until, timeZone, recordOf }
  const bet = now.bet.row.id
  const rewritten = then.score.formula?.formula === now.score.formula?.formula ? [] : [await rewriteOf(now.score, span)]
  const moved = [...new Set([...then.score.reads, ...now.score.reads])].flatMap((name) => {
    const [from, to] = [before.get(name), after.get(name)]
    return from?.value === to?.value ? [] : [{ name, from, to }]
  })
  const inputs = await Promise.all(moved.map(({ name, from, to }) => moveOf(name, from, to, bet, span)))
  const causes = [...rewritten, ...inputs]
  return causes.length > 0 ? causes : [{ input: null, from: null, to: null, by: 'others', ...nobody }]
}

const byName = (inputs: readonly BetInput[]): ReadonlyMap<string, BetInput> => new Map(inputs.map((one) => [one.name, one]))
const nobody = { who: null, on: null, why: null }

/** The record between two instants. */
interface Span {
  readonly after: string
  readonly until: string
  readonly timeZone: string
  readonly recordOf: RecordOf
}

async function moveOf(name: string, from: BetInput | undefined, to: BetInput | undefined, bet: string, span: Span): Promise<Cause> {
  const move = { input: name, from: from?.value ?? null, to: to?.value ?? null }
  const source = (to ?? from)?.source
  const kept = to?.kept ?? from?.kept ?? null
  const isTold = source === 'metric' || source === 'customers'
  if (kept === null && isTold) return { ...move, by: source, ...nobody }
  const reads = kept === null ? ownReads[name] : keptReads(from, to)
  const line = reads ? await lastOf(kept ?? bet, span, reads) : null
  if (line) return { ...move, by: 'person', ...line }
  return { ...move, by: isTold ? source : name === 'duration' ? 'squad' : 'person', ...nobody }
}

async function rewriteOf({ formula }: Score, span: Span): Promise<Cause> {
  const line = formula ? await lastOf(formula.id, span, (values) => values['formula'] ?? null) : null
  return { input: null, from: null, to: null, by: 'formula', ...(line ?? nobody) }
}

/** Who last changed what is read of an object. */
async function lastOf(id: string, { after, until, timeZone, recordOf }: Span, reads: Reads): Promise<Pick<Cause, 'who' | 'on' | 'why'> | null> {
  const said = (values: Values): string => JSON.stringify(reads(values))
  const lines = await recordOf(id)
  const line = lines.find((one) => one.recordedAt > after && one.recordedAt <= until && said(one.before ?? {}) !== said(one.after))
  return line ? { who: line.actorName, on: civilDay(line.recordedAt, timeZone), why: line.why } : null
}
