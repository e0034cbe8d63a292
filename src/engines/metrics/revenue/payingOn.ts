import { dayNumber } from '../../numbers/dates.ts'
import { keeper } from '../../numbers/once.ts'
import { eachPaid } from './accountDays.ts'
import { type Core } from './core.ts'
import { type Schedule } from './schedule.ts'

/** The ids of the accounts with revenue on a day, as units of the policy's grain; told once for the same lines. */
export const payingOn = (core: Core, date: string): ReadonlySet<string> => kept(core.schedule, date, () => payersOn(core, dayNumber(date)))

const kept = keeper<Schedule, ReadonlySet<string>>(160)

function payersOn(core: Core, day: number): Set<string> {
  const map = core.units.map(day, day)
  const paying = new Set<string>()
  eachPaid(core, day, day, (atom) => paying.add(core.accounts.ids[core.units.account(map[atom] ?? 0)] ?? ''))
  return paying
}
