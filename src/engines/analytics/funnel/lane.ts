import { breaks, exclusionShift, type Plan } from './plan.ts'

/** The rows of one actor in the order of time: whole milliseconds, and bits for what each row is. */
export interface Lane {
  readonly t: ArrayLike<number>
  readonly bits: ArrayLike<number>
  readonly from: number
  readonly to: number
}

/** Rows of a lane that stand at one moment, those with the same bits together: they can take each other's place. */
export interface Tie {
  readonly t: number
  readonly end: number
  readonly kinds: readonly TieKind[]
  /** A bit for each exclusion that has a row here. */
  readonly hit: number
  /** Is there a row that breaks a strict chain that does not go on here? */
  readonly isBreaking: boolean
}

export interface TieKind {
  readonly bits: number
  readonly places: readonly number[]
  used: number
}

const stepBits = (1 << exclusionShift) - 1
const exclusionBits = 0x3ff

export function tieAt({ isTied }: Plan, { t, bits, to }: Lane, from: number): Tie {
  const now = t[from] ?? 0
  let end = from + 1
  if (!isTied || end >= to || t[end] !== now) return alone(now, from, bits[from] ?? 0)
  while (end < to && t[end] === now) end++
  const kinds: { readonly bits: number; readonly places: number[]; used: number }[] = []
  let [hit, isBreaking] = [0, false]
  for (let at = from; at < end; at++) {
    const own = bits[at] ?? 0
    hit |= (own >> exclusionShift) & exclusionBits
    if ((own & breaks) !== 0) isBreaking = true
    const steps = own & stepBits
    if (steps === 0) continue
    const same = kinds.find((kind) => kind.bits === steps)
    if (same) same.places.push(at)
    else kinds.push({ bits: steps, places: [at], used: 0 })
  }
  return { t: now, end, kinds, hit, isBreaking }
}

/** A tie of one row, which most are. */
function alone(t: number, at: number, own: number): Tie {
  const steps = own & stepBits
  return {
    t,
    end: at + 1,
    kinds: steps === 0 ? none : [{ bits: steps, places: [at], used: 0 }],
    hit: (own >> exclusionShift) & exclusionBits,
    isBreaking: (own & breaks) !== 0,
  }
}
const none: readonly TieKind[] = []
