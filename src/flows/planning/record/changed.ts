import { daysBetween, periodEnd, periodStart } from '#engines/numbers/dates.ts'
import { showPeriod } from '#engines/numbers/showPeriod.ts'
import type { PlanChange, ThrashCause } from '#engines/portfolio/record/thrash.ts'
import { isRecord, type AnyRow } from '#kernel'
import { initiative } from '#objects'
import { number, text } from '../reading.ts'

/** A line of the record about a bet, as the runtime keeps it. */
export interface Line {
  readonly seq: number
  readonly recordedAt: string
  readonly actorName: string
  readonly actor: string | null
  readonly id: string
  readonly key: string
  readonly verb: string
  readonly before: Readonly<Record<string, unknown>> | null
  readonly after: Readonly<Record<string, unknown>>
  readonly undoes: number | null
}

interface Known {
  /** The period’s last day. */
  readonly end: string
  readonly now: string
  readonly timeZone: string
  readonly bets: ReadonlyMap<string, AnyRow>
  readonly decisions: ReadonlyMap<string, AnyRow>
}

type Kind = PlanChange['kind']
interface Found {
  readonly kind: Kind
  readonly effort?: number
  readonly days?: number
  readonly horizon?: 'now' | 'next' | 'later'
}

/** What the lines of the record changed in a plan, oldest first. A line is read by what its fields were and are, whichever verb or undo wrote it. */
export function planChanges(lines: readonly Line[], known: Known): PlanChange[] {
  const ordered = lines.toSorted((a, b) => a.seq - b.seq)
  const days = new Intl.DateTimeFormat('sv-SE', { timeZone: known.timeZone })
  return ordered.flatMap((line, at) =>
    foundIn(line, known, ordered.slice(at + 1)).map((found, n) => ({ ...toChange(line, found, n, known), on: days.format(new Date(line.recordedAt)) })),
  )
}

function toChange(line: Line, found: Found, n: number, { bets, decisions }: Known): PlanChange {
  const bet = bets.get(line.id)
  const { after } = line
  const decision = decisions.get(text(after['lastDecision']))
  const decidedOn = text(decision?.['decidedOn'])
  const cause = causes[text(after['lastCause'])]
  const product = Array.isArray(bet?.['products']) ? text(bet['products'][0]) : ''
  return {
    id: n === 0 ? String(line.seq) : `${line.seq}.${n}`,
    at: line.recordedAt,
    item: line.id,
    ...found,
    ...(cause ? { cause } : {}),
    ...(text(after['lastSponsor']) ? { sponsor: text(after['lastSponsor']) } : {}),
    ...(product ? { product } : {}),
    ...(line.actor ? { actor: line.actor } : {}),
    ...(line.undoes === null ? {} : { undoes: String(line.undoes) }),
    ...(decision && decidedOn !== '' && after['lastCause'] === 'learning' ? { evidenceAt: decision.createdAt, approvedAt: decidedOn } : {}),
  }
}

const causes: Readonly<Record<string, ThrashCause>> = {
  learning: 'learning',
  escalation: 'escalation',
  salesCommitment: 'sales-commitment',
  dependency: 'dependency',
  executive: 'executive',
  estimate: 'estimate',
  capacity: 'capacity',
  regulatory: 'regulatory',
}

function foundIn(line: Line, known: Known, later: readonly Line[]): Found[] {
  const { before, after } = line
  if (!before) return []
  const changed = (name: string): boolean => name in after && JSON.stringify(before[name] ?? null) !== JSON.stringify(after[name] ?? null)
  return [
    ...(changed('archivedAt') ? [{ kind: after['archivedAt'] ? ('removed' as const) : ('returned' as const) }] : []),
    ...(changed('stage') ? ofStage(line, known, later) : []),
    ...(changed('timeframe') ? ofTime(text(before['timeframe']), text(after['timeframe']), known.end) : []),
    ...(changed('horizon') && !changed('stage') ? ofHorizon(text(before['horizon']), text(after['horizon'])) : []),
    ...(changed('effort') && !isSameSize(before['effort'], after['effort']) ? ofEffort(after['effort']) : []),
    ...(changed('outcome') && !changed('stage') ? [{ kind: 'retargeted' as const }] : []),
  ]
}

function ofStage(line: Line, { now, bets }: Known, later: readonly Line[]): Found[] {
  const { id, before, after, recordedAt } = line
  const [was, is] = [before?.['stage'], after['stage']]
  if (is === 'stopped' || is === 'declined') return [{ kind: 'stopped' }]
  if (is === 'paused') {
    const back = later.find((one) => one.id === id && one.before?.['stage'] === 'paused')?.recordedAt ?? now
    return [{ kind: 'paused', days: daysBetween(recordedAt.slice(0, 10), back.slice(0, 10)) }]
  }
  if (was === 'paused' || was === 'stopped') return initiative.isFlying(is) ? [{ kind: 'returned' }] : []
  if (initiative.isFlying(was) || !initiative.isFlying(is)) return []
  const [size, horizon] = ['effort', 'horizon'].map((name) => asItWas(name, line, later, bets.get(id)))
  const weeks = isRecord(size) ? number(size['likely']) : null
  return [{ kind: 'inserted', effort: weeks ?? 0, horizon: horizonOf(horizon) }]
}

/** A field of a bet as it was after a line: as that wrote it, else as the next line that changed it found it, else as it is today. */
function asItWas(name: string, line: Line, later: readonly Line[], today: AnyRow | undefined): unknown {
  if (name in line.after) return line.after[name]
  const next = later.find(({ id, before }) => id === line.id && before !== null && name in before)
  return next ? next.before?.[name] : today?.[name]
}

/** Out of the period, back into it, or to another start; a time that is only told more precisely, or less, has not moved. */
function ofTime(was: string, is: string, end: string): Found[] {
  const [before, after] = [endOf(was), endOf(is)]
  if (before === null || after === null) return []
  if (before <= end && after > end) return [{ kind: 'deferred' }]
  if (before > end && after <= end) return [{ kind: 'returned' }]
  const [from, to] = [startOf(was), startOf(is)]
  const isSame = (from <= to && after <= before) || (to <= from && before <= after)
  return isSame ? [] : [{ kind: 'resequenced', days: daysBetween(from, to) }]
}

function ofHorizon(was: string, is: string): Found[] {
  const order = ['now', 'next', 'later']
  return order.indexOf(is) > order.indexOf(was) ? [{ kind: 'deferred' }] : [{ kind: 'returned' }]
}

/** Whether two sizes differ in nothing but the day on which they were said: a size that is said again moves nothing. */
export function isSameSize(before: unknown, after: unknown): boolean {
  if (!isRecord(before) || !isRecord(after)) return false
  return ['low', 'likely', 'high'].every((end) => (before[end] ?? null) === (after[end] ?? null))
}

function ofEffort(value: unknown): Found[] {
  const likely = isRecord(value) ? number(value['likely']) : null
  return likely === null ? [] : [{ kind: 'rescoped', effort: likely }]
}

const horizonOf = (value: unknown): 'now' | 'next' | 'later' => (value === 'now' || value === 'next' ? value : 'later')
const quarters = (timeframe: string): string => timeframe.replace(/-H1$/, '-Q2').replace(/-H2$/, '-Q4')
const endOf = (timeframe: string): string | null => (timeframe === '' ? null : periodEnd(quarters(timeframe)))
const startOf = (timeframe: string): string => periodStart(timeframe.replace(/-H1$/, '-Q1').replace(/-H2$/, '-Q3'))

/** A timeframe in words: Q1 2027, H1 2027, Mar 2027. */
export const sayTime = (timeframe: string): string =>
  /^\d{4}-H[12]$/.test(timeframe) ? timeframe.split('-').toReversed().join(' ') : timeframe === '' ? 'none' : showPeriod(timeframe, 'short')
