import { daysBetween } from '#engines/numbers/dates.ts'
import type { Effect } from '#engines/portfolio/forecast/hit.ts'
import { recordsIn, type AnyRow } from '#kernel'
import { initiative } from '#objects'
import type { Landings } from '../forecasted.ts'
import { byKey, number, partOf, text } from '../reading.ts'

export interface LeftOut {
  readonly key: string
  readonly title: string
  readonly lacks: string
}
type Part = ReturnType<typeof partOf>

/**
 * What bets add to a metric, or to one part of it: those in flight, as the plan’s forecast lands them, and those that shipped. A bet adds what it promised, its target less its
 * baseline, with its own confidence. One that promises to move another part, or lacks a figure, is left out by name: nothing says how much of one part is the whole.
 */
export function effectsOn(
  of: { readonly metric: string; readonly part: Part },
  bets: readonly AnyRow[],
  { start, played, lacking }: Landings,
): { readonly effects: readonly Effect[]; readonly leftOut: readonly LeftOut[] } {
  const effects: Effect[] = []
  const leftOut: LeftOut[] = []
  for (const bet of bets.filter(isOnItsWay)) {
    const promised = recordsIn(bet['outcome']).filter((one) => one['metric'] === of.metric)
    const outcome = promised.find((one) => isSamePart(partOf(one), of.part)) ?? promised[0]
    if (!outcome) continue
    const effect = effectOf(bet, outcome, of.part, { start, played, lacking })
    if (typeof effect === 'string') leftOut.push({ key: bet.key, title: text(bet['title']), lacks: effect })
    else effects.push(effect)
  }
  return { effects: effects.toSorted((a, b) => byKey({ key: a.of }, { key: b.of })), leftOut: leftOut.toSorted(byKey) }
}

const isOnItsWay = (bet: AnyRow): boolean => bet['stage'] === 'measuring' || initiative.isInFlight(bet['stage'])

function effectOf(
  bet: AnyRow,
  outcome: Readonly<Record<string, unknown>>,
  part: Part,
  { start, played, lacking }: Pick<Landings, 'start' | 'played' | 'lacking'>,
): Effect | string {
  if (!isSamePart(partOf(outcome), part)) return `it promises to move ${partSaid(partOf(outcome))}, not ${partSaid(part)}`
  const [baseline, target, confidence] = [number(outcome['baseline']), number(outcome['target']), number(bet['confidence'])]
  if (baseline === null || target === null) return 'it promises no amount: its outcome has no baseline'
  if (confidence === null) return 'nobody has said how likely its outcome is'
  const shipped = text(bet['shippedOn'])
  const lands = shipped === '' ? played?.finishes.get(bet.id) : daysBetween(start, shipped) / 7
  if (lands === undefined) return `it is not forecast: it lacks ${lacking.find(({ key }) => key === bet.key)?.lacks ?? 'a landing'}`
  return { of: bet.key, amount: target - baseline, confidence, lagWeeks: (number(outcome['lagDays']) ?? 0) / 7, lands }
}

const isSamePart = (a: Part, b: Part): boolean =>
  a === null || b === null ? a === b : a.by.toLowerCase() === b.by.toLowerCase() && a.key.toLowerCase() === b.key.toLowerCase()

const partSaid = (part: Part): string => (part ? part.key : 'all of it')
