import { Copy } from 'lucide-react'
import { Fragment, useCallback } from 'react'
import { barChart } from '#engines/charts/barChart.ts'
import type { Frame } from '#engines/charts/figure.ts'
import { lineChart } from '#engines/charts/lineChart.ts'
import { waterfallChart } from '#engines/charts/waterfallChart.ts'
import { Chart } from '#web/charts/Chart.tsx'
import { useHow } from '#web/computed/how.tsx'
import { useKeys } from '#web/keys.tsx'
import { ReasonWords } from '#web/parts/ReasonWords.tsx'
import { certaintyOf, CertaintyMark } from '#web/parts/Certainty.tsx'
import { Icon } from '#web/parts/Icon.tsx'
import { useSay } from '#web/parts/Toasts.tsx'
import { sayDay } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { useUrl } from '#web/url.tsx'
import { words } from '#web/vocabulary.ts'
import { ChipRow } from './ChipRow.tsx'
import type { Answer, Citation, Drawn, Surveyed, Table } from './contract.ts'
import { GoTo, Questions } from './Otherwise.tsx'
import { WhyView } from './WhyView.tsx'
import { Wide } from '#web/parts/Wide.tsx'

/** The answer in one line, the query that was read, the figures, and what they rest on. */
export function AnswerView({ answer }: { readonly answer: Answer }) {
  const how = useHow()
  const { metric, citations, table, chart, why, notes, followUps } = answer
  return (
    <>
      <section aria-label="Answer" className="said">
        <Sentence answer={answer} />
        <ChipRow chips={answer.chips} />
      </section>
      {chart && <Drawing chart={chart} />}
      {table && <Figures table={table} />}
      {why && <WhyView why={why} />}
      <Notes of={notes} />
      <div className="proof">
        <Citations citations={citations} />
        <section aria-labelledby="h-next">
          <h2 id="h-next">Ask next</h2>
          <Questions of={followUps} />
        </section>
      </div>
      <div className="acts foot-acts">
        <button type="button" className="btn" onClick={() => how(metric.key, answer.measurements[0]?.asOf)}>
          How is this computed?
        </button>
        <CopyCall query={answer.query} />
      </div>
    </>
  )
}

/** What was found about all metrics: a row leads to the page of its metric, where the proof stands. */
export function SurveyView({ answer: { sentence, table, notes, followUps } }: { readonly answer: Surveyed }) {
  return (
    <>
      <section aria-label="Answer" className="said">
        <p className="lede num">{sentence}</p>
      </section>
      <Figures table={table} />
      <Notes of={notes} />
      <section aria-labelledby="h-next" className="otherwise">
        <h2 id="h-next">Ask next</h2>
        <Questions of={followUps} />
      </section>
    </>
  )
}

function Notes({ of }: { readonly of: readonly string[] }) {
  if (of.length === 0) return null
  return (
    <ul className="ask-notes" aria-label="Notes">
      {of.map((note) => (
        <li key={note} className="note">
          {note}
        </li>
      ))}
    </ul>
  )
}

function Sentence({ answer: { sentence, measurements } }: { readonly answer: Answer }) {
  const { workspace } = useMe()
  const [measured] = measurements
  if (!measured) return <p className="lede">{sentence}</p>
  const { trust, asOf, freshness, policy, version } = measured
  return (
    <>
      <p className="lede num">
        {sentence} <CertaintyMark of={certaintyOf(trust, workspace.isSample)} />
      </p>
      <p className="trust num muted t13">
        <span>{words(trust.state)}</span>
        <span>as of {sayDay(asOf)}</span>
        {freshness.newest && <span>newest row {sayDay(freshness.newest)}</span>}
        <span>
          definition v{version}, policy {policy.preset}
        </span>
        {trust.reasons.map((reason) => (
          <span key={reason.says}>
            <ReasonWords of={reason} />
          </span>
        ))}
      </p>
    </>
  )
}

function Drawing({ chart }: { readonly chart: Drawn }) {
  const figure = useCallback((frame: Frame) => draw(chart, frame), [chart])
  return (
    <section aria-label="Chart" className="drawn">
      <Chart figure={figure} />
    </section>
  )
}

function draw(chart: Drawn, frame: Frame) {
  if (chart.kind === 'line') return lineChart(chart.drawing, frame)
  return chart.kind === 'bars' ? barChart(chart.drawing, frame) : waterfallChart(chart.drawing, frame)
}

const headingOf = (heading: string): string => (heading === 'n' ? 'n' : words(heading))

/** On a phone the range of a figure stands under it, so that the change beside it has room. */
const interval = '95% interval'

function Figures({ table: { head, rows } }: { readonly table: Table }) {
  const [first, ...others] = head
  const range = others.indexOf(interval)
  return (
    <Wide room="sec" label="Figures">
      <table className="num figures">
        <thead>
          <tr>
            <th scope="col">{first ? headingOf(first) : <span className="sr">What</span>}</th>
            {others.map((heading) => (
              <th key={heading} scope="col" className={heading === interval ? 'r range' : 'r'}>
                {headingOf(heading)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, place) => (
            <Fragment key={`${row.label} ${row.note ?? ''}`}>
              {row.within && row.within.first !== rows[place - 1]?.within?.first && (
                <tr className="over">
                  <th scope="rowgroup" colSpan={head.length}>
                    {row.within.first}
                  </th>
                </tr>
              )}
              <tr className={row.within ? 'under' : undefined}>
                <th scope="row">
                  {row.to === undefined ? (
                    (row.within?.own ?? row.label)
                  ) : (
                    <GoTo className="link" to={row.to}>
                      {row.label}
                    </GoTo>
                  )}{' '}
                  {row.note && <span className="muted t12">{row.note}</span>}
                </th>
                {row.shown.map((cell, index) => (
                  <td key={others[index] ?? index} className={index === range ? 'r range' : 'r'}>
                    {cell}
                    {index === range - 1 && row.shown[range] !== '–' && <span className="under-it muted t12">{row.shown[range]}</span>}
                  </td>
                ))}
              </tr>
            </Fragment>
          ))}
        </tbody>
      </table>
    </Wide>
  )
}

/** What the answer rests on; the keys 1 to 9 open it. */
function Citations({ citations }: { readonly citations: readonly Citation[] }) {
  const { go } = useUrl()
  useKeys(citations.flatMap(({ n, title, to }) => (to === null ? [] : [{ keys: String(n), says: title, run: () => go(...placeOf(to)) }])))
  return (
    <section aria-labelledby="h-rests">
      <h2 id="h-rests">Rests on</h2>
      <ol className="cites num">
        {citations.map(({ n, title, says, to }) => (
          <li key={n}>
            <kbd>{n}</kbd>
            <span>
              {to === null ? (
                title
              ) : (
                <GoTo className="link" to={to}>
                  {title}
                </GoTo>
              )}
              <i className="i1">{says}</i>
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}

const placeOf = (to: string): [string, Record<string, string>] => {
  const [path = '', query = ''] = to.split('?')
  return [path, Object.fromEntries(new URLSearchParams(query))]
}

function CopyCall({ query }: { readonly query: readonly string[] }) {
  const say = useSay()
  const copy = async () => {
    await navigator.clipboard?.writeText(query.join('\n'))
    say(query.length === 1 ? 'API call copied' : `${query.length} API calls copied`)
  }
  return (
    <button type="button" className="btn" onClick={() => void copy()}>
      <Icon of={Copy} /> Copy the API call
    </button>
  )
}
