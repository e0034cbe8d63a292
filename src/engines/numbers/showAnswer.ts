import { showNumber } from './showNumber.ts'
import { showPeriod } from './showPeriod.ts'

/** An answer as far as it is told in a sentence and a few lines. */
export interface Concluded {
  readonly query: { readonly kind: string; readonly actor: unknown; readonly [more: string]: unknown }
  readonly data: Told
  /** The same question of each group that is compared. */
  readonly beside?: readonly { readonly name: string; readonly data: Told }[]
}

/** What answers hold by their kind, as far as it is told here; those of the kernels and of a page fit. */
export interface Told {
  readonly steps?: readonly {
    readonly label: string
    readonly optional?: boolean
    readonly count: number
    readonly fromStart: number | null
    readonly fromPrev: number | null
    readonly ci95?: Interval | null
  }[]
  readonly over_time?: readonly { readonly bucket: string; readonly converted: number; readonly rate: number | null; readonly complete: boolean }[]
  readonly time_to_convert?: { readonly median: number | null; readonly n: number }
  readonly mean?: readonly { readonly interval: number; readonly rate: number | null }[]
  readonly total?: { readonly matured: number; readonly activated: number; readonly rate: number | null; readonly ci95?: Interval | null }
  readonly ttv?: { readonly median: number | null }
  readonly features?: readonly { readonly name: string; readonly eligible?: number; readonly adopted: number; readonly rate: number | null }[]
  readonly series?: readonly ToldLine[]
  /** The lines of a trend over the stretch that it is compared with, in the same order. */
  readonly compare?: readonly ToldLine[] | null
  readonly links?: readonly { readonly from: string; readonly to: string; readonly n: number }[]
  readonly bins?: readonly { readonly intervals: number; readonly actors: number }[]
  readonly buckets?: readonly {
    readonly bucket: string
    readonly complete: boolean
    readonly new: number | null
    readonly returning: number | null
    readonly resurrecting: number | null
    /** Below zero; null while the bucket is not whole. */
    readonly dormant: number | null
  }[]
  readonly breakdown?: readonly unknown[]
}

interface ToldLine {
  readonly label: string
  readonly breakdown?: readonly (string | number | boolean | null)[]
  readonly points: readonly { readonly bucket: string; readonly value: number | null; readonly complete: boolean }[]
}

interface Interval {
  readonly low: number
  readonly high: number
}

/** One line of an exhibit: how many, and which share (a fraction); null where a kind of answer has none. */
export interface ExhibitLine {
  readonly label: string
  readonly count: number | null
  readonly share: number | null
}

/** An answer as it stands on a review: what it says, and the numbers that it says it from. */
export interface Exhibit {
  readonly conclusion: string
  readonly lines: readonly ExhibitLine[]
}

/** More lines than these are read where the question is asked. */
const mostLines = 8

export const exhibitOf = (answer: Concluded): Exhibit => ({
  conclusion: conclusionOf(isBroken(answer) ? unmoved(answer) : answer),
  lines: linesOf(answer).slice(0, mostLines),
})

/** What a trend is broken down by may be who persons are, and an exhibit is read by everybody: its conclusion names no line of it. */
const isBroken = ({ data: { series } }: Concluded): boolean => series?.some(({ breakdown }) => breakdown && breakdown.length > 0) ?? false

/** A trend whose conclusion names its series and no move of them. */
const unmoved = ({ query, data: { series, compare: _, ...data } }: Concluded): Concluded => ({
  query,
  data: { ...data, ...(series ? { series: series.map(({ label }) => ({ label, points: [] })) } : {}) },
})

/** What one group says of itself in a word: a share, and of how many; null where its kind of answer has no such number. */
export interface Headline {
  readonly share: number | null
  readonly of: number | null
  readonly count: number | null
  readonly interval: Interval | null
}

export function headlineOf(data: Told): Headline | null {
  const last = data.steps?.findLast(({ optional }, at) => at > 0 && !optional) ?? data.steps?.at(-1)
  if (last) return { share: last.fromStart, of: data.steps?.[0]?.count ?? null, count: last.count, interval: last.ci95 ?? null }
  if (data.mean) return { share: data.mean.find(({ interval }) => interval === 1)?.rate ?? null, of: null, count: null, interval: null }
  if (data.total) return { share: data.total.rate, of: data.total.matured, count: data.total.activated, interval: data.total.ci95 ?? null }
  const [feature] = data.features ?? []
  return feature ? { share: feature.rate, of: feature.eligible ?? null, count: feature.adopted, interval: null } : null
}

function linesOf({ query, data, beside }: Concluded): ExhibitLine[] {
  if (beside)
    return beside.flatMap(({ name, data: own }) => {
      const headline = headlineOf(own)
      if (headline) return [{ label: name, count: headline.count, share: headline.share }]
      return linesOf({ query, data: own }).map((line) => ({ ...line, label: `${name}: ${line.label}` }))
    })
  if (data.over_time)
    return data.over_time
      .filter(({ complete }) => complete)
      .slice(-mostLines)
      .map(({ bucket, converted, rate }) => ({ label: bucket, count: converted, share: rate }))
  if (data.steps) return data.steps.map(({ label, count, fromStart }) => ({ label, count, share: fromStart }))
  if (data.mean) return data.mean.map(({ interval, rate }) => ({ label: `${String(query['unit'])} ${interval}`, count: null, share: rate }))
  if (data.total) return [{ label: 'in time', count: data.total.activated, share: data.total.rate }]
  if (data.features) return data.features.map(({ name, adopted, rate }) => ({ label: name, count: adopted, share: rate }))
  if (data.series) return data.series.flatMap(newest)
  if (data.links) return data.links.map(({ from, to, n }) => ({ label: `${from}, then ${to}`, count: n, share: null }))
  return (data.bins ?? []).map(({ intervals, actors }) => ({ label: `${intervals} of the ${String(query['unit'])}s`, count: actors, share: null }))
}

/** A series by its newest part that is over. */
function newest({ label, points }: NonNullable<Told['series']>[number]): ExhibitLine[] {
  const last = points.findLast(({ complete }) => complete)
  return last ? [{ label: `${label}, ${last.bucket}`, count: last.value, share: null }] : []
}

const share = (value: number | null): string => showNumber(value, 'percent')

/** Whom the numbers count. */
export const whomOf = ({ query: { actor, count } }: Pick<Concluded, 'query'>): string =>
  count === 'totals' ? 'attempts' : actor === 'session' || count === 'sessions' ? 'sessions' : actor === 'person' ? 'persons' : 'accounts'

/** The answer in one line, from its own numbers. */
export function conclusionOf(answer: Concluded): string {
  const { data, query } = answer
  const whom = whomOf(answer)
  if (answer.beside) return besideLine(answer.beside, answer, whom)
  if (data.steps) return funnelLine(data.steps, whom)
  if (data.mean) {
    const first = data.mean.find(({ interval, rate }) => interval === 1 && rate !== null)
    return first
      ? `${share(first.rate)} of the ${whom} came back in the first ${String(query['unit'])} after their start`
      : 'No cohort has a whole interval behind it yet'
  }
  if (data.total) {
    if (data.total.rate === null) return `No ${whom} have had the whole window yet`
    const median = data.ttv?.median ?? null
    return `${share(data.total.rate)} of ${data.total.matured.toLocaleString('en-US')} ${whom} got there in time${median === null ? '' : `; half were there after ${spanOf(median)}`}`
  }
  if (data.features) {
    const best = data.features.toSorted((a, b) => (b.rate ?? 0) - (a.rate ?? 0))[0]
    return best ? `${best.name} is used by ${share(best.rate)} of the ${whom} that may` : 'No features'
  }
  if (data.series) return seriesLine(data.series, data.compare ?? null, query, whom)
  if (data.links) {
    const most = data.links.reduce<NonNullable<Told['links']>[number] | undefined>((best, link) => (best && best.n >= link.n ? best : link), undefined)
    return most ? `Most often ${most.from} is followed by ${most.to}` : 'Nothing follows here'
  }
  return data.bins || data.breakdown ? `How regularly ${whom} come` : lifecycleLine(data.buckets ?? [], query, whom)
}

/** The newest whole bucket, in words. */
function lifecycleLine(buckets: NonNullable<Told['buckets']>, { unit }: Concluded['query'], whom: string): string {
  const last = buckets.findLast(({ complete }) => complete)
  if (!last) return `No whole ${String(unit ?? 'week')} lies in this range`
  const { new: fresh, returning, resurrecting, dormant } = last
  const active = (fresh ?? 0) + (returning ?? 0) + (resurrecting ?? 0)
  const from = last.bucket.length === 10 ? showPeriod(last.bucket) : last.bucket
  const when = unit === 'day' ? `on ${from}` : `in the ${String(unit ?? 'week')} from ${from}`
  return `${count(active)} ${whom} active ${when}: ${count(fresh)} new, ${count(resurrecting)} back again, and ${count(dormant && -dormant)} gone quiet`
}

const count = (n: number | null): string => (n ?? 0).toLocaleString('en-US')

/** The most and the least of the groups that have a share, and whether chance alone may tell them apart: then their intervals overlap. */
function besideLine(beside: NonNullable<Concluded['beside']>, answer: Concluded, whom: string): string {
  const told = beside.flatMap(({ name, data }) => {
    const headline = headlineOf(data)
    return headline && headline.share !== null ? [{ name, share: headline.share, of: headline.of, interval: headline.interval }] : []
  })
  const order = told.toSorted((a, b) => b.share - a.share)
  const [most, least] = [order[0], order.at(-1)]
  if (!most || !least || most === least) return `${beside.map(({ name }) => name).join(' beside ')}: ${conclusionOf(unmoved(answer))}`
  const say = (one: typeof most): string => `${share(one.share)}${one.of === null ? '' : ` of ${one.of.toLocaleString('en-US')}`} in ${one.name}`
  const between = order.length > 2 ? `, ${order.length === 3 ? (order[1]?.name ?? '') : order.length - 2} between` : ''
  const mayBeChance = most.interval && least.interval && most.interval.low <= least.interval.high ? '; their intervals overlap' : ''
  return `${say(most)}, ${say(least)}${between}: ${besideWords(answer, whom)}${mayBeChance}`
}

function besideWords({ data, query }: Concluded, whom: string): string {
  if (data.steps) return `${whom} that came through`
  if (data.mean) return `${whom} that came back in the first ${String(query['unit'])} after their start`
  return data.total ? `${whom} that got there in time` : `${whom} that use ${data.features?.[0]?.name ?? 'it'}`
}

/** What moved most: against the same line in the stretch that it is compared with, else in its newest part that is over against those before. */
function seriesLine(series: readonly ToldLine[], compare: readonly ToldLine[] | null, query: Concluded['query'], whom: string): string {
  const own: unknown = query['series']
  const isUnique = (one: unknown): boolean => typeof one === 'object' && one !== null && Reflect.get(one, 'math') === 'unique'
  const names = [...new Set(series.map(({ label }) => label))]
  const counted = Array.isArray(own) && own.every(isUnique) ? `, different ${whom}` : ''
  const moves = query['cumulative'] === true ? [] : series.flatMap((line, at) => (compare ? movedBeside(line, compare[at]) : movedLately(line, query)) ?? [])
  const most = moves.reduce<Move | null>((best, move) => (best && Math.abs(best.now - best.then) >= Math.abs(move.now - move.then) ? best : move), null)
  if (!most) return `${names.join(', ')}${counted}`
  const parts = most.line.breakdown?.map((part) => (part === null ? '(none)' : String(part))) ?? []
  const name = parts.length === 0 ? most.line.label : names.length > 1 ? `${most.line.label}, ${parts.join(', ')},` : parts.join(', ')
  return `${name} ${movement(most)}${series.length > 1 ? `, the largest move of ${series.length} lines` : ''}${counted}`
}

interface Move {
  readonly line: ToldLine
  readonly now: number
  readonly then: number
  /** When, and against what. */
  readonly when: string
}

function movement({ now, then, when }: Move): string {
  if (then === 0) return now === 0 ? `stayed at zero ${when}` : `rose from zero to ${rounded(now)} ${when}`
  const change = (now - then) / Math.abs(then)
  if (Math.abs(change) < 0.0005) return `held at ${rounded(now)} ${when}`
  return `${change < 0 ? 'fell' : 'rose'} ${share(Math.abs(change))} ${when}`
}

const rounded = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 1 })

const wholeOf = ({ points }: ToldLine): { readonly bucket: string; readonly value: number }[] =>
  points.flatMap(({ bucket, value, complete }) => (complete && value !== null ? [{ bucket, value }] : []))
const mean = (points: readonly { readonly value: number }[]): number => points.reduce((sum, { value }) => sum + value, 0) / points.length

/** The newest part that is over, beside the mean of at most four before it; null of a line with fewer than two. */
function movedLately(line: ToldLine, { unit }: Concluded['query']): Move | null {
  const whole = wholeOf(line)
  const last = whole.at(-1)
  const before = whole.slice(-5, -1)
  if (!last || before.length === 0) return null
  const word = String(unit ?? 'day')
  const against = before.length === 1 ? `the ${word} before` : `the mean of the ${before.length} ${word}s before`
  return { line, now: last.value, then: mean(before), when: `${whenOf(last.bucket, word)}, against ${against}` }
}

function whenOf(bucket: string, unit: string): string {
  if (unit === 'month') return `in ${showPeriod(bucket.slice(0, 7))}`
  if (unit === 'year') return `in ${bucket.slice(0, 4)}`
  if (unit === 'hour') return `in the hour from ${bucket.replace('T', ' ')}`
  return `${unit === 'day' ? 'on' : `in the ${unit} from`} ${showPeriod(bucket)}`
}

/** The mean of the parts that are over, beside that of the other stretch. */
function movedBeside(line: ToldLine, other: ToldLine | undefined): Move | null {
  const [now, then] = [wholeOf(line), other ? wholeOf(other) : []]
  return now.length === 0 || then.length === 0
    ? null
    : { line, now: mean(now), then: mean(then), when: 'on average, against the time that it is compared with' }
}

function funnelLine(steps: NonNullable<Told['steps']>, whom: string): string {
  const [first, last] = [steps[0], steps.at(-1)]
  if (!first || !last || first.count === 0) return `No ${whom} took the first step in this range`
  const due = steps.slice(1).filter(({ optional }) => !optional) // nobody is lost before a step that may be left out
  const [next] = due
  if (!next) return `${share(last.fromStart)} of ${first.count.toLocaleString('en-US')} ${whom} came to “${last.label}”`
  const worst = due.reduce((a, b) => ((b.fromPrev ?? 1) < (a.fromPrev ?? 1) ? b : a), next)
  const end = due.at(-1) ?? last
  return `${share(end.fromStart)} of ${first.count.toLocaleString('en-US')} ${whom} came through; most are lost before “${worst.label}”`
}

/** Seconds as people say them. */
export function spanOf(seconds: number | null): string {
  if (seconds === null) return '–'
  const [size, unit] = seconds >= 172_800 ? [86_400, 'days'] : seconds >= 5400 ? [3600, 'h'] : seconds >= 90 ? [60, 'min'] : [1, 's']
  const amount = seconds / size
  return `${amount >= 10 ? Math.round(amount) : Math.round(amount * 10) / 10} ${unit}`
}
