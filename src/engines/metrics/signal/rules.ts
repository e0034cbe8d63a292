/** a: outside the limits. b: eight in a row on one side of the centre. c: three of four nearer the same limit than the centre. Wheeler, Understanding Variation. */
export type Rule = 'outside' | 'run' | 'near'
export type Side = 'above' | 'below'

/** One detected pattern. `from` and `to` are places in the tested series; `found` is the place at which the pattern was complete. */
export type Pattern = { readonly rule: Rule; readonly side: Side; readonly from: number; readonly to: number; readonly found: number }

/**
 * Finds the three patterns in a series of distances: 0 at the centre, 1 at the upper limit, -1 at the lower one.
 * Values within 1e-9 of a line count as on it: on a limit is inside, on the centre breaks a run.
 * `sides` judges runs against another centre (a median, where values are skewed); `near: false` leaves rule c out.
 */
export function findPatterns(
  distances: readonly number[],
  { sides = distances, near = true }: { readonly sides?: readonly number[]; readonly near?: boolean } = {},
): Pattern[] {
  const found: Pattern[] = []
  distances.forEach((distance, place) => {
    const side = sideBeyond(distance, 1)
    if (side) found.push({ rule: 'outside', side, from: place, to: place, found: place })
  })
  found.push(...runs(sides))
  if (near) found.push(...nearLimits(distances, 'above'), ...nearLimits(distances, 'below'))
  return found.sort((one, other) => one.found - other.found)
}

const tolerance = 1e-9
const runLength = 8

function runs(sides: readonly number[]): Pattern[] {
  const found: Pattern[] = []
  let start = 0
  for (let place = 1; place <= sides.length; place++) {
    const side = sideBeyond(sides[start] ?? 0, 0)
    if (place < sides.length && side && sideBeyond(sides[place] ?? 0, 0) === side) continue
    if (side && place - start >= runLength) found.push({ rule: 'run', side, from: start, to: place - 1, found: start + runLength - 1 })
    start = place
  }
  return found
}

/** Overlapping windows of one side are one pattern; the place that completes a window is itself near the limit. */
function nearLimits(distances: readonly number[], side: Side): Pattern[] {
  const found: Pattern[] = []
  distances.forEach((distance, place) => {
    if (sideBeyond(distance, 0.5) !== side) return
    const window = [place - 3, place - 2, place - 1, place].filter((at) => sideBeyond(distances[at] ?? 0, 0.5) === side)
    const first = window[0]
    if (window.length < 3 || first === undefined) return
    const last = found.at(-1)
    if (last && last.to >= first) found[found.length - 1] = { ...last, to: place }
    else found.push({ rule: 'near', side, from: first, to: place, found: place })
  })
  return found
}

function sideBeyond(distance: number, line: number): Side | null {
  if (distance > line + tolerance) return 'above'
  return distance < -line - tolerance ? 'below' : null
}
