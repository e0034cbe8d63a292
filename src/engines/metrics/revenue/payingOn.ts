import { dayNumber } from '../../numbers/dates.ts'
import { eachPaid } from './accountDays.ts'
import { type Core } from './core.ts'

/** The ids of the accounts with revenue on a day, as units of the policy's grain. */
export function payingOn(core: Core, date: string): Set<string> {
  const day = dayNumber(date)
  const map = core.units.map(day, day)
  const paying = new Set<string>()
  eachPaid(core, day, day, (atom) => paying.add(core.accounts.ids[core.units.account(map[atom] ?? 0)] ?? ''))
  return paying
}
