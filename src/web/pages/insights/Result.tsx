import type { Answered } from './contract.ts'
import { CohortTable, FeatureTable, LifecycleTable, LinkTable, RetentionTable, StickinessTable } from './Tables.tsx'
import { FunnelResult } from './FunnelResult.tsx'
import { share, spanOf, type Pick } from './telling.ts'
import { TrendResult } from './TrendResult.tsx'

/** The answer by its kind, below one line that says it, and above where it comes from. */
export function Result({ answer, pick }: { readonly answer: Answered; readonly pick: Pick }) {
  const { data, warnings, n, asOf, tz, hash } = answer
  const [date = '', time = ''] = asOf.split('T')
  return (
    <>
      <h2 className="concl">{conclusionOf(answer)}</h2>
      <p className="note num">
        {`${n.toLocaleString('en-US')} events read, as of ${date} ${time.slice(0, 5)} UTC, days of ${tz}`} <span className="mono">{hash.slice(0, 8)}</span>
      </p>
      {data.steps && <FunnelResult steps={data.steps} lines={data.breakdown ?? []} whom={whomOf(answer)} pick={pick} />}
      {data.series && <TrendResult lines={data.series} unit={String(answer.query.unit ?? 'day')} />}
      {data.mean && data.cohorts && <RetentionTable cohorts={data.cohorts} mean={data.mean} pick={pick} />}
      {data.bins && <StickinessTable bins={data.bins} pick={pick} />}
      {data.buckets && <LifecycleTable buckets={data.buckets} pick={pick} />}
      {data.links && <LinkTable links={data.links} pick={pick} />}
      {data.total && data.cohorts && <CohortTable cohorts={data.cohorts} total={data.total} pick={pick} />}
      {data.features && <FeatureTable features={data.features} pick={pick} />}
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

const whomOf = ({ query: { actor } }: Answered): string => (actor === 'person' ? 'persons' : 'accounts')

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
      .join(', ')}, different ${whom}`
  if (data.links) return data.links[0] ? `Most often ${data.links[0].from} is followed by ${data.links[0].to}` : 'Nothing follows here'
  return data.bins ? `How regularly ${whom} come` : `Who is new, back and gone`
}

function funnelLine(steps: NonNullable<Answered['data']['steps']>, whom: string): string {
  const [first, last] = [steps[0], steps.at(-1)]
  if (!first || !last || first.count === 0) return `No ${whom} took the first step in this range`
  const worst = steps.slice(1).reduce((a, b) => ((b.fromPrev ?? 1) < (a.fromPrev ?? 1) ? b : a), steps[1] ?? last)
  return `${share(last.fromStart)} of ${first.count.toLocaleString('en-US')} ${whom} came through; most are lost before “${worst.label}”`
}
