import { isRecord, type AnyRow, type Context } from '#kernel'
import { everyRow, text } from '../reading.ts'
import { sayTime, type Line } from './changed.ts'

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

const told = ['stage', 'horizon', 'timeframe', 'effort', 'outcome', 'owner', 'teams', 'title', 'forecast', 'value', 'confidence', 'hardDate']

/** What changed on the roadmap since a moment, newest first: each change of a bet in words, with its cause. */
export async function changedSince(ctx: Context, linesSince: (since: string) => Promise<readonly Line[]>, since: string): Promise<readonly FeedEntry[]> {
  const bets = new Map((await everyRow(ctx, 'initiative', { archived: true })).map((row) => [row.id, row]))
  const lines = (await linesSince(since)).filter(({ recordedAt }) => recordedAt >= since).toSorted((a, b) => b.seq - a.seq)
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
  return told
    .filter((name) => name in after && JSON.stringify(before?.[name] ?? null) !== JSON.stringify(after[name] ?? null))
    .map((name) => {
      const [was, is] = [before?.[name], after[name]].map((value) => (name === 'timeframe' && typeof value === 'string' ? sayTime(value) : short(value)))
      return was === null && is === null ? `${name} changed` : `${name} ${was ?? 'none'} → ${is ?? 'none'}`
    })
}

/** A value in few words; null for what has none, such as a reference. */
function short(value: unknown): string | null {
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') return /^[0-9a-f]{8}-/.test(value) ? null : value
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value.join(', ')
  return isRecord(value) && typeof value['likely'] === 'number'
    ? `${value['likely']} weeks`
    : isRecord(value) && typeof value['likely'] === 'string'
      ? value['likely']
      : null
}
