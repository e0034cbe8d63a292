import { barOf, placeOf, whenSays } from '#engines/numbers/timeline.ts'
import type { SharedBet } from '#flows/sharing/bets.ts'
import type { SharedList } from '#flows/sharing/list.ts'
import type { SharedRoadmap } from '#flows/sharing/roadmap.ts'
import { Empty } from '#web/parts/Empty.tsx'
import { Wide } from '#web/parts/Wide.tsx'
import { percent, QuarterHeads } from '#web/parts/Quarters.tsx'
import { sayDay, sayValue } from '#web/say.ts'
import '#web/pages/roadmap/roadmap.css'
import './sharing.css'

/** A view as its audience sees it: on the page behind a link, and in the preview before there is one. */
export function Seen({ view, lens }: { readonly view: SharedRoadmap | SharedList; readonly lens?: string }) {
  if (view.subject === 'list') return <Rows list={view} />
  if (view.lanes.every(({ bets }) => bets.length === 0))
    return (
      <Empty
        says="Nothing to see yet"
        next={view.audience === 'customer' ? 'No bet has words for customers that were approved.' : 'No bet is open on this day.'}
      />
    )
  return (lens ?? view.lens) === 'timeline' ? <Quarters plan={view} /> : <Board plan={view} />
}

function Board({ plan }: { readonly plan: SharedRoadmap }) {
  return (
    <div className="lanes seen">
      {plan.lanes.map(({ id, says, bets }) => (
        <section key={id} aria-label={says}>
          <h2>
            {says} <span className="muted num">{bets.length}</span>
          </h2>
          <ul>
            {bets.map((bet, at) => (
              <Card key={bet.key ?? `${bet.title} ${at}`} bet={bet} />
            ))}
            {bets.length === 0 && <li className="muted t13 none">Nothing here</li>}
          </ul>
        </section>
      ))}
    </div>
  )
}

function Card({ bet }: { readonly bet: SharedBet }) {
  const when = whenSays(bet)
  return (
    <li className="card">
      <div className="card-h muted t12">
        <span>{[bet.label, ...(bet.teams ?? [])].join(' · ')}</span>
        <span>{bet.key}</span>
      </div>
      <p className="b">{bet.title}</p>
      {bet.benefit && <p className="t13">{bet.benefit}</p>}
      <Facts bet={bet} />
      {(when !== null || bet.owner) && (
        <div className="card-f t12 num">
          <span>{when}</span>
          <span className="muted">{bet.owner}</span>
        </div>
      )}
    </li>
  )
}

/** What only colleagues see: the outcome that it is meant for, how sure it is, what it is worth. */
function Facts({ bet }: { readonly bet: SharedBet }) {
  const facts = [
    ...(bet.outcome ?? []).map(({ metric, by }) => `${metric} by ${sayDay(by)}`),
    ...(typeof bet.confidence === 'number' ? [`${Math.round(bet.confidence * 100)}% sure`] : []),
    ...(bet.value ? [`${sayValue(bet.value.amount, 'money', bet.value.currency)} a year`] : []),
    ...(bet.hardDate ? [`Hard date ${sayDay(bet.hardDate)}`] : []),
  ]
  return facts.length === 0 ? null : <p className="t12 muted num">{facts.join(' · ')}</p>
}

function Quarters({ plan: { lanes, quarters } }: { readonly plan: SharedRoadmap }) {
  const bets = lanes.flatMap((lane) => lane.bets)
  const rest = bets.filter(({ when }) => barOf(when, quarters) === null).length
  return (
    <div className="tl seen">
      <QuarterHeads quarters={quarters} className="tl-h" />
      <ul>
        {bets.map((bet, at) => (
          <Line key={bet.key ?? `${bet.title} ${at}`} bet={bet} quarters={quarters} />
        ))}
      </ul>
      <p className="note">{`A bar is the time that is planned; one that fades is anywhere inside.${rest > 0 ? ` ${rest} without a time in these quarters ${rest === 1 ? 'is' : 'are'} not drawn.` : ''}`}</p>
    </div>
  )
}

function Line({ bet, quarters }: { readonly bet: SharedBet; readonly quarters: readonly string[] }) {
  const bar = barOf(bet.when, quarters)
  if (!bar) return null
  const [half, likely] = [placeOf(bet.forecast?.half, quarters), placeOf(bet.forecast?.likely, quarters)]
  const fades = bar.isFuzzy ? `${bar.isCutLeft ? '' : 'fl'} ${bar.isCutRight ? '' : 'fr'}` : ''
  return (
    <li>
      <div className="tl-n t13">
        <span>
          <span className="muted">{bet.key}</span> {bet.title}
        </span>
        <span className="muted t12 num">{whenSays({ ...bet, horizon: 'next' })}</span>
      </div>
      <div className="tl-r" aria-hidden="true">
        {quarters.map((quarter) => (
          <span key={quarter} className="tl-q" />
        ))}
        <span className={`tl-b ${bet.horizon} ${fades}`} style={{ insetInlineStart: percent(bar.from), width: percent(bar.to - bar.from) }} />
        {half !== null && likely !== null && (
          <span className="tl-f" style={{ insetInlineStart: percent(half), width: percent(Math.max(0.004, likely - half)) }} />
        )}
      </div>
    </li>
  )
}

function Rows({ list: { columns, rows, says } }: { readonly list: SharedList }) {
  if (rows.length === 0) return <Empty says="No rows" next="The filter of this list leaves none." />
  return (
    <Wide label={says}>
      <table className="num seen">
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.name} scope="col">
                {column.says}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, at) => (
            // oxlint-disable-next-line react/no-array-index-key -- rows have no id: an id would tell more than is shown
            <tr key={at}>
              {columns.map((column, place) => (
                <td key={column.name}>{cells[place]}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  )
}
