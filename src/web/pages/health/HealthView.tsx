import { NewOne } from '#web/object/NewOne.tsx'
import { ObjectPeek } from '#web/object/ObjectPeek.tsx'
import { Empty } from '#web/parts/Empty.tsx'
import { RoadmapTabs } from '#web/parts/RoadmapTabs.tsx'
import { StateWords } from '#web/parts/StateMark.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { Wide } from '#web/parts/Wide.tsx'
import { showVariance } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { Go, useUrl } from '#web/url.tsx'
import { words } from '#web/vocabulary.ts'
import { healthOf, type HealthFigure, type PortfolioHealth, type ProductHealth } from './asked.ts'
import { LimitsButton } from './Limits.tsx'
import { Migrations } from './Migrations.tsx'
import { Rules } from './Rules.tsx'
import { changeSays, figureSays, grades, headline, proposalSays } from './told.ts'
import '#web/pages/roadmap/roadmap.css'
import './health.css'

export function HealthView() {
  const { workspace, asOf, search } = useUrl()
  const { workspace: card } = useMe()
  return (
    <main className="page p-health" id="main">
      <title>{`Portfolio health · ${card.name}`}</title>
      <div className="xh">
        <h1>Portfolio health</h1>
        <div className="acts no-print">
          <NewOne noun="migration" says="New migration" hasKey />
        </div>
      </div>
      <RoadmapTabs />
      <Tile of={healthOf(workspace, asOf)} name="The health of the portfolio" lines={8}>
        {(health) => <Shown health={health} />}
      </Tile>
      {search['peek'] && <ObjectPeek key={search['peek']} address={search['peek']} />}
    </main>
  )
}

function Shown({ health }: { readonly health: PortfolioHealth }) {
  const { search } = useUrl()
  if (health.lines.length === 0)
    return (
      <Empty
        says="No product line is named yet"
        was="No product line was named"
        next="Add the products that customers pay for. What subscriptions, costs, usage and tickets call them then gives each its revenue, margin, use and incidents."
      >
        <NewOne noun="product" says="New product" />
        <Go className="btn" to="import">
          Import
        </Go>
      </Empty>
    )
  const shown =
    health.lines.find(({ key }) => key === search['line']) ??
    health.lines.find(({ proposed }) => proposed.proposal === 'harvest' || proposed.proposal === 'sunset')
  return (
    <>
      <div className="hl">
        <p className="concl first">{headline(health)}</p>
        <LimitsButton health={health} />
      </div>
      <p className="note">
        Each figure is of the last closed month or quarter, with its change against the period before. Tickets are for each active account of the line; effort
        and cost are its parts of the whole.
      </p>
      <Wide label="Product lines" room="bl">
        <table className="cards num">
          <thead>
            <tr>
              <th scope="col">Product line</th>
              <th scope="col">Proposal</th>
              <th scope="col">Health</th>
              {columns.map(({ says }) => (
                <th key={says} scope="col" className="r">
                  {says}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {health.lines.map((line) => (
              <LineRow key={line.id} line={line} currency={health.currency} isShown={line.key === shown?.key} />
            ))}
          </tbody>
        </table>
      </Wide>
      {shown && <Rules key={shown.key} line={shown} />}
      <Migrations health={health} />
    </>
  )
}

const columns: readonly {
  readonly says: string
  readonly of: (figures: ProductHealth['figures']) => HealthFigure
  readonly better: 'up' | 'down' | 'within'
}[] = [
  { says: 'Revenue a year', of: ({ revenue }) => revenue, better: 'up' },
  { says: 'Margin', of: ({ margin }) => margin, better: 'up' },
  { says: 'Net retention', of: ({ netRetention }) => netRetention, better: 'up' },
  { says: 'Active', of: ({ usage }) => usage, better: 'up' },
  { says: 'Satisfied', of: ({ satisfaction }) => satisfaction, better: 'up' },
  { says: 'Tickets', of: ({ tickets }) => tickets, better: 'down' },
  { says: 'Incidents', of: ({ incidents }) => incidents, better: 'down' },
  { says: 'Effort', of: ({ effortShare }) => effortShare, better: 'within' },
  { says: 'Cost', of: ({ costShare }) => costShare, better: 'within' },
]

function LineRow({ line, currency, isShown }: { readonly line: ProductHealth; readonly currency: string; readonly isShown: boolean }) {
  const { set } = useUrl()
  const { grade } = line.graded
  return (
    <tr className={isShown ? 'sel' : undefined}>
      <td className="wide">
        <button type="button" className="b" aria-pressed={isShown} onClick={() => set({ line: line.key })}>
          {line.name}
        </button>
        <div className="sub">{[words(line.lifecycle), line.owner].filter((text) => text).join(', ')}</div>
      </td>
      <td data-l="Proposal" className="b">
        {proposalSays(line)}
      </td>
      <td data-l="Health">
        {grade ? <StateWords state={grades[grade].state}>{grades[grade].says}</StateWords> : <StateWords state="none">Unknown</StateWords>}
      </td>
      {columns.map(({ says, of, better }) => (
        <td key={says} data-l={says} className="r">
          <FigureCell of={of(line.figures)} currency={currency} better={better} />
        </td>
      ))}
    </tr>
  )
}

/** A value with its change, its count and its trust in the title; the unknown is a dash with its reason. */
function FigureCell({ of, currency, better }: { readonly of: HealthFigure; readonly currency: string; readonly better: 'up' | 'down' | 'within' }) {
  if (of.value === null)
    return (
      <span className="muted" title={of.lacks ?? undefined}>
        <span aria-hidden="true">–</span>
        <span className="sr">{`Unknown. ${of.lacks ?? ''}`}</span>
      </span>
    )
  const change = of.before === null ? null : showVariance(of.value, of.before, of.unit, { currency, better })
  const tone = change === null ? '' : { good: 'green', bad: 'red', neutral: 'muted' }[change.tone]
  return (
    <span title={`${of.metric}, ${of.period ?? ''}${of.n === null ? '' : `, n = ${of.n}`}, ${of.trust ?? 'unknown'}`}>
      {figureSays(of, currency)}
      {change && <span className={`i1 ${tone}`}>{changeSays(of, change.absolute)}</span>}
      {of.trust !== null && of.trust !== 'trusted' && (
        <span className="i1">
          <StateWords state={of.trust === 'untrusted' ? 'untrusted' : 'amber'}>{of.trust}</StateWords>
        </span>
      )}
    </span>
  )
}
