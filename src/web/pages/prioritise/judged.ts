/** What was typed: the value and its range. */
export interface Typed {
  readonly value: string
  readonly low: string
  readonly high: string
  readonly note: string
}

export interface Judged {
  readonly value: number
  readonly low: number | null
  readonly high: number | null
  /** Why, for whoever reads it later. */
  readonly note: string
}

/** The judgement that was typed, or what is missing of it in words. */
export function judgedOf({ value, low, high, note }: Typed): { readonly judged: Judged } | { readonly lacks: string } {
  const range = rangeOf({ value, low, high })
  if ('lacks' in range) return range
  if (note.trim() === '') return { lacks: 'Say why: who reads it later was not there.' }
  return { judged: { ...range, note: note.trim() } }
}

/** The value and its range that were typed, or what is missing of them in words; an empty end is no end. */
export function rangeOf({ value, low, high }: Omit<Typed, 'note'>): Omit<Judged, 'note'> | { readonly lacks: string } {
  const [likely, from, to] = [figure(value), figure(low), figure(high)]
  if (likely === null) return { lacks: 'Say a value.' }
  if (Number.isNaN(likely) || Number.isNaN(from) || Number.isNaN(to)) return { lacks: 'Write figures: 12 or 0.5.' }
  if ((from ?? likely) > likely || (to ?? likely) < likely) return { lacks: 'Low, value and high are not in order; leave an end empty that you do not know.' }
  return { value: likely, low: from, high: to }
}

/** A figure; null for nothing, NaN for what is none. */
function figure(typed: string): number | null {
  const bare = typed.trim()
  if (bare === '') return null
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(bare) ? Number(bare) : Number.NaN
}
