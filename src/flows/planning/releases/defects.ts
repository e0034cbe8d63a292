import { addDays, periodOf } from '#engines/numbers/dates.ts'
import { observedDays } from '#engines/metrics/ways/defects.ts'
import { isProblem, type AnyRow, type Context, type Contribution } from '#kernel'
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

/** Reads escaped defects by release from the metric itself; each year that releases were judged in is read once. */
export function defectsReader(ctx: Context, today: string, asOf?: string): (row: AnyRow) => Promise<Defects | null> {
  const read = new Map<string, Promise<readonly Contribution[]>>()
  return async (row) => {
    const releasedOn = text(row['releasedOn'])
    if (releasedOn === '') return null
    const judgedOn = addDays(releasedOn, observedDays)
    const period = periodOf(judgedOn < today ? newest(judgedOn, today) : today, 'month')
    const nothing = { judgedOn, before: null, after: null, share: null }
    try {
      const lines = read.get(period) ?? ctx.behind({ metric: 'escaped-defects', period, ...(asOf ? { asOf } : {}) })
      read.set(period, lines)
      const id = release.factIdOf(row)
      const own = (await lines).find(({ account }) => account === id)
      if (!own) return { ...nothing, state: judgedOn > today ? 'tooEarly' : 'unknown', lacks: `No release in the records of delivery has the id “${id}”.` }
      const isEarly = judgedOn > today || own.movement === 'censored'
      return { judgedOn, state: isEarly ? 'tooEarly' : 'judged', before: own.opening, after: own.closing, share: isEarly ? null : own.change, lacks: null }
    } catch (error) {
      if (isProblem(error)) return { ...nothing, state: 'unknown', lacks: `${error.message} ${error.hint}`.trim() }
      throw error
    }
  }
}

/** The metric looks a year back: one reading of today holds all that shipped within eleven months, and older ones are read in the month that judged them. */
const newest = (judgedOn: string, today: string): string => (judgedOn > addDays(today, -240) ? today : judgedOn)
