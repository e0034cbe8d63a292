/** The same draws each time for a seed (Marsaglia's xorshift32). */
export function drawing(seed: number): { readonly below: (count: number) => number; readonly pick: <T>(choices: readonly T[]) => T } {
  let state = seed * 7919 + 13
  const below = (count: number): number => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % count
  }
  const pick = <T>(choices: readonly T[]): T => {
    const [chosen] = choices.slice(below(choices.length))
    if (chosen === undefined) throw new RangeError('There is nothing to choose from.')
    return chosen
  }
  return { below, pick }
}
