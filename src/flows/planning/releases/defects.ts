import { addDays, countPeriods, periodOf } from '#engines/numbers/dates.ts'
import { observedDays } from '#engines/metrics/ways/defects.ts'
import { type AnyRow, type Context, type Contribution } from '#kernel'
import { isAnswer } from '../../refusedFigure.ts'
import { release } from '#objects'
import { text } from '../reading.ts'

/** What slipped past us in a release, by the records of delivery. Nothing is judged before its 90 days are over. */
export interface Defects {
  readonly state: 'judged' | 'tooEarly' | 'unknown'
  /** The first day on which it can be judged. */
  readonly judgedOn: string
  readonly before: number | null
  readonly after: number | null
  /** The share of all defects found that customers found; null until it is judged. */
  readonly share: number | null
  readonly lacks: string | null
}

/** What slipped past us in each release that has shipped, by its id: one reading of the metric itself, over a window that holds them all. */
export async function defectsOf(ctx: Pick<Context, 'behind'>, rows: readonly AnyRow[], today: string, asOf?: string): Promise<ReadonlyMap<string, Defects>> {
  const shipped = rows.filter((row) => text(row['releasedOn']) !== '')
  const [first] = shipped.map((row) => text(row['releasedOn'])).toSorted()
  if (first === undefined) return new Map()
  const read = await readSince(ctx, first, today, asOf)
  return new Map(shipped.map((row) => [row.id, judged(row, read, today)]))
}

type Read = ReadonlyMap<string, Contribution> | { readonly lacks: string }

/** The records of delivery may say an earlier day than the plan: the window begins a year before the first release. */
async function readSince(ctx: Pick<Context, 'behind'>, first: string, today: string, asOf: string | undefined): Promise<Read> {
  const [period, from] = [periodOf(today, 'month'), periodOf(first, 'month')]
  const window = `${Math.min(9999, countPeriods(from, period) + 12)}m`
  try {
    const lines = await ctx.behind({ metric: 'escaped-defects', period, window, ...(asOf ? { asOf } : {}) })
    return new Map(lines.map((line) => [line.account, line]))
  } catch (error) {
    if (isAnswer(error)) return { lacks: `${error.message} ${error.hint}`.trim() }
    throw error
  }
}

function judged(row: AnyRow, read: Read, today: string): Defects {
  const judgedOn = addDays(text(row['releasedOn']), observedDays)
  const nothing = { judgedOn, before: null, after: null, share: null }
  if ('lacks' in read) return { ...nothing, state: 'unknown', lacks: read.lacks }
  const id = release.factIdOf(row)
  const own = read.get(id)
  if (!own) return { ...nothing, state: judgedOn > today ? 'tooEarly' : 'unknown', lacks: `No release in the records of delivery has the id “${id}”.` }
  const isEarly = judgedOn > today || own.movement === 'censored'
  return { judgedOn, state: isEarly ? 'tooEarly' : 'judged', before: own.opening, after: own.closing, share: isEarly ? null : own.change, lacks: null }
}
