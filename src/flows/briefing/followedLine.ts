import type { Measured } from '#engines/metrics/signal/drawChart.ts'
import { spanOf } from '#engines/metrics/signal/measuredLine.ts'
import { addPeriods, periodOf, periodStart } from '#engines/numbers/dates.ts'
import { isRecord, recordsIn } from '#kernel'

type Query = Readonly<Record<string, unknown>>
export type Pace = 'week' | 'month'
/** Answers a question about events; only what it holds is read. */
export type Answering = (query: Query) => Promise<{ readonly data: unknown }>

/** What moves in a question from period to period, ready for a control chart. */
export interface FollowedLine {
  /** What the number is, where the question has several; null mostly. */
  readonly name: string | null
  readonly unit: 'percent' | 'count'
  readonly measured: Measured
  /** What no value can be below or above. */
  readonly natural?: { readonly low: number; readonly high?: number }
}

/** The day on which it is told, in the zone of the workspace, and the same as an `asOf` where it is past: for the present the events say how far they reach. */
export interface TellingDay {
  readonly day: string
  readonly asOf?: string
}

interface Reading {
  readonly period: string
  readonly value: number | null
  /** Hits of how many; a share is read from them. */
  readonly of?: readonly [count: number, size: number]
  readonly isOver: boolean
}

const lengths = { week: 26, month: 18 }
/** Months that are asked one by one. */
const fewMonths = 13

/**
 * The lines of a saved question by weeks or months, of all who are counted, without a breakdown or a comparison: the share that came through a funnel by when
 * they entered, that came back in the first interval, that was activated or uses a feature; counts of a trend and of active ones; mean activity for stickiness.
 */
export async function followedLines(spec: Query, pace: Pace, { day, asOf }: TellingDay, ask: Answering): Promise<FollowedLine[]> {
  const range = { last: lengths[pace], unit: pace, includeCurrent: false }
  const own = without(spec, ['breakdown', 'beside', 'compareTo', 'brackets', 'asOf'])
  const plain: Query = { ...own, weekStart: 'monday', ...(asOf ? { asOf } : {}), range }
  switch (spec['kind']) {
    case 'funnel':
      return [share(await answered(ask, { ...plain, view: 'over_time', unit: pace }, 'over_time'), pace, entered)]
    case 'retention':
      return [share(await answered(ask, { ...plain, unit: pace, intervals: 2 }, 'cohorts'), pace, returned)]
    case 'activation':
      return [share(await answered(ask, { ...plain, unit: pace }, 'cohorts'), pace, activated)]
    case 'lifecycle':
      return [counts({ name: 'Active', natural: atLeastNone }, await answered(ask, { ...plain, unit: pace }, 'buckets'), pace, active)]
    case 'adoption':
      return await adopted(spec, plain, pace, day, ask)
    case 'stickiness':
      return [await sticky(plain, pace, day, ask)]
    case 'trend':
      return (await answered(ask, { ...plain, unit: pace, cumulative: false }, 'series')).map((line, at) =>
        counts({ name: String(line['label']), ...trended(spec, at, pace) }, recordsIn(line['points']), pace, (row) => ({
          value: numberIn(row['value']),
          isOver: row['complete'] === true,
        })),
      )
    default:
      return []
  }
}

const atLeastNone = { low: 0 }

/** Those active in the last 28 days are shared by neighbouring weeks; a sum of values and a formula may be below nothing. */
function trended(spec: Query, at: number, pace: Pace): Pick<FollowedLine, 'natural'> & { readonly span: number } {
  const isFormula = typeof spec['formula'] === 'string'
  const series = recordsIn(spec['series'])
  const spans = (isFormula ? series : series.slice(at, at + 1)).map(({ math, activeDays }) =>
    math === 'active' ? spanOf(`${Number(activeDays ?? 7)}d`, pace) : 1,
  )
  const mayBeNegative = isFormula || typeof series[at]?.['value'] === 'string'
  return { span: Math.max(1, ...spans), ...(mayBeNegative ? {} : { natural: atLeastNone }) }
}

const without = (spec: Query, keys: readonly string[]): Query => Object.fromEntries(Object.entries(spec).filter(([key]) => !keys.includes(key)))
const numberIn = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null)
const answered = async (ask: Answering, query: Query, part: string): Promise<readonly Query[]> => recordsIn(partOf(await ask(query), part))
const partOf = ({ data }: { readonly data: unknown }, part: string): unknown => (isRecord(data) ? data[part] : undefined)

type Read = (row: Query) => Omit<Reading, 'period'>
const startOf = (row: Query): string => String(row['bucket'] ?? row['start']).slice(0, 10)
const readings = (rows: readonly Query[], pace: Pace, read: Read): Reading[] => rows.map((row) => ({ period: periodOf(startOf(row), pace), ...read(row) }))
const shareOf = (count: unknown, size: unknown, isOver: boolean): Omit<Reading, 'period'> => ({
  value: null,
  of: [Number(count ?? 0), Number(size ?? 0)],
  isOver,
})

const entered: Read = (row) => shareOf(row['converted'], row['entered'], row['complete'] === true)
const activated: Read = (row) => shareOf(row['activated'], row['matured'], row['matured'] === row['eligible'])
const active: Read = (row) => ({
  value: numberIn(row['new']) === null ? null : ['new', 'returning', 'resurrecting'].reduce((sum, state) => sum + Number(row[state] ?? 0), 0),
  isOver: row['complete'] === true,
})

/** The first interval after the start. */
const returned: Read = (row) => {
  const [, first] = recordsIn(row['cells'])
  return shareOf(first?.['n'], first?.['n'] === null ? 0 : row['size'], first?.['complete'] === true)
}

const someOfAll = { low: 0, high: 1 }

function share(rows: readonly Query[], pace: Pace, read: Read, span = 1): FollowedLine {
  return { name: null, unit: 'percent', natural: someOfAll, measured: shares(readings(rows, pace, read), span) }
}

function shares(list: readonly Reading[], span: number): Measured {
  const points = list.flatMap(({ period, of, isOver }) => (of && of[1] > 0 ? [{ period, count: of[0], size: of[1], state: stateOf(isOver) }] : []))
  return { holds: 'share', points, span }
}

type Counted = Pick<FollowedLine, 'name' | 'natural'> & { readonly span?: number }
const counts = ({ span = 1, ...line }: Counted, rows: readonly Query[], pace: Pace, read: Read): FollowedLine => ({
  ...line,
  unit: 'count',
  measured: {
    holds: 'value',
    mayGrow: true,
    span,
    points: readings(rows, pace, read).map(({ period, value, isOver }) => ({ period, value, state: stateOf(isOver) })),
  },
})

const stateOf = (isOver: boolean): 'closed' | 'open' => (isOver ? 'closed' : 'open')

const days = { second: 1 / 86_400, minute: 1 / 1440, hour: 1 / 24, day: 1, week: 7 }

/** The window in which a use counts, in whole days; 28 where the question says nothing. */
function trailingOf({ trailing }: Query): string {
  const { n, unit } = isRecord(trailing) ? trailing : { n: 28, unit: 'day' }
  const [, length = 1] = Object.entries(days).find(([name]) => name === unit) ?? []
  return `${Math.ceil(Number(n) * length)}d`
}

/** Weeks are in the answer; a month is asked as of its own end. The window in which a use counts may be longer than a period: then neighbours share uses. */
async function adopted(spec: Query, plain: Query, pace: Pace, day: string, ask: Answering): Promise<FollowedLine[]> {
  const span = spanOf(trailingOf(spec), pace)
  if (pace === 'week') {
    const features = await answered(ask, plain, 'features')
    return features.map((feature) => ({
      name: String(feature['name']),
      unit: 'percent',
      natural: someOfAll,
      measured: shares(
        recordsIn(feature['trend']).map((row) => ({ period: periodOf(String(row['at']), pace), ...shareOf(row['adopted'], row['eligible'], true) })),
        span,
      ),
    }))
  }
  const months: { readonly period: string; readonly features: readonly Query[] }[] = []
  for (const period of lastPeriods(pace, day, fewMonths))
    months.push({ period, features: await answered(ask, { ...plain, range: rangeOf(period) }, 'features') })
  return (months.at(-1)?.features ?? []).map((last, at) => ({
    name: String(last['name']),
    unit: 'percent',
    natural: someOfAll,
    measured: shares(
      months.map(({ period, features }) => ({ period, ...shareOf(features[at]?.['adopted'], features[at]?.['eligible'], true) })),
      span,
    ),
  }))
}

/** In how many intervals of a period those were active who were active at all, on average. */
async function sticky(plain: Query, pace: Pace, day: string, ask: Answering): Promise<FollowedLine> {
  const periods = lastPeriods(pace, day, pace === 'week' ? lengths.week : fewMonths)
  const points: { readonly period: string; readonly value: number | null; readonly state: 'closed' }[] = []
  for (const period of periods) {
    const bins = await answered(ask, { ...plain, cumulative: false, range: rangeOf(period) }, 'bins')
    const actors = bins.reduce((sum, bin) => sum + Number(bin['actors'] ?? 0), 0)
    const times = bins.reduce((sum, bin) => sum + Number(bin['actors'] ?? 0) * Number(bin['intervals'] ?? 0), 0)
    points.push({ period, value: actors === 0 ? null : times / actors, state: 'closed' })
  }
  return { name: 'Active intervals each', unit: 'count', natural: atLeastNone, measured: { holds: 'value', points } }
}

/** The last whole periods before a day, the oldest first. */
function lastPeriods(pace: Pace, day: string, n: number): string[] {
  const current = periodOf(day, pace)
  return Array.from({ length: n }, (_, back) => addPeriods(current, back - n))
}

const rangeOf = (period: string): Query => ({ from: periodStart(period), to: periodStart(addPeriods(period, 1)) })
