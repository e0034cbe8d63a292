import { periodEnd, periodOf, periodStart, type Grain } from '../../numbers/dates.ts'
import { linearisedRatio, wilson } from '../../numbers/intervals.ts'
import { once } from '../../numbers/once.ts'
import { nothing } from '../series/figure.ts'
import { civilDay, days, dimensionOf, line, numberOf, shareOf, stretchOf, textOf, thingSeries, type Stretch, type Told } from './things.ts'
import type { Asked, Given, Row, Way } from './way.ts'

export interface PredictabilityTerms {
  readonly measure: 'items' | 'value' | 'roadmap' | 'calibration'
}

/** An item of a period as it was first frozen, with what became of it. */
interface Commitment {
  readonly item: string
  readonly team: string
  readonly kind: string
  readonly start: string
  readonly end: string
  /** In the first freeze, and committed there; anything else is later scope. */
  readonly committed: boolean
  readonly planned: number | null
  readonly p50: string | null
  readonly p85: string | null
  /** The civil day on which it was done. */
  readonly done: string | null
  readonly actual: number | null
  readonly row: Row
}

/**
 * Do we land what we commit (kpis.md 4.16)? Four figures that are never averaged together. The first freeze of a period stands; what was frozen more than a
 * day later, or as not committed, is later scope and told apart.
 * items = committed items done in their period / committed. value = actual value, uncommitted included / planned value of committed (SAFe; may exceed 1).
 * roadmap = committed items done by the end of their forecast window / committed items with one. calibration = items done by their P85 day / items with one;
 * part p50Hit says the same of P50.
 */
export const predictability: Way<PredictabilityTerms> = {
  counts: () => 'commitment_snapshot',
  switches: {
    level: { says: 'Whose promises are counted; levels are never added.', values: ['sprint', 'increment', 'quarter'], initial: 'sprint' },
    window: {
      says: 'When an initiative lands in its window: by its P85 day, between P50 and P85, or within its period.',
      values: ['by_p85', 'p50_to_p85', 'period'],
      initial: 'by_p85',
    },
  },
  reads: () => ({
    snapshots: {
      fact: 'commitment_snapshot',
      columns: ['period_kind', 'period_start', 'period_end', 'team_id', 'item_id', 'frozen_at', 'committed', 'planned_value', 'p50_date', 'p85_date'],
    },
    results: { fact: 'commitment_result', columns: ['period', 'item_id', 'done_at', 'actual_value'] },
  }),
  figures: ({ measure }, asked, given) => {
    const commitments = commitmentsIn(given, asked).filter(({ kind }) => kind === levelOf(measure, asked))
    return {
      ...thingSeries(
        asked,
        commitments,
        ({ row }, column) => dimensionOf(row, column),
        (some, stretch) => figures[measure](some.filter(dueIn(measure, stretch, asked)), asked),
      ),
      text: says[measure],
      notes: unmatched(given),
    }
  },
  behind: ({ measure }, asked, given, period) => {
    const stretch = stretchOf(asked.time, period)
    return commitmentsIn(given, asked)
      .filter(({ kind }) => kind === levelOf(measure, asked))
      .filter(dueIn(measure, stretch, asked))
      .toSorted((a, b) => Number(landed(measure, a, asked)) - Number(landed(measure, b, asked)) || (a.item < b.item ? -1 : 1))
      .map((one) =>
        line({
          account: one.item,
          name: one.team,
          opening: one.planned,
          closing: one.actual,
          change: landed(measure, one, asked) ? 1 : 0,
          movement: one.committed ? 'committed' : 'later scope',
          reason: one.done === null ? 'not done' : `done on ${one.done}`,
        }),
      )
  },
}

const says = {
  items: 'committed items done by the end of their period ÷ committed items, as first frozen',
  value: 'actual value, uncommitted included ÷ planned value of what was committed, as first frozen',
  roadmap: 'committed initiatives that landed in their forecast window ÷ committed initiatives with one',
  calibration: 'items done by their P85 day ÷ items with one',
}

const levelOf = (measure: PredictabilityTerms['measure'], { switches }: Asked): string =>
  measure === 'items' ? (switches['level'] ?? 'sprint') : measure === 'value' ? 'increment' : 'quarter'

/** Items and values are due when their period ends; forecasts on their P85 day. */
const dueIn =
  (measure: PredictabilityTerms['measure'], { from, to }: Stretch, { switches }: Asked) =>
  (one: Commitment): boolean => {
    const isForecast = measure === 'calibration' || (measure === 'roadmap' && switches['window'] !== 'period')
    const due = isForecast ? one.p85 : one.end
    return due !== null && due >= from && due <= to
  }

function landed(measure: PredictabilityTerms['measure'], one: Commitment, { switches }: Asked): boolean {
  if (one.done === null) return false
  if (measure === 'items' || measure === 'value' || (measure === 'roadmap' && switches['window'] === 'period')) return one.done <= one.end
  if (measure === 'roadmap' && switches['window'] === 'p50_to_p85' && one.p50 !== null && one.done < one.p50) return false
  return one.p85 !== null && one.done <= one.p85
}

type Reader = (due: readonly Commitment[], asked: Asked) => Told

const figures: Readonly<Record<PredictabilityTerms['measure'], Reader>> = {
  items: (due, asked) => hitRate('items', due, asked),
  roadmap: (due, asked) => hitRate('roadmap', due, asked),
  calibration(due) {
    const by = (day: 'p50' | 'p85') => due.filter((one) => one.committed && one[day] !== null)
    const hits = (day: 'p50' | 'p85') => by(day).filter((one) => one.done !== null && one.done <= (one[day] ?? '')).length
    const parts = { p50Hit: shareOf(hits('p50'), by('p50').length), p50Items: by('p50').length, p85Items: by('p85').length }
    return told(hits('p85'), by('p85').length, parts)
  },
  value(due) {
    const committed = due.filter((one) => one.committed)
    const teams = [...Map.groupBy(due, ({ team, start }) => `${team} ${start}`).values()]
    const sum = (some: readonly Commitment[], of: 'planned' | 'actual'): number => some.reduce((total, one) => total + (one[of] ?? 0), 0)
    const [planned, actual] = [sum(committed, 'planned'), sum(due, 'actual')]
    const parts = {
      planned,
      actual,
      uncommitted: sum(
        due.filter((one) => !one.committed),
        'actual',
      ),
      teams: teams.length,
    }
    if (planned <= 0) return { ...nothing(due.length === 0 ? 'no_data' : 'no_denominator'), parts }
    const interval = linearisedRatio(
      teams.map((team) => sum(team, 'actual')),
      teams.map((team) =>
        sum(
          team.filter((one) => one.committed),
          'planned',
        ),
      ),
    )
    return { value: actual / planned, interval, numerator: actual, denominator: planned, n: committed.length, parts }
  },
}

function hitRate(measure: 'items' | 'roadmap', due: readonly Commitment[], asked: Asked): Told {
  const [committed, later] = [due.filter((one) => one.committed), due.filter((one) => !one.committed)]
  const done = (some: readonly Commitment[]): number => some.filter((one) => landed(measure, one, asked)).length
  return told(done(committed), committed.length, { laterScope: later.length, laterScopeDone: done(later), teams: new Set(due.map(({ team }) => team)).size })
}

function told(hits: number, n: number, parts: Readonly<Record<string, number | null>>): Told {
  return n === 0 ? { ...nothing('no_data'), parts } : { value: hits / n, interval: wilson(hits, n), numerator: hits, denominator: n, n, parts }
}

/** Every item of every period once, by its first freeze. A later freeze, a re-baselining among them, moves nothing. */
function commitmentsIn(given: Given, { time: { timeZone } }: Asked): Commitment[] {
  const results = Map.groupBy(given.rows('results'), (row) => String(row['item_id']))
  const periods = Map.groupBy(given.rows('snapshots'), (row) => [row['period_kind'], row['period_start'], row['team_id']].join(' '))
  return [...periods.values()].flatMap((rows) => {
    const frozen = rows.toSorted((a, b) => instant(a) - instant(b))
    const first = instant(frozen[0] ?? {})
    const items = Map.groupBy(frozen, (row) => String(row['item_id']))
    return [...items.values()].flatMap(([row]) => (row ? [commitmentOf(row, first, results.get(String(row['item_id'])) ?? [], timeZone)] : []))
  })
}

const instant = once((row: Row): number => Date.parse(String(row['frozen_at'])))

function commitmentOf(row: Row, first: number, results: readonly Row[], timeZone: string): Commitment {
  const names = namesOf(row)
  const result = results.find((one) => names.has(String(one['period'])))
  const done = result ? textOf(result, 'done_at') : null
  return {
    item: String(row['item_id']),
    team: String(row['team_id']),
    kind: String(row['period_kind']),
    start: String(row['period_start']),
    end: String(row['period_end']),
    committed: row['committed'] !== false && instant(row) - first <= days,
    planned: numberOf(row, 'planned_value'),
    p50: textOf(row, 'p50_date'),
    p85: textOf(row, 'p85_date'),
    done: done === null ? null : civilDay(done, timeZone),
    actual: result ? numberOf(result, 'actual_value') : null,
    row,
  }
}

/** How results may name a period: its first day, its ends with a slash, its kind before it, or its calendar name. */
const namesOf = once((row: Row): ReadonlySet<string> => {
  const [kind, start, end] = [String(row['period_kind']), String(row['period_start']), String(row['period_end'])]
  const grains: readonly Grain[] = ['week', 'month', 'quarter']
  const calendar = grains.map((grain) => periodOf(start, grain)).filter((name) => periodStart(name) === start && periodEnd(name) === end)
  return new Set([start, `${start}/${end}`, `${kind} ${start}`, `${kind}:${start}`, ...calendar, ...(kind === 'quarter' ? [periodOf(start, 'quarter')] : [])])
})

function unmatched(given: Given): string[] {
  const promised = Map.groupBy(given.rows('snapshots'), (row) => String(row['item_id']))
  const isPromised = (row: Row): boolean => promised.get(String(row['item_id']))?.some((one) => namesOf(one).has(String(row['period']))) ?? false
  const lost = given.rows('results').filter((row) => !isPromised(row)).length
  return lost > 0 ? [`${lost} results name a period and item that nobody committed to.`] : []
}
