import { countPeriods, periodOf, periodStart } from '../../numbers/dates.ts'
import { lastMonth, movementSeries, ratioSeries } from '../revenue/series.ts'
import type { Ledger, MovementName } from '../revenue/revenue.ts'
import { monthEnds } from './grains.ts'
import { ledgerAt } from './monthEnds.ts'
import { sayFinding } from '../revenue/input.ts'
import { Refused, type Asked, type Behind, type Way } from './way.ts'

export interface RevenueTerms {
  readonly measure: 'nrr' | 'grr' | 'logoChurn' | 'movements' | 'arr'
}

const million = 1_000_000

/** The measures of the revenue ledger (kpis.md §3): retention over a closed cohort, and how recurring revenue moved. */
export const revenue: Way<RevenueTerms> = {
  counts: () => 'subscription',
  ledger: 'asked',
  pairs: 'accounts',
  untold: monthEnds,
  reads: () => ({}),
  figures: ({ measure }, asked, { ledger }) => {
    const { time, by } = asked
    const known = ledgerAt(time, ledger)
    const notes = known.findings.filter(({ severity }) => severity !== 'note').map(sayFinding)
    const text = 'revenue ledger of account, subscription, fx_rate'
    if (measure === 'movements' || measure === 'arr') return { ...movementSeries(known, measure, time.periods, time.headline, by?.column), text, notes }
    const windowAt = (period: string): number | undefined => windowOf(measure, asked, period, known)
    return {
      ...ratioSeries(known, measure, time.periods, time.headline, { windowAt, ...(by ? { by: by.column } : {}) }),
      text,
      notes,
    }
  },
  behind: ({ measure }, asked, { ledger }, period) => {
    const { time, movement } = asked
    const known = ledgerAt(time, ledger)
    const month = lastMonth(period, known)
    if (movement === 'closing') return closingRows(known, month)
    if (movement || measure === 'movements' || measure === 'arr') return movedIn(known, month, movementNamed(movement))
    const scale = measure === 'logoChurn' ? 1 : million
    const window = windowOf(measure, asked, period, known)
    return known.contributions(measure, month, window === undefined ? {} : { window }).map((row): Behind => ({
      account: row.account,
      name: row.name,
      opening: row.opening / scale,
      closing: row.closing / scale,
      change: row.change / scale,
      movement: row.movement,
      reason: null,
    }))
  },
}

/** The accounts that moved in a month, the largest change first, in units of the currency. */
export const movedIn = (ledger: Ledger, month: string, movement?: MovementName): Behind[] =>
  ledger
    .accountsBehind(month, movement)
    .map((row) => ({ ...row, opening: row.opening / million, closing: row.closing / million, change: row.change / million }))

/** Every account that pays at the end of a month, with what it pays in a month: together they are the closing. */
function closingRows(ledger: Ledger, month: string): Behind[] {
  const at = ledger.periods.indexOf(month)
  return ledger
    .closings()
    .map(({ account, closings }) => ({ account, closing: (closings[at] ?? 0) / million }))
    .filter(({ closing }) => closing > 0)
    .map(({ account, closing }): Behind => ({ account, name: null, opening: null, closing, change: null, movement: null, reason: null }))
}

/** Logo churn of a quarter looks back over the months of it that have begun, unless somebody says otherwise: what came before the quarter is not of it. */
function windowOf(measure: 'nrr' | 'grr' | 'logoChurn', { time }: Asked, period: string, ledger: Ledger): number | undefined {
  if (measure !== 'logoChurn' || time.grain !== 'quarter' || time.window?.count !== 1) return time.window?.count
  const begun = countPeriods(periodOf(periodStart(period), 'month'), lastMonth(period, ledger)) + 1
  return begun >= 1 && begun <= 3 ? begun : 3
}

const movements = ['new', 'expansion', 'contraction', 'churn', 'reactivation', 'fx', 'transfer'] as const

function movementNamed(word: string | undefined): MovementName | undefined {
  if (word === undefined) return undefined
  const found = movements.find((movement) => movement === word)
  if (!found) throw new Refused(`“${word}” is not a movement.`, `Use ${movements.join(', ')}, or closing.`, 'invalid')
  return found
}
