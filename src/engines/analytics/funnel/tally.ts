import { lastingCut, limited, type Label } from '../columns/cut.ts'
import { partsFor, stretchesOf, type Frame } from '../frame.ts'
import type { Stream } from '../columns/stream.ts'
import type { FunnelQuery } from '../query/kinds.ts'
import { foldFunnel, foldingOf, isFoldable, type Folded } from './fold.ts'
import { planOf } from './plan.ts'

/** Counts and gaps of one line: how many reached each step, and the seconds from step to step. */
export interface Tally {
  readonly counts: Float64Array
  readonly gaps: readonly ArrayLike<number>[]
}

export interface Folding {
  readonly whole: Tally
  readonly lines: readonly { readonly label: Label; readonly tally: Tally }[]
  /** Seconds from the entry to a step when it was first reached, ascending; only a view of these times knows them. */
  until(to: number): number[]
}

/** The funnel by one flat fold, where its rules allow; null where each actor must be walked. */
export function folding(frame: Frame, query: FunnelQuery): Folding | null {
  const { steps } = query
  if (!isFoldable(query) || (query.breakdown.length > 0 && query.attribution !== 'first_touch')) return null
  const plan = planOf(query)
  const { from, to } = frame.span
  const wishes = steps.map((sel, place) => ({ sel, bit: 1 << place }))
  const folded = foldingOf({ actors: frame.actors.count, steps: steps.length, reach: plan.reach }, query.view === 'time_to_convert')
  const lines = query.breakdown.length === 0 ? null : linesOfActors(frame)
  for (const { frame: part, span } of stretchesOf(frame, { from, to: query.tail === 'range' ? to : to + plan.reach + 1 }, false)) {
    const parts = partsFor(part, wishes, span)
    const { events, actors } = part
    const input = { parts, ts: events.ts, ids: actors.ids, actors: actors.count, steps: steps.length, reach: plan.reach, entry: frame.span }
    foldFunnel({ ...input, isPassing: part !== frame }, folded)
    lines?.add(part, parts)
  }
  const whole = tallyOf(folded, steps.length, null, 0)
  const until = (to: number): number[] => untilOf(folded, steps.length, to)
  if (!lines) return { whole, lines: [], until }
  const { lineOf, labels } = lines.told(folded.best)
  return { whole, lines: labels.map((label, line) => ({ label, tally: tallyOf(folded, steps.length, lineOf, line) })), until }
}

function tallyOf({ best, gaps: all }: Folded, steps: number, lineOf: Int32Array | null, line: number): Tally {
  const counts = new Float64Array(steps + 1)
  const isOut = (actor: number): boolean => lineOf !== null && lineOf[actor] !== line
  for (let actor = 1; actor < best.length; actor++) if (!isOut(actor)) counts[best[actor] ?? 0] = (counts[best[actor] ?? 0] ?? 0) + 1
  for (let reached = steps - 1; reached > 0; reached--) counts[reached] = (counts[reached] ?? 0) + (counts[reached + 1] ?? 0)
  const own = counts.subarray(1)
  const gaps = Array.from(own, (count, step) => new Float64Array(step === 0 ? 0 : count))
  const next = new Uint32Array(steps)
  for (let actor = 1; actor < best.length; actor++) {
    if (isOut(actor)) continue
    for (let step = 1; step < (best[actor] ?? 0); step++) {
      const [list, at] = [gaps[step], next[step] ?? 0]
      if (list) list[at] = (all[actor * steps + step] ?? 0) / 1000
      next[step] = at + 1
    }
  }
  return { counts: own, gaps }
}

function untilOf({ best, spans }: Folded, steps: number, to: number): number[] {
  const found: number[] = []
  for (let actor = 1; actor < best.length; actor++) if ((best[actor] ?? 0) > to) found.push((spans[actor * steps + to] ?? 0) / 1000)
  return found.sort((a, b) => a - b)
}

const isOfEntries = (part: Stream): boolean => (part.run ? part.run.bits : part.bits[0]) === 1

/**
 * The line of each actor: that of its first row with a known value, else of its first row; after the range the first step is no entry and fills nothing.
 * Rows are told of in the stretch that they were read in.
 */
function linesOfActors(frame: Frame): { add(stretch: Frame, parts: readonly Stream[]): void; told(best: Uint8Array): Lines } {
  const size = frame.actors.count + 1
  const [cut, lineOf, ts, seq] = [lastingCut(), new Int32Array(size).fill(-1), new Float64Array(size), new Uint32Array(size)]
  const none: boolean[] = []
  const isNone = (line: number): boolean => (none[line] ??= cut.labels[line]?.every((part) => part === null) ?? false)
  const add = (stretch: Frame, parts: readonly Stream[]): void => {
    const [{ events, actors }, { codeAt: lineAt }] = [stretch, cut.of(stretch)]
    for (const part of parts) {
      const until = isOfEntries(part) ? frame.span.to : Infinity
      for (const row of part.rows) {
        if ((events.ts[row] ?? 0) >= until) break
        const [actor, line, at, arrived] = [actors.at(row), lineAt(row), events.ts[row] ?? 0, events.seq[row] ?? 0]
        const [known, before] = [lineOf[actor] ?? -1, ts[actor] ?? 0]
        const isEarlier = at < before || (at === before && arrived < (seq[actor] ?? 0))
        if (known >= 0 && !(isNone(known) === isNone(line) ? isEarlier : isNone(known))) continue
        lineOf[actor] = line
        ts[actor] = at
        seq[actor] = arrived
      }
    }
  }
  const told = (best: Uint8Array): Lines => {
    const weights = new Float64Array(cut.labels.length)
    for (let actor = 1; actor < best.length; actor++) if (best[actor]) weights[lineOf[actor] ?? 0] = (weights[lineOf[actor] ?? 0] ?? 0) + 1
    const { codes, labels } = limited(frame, cut.labels, weights)
    return { lineOf: lineOf.map((line) => (line < 0 ? -1 : (codes[line] ?? 0))), labels }
  }
  return { add, told }
}

interface Lines {
  readonly lineOf: Int32Array
  readonly labels: readonly Label[]
}
