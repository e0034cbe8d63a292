import { dayNumber } from '../../numbers/dates.ts'
import { nameOf } from '../../numbers/once.ts'
import { eachPaid } from './accountDays.ts'
import { type Core } from './core.ts'
import { byDays } from './sameDays.ts'

/** The ids of the accounts with revenue on a day, as units of the policy's grain; told once for the same lines. */
export function payingOn(core: Core, date: string): ReadonlySet<string> {
  const day = dayNumber(date)
  const map = core.units.map(day, day)
  const key = `${nameOf(core.units.book, map)} ${day}`
  const known = kept.get(core.schedule, key, day, day) ?? payersOn(core, map, day)
  kept.put(core.schedule, key, known)
  return known
}

const kept = byDays<ReadonlySet<string>>(320)

function payersOn({ accounts, ...core }: Core, map: Int32Array, day: number): ReadonlySet<string> {
  const { ids, width, inOrder } = accounts.register
  const marks = new Uint8Array(width)
  eachPaid(core, day, day, (atom) => {
    marks[core.units.account(map[atom] ?? 0)] = 1
  })
  return new Set(
    Array.from(
      inOrder().filter((account) => marks[account] === 1),
      (account) => ids[account] ?? '',
    ),
  )
}
