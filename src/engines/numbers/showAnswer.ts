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
  readonly series?: readonly {
    readonly label: string
    readonly points: readonly { readonly bucket: string; readonly value: number | null; readonly complete: boolean }[]
  }[]
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

export const exhibitOf = (answer: Concluded): Exhibit => ({ conclusion: conclusionOf(answer), lines: linesOf(answer).slice(0, mostLines) })

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
  if (data.series) return seriesLine(data.series, query, whom)
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
  if (!most || !least || most === least)
    return `${beside.map(({ name }) => name).join(' beside ')}: ${conclusionOf({ query: answer.query, data: answer.data })}`
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

function seriesLine(series: NonNullable<Told['series']>, query: Concluded['query'], whom: string): string {
  const own: unknown = query['series']
  const isUnique = (at: number): boolean => Array.isArray(own) && typeof own[at] === 'object' && own[at] !== null && Reflect.get(own[at], 'math') === 'unique'
  const names = new Set(series.map(({ label }) => label))
  return `${[...names].join(', ')}${series.every((_, at) => isUnique(at)) ? `, different ${whom}` : ''}`
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
