import { keeper } from '../../numbers/once.ts'
import type { Journey } from './journeyFigure.ts'

/** When each account left, in seconds since 2000; without those that stay. */
export type Losses = ReadonlyMap<string, number>

/** What was asked of losses so far. Stretches have a number that is another one as soon as a loss in them is. */
interface Standing {
  losses: Losses
  readonly stretches: Map<string, { readonly from: number; readonly to: number; number: number }>
}

const kept = keeper<object, Standing>(4)
const mostStretches = 400

/** No number is given twice, also when what was asked was forgotten meanwhile. */
let count = 0

/**
 * Numbers the losses, up to its end, of those who started in a stretch: as long as none of them is another one, the number stays, however often the lines of all were
 * read. `of` and `follows` are what the starts of the journeys follow from.
 */
export function lossesBy(of: object, follows: string, losses: Losses, journeys: readonly Journey[]): (from: number, to: number) => number {
  const own = kept(of, follows, () => ({ losses, stretches: new Map() }))
  if (own.losses !== losses) moveOn(own, losses, journeys)
  return (from, to) => {
    const key = `${from} ${to}`
    const known = own.stretches.get(key) ?? { from, to, number: (count += 1) }
    own.stretches.delete(key)
    own.stretches.set(key, known)
    for (const old of own.stretches.keys().take(Math.max(0, own.stretches.size - mostStretches))) own.stretches.delete(old)
    return known.number
  }
}

function moveOn(own: Standing, losses: Losses, journeys: readonly Journey[]): void {
  const before = own.losses
  const earlier = (id: string): number => Math.min(before.get(id) ?? Number.POSITIVE_INFINITY, losses.get(id) ?? Number.POSITIVE_INFINITY)
  const changed = journeys.filter(({ id }) => before.get(id) !== losses.get(id)).map(({ id, start }) => ({ start, lost: earlier(id) }))
  for (const stretch of own.stretches.values())
    if (changed.some(({ start, lost }) => start >= stretch.from && start < stretch.to && lost < stretch.to)) stretch.number = count += 1
  own.losses = losses
}
