import { showPeriod } from '#engines/numbers/showPeriod.ts'
import { everyRow, isRecord, recordsIn, type AnyRow, type Context } from '#kernel'
import { number, text } from '../reading.ts'
import { isSameSize, sayTime, type Line } from './changed.ts'

export interface FeedEntry {
  readonly seq: number
  readonly at: string
  readonly by: string
  readonly key: string
  readonly title: string
  readonly verb: string
  readonly says: readonly string[]
  readonly cause: string | null
  readonly sponsor: string | null
}

type Show = (value: unknown) => string | null

const asItIs: Show = (value) => text(value) || null
const nameless: Show = () => null
const day = (value: unknown): string | null => (/^\d{4}-\d\d-\d\d$/.test(text(value)) ? showPeriod(text(value), 'short') : null)
const inWords: Show = (value) => text(value).replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`) || null
const list: Show = (value) => (Array.isArray(value) ? value.map(text).join(', ') : null)
const of =
  (name: string, show: Show): Show =>
  (value) =>
    isRecord(value) ? show(value[name]) : null
const weeks: Show = (value) => (number(value) === null ? null : `${number(value)} ${number(value) === 1 ? 'week' : 'weeks'}`)
const share: Show = (value) => (number(value) === null ? null : `${Math.round((number(value) ?? 0) * 100)}%`)
const promise: Show = (value) => {
  const [first] = recordsIn(value)
  return first ? `${text(first['metric'])} ${number(first['target']) ?? ''} by ${day(first['by']) ?? ''}` : null
}

/** The fields whose changes are told: their names in words, and how a value is shown; what a person wrote is shown as it was written. */
const told: Readonly<Record<string, { readonly says: string; readonly show: Show }>> = {
  stage: { says: 'stage', show: inWords },
  horizon: { says: 'horizon', show: inWords },
  timeframe: { says: 'time', show: (value) => sayTime(text(value)) },
  effort: { says: 'size', show: of('likely', weeks) },
  outcome: { says: 'outcome', show: promise },
  owner: { says: 'owner', show: nameless },
  teams: { says: 'squads', show: list },
  title: { says: 'title', show: asItIs },
  forecast: { says: 'forecast', show: of('likely', day) },
  value: { says: 'value', show: nameless },
  confidence: { says: 'confidence', show: share },
  hardDate: { says: 'promised day', show: of('on', day) },
}

/** What changed on the roadmap since a moment, newest first, until now or `asOf`: each change of a bet in words, with its cause. */
export async function changedSince(
  ctx: Context,
  linesSince: (since: string) => Promise<readonly Line[]>,
  since: string,
  asOf?: string,
): Promise<readonly FeedEntry[]> {
  const bets = new Map((await everyRow(ctx, 'initiative', { archived: true, ...(asOf ? { asOf } : {}) })).map((row) => [row.id, row]))
  const within = ({ recordedAt }: Line): boolean => recordedAt >= since && (asOf === undefined || recordedAt <= asOf)
  const lines = (await linesSince(since)).filter(within).toSorted((a, b) => b.seq - a.seq)
  return lines.flatMap((line) => {
    const says = line.before === null ? ['added'] : wordsOf(line)
    return says.length === 0 ? [] : [entryOf(line, says, bets.get(line.id))]
  })
}

const entryOf = (line: Line, says: readonly string[], bet: AnyRow | undefined): FeedEntry => ({
  seq: line.seq,
  at: line.recordedAt,
  by: line.actorName,
  key: line.key,
  title: text(bet?.['title']),
  verb: line.verb,
  says,
  cause: text(line.after['lastCause']) || null,
  sponsor: text(line.after['lastSponsor']) || null,
})

function wordsOf({ before, after }: Line): string[] {
  const changed = Object.entries(told).filter(([name]) => name in after && JSON.stringify(before?.[name] ?? null) !== JSON.stringify(after[name] ?? null))
  const archived = 'archivedAt' in after ? [after['archivedAt'] ? 'archived' : 'restored'] : []
  return [
    ...archived,
    ...changed.map(([name, { says, show }]) => {
      if (name === 'effort' && isSameSize(before?.[name], after[name])) return `size said again: ${show(after[name]) ?? 'none'}`
      const [was, is] = [before?.[name], after[name]].map((value) => (isEmpty(value) ? 'none' : show(value)))
      return was === undefined || is === undefined || was === null || is === null || was === is ? `${says} changed` : `${says} ${was} → ${is}`
    }),
  ]
}

const isEmpty = (value: unknown): boolean => value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
