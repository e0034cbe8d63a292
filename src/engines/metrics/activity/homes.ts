import { keeper } from '../../numbers/once.ts'
import type { Activity } from './activity.ts'

const [nowhere, several] = [-3, -2]

interface Homes {
  row: number
  /** By the code of an actor: the only account that its events name, or one of the two above. */
  of: Int32Array
}

const kept = keeper<object, Homes>(1)

/** Does somebody act for several accounts, as far as events are known? Told of all actors by one pass, which goes on with whatever comes. */
export function actsForSeveral(activity: Activity): (actor: number) => boolean {
  const { origin, actors, actor, account, length } = activity
  const homes = kept(origin, '', () => ({ row: 0, of: new Int32Array() }))
  if (homes.of.length < actors.length) {
    const of = new Int32Array(Math.ceil(actors.length * 1.1)).fill(nowhere)
    of.set(homes.of)
    homes.of = of
  }
  const { of } = homes
  for (let row = homes.row; row < length; row++) {
    const who = actor[row] ?? -1
    if (who < 0 || of[who] === account[row]) continue
    of[who] = of[who] === nowhere ? (account[row] ?? -1) : several
  }
  homes.row = Math.max(homes.row, length)
  return (who) => of[who] === several
}
