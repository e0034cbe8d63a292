import { spanOf } from '#engines/numbers/showAnswer.ts'
import { sayMany } from '#web/say.ts'
import type { Answered, Besides, FunnelLine, Label, Query, StickinessLine, Told } from './contract.ts'
import { GroupFunnel, Lines } from './FunnelResult.tsx'
import { RetentionCurves } from './RetentionCurves.tsx'
import { LifecycleResult, PathsResult, retentionLines } from './ByLine.tsx'
import { CohortTable, FeatureTable, PlainTable, RetentionTable, StickinessTable } from './Tables.tsx'
import { share, type Pick } from './telling.ts'
import { OverTimeLines, TrendResult } from './TrendResult.tsx'

interface Compared {
  readonly answer: Answered
  readonly beside: readonly Besides[]
  readonly whom: string
  readonly pick: Pick
}

/** The answers of groups beside each other: as lines or steps of one figure where one can hold them, else one below the other. */
export function BesideResult({ answer, beside, whom, pick }: Compared) {
  const isFunnel = answer.data.steps !== undefined && !answer.data.over_time && !answer.data.time_to_convert
  return (
    <>
      {!isFunnel && <p className="note num">{beside.map((one) => `${one.name}: ${membersOf(one)}`).join(' · ')}</p>}
      {isFunnel ? <Steps answer={answer} beside={beside} whom={whom} pick={pick} /> : <Others answer={answer} beside={beside} pick={pick} />}
    </>
  )
}

function Steps({ answer: { data, compare }, beside, whom, pick }: Compared) {
  const lines = withName(beside, linesOf)
  return (
    <>
      <GroupFunnel
        groups={beside.map((one) => ({ name: one.name, members: membersOf(one), steps: one.data.steps ?? [], before: one.compare?.data.steps ?? [] }))}
        all={data.steps ?? []}
        before={compare?.data.steps ?? null}
        whom={whom}
        pick={pick}
      />
      {lines.length > 0 && <Lines label="By group and line" lines={lines} old={[]} pick={pick} />}
    </>
  )
}

function Others({ answer: { data, query }, beside, pick }: Omit<Compared, 'whom'>) {
  const unit = String(query.unit ?? 'day')
  if (data.over_time) return <OverTimeLines groups={beside.map(({ name, data: own }) => ({ name, points: own.over_time ?? [] }))} unit={unit} pick={pick} />
  if (data.time_to_convert) return <TimesBeside beside={beside} />
  if (data.series) return <TrendResult lines={withName(beside, (own) => own.series ?? [])} before={null} unit={unit} pick={pick} />
  if (data.features) return <FeatureTable features={withName(beside, (own) => own.features ?? [])} pick={pick} />
  if (spreadOf(data).length > 0) return <StickinessTable lines={withName(beside, spreadOf)} unit={unit} pick={pick} />
  return (
    <>
      {data.mean && query['value'] === null && <RetentionCurves curves={beside.map(({ name, data: own }) => ({ name, mean: own.mean ?? [] }))} unit={unit} />}
      {data.mean && <MeansBeside beside={beside} />}
      {data.total && <TotalsBeside beside={beside} pick={pick} />}
      {beside.map(({ name, data: own }) => (
        <section key={name} className="grp-part">
          <h3 className="t13 s">{name}</h3>
          <OneTable of={name} data={own} query={query} pick={pick} />
        </section>
      ))}
    </>
  )
}

/** How many are in a group; of a segment also those who left, since they did things before. */
const membersOf = ({ members, counts, former = 0 }: Besides): string =>
  `${sayMany(members, counts)}${former > 0 ? `, ${former.toLocaleString('en-US')} of them former` : ''}`

const linesOf = (data: Told): FunnelLine[] => (data.breakdown ?? []).filter((line) => 'steps' in line)
const spreadOf = (data: Told): StickinessLine[] => (data.bins ? [{ breakdown: [], bins: data.bins }] : (data.breakdown ?? []).filter((line) => 'bins' in line))

/** Lines of every group, with its name before what they are broken down by. */
const withName = <T extends { readonly breakdown: Label }>(beside: readonly Besides[], linesIn: (data: Told) => readonly T[]): T[] =>
  beside.flatMap(({ name, data }) => linesIn(data).map((line) => ({ ...line, breakdown: [name, ...line.breakdown] })))

function OneTable({ of, data, query, pick }: { readonly of: string; readonly data: Told; readonly query: Query; readonly pick: Pick }) {
  if (data.mean && data.cohorts)
    return <RetentionTable of={of} cohorts={data.cohorts} mean={data.mean} lines={retentionLines(data)} isWorth={query['value'] !== null} pick={pick} />
  if (data.buckets) return <LifecycleResult of={of} data={data} query={query} pick={pick} />
  if (data.links) return <PathsResult of={of} data={data} query={query} pick={pick} />
  return data.total && data.cohorts ? <CohortTable of={of} cohorts={data.cohorts} total={data.total} pick={pick} /> : null
}

/** Mean retention of each group by interval. */
function MeansBeside({ beside }: { readonly beside: readonly Besides[] }) {
  const intervals = beside[0]?.data.mean ?? []
  return (
    <PlainTable label="Mean of each group" head={['Group', 'Members', 'Started', ...intervals.map(({ interval }) => String(interval))]}>
      {beside.map((one) => (
        <tr key={one.name}>
          <th scope="row">{one.name}</th>
          <td className="n">{one.members.toLocaleString('en-US')}</td>
          <td className="n">{(one.data.cohorts ?? []).reduce((sum, { size }) => sum + size, 0).toLocaleString('en-US')}</td>
          {(one.data.mean ?? []).map(({ interval, n, size, rate }) => (
            <td key={interval} className="n" title={`${n.toLocaleString('en-US')} of ${size.toLocaleString('en-US')}`}>
              {share(rate)}
            </td>
          ))}
        </tr>
      ))}
    </PlainTable>
  )
}

/** Who got there in each group. */
function TotalsBeside({ beside, pick }: { readonly beside: readonly Besides[]; readonly pick: Pick }) {
  return (
    <PlainTable label="Groups" head={['Group', 'Started', 'Window over', 'Activated', 'Share', '95 %', 'Half were there after']}>
      {beside.map(({ name, data: { total, ttv } }) => (
        <tr key={name}>
          <th scope="row">{name}</th>
          <td className="n">{(total?.eligible ?? 0).toLocaleString('en-US')}</td>
          <td className="n">{(total?.matured ?? 0).toLocaleString('en-US')}</td>
          <td className="n">
            <button type="button" className="link" onClick={() => total && pick(total.drill)}>
              {(total?.activated ?? 0).toLocaleString('en-US')}
            </button>
          </td>
          <td className="n s">{share(total?.rate ?? null)}</td>
          <td className="n muted">{total?.ci95 ? `${Math.round(total.ci95.low * 100)} – ${Math.round(total.ci95.high * 100)}` : '–'}</td>
          <td className="n">{spanOf(ttv?.median ?? null)}</td>
        </tr>
      ))}
    </PlainTable>
  )
}

/** How long those of each group took who came through. */
function TimesBeside({ beside }: { readonly beside: readonly Besides[] }) {
  return (
    <PlainTable label="Time to convert" head={['Group', 'Came through', 'Half took', 'Nine in ten took', 'Mean']}>
      {beside.map(({ name, data: { time_to_convert: times } }) => (
        <tr key={name}>
          <th scope="row">{name}</th>
          <td className="n">{(times?.n ?? 0).toLocaleString('en-US')}</td>
          {[times?.median, times?.p90, times?.mean].map((each, at) => (
            <td key={at} className="n">
              {spanOf(each ?? null)}
            </td>
          ))}
        </tr>
      ))}
    </PlainTable>
  )
}
