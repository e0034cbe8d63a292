import { useCallback } from 'react'
import type { Frame } from '#engines/charts/figure.ts'
import { lineChart } from '#engines/charts/lineChart.ts'
import type { AnyRow } from '#kernel'
import { Chart } from '#web/charts/Chart.tsx'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { StateWords } from '#web/parts/StateMark.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { Wide } from '#web/parts/Wide.tsx'
import { sayCount, sayMany, sayPeriod, sayValue } from '#web/say.ts'
import { Go, useUrl } from '#web/url.tsx'
import { words } from '#web/vocabulary.ts'
import { ChangeRule } from './ChangeRule.tsx'
import { segmentOf, type Member, type SegmentView } from '#web/pages/market/asked.ts'
import './segment.css'

/** Who is in this segment today, what do they pay, and do they stay? */
export function SegmentSlot({ row }: { readonly row: AnyRow }) {
  const { workspace, asOf } = useUrl()
  return (
    <Tile of={segmentOf(workspace, row.key, asOf)} name="Its members" lines={8}>
      {(view) => (
        <div className="p-segment">
          <Figures view={view} row={row} />
          {view.trend.some(({ nrr }) => nrr !== null) && <Trend view={view} />}
          <Members view={view} />
        </div>
      )}
    </Tile>
  )
}

function Figures({ view: { line, base, lacks }, row }: { readonly view: SegmentView; readonly row: AnyRow }) {
  const currency = base.currency ?? undefined
  if (line.rule === null)
    return (
      <p className="note">
        <StateWords state="amber">{`Its rule cannot be read: ${line.lacks ?? ''}`}</StateWords> <ChangeRule row={row} />
      </p>
    )
  return (
    <section className="sec first" aria-label="Members">
      <SectionHead title={membersSay(line)} count={line.rule}>
        <Go className="link" to="strategy/market">
          Market
        </Go>
        <Explored rule={row['rule']} />
        <ChangeRule row={row} />
      </SectionHead>
      <dl className="facts num">
        <Fact says="Share of accounts" value={sayValue(line.accountShare, 'ratio')} beside={`of ${sayCount(base.accounts)}`} />
        <Fact says="ARR" value={sayValue(line.arr, 'money', currency)} beside={line.paying === null ? (lacks ?? '') : `${sayCount(line.paying)} pay`} />
        <Fact says="Share of ARR" value={sayValue(line.arrShare, 'ratio')} beside={base.month ? sayPeriod(base.month) : ''} />
        <Fact
          says="NRR"
          value={sayValue(line.nrr, 'ratio')}
          beside={line.nrr === null ? 'nobody paid a year ago' : `all keep ${sayValue(base.nrr, 'ratio')}; ${sayMany(line.nrrN, 'account')}`}
        />
      </dl>
    </section>
  )
}

/** The same rule stands as a condition in Explore, where events know what it asks for. */
function Explored({ rule }: { readonly rule: unknown }) {
  if (/"account\.(kind|startedOn)"/.test(JSON.stringify(rule))) return null
  const query = { kind: 'trend', range: { last: 26, unit: 'week' }, unit: 'week', where: rule, series: [{ sel: { event: '*' }, math: 'unique' }] }
  return (
    <Go className="link" to="metrics/explore" words={{ q: JSON.stringify(query) }}>
      Explore
    </Go>
  )
}

function membersSay({ accounts, fitting, state }: SegmentView['line']): string {
  if (fitting === 0) return 'No account fits its rule today'
  const held = fitting - accounts
  if (state === 'draft') return `${sayMany(fitting, 'account')} would be in it`
  return held > 0
    ? `${sayMany(accounts, 'account')} are in it; ${sayCount(held)} more fit and stand in an earlier segment`
    : `${sayMany(accounts, 'account')} are in it`
}

const Fact = ({ says, value, beside }: { readonly says: string; readonly value: string; readonly beside: string }) => (
  <div>
    <dt>{says}</dt>
    <dd>
      {value} <span className="muted t12">{beside}</span>
    </dd>
  </div>
)

function Trend({ view: { trend } }: { readonly view: SegmentView }) {
  const figure = useCallback(
    (frame: Frame) =>
      lineChart(
        {
          name: 'Net revenue retention',
          measure: { unit: 'ratio' },
          periods: trend.map(({ month }) => month),
          lines: [
            { name: 'This segment', values: trend.map(({ nrr }) => nrr) },
            { name: 'All accounts', values: trend.map(({ ofAll }) => ofAll) },
          ],
        },
        frame,
      ),
    [trend],
  )
  return (
    <section className="sec" aria-label="Retention">
      <SectionHead title="Net revenue retention of today’s members" count="every third month" />
      <figure className="fig-room">
        <Chart figure={figure} />
      </figure>
    </section>
  )
}

const most = 50

function Members({ view: { members, base } }: { readonly view: SegmentView }) {
  if (members.length === 0) return null
  const currency = base.currency ?? undefined
  return (
    <section className="sec" aria-label="Accounts">
      <SectionHead title="Accounts" count={members.length > most ? `the ${most} that pay most, of ${sayCount(members.length)}` : sayCount(members.length)} />
      <Wide label="Accounts of the segment">
        <table className="num">
          <thead>
            <tr>
              <th scope="col">Account</th>
              <th scope="col">Kind</th>
              <th scope="col" className="r">
                ARR
              </th>
              <th scope="col" className="r">
                Kept in a year
              </th>
            </tr>
          </thead>
          <tbody>
            {members.slice(0, most).map((one) => (
              <tr key={one.id}>
                <th scope="row">
                  <Go className="link" to={`n/accounts/${one.key}`}>
                    {one.name ?? one.key}
                  </Go>
                  {one.heldBy && <span className="muted t12">{` counts in ${one.heldBy}`}</span>}
                </th>
                <td>{words(one.kind)}</td>
                <td className="r">{sayValue(one.arr, 'money', currency)}</td>
                <td className="r">{keptWords(one)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
    </section>
  )
}

const keptWords = ({ opening, closing }: Member): string => (opening === null || closing === null || opening <= 0 ? '–' : sayValue(closing / opening, 'ratio'))
