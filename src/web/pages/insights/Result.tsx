import { conclusionOf, whomOf } from '#engines/numbers/showAnswer.ts'
import { civil, sayDay, sayInstantFully, sayMany } from '#web/say.ts'
import { BesideResult } from './BesideResult.tsx'
import type { Answered, Besides } from './contract.ts'
import { LifecycleResult, PathsResult, retentionLines } from './ByLine.tsx'
import { CohortTable, FeatureTable, OverTimeTable, RetentionTable, StickinessTable, TimesTable } from './Tables.tsx'
import { FunnelResult } from './FunnelResult.tsx'
import { RetentionCurves } from './RetentionCurves.tsx'
import { namesProfiles } from './switches.ts'
import { labelOf, type Pick } from './telling.ts'
import { OverTimeChart, TrendResult } from './TrendResult.tsx'

/** The answer by its kind, below one line that says it, and above where it comes from. */
export function Result({ answer, pick }: { readonly answer: Answered; readonly pick: Pick }) {
  const { warnings, n, asOf, tz, hash, span, compare, compareSpan } = answer
  const other = compare?.span ?? compareSpan
  return (
    <>
      <h2 className="concl">{conclusionOf(answer)}</h2>
      <p className="note num">
        {`${stretch(span, tz)}${other ? `, beside ${stretch(other, tz)}` : ''} · ${sayMany(n, 'event')} read, as of ${sayInstantFully(asOf, tz)}, days of ${tz}${differsOf(answer)}`}{' '}
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
    query['propTime'] === 'at_event' && namesProfiles(query) ? 'properties as they were at the event' : '',
  ].filter(Boolean)
  return said.length === 0 ? '' : `; ${said.join(', ')}`
}

function Body({ answer, pick }: { readonly answer: Answered; readonly pick: Pick }) {
  const { data, compare, query } = answer
  if (answer.beside)
    return (
      <>
        <BesideResult answer={answer} beside={answer.beside} whom={whomOf(answer)} pick={pick} />
        {compare && <Earlier answer={answer} beside={answer.beside} />}
      </>
    )
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

/** What each group said in the time that it is compared with. */
function Earlier({ answer, beside }: { readonly answer: Answered; readonly beside: readonly Besides[] }) {
  const old = beside.flatMap(({ name, compare }) => (compare ? [{ name, data: compare.data }] : []))
  const span = answer.compare?.span
  return old.length > 0 && span ? <p className="note">{`${stretch(span, answer.tz)}: ${conclusionOf({ ...answer, beside: old })}`}</p> : null
}

function Tables({ answer, data, pick }: { readonly answer: Answered; readonly data: Answered['data']; readonly pick: Pick }) {
  if (data.mean && data.cohorts) {
    const isWorth = answer.query['value'] !== null
    const lines = retentionLines(data)
    const curves = lines.length > 0 ? lines.map(({ breakdown, mean }) => ({ name: labelOf(breakdown), mean })) : [{ name: 'Mean', mean: data.mean }]
    return (
      <>
        {!isWorth && <RetentionCurves curves={curves} unit={String(answer.query.unit ?? 'week')} />}
        <RetentionTable cohorts={data.cohorts} mean={data.mean} lines={lines} isWorth={isWorth} pick={pick} />
      </>
    )
  }
  if (data.buckets) return <LifecycleResult data={data} query={answer.query} pick={pick} />
  if (data.links) return <PathsResult data={data} query={answer.query} pick={pick} />
  if (data.total && data.cohorts) return <CohortTable cohorts={data.cohorts} total={data.total} pick={pick} />
  return data.features ? <FeatureTable features={data.features} pick={pick} /> : null
}
