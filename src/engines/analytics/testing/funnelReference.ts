import type { FunnelQuery } from '../query/kinds.ts'
import type { EventSel } from '../query/parts.ts'
import type { GivenEvent } from '../columns/collect.ts'

/** A row as the reference sees it. `pos` orders rows: equal positions are a tie. */
interface Row {
  readonly event: GivenEvent
  readonly t: number
  readonly pos: number
  readonly steps: readonly number[]
  readonly excludes: readonly number[]
  readonly isEntry: boolean
  readonly isBreaking: boolean
}
type Chain = readonly { readonly step: number; readonly row: Row }[]

const units = { second: 1000, minute: 60_000, hour: 3_600_000, day: 86_400_000, week: 604_800_000, session: Number.NaN }

/** Does an event match a selection? Only the filter “event.p equals” is known here. */
function matches({ event, where }: EventSel, given: GivenEvent, passive: ReadonlySet<string>): boolean {
  const names = typeof event === 'string' ? [event] : event
  if (!names.includes(given.name) && !(names[0] === '*' && !passive.has(given.name))) return false
  if (where === null) return true
  return 'prop' in where && given.properties?.[where.prop.slice(6)] === where.value
}

/** Counts of a funnel by trying every chain there is: slow and plain. Rows stand in the order of arrival; `entry` bounds the entries within the range. */
export function referenceFunnel(
  query: FunnelQuery,
  events: readonly GivenEvent[],
  span: { from: number; to: number },
  passive: ReadonlySet<string> = new Set(),
  entry: { from: number; to: number } = span,
): number[] {
  const counts = query.steps.map(() => 0)
  for (const actor of new Set(events.map((event) => actorOf(query, event)))) {
    if (!actor) continue
    const own = events.filter((event) => actorOf(query, event) === actor)
    const keys = new Set(own.map((event) => heldOf(query, event)))
    const found = [...keys]
      .filter((key) => key !== null)
      .map((key) =>
        judge(
          query,
          rowsOf(
            query,
            own.filter((event) => heldOf(query, event) === key),
            span,
            passive,
            entry,
          ),
        ),
      )
    const attempts = query.count === 'totals' ? found.flat() : [new Set(found.flat().flatMap((steps) => [...steps]))]
    for (const steps of attempts) for (const step of steps) counts[step] = (counts[step] ?? 0) + 1
  }
  return counts
}

const actorOf = ({ actor }: FunnelQuery, { person, account }: GivenEvent): string | null | undefined => (actor === 'person' ? person : account)

function heldOf({ holdConstant }: FunnelQuery, { properties }: GivenEvent): string | null {
  const values = holdConstant.map((ref) => properties?.[ref.slice(6)] ?? null)
  return values.includes(null) ? null : JSON.stringify(values)
}

function rowsOf(
  query: FunnelQuery,
  events: readonly GivenEvent[],
  span: { from: number; to: number },
  passive: ReadonlySet<string>,
  entry: { from: number; to: number },
): Row[] {
  const last = query.tail === 'range' ? span.to : span.to + reachOf(query) + 1
  const inTime = events.map((event, seq) => ({ event, seq })).filter(({ event }) => event.ts >= span.from && event.ts < last)
  const ordered = inTime.toSorted((a, b) => a.event.ts - b.event.ts || a.seq - b.seq)
  const rounded = (ts: number): number => (query.tieMs > 1 ? Math.floor(ts / query.tieMs) * query.tieMs : ts)
  const rows = ordered.map(({ event }, place): Row => {
    const isIgnored = query.strictIgnores.some((sel) => matches(sel, event, passive))
    return {
      event,
      t: rounded(event.ts),
      pos: query.tieOrder === 'step' ? rounded(event.ts) : place,
      steps: query.steps.flatMap((sel, step) => (matches(sel, event, passive) ? [step] : [])),
      excludes: query.exclusions.flatMap(({ sel }, at) => (matches(sel, event, passive) ? [at] : [])),
      isEntry: event.ts >= entry.from && event.ts < entry.to,
      isBreaking: query.order === 'strict' && !passive.has(event.name) && !isIgnored,
    }
  })
  if (!query.dedupeSameTypeInTie) return rows
  return rows.map((row, place) =>
    rows.slice(0, place).some((before) => before.t === row.t && before.event.name === row.event.name)
      ? { ...row, steps: [], excludes: [], isBreaking: false }
      : row,
  )
}

const reachOf = ({ window, windowEndInclusive }: FunnelQuery): number => window.n * units[window.unit] - (windowEndInclusive ? 0 : 1)

/** The attempts of one actor, each as the set of steps that it reached. */
function judge(query: FunnelQuery, rows: readonly Row[]): Set<number>[] {
  if (query.order === 'unordered') return judgeUnordered(query, rows)
  if (query.reentry === 'first_entry') return judgeHeld(query, rows)
  return query.count === 'totals' ? judgeTotals(query, rows) : [reachedBy(query, rows)]
}

/** Every chain, longest or not. */
function chainsOf(query: FunnelQuery, rows: readonly Row[]): Chain[] {
  const all: Chain[] = []
  const grow = (chain: Chain): void => {
    all.push(chain)
    for (const next of extensions(query, rows, chain)) grow([...chain, next])
  }
  for (const row of rows) if (row.steps.includes(0) && row.isEntry) grow([{ step: 0, row }])
  return all
}

function extensions(query: FunnelQuery, rows: readonly Row[], chain: Chain): { step: number; row: Row }[] {
  const [first, last] = [chain[0], chain.at(-1)]
  if (!first || !last) return []
  const found: { step: number; row: Row }[] = []
  for (let step = last.step + 1; step < query.steps.length; step++) {
    const within = query.steps[step]?.within
    for (const row of rows) {
      const isLate = row.t - first.row.t > reachOf(query) || (within && row.t - last.row.t > within.n * units[within.unit])
      const isBroken = rows.some((other) => other.isBreaking && other.pos > last.row.pos && other.pos < row.pos)
      if (row.steps.includes(step) && row.pos >= last.row.pos && !chain.some((fill) => fill.row === row) && !isLate && !isBroken) found.push({ step, row })
    }
    if (!query.steps[step]?.optional) break
  }
  return found
}

function reachedBy(query: FunnelQuery, rows: readonly Row[]): Set<number> {
  const chains = chainsOf(query, rows)
  const removes = query.exclusions.length > 0 && query.exclusionEffect !== 'cap'
  const good = chains.filter((chain) =>
    removes ? extensions(query, rows, chain).length === 0 && !isDirty(query, rows, chain, true) : !isDirty(query, rows, chain, false),
  )
  const reached = new Set(good.flatMap((chain) => chain.map(({ step }) => step)))
  if (reached.size === 0 && query.exclusionEffect === 'keep_entry' && chains.length > 0) reached.add(0)
  return reached
}

/** Is an excluded row inside? Between two filled steps; and behind the last fill, while the attempt lasts, when `isOpen`. Ends are exclusive. */
function isDirty(query: FunnelQuery, rows: readonly Row[], chain: Chain, isOpen: boolean): boolean {
  const [first, last] = [chain[0], chain.at(-1)]
  const breakAt = Math.min(...rows.filter((row) => row.isBreaking && row.pos > (last?.row.pos ?? 0)).map(({ pos }) => pos))
  return query.exclusions.some(({ after, before }, at) => {
    const [a, b] = [after, before].map((step) => chain.find((fill) => fill.step === step - 1)?.row)
    if (!a || !first || !last) return false
    const end = (row: Row): boolean => (b ? row.pos < b.pos : isOpen ? row.t - first.row.t <= reachOf(query) && row.pos <= breakAt : row.pos < last.row.pos)
    return rows.some((row) => row.excludes.includes(at) && row.pos > a.pos && end(row))
  })
}

/** Attempts of any chain, without exclusions and not strict: one opens when no entry is in its window, and closes with the last step or the last window. */
function judgeTotals(query: FunnelQuery, rows: readonly Row[]): Set<number>[] {
  const attempts: Set<number>[] = []
  let own: Row[] = []
  const positions = [...new Set(rows.map(({ pos }) => pos))].toSorted((a, b) => a - b)
  for (const pos of positions) {
    const tie = rows.filter((row) => row.pos === pos)
    const isLive = own.some((row) => row.isEntry && row.steps.includes(0) && (tie[0]?.t ?? 0) - row.t <= reachOf(query))
    if (own.length > 0 && !isLive) {
      attempts.push(reachedBy(query, own))
      own = []
    }
    if (own.length > 0 || tie.some((row) => row.isEntry && row.steps.includes(0))) own.push(...tie)
    const reached = reachedBy(query, own)
    if (!reached.has(query.steps.length - 1)) continue
    attempts.push(reached)
    own = []
  }
  if (own.length > 0) attempts.push(reachedBy(query, own))
  return attempts
}

const judgeHeld = (query: FunnelQuery, rows: readonly Row[]): Set<number>[] => heldAttempts(query, rows).map(({ reached }) => reached)

interface Attempt {
  readonly reached: Set<number>
  readonly chain: Chain
}

/** Holds the first entry; fills greedily, each time the earliest row of the tie. */
function heldAttempts(query: FunnelQuery, rows: readonly Row[]): Attempt[] {
  const attempts: Attempt[] = []
  let held: { step: number; row: Row }[] = []
  const end = (steps: Iterable<number>): void => {
    attempts.push({ reached: new Set(steps), chain: held })
    held = []
  }
  const filled = (): number[] => held.map(({ step }) => step)
  for (const pos of [...new Set(rows.map((row) => row.pos))].toSorted((a, b) => a - b)) {
    let tie = rows.filter((row) => row.pos === pos)
    const now = tie[0]?.t ?? 0
    const fill = (): void => {
      for (let next = nextHeld(query, held, tie, now); next; next = nextHeld(query, held, tie, now)) {
        const { row } = next
        held.push(next)
        tie = tie.filter((other) => other !== row)
      }
    }
    if (held[0] && now - held[0].row.t > reachOf(query)) end(filled())
    if (held.length > 0) {
      const before = held.length
      const had = filled()
      fill()
      const spoilt = query.exclusions.some(
        ({ after, before: until }, at) =>
          had.includes(after - 1) && !filled().includes(until - 1) && rows.some((row) => row.pos === pos && row.excludes.includes(at)),
      )
      if (spoilt) end(query.exclusionEffect === 'cap' ? filled() : query.exclusionEffect === 'keep_entry' ? [0] : [])
      else if (held.length === before && rows.some((row) => row.pos === pos && row.isBreaking)) end(filled())
    }
    if (held.length === 0) fill()
    if (held.at(-1)?.step !== query.steps.length - 1) continue
    end(filled())
    if (query.count !== 'totals') break
  }
  if (held.length > 0) end(filled())
  return attempts
}

/** Of one actor’s events, those that fill the first of the attempts that came furthest, each held from its first entry. */
export function heldChain(query: FunnelQuery, own: readonly GivenEvent[], span: { from: number; to: number }): GivenEvent[] {
  const attempts = heldAttempts(query, rowsOf(query, own, span, new Set(), span))
  const most = Math.max(0, ...attempts.map(({ reached }) => reached.size))
  return attempts.find(({ reached }) => reached.size === most)?.chain.map(({ row }) => row.event) ?? []
}

/** Of one actor’s events, the earliest from which some chain goes as far as any does. */
export function earliestOfLongest(query: FunnelQuery, own: readonly GivenEvent[], span: { from: number; to: number }): GivenEvent | undefined {
  const chains = chainsOf(query, rowsOf(query, own, span, new Set(), span))
  const most = Math.max(0, ...chains.map((chain) => chain.length))
  return chains.find((chain) => chain.length === most)?.[0]?.row.event
}

function nextHeld(query: FunnelQuery, held: readonly { step: number; row: Row }[], tie: readonly Row[], now: number): { step: number; row: Row } | undefined {
  const last = held.at(-1)
  if (!last) {
    const row = tie.find((each) => each.isEntry && each.steps.includes(0))
    return row && { step: 0, row }
  }
  const isLate = (step: number): boolean => {
    const within = query.steps[step]?.within
    return within ? now - last.row.t > within.n * units[within.unit] : false
  }
  const due = query.steps.findIndex(({ optional }, step) => step > last.step && !optional)
  for (let step = last.step + 1; step < query.steps.length; step++) {
    const row = tie.find((each) => each.steps.includes(step) && (step === due || isLate(due) || !each.steps.includes(due)))
    if (row && !isLate(step)) return { step, row }
    if (step === due) return undefined
  }
  return undefined
}

function judgeUnordered(query: FunnelQuery, rows: readonly Row[]): Set<number>[] {
  const attempts: Set<number>[] = []
  const isHeld = query.count === 'totals' || query.reentry === 'first_entry'
  const positions = [...new Set(rows.map(({ pos }) => pos))].toSorted((a, b) => a - b)
  let free = -Infinity
  for (const pos of positions) {
    if (pos <= free) continue
    const starts = rows.filter((row) => row.pos === pos && row.isEntry && (query.unorderedEntry === 'step_1' ? row.steps.includes(0) : row.steps.length > 0))
    const tries = starts.map((start) => attemptOf(query, rows, start)).toSorted((a, b) => b.count - a.count)
    const [best] = tries
    if (!best) continue
    attempts.push(new Set(Array.from({ length: best.count }, (_, step) => step)))
    if (isHeld) free = best.end
  }
  return attempts
}

function attemptOf(query: FunnelQuery, rows: readonly Row[], start: Row): { count: number; end: number } {
  const window = rows.filter((row) => row.pos >= start.pos && row.t - start.t <= reachOf(query))
  let end = start.pos
  let count = 0
  for (const pos of [...new Set(window.map((row) => row.pos))].toSorted((a, b) => a - b)) {
    end = pos
    count = most(
      query,
      window.filter((row) => row.pos <= pos),
      start,
    )
    if (count === query.steps.length) return { count, end }
    if (pos > start.pos && window.some((row) => row.pos === pos && row.excludes.length > 0))
      return { count: query.exclusionEffect === 'cap' ? count : query.exclusionEffect === 'keep_entry' ? 1 : 0, end }
  }
  return { count, end }
}

/** The most steps that different rows can fill, by trying every way. */
function most(query: FunnelQuery, rows: readonly Row[], start: Row): number {
  const rest = query.unorderedEntry === 'step_1' ? rows.filter((row) => row !== start) : rows
  const grow = (place: number, taken: ReadonlySet<number>): number => {
    const row = rest[place]
    if (!row) return taken.size
    return Math.max(grow(place + 1, taken), ...row.steps.filter((step) => !taken.has(step)).map((step) => grow(place + 1, new Set([...taken, step]))))
  }
  return grow(0, new Set(query.unorderedEntry === 'step_1' ? [0] : []))
}
