interface Estimate {
  readonly low: number | null
  readonly likely: number
  readonly high: number | null
}

/** An estimate lies between its own ends: what is wrong with one that does not, and what to do. */
export function disorder({ low, likely, high }: Estimate, called = 'likely'): readonly [says: string, hint: string] | null {
  const [least, most] = [low ?? likely, high ?? likely]
  if (least <= likely && likely <= most) return null
  return [`${least}, ${likely}, ${most} are not in order.`, `Low is at most ${called}, and ${called} at most high.`]
}
