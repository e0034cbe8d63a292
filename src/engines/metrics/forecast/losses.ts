import { addDays, addPeriods, periodEnd, periodStart } from '#engines/numbers/dates.ts'
import type { Contract, Renewal } from '../revenue/renewals.ts'
import { termOf } from './dueDays.ts'
import { runningOn } from './ledgerHistory.ts'

/** What accounts lost with contracts that ended, so that the growth between renewals does not hold it a second time. */
export interface Losses {
  /**
   * Shares of an account’s money that went in a month: without notice, with lines that were not renewed; with a notice of so many months, also with lines that had been
   * cancelled so long before. Null where no line ended.
   */
  readonly of: (account: string, month: string) => ((notice: number) => number) | null
  /** An account that pays no more left with its contracts, in this month or (where a policy sees a loss late) in the one before; or left by the month. */
  readonly isGone: (account: string, month: string) => boolean
}

/** Had its end been said so many months before a month? */
export const isAnnounced = ({ month, cancelledOn }: { readonly month: string; readonly cancelledOn: string | null }, notice: number): boolean =>
  notice > 0 && cancelledOn !== null && cancelledOn <= periodEnd(addPeriods(month, -notice))

export const hasTerm = (lines: readonly Contract[] = []): boolean => lines.some((line) => termOf(line) !== null)

/** `isByTheMonth`: accounts without a term have a rate of their own, which holds that they leave. */
export function lossesOf(lines: readonly Contract[], renewals: readonly Renewal[], isByTheMonth: boolean): Losses {
  const lost = new Set(renewals.flatMap(({ contract, isRenewed }) => (isRenewed ? [] : [contract])))
  const byAccount = Map.groupBy(lines, ({ account }) => account)
  const ended = new Set(lines.flatMap(({ account, end }) => (end === null ? [] : [`${account} ${end.slice(0, 7)}`])))
  const of: Losses['of'] = (account, month) => {
    if (!ended.has(`${account} ${month}`)) return null
    const before = runningOn(byAccount.get(account) ?? [], addDays(periodStart(month), -1))
    const all = weightOf(before)
    const over = before.filter(({ end }) => end?.slice(0, 7) === month)
    return (notice) => (all > 0 ? weightOf(over.filter((line) => lost.has(line) || isAnnounced({ month, cancelledOn: line.cancelledOn }, notice))) / all : 0)
  }
  const isLeft = (account: string, month: string): boolean =>
    (of(account, month)?.(0) ?? 0) > 1 - 1e-9 && runningOn(byAccount.get(account) ?? [], periodEnd(month)).length === 0
  return {
    of,
    isGone: (account, month) => isLeft(account, month) || isLeft(account, addPeriods(month, -1)) || (isByTheMonth && !hasTerm(byAccount.get(account))),
  }
}

const weightOf = (lines: readonly Contract[]): number => lines.reduce((sum, { mrr }) => sum + mrr, 0)
