import { isRecord } from '#kernel'
import { civil, sayDay, sayInstantFully, sayMany } from '#web/say.ts'
import type { Answered } from './contract.ts'
import { CohortTable, FeatureTable, LifecycleTable, LinkTable, OverTimeTable, RetentionTable, StickinessTable, TimesTable } from './Tables.tsx'
import { FunnelResult } from './FunnelResult.tsx'
import { share, spanOf, type Pick } from './telling.ts'
import { OverTimeChart, TrendResult } from './TrendResult.tsx'

/** The answer by its kind, below one line that says it, and above where it comes from. */
export function Result({ answer, pick }: { readonly answer: Answered; readonly pick: Pick }) {
  const { warnings, n, asOf, tz, hash, span, compare } = answer
  return (
    <>
      <h2 className="concl">{conclusionOf(answer)}</h2>
      <p className="note num">
        {`${stretch(span, tz)}${compare ? `, beside ${stretch(compare.span, tz)}` : ''} · ${sayMany(n, 'event')} read, as of ${sayInstantFully(asOf, tz)}, days of ${tz}${differsOf(answer)}`}{' '}
        <span className="mono">{hash.slice(0, 8)}</span>
      </p>
      <Body answer={answer} pick={pick} />
      {warnings.length > 0 && (
        <ul className="ask-notes note">
          {warnings.map(({ message }) => (
            <li key={message}>{message}</li>
          ))}
        </ul>
      )}
    </>
  )
}

/** The days of a stretch, first to last: its end is the instant at which the next day begins. */
const stretch = ({ from, to }: Answered['span'], tz: string): string =>
  `${sayDay(civil(from, tz))} to ${sayDay(civil(new Date(Date.parse(to) - 1).toISOString(), tz))}`

/** The three that move headline numbers most are said whenever they are not what is usual here. */
function differsOf({ query }: Answered): string {
  const said = [
    query['reentry'] === 'first_entry' ? 'the first entry is held' : query['reentry'] === 'earliest_longest' ? 'the earliest of the longest chains' : '',
    query['exclusionEffect'] === 'cap' ? 'excluded ones keep what was clean' : query['exclusionEffect'] === 'keep_entry' ? 'excluded ones stay at step 1' : '',
    query['mode'] === 'rolling' ? 'intervals from each start' : '',
    query['internal'] === 'include' ? 'with our own accounts' : '',
  ].filter(Boolean)
  return said.length === 0 ? '' : `; ${said.join(', ')}`
}

function Body({ answer, pick }: { readonly answer: Answered; readonly pick: Pick }) {
  const { data, compare, query } = answer
  const unit = String(query.unit ?? 'day')
  if (data.over_time)
    return (
      <>
        <OverTimeChart points={data.over_time} before={compare?.data.over_time ?? null} unit={unit} pick={pick} />
        <OverTimeTable points={data.over_time} pick={pick} />
      </>
    )
  if (data.time_to_convert) return <TimesTable times={data.time_to_convert} />
  const lines = (own: typeof data | undefined) => (own?.breakdown ?? []).filter((line) => 'steps' in line)
  if (data.steps)
    return (
      <FunnelResult
        steps={data.steps}
        lines={lines(data)}
        before={compare?.data.steps ?? null}
        linesBefore={lines(compare?.data)}
        whom={whomOf(answer)}
        pick={pick}
      />
    )
  if (data.series) return <TrendResult lines={data.series} before={data.compare ?? null} unit={unit} pick={pick} />
  const spread = (data.breakdown ?? []).filter((line) => 'bins' in line)
  if (data.bins || spread.length > 0)
    return <StickinessTable lines={spread.length > 0 ? spread : [{ breakdown: [], bins: data.bins ?? [] }]} unit={unit} pick={pick} />
  return (
    <>
      <Tables answer={answer} data={data} pick={pick} />
      {compare && (
        <>
          <h3 className="t13 s">{stretch(compare.span, answer.tz)}</h3>
          <Tables answer={answer} data={compare.data} pick={pick} />
        </>
      )}
    </>
  )
}

function Tables({ answer, data, pick }: { readonly answer: Answered; readonly data: Answered['data']; readonly pick: Pick }) {
  if (data.mean && data.cohorts) return <RetentionTable cohorts={data.cohorts} mean={data.mean} isWorth={answer.query['value'] !== null} pick={pick} />
  if (data.buckets) return <LifecycleTable buckets={data.buckets} pick={pick} />
  if (data.links) return <LinkTable links={data.links} pick={pick} />
  if (data.total && data.cohorts) return <CohortTable cohorts={data.cohorts} total={data.total} pick={pick} />
  return data.features ? <FeatureTable features={data.features} pick={pick} /> : null
}

const whomOf = ({ query: { actor, count } }: Answered): string =>
  count === 'totals' ? 'attempts' : actor === 'session' || count === 'sessions' ? 'sessions' : actor === 'person' ? 'persons' : 'accounts'

/** The answer in one line, from its own numbers. */
export function conclusionOf(answer: Answered): string {
  const { data, query } = answer
  const whom = whomOf(answer)
  if (data.steps) return funnelLine(data.steps, whom)
  if (data.mean) {
    const first = data.mean.find(({ interval, rate }) => interval === 1 && rate !== null)
    return first
      ? `${share(first.rate)} of the ${whom} came back in the first ${String(query.unit)} after their start`
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
  if (data.series)
    return `${data.series
      .map(({ label }) => label)
      .filter((label, at, all) => all.indexOf(label) === at)
      .join(', ')}${data.series.every((_, at) => isUnique(query, at)) ? `, different ${whom}` : ''}`
  if (data.links) return data.links[0] ? `Most often ${data.links[0].from} is followed by ${data.links[0].to}` : 'Nothing follows here'
  return data.bins || data.breakdown ? `How regularly ${whom} come` : `Who is new, back and gone`
}

function isUnique(query: Answered['query'], at: number): boolean {
  const series = query['series']
  const own: unknown = Array.isArray(series) ? series[at] : null
  return isRecord(own) && own['math'] === 'unique'
}

function funnelLine(steps: NonNullable<Answered['data']['steps']>, whom: string): string {
  const [first, last] = [steps[0], steps.at(-1)]
  if (!first || !last || first.count === 0) return `No ${whom} took the first step in this range`
  const worst = steps.slice(1).reduce((a, b) => ((b.fromPrev ?? 1) < (a.fromPrev ?? 1) ? b : a), steps[1] ?? last)
  return `${share(last.fromStart)} of ${first.count.toLocaleString('en-US')} ${whom} came through; most are lost before “${worst.label}”`
}
