/** A figure measured under the policy of one turn; null with its reason where these rows cannot be measured so. */
export type Measured = { readonly value: number | null; readonly because?: string }

export type Part = {
  readonly switch: string
  readonly before: number | null
  readonly after: number | null
  /** What this switch adds when it is turned in its place; null when the figure cannot be given there. */
  readonly part: number | null
  /** What it would do by itself. The rest of `part` comes from the switches turned before it. */
  readonly alone: number | null
  readonly because: string | null
}

export type Attribution = {
  readonly start: number | null
  readonly end: number | null
  /** end − start. The parts sum to it: each is the difference of neighbours, and what cannot be measured hands its share to the next that can. */
  readonly total: number | null
  readonly parts: readonly Part[]
}

/**
 * Splits the difference of a figure under two policies over the switches between them: each is turned in the stated order, and its part is what the figure moved by.
 * The parts sum to the difference (exactly for whole numbers, to rounding for fractions); another order gives other parts where switches meet.
 */
export function attribute(start: Measured, turns: readonly { readonly switch: string; readonly measured: Measured; readonly alone: Measured }[]): Attribution {
  let last = start.value
  const parts = turns.map(({ switch: name, measured, alone }): Part => {
    const before = last
    if (measured.value !== null) last = measured.value
    return {
      switch: name,
      before,
      after: measured.value,
      part: difference(before, measured.value),
      alone: difference(start.value, alone.value),
      because: measured.because ?? null,
    }
  })
  const end = turns.at(-1)?.measured.value ?? (turns.length === 0 ? start.value : null)
  return { start: start.value, end, total: difference(start.value, end), parts }
}

const difference = (from: number | null, to: number | null): number | null => (from === null || to === null ? null : to - from)
