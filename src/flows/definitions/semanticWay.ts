import { periodEnd, periodOf, periodStart } from '#engines/numbers/dates.ts'
import { garwood, wilson, type Interval } from '#engines/numbers/intervals.ts'
import { groupOf, nothing, type Figure, type Group, type NullReason, type Point } from '#engines/metrics/series/figure.ts'
import { Refused, type Asked, type Computed, type Given, type Row, type Way } from '#engines/metrics/ways/way.ts'
import type { Grain } from '#engines/metrics/series/timing.ts'
import { ask, assertGuards, type Asked as Planned, type Cell } from '#engines/semantic/ask.ts'
import { reasonColumn } from '#engines/semantic/dialect/duckdb.ts'
import { isRefusal } from '#engines/semantic/refusal.ts'
import { sidesOf, type Sides } from '#engines/semantic/definition/sides.ts'
import { behindOf, questionBehind } from './semanticBehind.ts'
import { refusing } from './refusing.ts'
import type { SemanticTerms } from './semanticTerms.ts'
import { withoutSmallGroups } from './smallGroups.ts'

/** A metric that people defined: compiled by the semantic layer for each question, and read from the workspace’s facts. */
export const semantic: Way<SemanticTerms> = {
  counts: ({ fact }) => fact,
  untold: refusedAt,
  pairs: { never: 'Small parts of a definition are left out, and two dimensions crossed would give them away' },
  reads(how, asked) {
    const { whole, groups } = planned(how, asked)
    const { guards } = groups?.text ?? whole.text
    return {
      whole: text(whole.text.answer),
      ...(groups ? { groups: text(groups.text.answer) } : {}),
      ...(guards === null ? {} : { guards: text(guards) }),
    }
  },
  figures(how, asked, given) {
    const { whole, groups, sides } = planned(how, asked)
    refusing(() => assertGuards(groups ?? whole, ranOf(given.rows('guards'))))
    const points = pointsOf(given.rows('whole'), asked, sides, how.metric.name)
    return {
      points,
      ...(groups ? { groups: groupsOf(given, asked, sides, how.metric.name, groups) } : {}),
      text: whole.text.answer,
      notes: [...how.notes, ...whole.plan.notes],
    } satisfies Computed
  },
  behindReads(how, asked) {
    const { text: answer } = questionBehind(how, asked)
    return { behind: text(answer.answer) }
  },
  behind: (how, asked, given) => behindOf(how, asked, given.rows('behind')),
}

/** What the semantic layer says of a definition at a grain that it does not answer. */
function refusedAt({ manifest, metric }: SemanticTerms, grain: Grain): string | null {
  try {
    ask(manifest, { metrics: [metric.name], groupBy: [`metric_time__${grain}`] })
    return null
  } catch (error) {
    if (isRefusal(error)) return error.message.replace(/\.$/, '')
    throw error
  }
}

const text = (sql: string): { text: string; values: [] } => ({ text: sql, values: [] })

interface PlannedParts {
  readonly sides: Sides
  readonly whole: Planned
  readonly groups: Planned | null
}

/** The question of a request, with the sides of the metric beside it. */
function planned({ manifest, metric }: SemanticTerms, { time, by }: Asked): PlannedParts {
  if (time.window) throw new Refused(`${metric.name} takes no window: its own belongs to its definition.`, 'Leave the window out, or define another metric.')
  return refusing(() => {
    const sides = sidesOf(manifest, metric)
    const { numerator, denominator, n } = sides
    const [first = time.asOf, last = time.asOf] = [time.periods[0], time.periods.at(-1)]
    const question = (groupBy: readonly string[]): unknown => ({
      metrics: [metric.name, numerator, denominator, n].filter((name) => name !== undefined),
      groupBy: [`metric_time__${time.grain}`, ...groupBy],
      from: periodStart(first),
      to: periodEnd(last),
      asOf: time.asOf,
      timeZone: time.timeZone,
    })
    return { sides, whole: ask(sides.manifest, question([])), groups: by ? ask(sides.manifest, question([by.column])) : null }
  })
}

function ranOf(rows: readonly Row[]): { readonly columns: readonly string[]; readonly rows: readonly (readonly Cell[])[] } {
  const columns = Object.keys(rows[0] ?? {})
  return { columns, rows: rows.map((row) => columns.map((name) => cellOf(row[name]))) }
}

const cellOf = (value: unknown): Cell => (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null)

function pointsOf(rows: readonly Row[], { time }: Asked, sides: Sides, name: string): Point[] {
  const byPeriod = new Map(rows.map((row) => [periodOf(String(row[`metric_time__${time.grain}`]).slice(0, 10), time.grain), row]))
  return time.periods.map((period) => {
    const row = byPeriod.get(period)
    return { period, mature: true, ...(row ? figureIn(row, sides, name) : nothing('no_data')) }
  })
}

const numberIn = (row: Row, name: string | undefined): number | null => {
  const value = name === undefined ? null : row[name]
  return value === null || value === undefined ? null : Number(value)
}

function figureIn(row: Row, sides: Sides, name: string): Figure {
  const [found, below, n] = [numberIn(row, name), numberIn(row, sides.denominator), numberIn(row, sides.n)]
  // counted rows of the numerator beside a denominator that is there: none is zero, and known to be
  const isNone = found === null && sides.kind !== 'none' && below !== null && below > 0 && numberIn(row, sides.numerator) === null
  const value = isNone ? 0 : found
  const above = isNone ? 0 : sides.numerator === undefined ? value : numberIn(row, sides.numerator)
  const why: NullReason = row[reasonColumn(0)] === 'no_denominator' ? 'no_denominator' : 'no_data'
  return {
    value,
    ...(value === null ? { reason: why } : {}),
    interval: value === null ? null : intervalOf(sides.kind, above, below),
    numerator: above,
    denominator: below,
    n: n ?? (value === null ? 0 : null),
  }
}

/** Wilson’s interval of a share of counted rows; Garwood’s of a count over an exposure (kpis.md §4). No other figure has one without its rows. */
function intervalOf(kind: Sides['kind'], above: number | null, below: number | null): Interval | null {
  if (above === null || below === null || !Number.isInteger(above) || above < 0 || below <= 0) return null
  if (kind === 'share') return Number.isInteger(below) && above <= below ? wilson(above, below) : null
  return kind === 'rate' ? garwood(above, below) : null
}

const most = 200

function groupsOf(given: Given, asked: Asked, sides: Sides, name: string, { plan }: Planned): Group[] {
  const column = plan.root.keys.find((key) => !key.name.startsWith('metric_time__'))?.name ?? asked.by?.column ?? ''
  const rows = Map.groupBy(given.rows('groups'), (row) => String(row[column] ?? '(none)'))
  if (rows.size > most)
    throw new Refused(`“${column}” has ${rows.size} values; ${most} are allowed in one breakdown.`, 'Choose a coarser dimension.', 'unsupported')
  const groups = [...rows].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, own]) => ({ key, points: pointsOf(own, asked, sides, name) }))
  return withoutSmallGroups(groups, asked.minN).map(({ key, points }) => groupOf(key, points, asked.time.headline))
}
