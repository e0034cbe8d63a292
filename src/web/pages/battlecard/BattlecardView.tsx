import { Printer } from 'lucide-react'
import type { ReactNode } from 'react'
import { useRefusal } from '#web/object/useRefusal.ts'
import { Crumbs } from '#web/parts/Crumbs.tsx'
import { Empty } from '#web/parts/Empty.tsx'
import { Icon } from '#web/parts/Icon.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { marketOf, type CompetitorLine } from '#web/pages/market/asked.ts'
import { Claims, Moves, rateSays, sayRate, Standings } from '#web/pages/market/Rivals.tsx'
import { sayDay } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { Go, useUrl } from '#web/url.tsx'
import { words } from '#web/vocabulary.ts'
import '#web/pages/market/market.css'
import './battlecard.css'

/** One page for a call, and for paper: what to answer, what to ask, what may be said, why we win and lose. */
export function BattlecardView() {
  const { workspace, asOf, params } = useUrl()
  return (
    <main className="page p-card" id="main">
      <Crumbs
        way={[
          { to: 'strategy', says: 'Strategy' },
          { to: 'strategy/market', says: 'Market' },
        ]}
        here="Battlecard"
      />
      <Tile of={marketOf(workspace, asOf)} name="The battlecard" lines={8}>
        {({ competitors, today }) => <Shown of={competitors.find(({ key, id }) => key === params['id'] || id === params['id'])} today={today} />}
      </Tile>
    </main>
  )
}

function Shown({ of, today }: { readonly of: CompetitorLine | undefined; readonly today: string }) {
  const { workspace: card } = useMe()
  const refused = useRefusal('competitor', 'edit')
  if (!of)
    return (
      <Empty
        says="We follow no such competitor"
        was="We followed no such competitor"
        next="A battlecard is made from what is written down of a competitor, from its deals and from what it did."
      >
        <Go className="btn" to="strategy/market">
          Market
        </Go>
      </Empty>
    )
  return (
    <>
      <title>{`Against ${of.title} · ${card.name}`}</title>
      <div className="xh">
        <h1>{`Against ${of.title}`}</h1>
        <div className="acts no-print">
          {refused === null && (
            <Go className="btn" to={`n/competitors/${of.key}`} words={{ tab: 'edit' }}>
              Edit
            </Go>
          )}
          <button type="button" className="btn" onClick={() => print()}>
            <Icon of={Printer} /> Print
          </button>
        </div>
      </div>
      <p className="lead">{of.positioning ?? 'Nobody has written down what they say they are.'}</p>
      <p className="muted t13 num">
        {[words(of.kind), of.threat === null ? null : `threat ${of.threat} of 5`, of.owner ? `${of.owner} looks after it` : null, `as of ${sayDay(today)}`]
          .filter(Boolean)
          .join(', ')}
      </p>
      <div className="bc t13">
        <InTheCall card={of.card} />
        <div className="bc-c">
          <Claims claims={of.claims} />
        </div>
        <Points heading="Their strengths" points={of.card.strengths} none="No strength is written down" />
        <Points heading="Their weaknesses" points={of.card.weaknesses} none="No weakness is written down" />
        <div className="bc-c">
          <Standings standings={of.standings} />
        </div>
        <WonAndLost of={of} />
        <div className="bc-c">
          <Moves moves={of.moves} most={5} />
        </div>
        {of.card.pricing && (
          <Part heading="Their price">
            <p>{of.card.pricing}</p>
          </Part>
        )}
      </div>
    </>
  )
}

const Part = ({ heading, isWide, children }: { readonly heading: string; readonly isWide?: boolean; readonly children: ReactNode }) => (
  <section className={isWide ? 'bc-c wide' : 'bc-c'} aria-label={heading}>
    <h3>{heading}</h3>
    {children}
  </section>
)

/** What is looked up while somebody waits: the answer to what they just said, and the question to ask next. */
function InTheCall({ card: { objections, landmines } }: Pick<CompetitorLine, 'card'>) {
  return (
    <>
      <Part heading="They say, we answer" isWide>
        <dl className="says">
          {objections.map(({ objection, answer }) => (
            <div key={objection}>
              <dt>{`“${objection}”`}</dt>
              <dd>{answer}</dd>
            </div>
          ))}
        </dl>
        {objections.length === 0 && <p className="muted">No objection is written down: what do customers say for them?</p>}
      </Part>
      <Part heading="Ask early" isWide>
        <ol className="asks">
          {landmines.map(({ question, because }) => (
            <li key={question}>
              <span className="b">{question}</span> {because && <span className="muted">{because}</span>}
            </li>
          ))}
        </ol>
        {landmines.length === 0 && <p className="muted">No question is written down whose honest answer speaks for us.</p>}
      </Part>
    </>
  )
}

function Points({ heading, points, none }: { readonly heading: string; readonly points: CompetitorLine['card']['strengths']; readonly none: string }) {
  return (
    <Part heading={heading}>
      <ul>
        {points.map(({ point, evidence }) => (
          <li key={point}>
            <span className="b">{point}</span> {evidence && <span className="muted">{evidence}</span>}
          </li>
        ))}
        {points.length === 0 && <li className="muted">{none}</li>}
      </ul>
    </Part>
  )
}

const reasonsSay = (reasons: CompetitorLine['card']['wonFor']): string =>
  reasons.length === 0 ? 'no reason is recorded' : reasons.map(({ reason, count }) => `${words(reason).toLowerCase()} ${count}`).join(', ')

/** The deals of a year against them: how many, what decided them, and the buyers’ own words. */
function WonAndLost({
  of: {
    deals: { year, before },
    card: { wonFor, heard },
  },
}: {
  readonly of: CompetitorLine
}) {
  const isNone = year.won + year.lost + year.noDecision === 0
  return (
    <Part heading="Why we win and lose">
      {isNone ? (
        <p className="muted">No deal against them closed in the last twelve months.</p>
      ) : (
        <ul className="num">
          <li>
            <span className="b">{`Twelve months: ${rateSays(year)}`}</span>
            {before.rate !== null && <span className="muted">{`, ${sayRate(before.rate)} the year before`}</span>}
          </li>
          <li>{`Won for: ${reasonsSay(wonFor)}`}</li>
          <li>{`Lost for: ${reasonsSay(year.lostFor)}`}</li>
          {heard.slice(0, 4).map((one) => (
            <li key={`${one.on} ${one.words}`}>
              {`“${one.words}”`} <span className="muted">{[words(one.outcome).toLowerCase(), one.segment, sayDay(one.on)].filter(Boolean).join(', ')}</span>
            </li>
          ))}
        </ul>
      )}
    </Part>
  )
}
