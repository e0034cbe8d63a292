import { keeper } from '../../numbers/once.ts'
import type { Activity } from './activity.ts'
import type { Counted } from './people.ts'

/** What is true of a row: its account is a customer; its actor is no service; its actor is known; its kind of event shows use. */
const [customer, human, somebody, use] = [1, 2, 4, 8]

interface Marked {
  row: number
  marks: Uint8Array
}

/** A row counts when it bears all the marks that are wanted. */
export interface Mask {
  readonly marks: Uint8Array
  readonly wanted: number
}

/** Does a row count? With its mask, so that a fold over millions of rows need not call. */
export type Counting = ((row: number) => boolean) & Mask

const kept = keeper<object, Marked>(4)

/**
 * Does a row count? People must be known and no service; accounts are counted whoever acted, unless a service did. `names` says whether the kind of event
 * must show use. Every row is looked at once, whoever asks.
 */
export function counting(activity: Activity, counted: Counted, by: 'actor' | 'account', names: 'use' | 'any' = 'use'): Counting {
  const marks = marksOf(activity, counted)
  const wanted = customer | human | (by === 'actor' ? somebody : 0) | (names === 'use' ? use : 0)
  return Object.assign((row: number) => ((marks[row] ?? 0) & wanted) === wanted, { marks, wanted })
}

/** Every row counts. */
export const everyRow = ({ length }: Activity): Counting => Object.assign(() => true, { marks: new Uint8Array(length), wanted: 0 })

function marksOf(activity: Activity, counted: Counted): Uint8Array {
  const { origin, length, account, actor, name } = activity
  const own = kept(counted.who === undefined ? counted : origin, counted.who ?? '', () => ({ row: 0, marks: new Uint8Array(activity.at.length) }))
  if (own.row >= length) return own.marks
  if (own.marks.length < length) own.marks = grown(own.marks, activity.at.length)
  const { marks } = own
  const ofActor = Uint8Array.from([human, ...counted.actor.map((counts) => somebody | (counts === 1 ? human : 0))])
  const ofAccount = counted.account.map((counts) => (counts === 1 ? customer : 0))
  const ofName = counted.name.map((counts) => (counts === 1 ? use : 0))
  for (let row = own.row; row < length; row++)
    marks[row] = (ofActor[(actor[row] ?? -1) + 1] ?? somebody) | (ofAccount[account[row] ?? 0] ?? 0) | (ofName[name[row] ?? 0] ?? 0)
  own.row = Math.max(own.row, length)
  return marks
}

function grown(before: Uint8Array, length: number): Uint8Array {
  const after = new Uint8Array(length)
  after.set(before)
  return after
}
