import { addPeriods, periodEnd } from '../../numbers/dates.ts'
import { linearisedRatio, type Interval } from '../../numbers/intervals.ts'
import { roundHalfEven } from '../../numbers/rounding.ts'
import { studentQuantile } from '../../numbers/student.ts'
import { suppressed } from '../people/suppress.ts'
import { groupOf, nothing, type Series } from '../series/figure.ts'
import { dimensionOf, isWithin, line, numberOf, shareOf, stretchesOf, stretchOf, textOf, thingSeries, type Stretch, type Told } from './things.ts'
import { tells } from './grains.ts'
import { Refused, type Asked, type Given, type Row, type Way } from './way.ts'

const because = 'Answers of colleagues are told by whole quarters, so that nobody can be told by subtraction'

/** Fewer raters are never shown (kpis.md 4.19). */
const least = 4

/**
 * How peers see us: the mean of their answers from 1 to 5 in a closed quarter, to one decimal (kpis.md 4.19). Interval by Student’s t over raters, from ten on.
 * Groups of fewer than four are suppressed, and others with them until nobody can be told by subtraction; an open quarter is not told, nor a shorter span.
 * Parts: answers1 … answers5, responseRate (raters of the invited), change (mean of the change of those who answered in the quarter before as well), repeaters.
 */
export const stakeholders: Way<object> = {
  counts: () => 'pulse',
  pairs: { never: 'Small groups of colleagues are hidden, and two dimensions crossed would give them away' },
  untold: tells(['quarter'], because),
  reads: () => ({
    answers: { fact: 'pulse', columns: ['wave_id', 'at', 'rater_id', 'rater_group', 'question_id', 'score'] },
    invites: { fact: 'pulse_invite', columns: ['wave_id', 'rater_id', 'rater_group'] },
  }),
  figures: (_, asked, given) => {
    assertNoWindow(asked)
    const answers = given.rows('answers')
    return {
      ...hidden(
        thingSeries(asked, answers, dimensionOf, (some, stretch, group) => figure(some, stretch, asked, given, group)),
        asked,
        answers,
      ),
      text: 'Σ score ÷ answers of the pulse in the quarter; groups of fewer than four raters suppressed, complements included',
      notes: [],
    }
  },
  behind: (_, asked, given, period) => {
    assertNoWindow(asked)
    const stretch = stretchOf(asked.time, period)
    if (!isOver(stretch, asked)) return []
    const questions = Map.groupBy(within(given.rows('answers'), stretch), (row) => String(row['question_id']))
    const out = suppressed(cellsOf(within(given.rows('answers'), stretch), 'question_id'), least)
    return [...questions]
      .filter(([key]) => !out.has(key))
      .map(([key, rows]) => line({ account: key, opening: raters(rows).size, closing: roundHalfEven(meanOf(rows), 1) }))
      .toSorted((a, b) => (a.account < b.account ? -1 : 1))
  },
}

/** Two spans that differ by days differ by a person: only whole quarters are told. */
function assertNoWindow({ time }: Asked): void {
  if (time.window !== null) throw new Refused(`${because}: a window would cut across them.`, 'Leave the window out.')
}

const within = (rows: readonly Row[], stretch: Stretch): Row[] => rows.filter((row) => isWithin(stretch, textOf(row, 'at')))
const raters = (rows: readonly Row[]): Set<string> => new Set(rows.map((row) => String(row['rater_id'])))
const isOver = ({ key }: Stretch, { time, today }: Asked): boolean => periodEnd(key) <= time.asOf && periodEnd(key) < today
const scoreOf = (row: Row): number => numberOf(row, 'score') ?? 0
const total = (rows: readonly Row[]): number => rows.reduce((sum, row) => sum + scoreOf(row), 0)
const meanOf = (rows: readonly Row[]): number => total(rows) / rows.length

function figure(all: readonly Row[], stretch: Stretch, asked: Asked, given: Given, group: string | null): Told {
  const rows = within(all, stretch)
  if (rows.length === 0) return nothing('no_data')
  if (!isOver(stretch, asked)) return { ...nothing('immature'), mature: false }
  const people = raters(rows)
  if (group === null && people.size < least) return nothing('suppressed')
  const by = [...Map.groupBy(rows, (row) => String(row['rater_id'])).values()]
  return {
    value: roundHalfEven(meanOf(rows), 1),
    interval: people.size < 10 ? null : intervalOf(by),
    numerator: total(rows),
    denominator: rows.length,
    n: people.size,
    parts: { ...distribution(rows), responseRate: responseRate(rows, given, asked, group), ...(group === null ? paired(rows, all, stretch, asked) : {}) },
  }
}

/** Raters are the sample: each brings the sum of the answers over their number (Cochran 6.4), with Student’s t in place of 1.96. Rounded outwards to one decimal. */
function intervalOf(byRater: readonly (readonly Row[])[]): Interval | null {
  const found = linearisedRatio(
    byRater.map(total),
    byRater.map((rows) => rows.length),
    studentQuantile(0.975, byRater.length - 1),
  )
  if (!found) return null
  const tidy = (value: number): number => roundHalfEven(value * 10, 9)
  return { low: Math.max(1, Math.floor(tidy(found.low)) / 10), high: Math.min(5, Math.ceil(tidy(found.high)) / 10) }
}

const distribution = (rows: readonly Row[]): Record<string, number> =>
  Object.fromEntries([1, 2, 3, 4, 5].map((score) => [`answers${score}`, rows.filter((row) => scoreOf(row) === score).length]))

/** Raters who answered, of those who were invited to the same waves; null when nobody wrote down whom they asked. */
function responseRate(rows: readonly Row[], given: Given, { by }: Asked, group: string | null): number | null {
  if (group !== null && by?.column === 'question_id') return null
  const waves = new Set(rows.map((row) => String(row['wave_id'])))
  const invited = given.rows('invites').filter((row) => waves.has(String(row['wave_id'])) && (group === null || dimensionOf(row, by?.column ?? '') === group))
  const keys = (some: readonly Row[]): Set<string> => new Set(some.map((row) => `${String(row['wave_id'])} ${String(row['rater_id'])}`))
  return shareOf(keys(rows).size, Math.max(keys(invited).size, invited.length === 0 ? 0 : keys(rows).size))
}

/** Those who answered in the quarter before as well: the mean of their own changes, when they are enough. */
function paired(rows: readonly Row[], all: readonly Row[], stretch: Stretch, asked: Asked): Record<string, number | null> {
  const [before] = stretchesOf({ ...asked.time, periods: [addPeriods(stretch.key, -1)] })
  const earlier = before ? Map.groupBy(within(all, before), (row) => String(row['rater_id'])) : new Map<string, Row[]>()
  const changes = [...Map.groupBy(rows, (row) => String(row['rater_id']))].flatMap(([rater, now]) => {
    const then = earlier.get(rater)
    return then ? [meanOf(now) - meanOf(then)] : []
  })
  if (changes.length < least) return { change: null, repeaters: null }
  return { change: roundHalfEven(changes.reduce((sum, one) => sum + one, 0) / changes.length, 1), repeaters: changes.length }
}

/** Hides, in every period apart, what small groups would give away. */
function hidden(series: Series, asked: Asked, answers: readonly Row[]): Series {
  const { groups } = series
  const column = asked.by?.column
  if (!groups || column === undefined) return series
  const out = new Map(stretchesOf(asked.time).map((stretch) => [stretch.key, suppressed(cellsOf(within(answers, stretch), column), least)]))
  const shown = groups.map(({ key, points }) =>
    groupOf(
      key,
      points.map((point) => (point.value !== null && out.get(point.period)?.has(key) ? { ...point, ...nothing('suppressed'), parts: {} } : point)),
      asked.time.headline,
    ),
  )
  return { ...series, groups: shown }
}

const cellsOf = (rows: readonly Row[], column: string): { key: string; people: Set<string> }[] =>
  [...Map.groupBy(rows, (row) => dimensionOf(row, column))].map(([key, own]) => ({ key, people: raters(own) }))
