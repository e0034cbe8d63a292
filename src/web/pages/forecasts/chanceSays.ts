/** A chance from ten thousand runs: nothing is told as certain that the runs cannot tell. */
export const chanceSays = (chance: number): string => (chance < 0.01 ? 'under 1%' : chance > 0.99 ? 'over 99%' : `${Math.round(chance * 100)}%`)

/** What a bet does to a chance, in points. */
export function liftSays(lifts: number): string {
  const points = Math.round(lifts * 100)
  return points === 0 ? 'under a point' : `${points > 0 ? '+' : '−'}${Math.abs(points)} ${Math.abs(points) === 1 ? 'point' : 'points'}`
}
