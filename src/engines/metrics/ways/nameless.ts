import { keeper } from '../../numbers/once.ts'
import type { Activity } from '../activity/activity.ts'

/** Where people are counted: what is said of events that do not say who acted. */
export function namelessNotes(activity: Activity): string[] {
  const unknown = unknownIn(activity)
  return unknown > 0 ? [`${unknown.toLocaleString('en-US')} events do not say who acted: nobody is counted for them.`] : []
}

/** How many events do not say who acted: those that came since are added. */
function unknownIn({ origin, actor, length }: Activity): number {
  const own = keptUnknown(origin, '', () => ({ row: 0, count: 0 }))
  let [row, count] = own.row <= length ? [own.row, own.count] : [0, 0]
  for (; row < length; row++) if ((actor[row] ?? -1) < 0) count++
  Object.assign(own, { row, count })
  return count
}

const keptUnknown = keeper<object, { row: number; count: number }>(1)
