import { wilson } from '../../numbers/intervals.ts'
import { linear, quadratic, weightedKappa } from '../people/kappa.ts'
import { suppressed } from '../people/suppress.ts'
import { groupOf, nothing, type Series } from '../series/figure.ts'
import { isBy, line, numberOf, stretchesOf, stretchOf, textOf, thingSeries, type Stretch, type Told } from './things.ts'
import { tells } from './grains.ts'
import { Refused, type Asked, type Row, type Way } from './way.ts'

const because = 'Levels are settled once in a half-year, and shorter spans would tell of single people'

const least = 4

/** A person's calibrated level in a competency in a half-year. */
interface Standing {
  readonly person: string
  readonly competency: string
  readonly half: string
  readonly level: number
  readonly expected: number
  readonly critical: boolean
}

/** How a person stood in the half-year before, and now. */
interface Pair {
  readonly before: Standing
  readonly now: Standing | null
}

/**
 * Does the team develop (kpis.md 4.20)? Of the role-critical gaps (calibrated level below the expected) of the half-year before, the share that is closed in
 * the last half-year over. Scores that nobody calibrated are out; a new rubric is a new competency, so that no trend runs across it. Wilson’s interval.
 * Parts: people, level0 … level9 and before0 … before9 (calibrated levels, now and before, of the same people and competencies), kappa and kappaPairs
 * (agreement of raters), uncalibrated (scores left out), openGaps (role-critical gaps now). Fewer than four people are suppressed, complements included.
 */
export const competency: Way<object> = {
  counts: () => 'assessment',
  pairs: { never: 'Small groups of colleagues are hidden, and two dimensions crossed would give them away' },
  untold: tells(['quarter'], because),
  switches: { kappa_weights: { says: 'How the distance of two raters weighs.', values: ['linear', 'quadratic'], initial: 'linear' } },
  reads: () => ({
    scores: {
      fact: 'assessment',
      columns: ['person_id', 'half', 'competency_id', 'level', 'rater_id', 'calibrated_level', 'expected_level', 'role_critical', 'at'],
    },
  }),
  figures: (_, asked, given) => {
    assertNoWindow(asked)
    const scores = given.rows('scores')
    const pairsOf = (stretch: Stretch): Pair[] =>
      pairsIn(
        scores.filter((row) => isBy(stretch, textOf(row, 'at'))),
        stretch,
      )
    const series = thingSeries(asked, scores, dimension, (some, stretch, group) => figure(pairsIn(some, stretch), some, stretch, asked, group))
    return {
      ...hidden(series, asked, pairsOf),
      text: 'role-critical gaps of the half-year before that are closed ÷ role-critical gaps of the half-year before; calibrated levels only',
      notes: [],
    }
  },
  behind: (_, asked, given, period) => {
    const pairs = pairsIn(given.rows('scores'), stretchOf(asked.time, period))
    const out = suppressed(cellsOf(pairs, 'competency_id'), least)
    return [...Map.groupBy(pairs.filter(isGap), ({ before }) => before.competency)]
      .filter(([key]) => !out.has(key))
      .map(([account, gaps]) => line({ account, opening: gaps.length, closing: gaps.filter(isClosed).length }))
      .toSorted((a, b) => (a.account < b.account ? -1 : 1))
  },
}

function assertNoWindow({ time }: Asked): void {
  if (time.window !== null) throw new Refused(`${because}: a window would cut across them.`, 'Leave the window out.')
}

const dimension = (row: Row, column: string): string => (column === 'level' ? String(row['expected_level']) : (textOf(row, 'competency_id') ?? '(none)'))
const keyOf = ({ before, now }: Pair, column: string): string => (column === 'level' ? String((now ?? before).expected) : before.competency)
const isGap = ({ before }: Pair): boolean => before.critical && before.level < before.expected
const isClosed = ({ before, now }: Pair): boolean => now !== null && now.level >= Math.min(now.expected, before.expected)

/** The last half-year that is over at the end of a stretch: the first ends in June, the second in December. */
function halfBy({ to }: Stretch): string {
  const [year, day] = [Number(to.slice(0, 4)), to.slice(5)]
  return day >= '12-31' ? `${year}-H2` : day >= '06-30' ? `${year}-H1` : `${year - 1}-H2`
}
const halfBefore = (half: string): string => (half.endsWith('H2') ? half.replace('H2', 'H1') : `${Number(half.slice(0, 4)) - 1}-H2`)

/** Everybody who was calibrated in the half-year before, with where they stand now. A competency that nobody has any more ended with its rubric. */
function pairsIn(rows: readonly Row[], stretch: Stretch): Pair[] {
  const half = halfBy(stretch)
  const standings = standingsIn(rows)
  const now = new Map(standings.filter((one) => one.half === half).map((one) => [`${one.person} ${one.competency}`, one]))
  const living = new Set([...now.values()].map(({ competency: name }) => name))
  return standings
    .filter((one) => one.half === halfBefore(half) && living.has(one.competency))
    .map((before) => ({ before, now: now.get(`${before.person} ${before.competency}`) ?? null }))
}

function standingsIn(rows: readonly Row[]): Standing[] {
  const calibrated = rows.filter((row) => numberOf(row, 'calibrated_level') !== null).toSorted((a, b) => (String(a['at']) < String(b['at']) ? -1 : 1))
  const last = new Map(calibrated.map((row) => [[row['person_id'], row['competency_id'], row['half']].join(' '), row]))
  return [...last.values()].map((row) => ({
    person: String(row['person_id']),
    competency: String(row['competency_id']),
    half: String(row['half']),
    level: Number(row['calibrated_level']),
    expected: Number(row['expected_level']),
    critical: row['role_critical'] === true,
  }))
}

function figure(pairs: readonly Pair[], rows: readonly Row[], stretch: Stretch, { switches }: Asked, group: string | null): Told {
  const people = new Set(pairs.map(({ before }) => before.person))
  if (people.size === 0) return nothing('no_data')
  if (group === null && people.size < least) return nothing('suppressed')
  const gaps = pairs.filter(isGap)
  const closed = gaps.filter(isClosed).length
  const half = rows.filter((row) => row['half'] === halfBy(stretch))
  const { kappa, n: kappaPairs } = weightedKappa(ratedTwice(half), switches['kappa_weights'] === 'quadratic' ? quadratic : linear)
  const parts = {
    people: people.size,
    ...levels(
      'before',
      pairs.map(({ before }) => before.level),
    ),
    ...levels(
      'level',
      pairs.flatMap(({ now }) => (now ? [now.level] : [])),
    ),
    kappa,
    kappaPairs,
    uncalibrated: half.filter((row) => numberOf(row, 'calibrated_level') === null).length,
    openGaps: standingsIn(half).filter(({ critical, level, expected }) => critical && level < expected).length,
  }
  if (gaps.length === 0) return { ...nothing('no_denominator'), n: people.size, parts }
  return { value: closed / gaps.length, interval: wilson(closed, gaps.length), numerator: closed, denominator: gaps.length, n: people.size, parts }
}

/** How many stand on each level. */
function levels(name: string, of: readonly number[]): Record<string, number> {
  const counts = Map.groupBy(of, (level) => level)
  return Object.fromEntries([...counts].toSorted(([a], [b]) => a - b).map(([level, some]) => [`${name}${level}`, some.length]))
}

/** Levels that two raters gave the same person in the same competency; of more raters, every two. */
function ratedTwice(rows: readonly Row[]): [number, number][] {
  const seen = Map.groupBy(rows, (row) => [row['person_id'], row['competency_id']].join(' '))
  return [...seen.values()].flatMap((raters) => {
    const given = raters.toSorted((a, b) => (String(a['rater_id']) < String(b['rater_id']) ? -1 : 1)).map((row) => Number(row['level']))
    return given.flatMap((one, at) => given.slice(at + 1).map((other): [number, number] => [one, other]))
  })
}

function hidden(series: Series, asked: Asked, pairsOf: (stretch: Stretch) => Pair[]): Series {
  const { groups } = series
  const column = asked.by?.column
  if (!groups || column === undefined) return series
  const out = new Map(stretchesOf(asked.time).map((stretch) => [stretch.key, suppressed(cellsOf(pairsOf(stretch), column), least)]))
  return {
    ...series,
    groups: groups.map(({ key, points }) => {
      const shown = points.map((point) => (out.get(point.period)?.has(key) ? { ...point, ...nothing('suppressed'), parts: {} } : point))
      return groupOf(key, shown, asked.time.headline)
    }),
  }
}

const cellsOf = (pairs: readonly Pair[], column: string): { key: string; people: Set<string> }[] =>
  [...Map.groupBy(pairs, (pair) => keyOf(pair, column))].map(([key, own]) => ({ key, people: new Set(own.map(({ before }) => before.person)) }))
