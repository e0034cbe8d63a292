import { dayNumber } from '../../numbers/dates.ts'
import { nameOf } from '../../numbers/once.ts'
import { eachPaid } from './accountDays.ts'
import { type Core } from './core.ts'
import { byDays } from './sameDays.ts'

/** The ids of the accounts with revenue on a day, as units of the policy's grain; told once for the same lines. */
export function payingOn(core: Core, date: string): ReadonlySet<string> {
  const day = dayNumber(date)
  const key = `${nameOf(core.units.holders)} ${day}`
  const known = kept.get(core.schedule, key, day, day) ?? payersOn(core, day)
  kept.put(core.schedule, key, known)
  return known
}

const kept = byDays<ReadonlySet<string>>(320)

function payersOn({ accounts, ...core }: Core, day: number): ReadonlySet<string> {
  const map = core.units.map(day, day)
  const marks = new Uint8Array(accounts.ids.length)
  eachPaid(core, day, day, (atom) => {
    marks[core.units.account(map[atom] ?? 0)] = 1
  })
  return new Set(accounts.ids.filter((_, account) => marks[account] === 1))
}
