import { columnsIn } from '../series/pairs.ts'
import { Refused, type Split, type Way } from './way.ts'

/** The attributes of an account by which every way that reads accounts can group. */
const ofAccounts: ReadonlySet<string> = new Set(['segment', 'plan', 'region', 'industry', 'channel', 'use_case'])

/** Refuses two dimensions that a way cannot cross, with the reason. One dimension passes. */
export function assertCrossed(pairs: Way<never>['pairs'], { of, column }: Split): void {
  const columns = columnsIn(column)
  if (columns.length < 2) return
  const hint = `Ask by ${columns.join(' or ')} alone.`
  if (pairs === undefined) throw new Refused('Its rows are counted for one dimension at a time.', hint)
  if (typeof pairs === 'object') throw new Refused(`${pairs.never}.`, hint)
  const strange = columns.find((one) => !ofAccounts.has(one))
  if (pairs === 'accounts' && (of !== 'account' || strange !== undefined))
    throw new Refused(`Only attributes of the account are crossed here, and ${strange ?? columns.join(' and ')} is none.`, hint)
}
