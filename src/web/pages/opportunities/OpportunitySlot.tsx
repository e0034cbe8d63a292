import { useState } from 'react'
import type { AnyRow } from '#kernel'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { StateWords } from '#web/parts/StateMark.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { Wide } from '#web/parts/Wide.tsx'
import { sayCount, sayDay, sayMany, sayPeriod, sayValue } from '#web/say.ts'
import { Go, useUrl } from '#web/url.tsx'
import { opportunityOf, type OpportunityDetail } from './asked.ts'
import { loudSays } from './telling.ts'
import { Validate } from './Validate.tsx'
import './opportunities.css'

/** Who says so, what do they pay, and is it one customer who speaks loudest? */
export function OpportunitySlot({ row }: { readonly row: AnyRow }) {
  const { workspace, asOf } = useUrl()
  return (
    <Tile of={opportunityOf(workspace, row.key, asOf)} name="The evidence" lines={8}>
      {(told) => (
        <div className="p-opp">
          <Size told={told} row={row} />
          <Segments told={told} />
          <Accounts told={told} />
          <Quotes told={told} />
          <Parts told={told} />
        </div>
      )}
    </Tile>
  )
}

function Size({ told: { node, currency, month, lacks }, row }: { readonly told: OpportunityDetail; readonly row: AnyRow }) {
  const { evidence, survey } = node
  const loud = loudSays(evidence)
  const title = evidence.voices === 0 ? 'Nobody has said it yet' : `${sayMany(evidence.accounts, 'account')} said it, ${sayMany(evidence.voices, 'time')}`
  return (
    <section className="sec first" aria-label="Size">
      <SectionHead title={title} count={month ? `revenue of ${sayPeriod(month)}` : (lacks ?? '')}>
        <Go className="link" to="strategy/opportunities">
          Tree
        </Go>
        {row['state'] === 'new' && <Validate row={row} accounts={evidence.accounts} />}
      </SectionHead>
      {loud && (
        <p className="note">
          <StateWords state="amber">{`One customer is loud: ${loud}`}</StateWords>
        </p>
      )}
      <dl className="kv num">
        <div>
          <dt>Revenue</dt>
          <dd>
            {evidence.revenue === null
              ? `Unknown: ${lacks ?? ''}`
              : `${sayValue(evidence.revenue, 'money', currency)} a year, ${sayMany(evidence.paying ?? 0, 'account')} that pay`}
          </dd>
        </div>
        {evidence.heaviest && (
          <div>
            <dt>Most of it</dt>
            <dd>{`${Math.round(evidence.heaviest.share * 100)}% is paid by ${evidence.heaviest.name}`}</dd>
          </div>
        )}
        {evidence.unnamed > 0 && (
          <div>
            <dt>Unnamed</dt>
            <dd>{`${sayMany(evidence.unnamed, 'voice')} of no known account`}</dd>
          </div>
        )}
        <div>
          <dt>Score</dt>
          <dd>
            {survey && node.score !== null
              ? `${node.score.toFixed(1)} of 20, ${node.band ?? ''}: importance ${survey.importance}, satisfaction ${survey.satisfaction}, ${sayMany(survey.n, 'person', 'people')} asked`
              : 'Nobody was asked how important it is'}
          </dd>
        </div>
      </dl>
    </section>
  )
}

/** Which segments say it. A share is of those that were heard on anything, so that a segment that nobody asks does not look content. */
function Segments({ told: { segments, currency } }: { readonly told: OpportunityDetail }) {
  const said = segments.filter(({ accounts }) => accounts > 0)
  const [most] = said.filter(({ share }) => share !== null)
  if (said.length === 0) return null
  return (
    <section className="sec" aria-label="By segment">
      <SectionHead
        title={
          most
            ? `${most.segment} asks for it most: ${Math.round((most.share ?? 0) * 100)}% of the accounts heard`
            : 'Too few accounts were heard to compare segments'
        }
        count="each account once"
      />
      <Wide label="Demand by segment">
        <table className="num">
          <thead>
            <tr>
              <th scope="col">Segment</th>
              <th scope="col" className="r">
                Say it
              </th>
              <th scope="col" className="r">
                Heard
              </th>
              <th scope="col" className="r">
                Share
              </th>
              <th scope="col" className="r">
                Pay a year
              </th>
            </tr>
          </thead>
          <tbody>
            {segments.map((one) => (
              <tr key={one.segment}>
                <td>{one.segment}</td>
                <td className="r">{sayCount(one.accounts)}</td>
                <td className="r">{`${sayCount(one.heard)} of ${sayCount(one.of)}`}</td>
                <td className="r">{one.share === null ? <span className="muted">too few</span> : `${Math.round(one.share * 100)}%`}</td>
                <td className="r">{one.revenue === null ? <span className="muted">unknown</span> : sayValue(one.revenue, 'money', currency)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
    </section>
  )
}

function Accounts({ told: { accounts, currency } }: { readonly told: OpportunityDetail }) {
  const [isWhole, setWhole] = useState(false)
  if (accounts.length === 0) return null
  return (
    <section className="sec" aria-label="Accounts behind it">
      <SectionHead title="Accounts behind it" count={accounts.length} />
      <Wide label="What each account said and pays">
        <table className="num">
          <thead>
            <tr>
              <th scope="col">Account</th>
              <th scope="col" className="r">
                Voices
              </th>
              <th scope="col" className="r">
                Pays a year
              </th>
            </tr>
          </thead>
          <tbody>
            {accounts.slice(0, isWhole ? undefined : 8).map((one) => (
              <tr key={one.name}>
                <td>{one.name}</td>
                <td className="r">{sayCount(one.voices)}</td>
                <td className="r">{one.revenue === null ? <span className="muted">unknown</span> : sayValue(one.revenue, 'money', currency)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
      {accounts.length > 8 && !isWhole && (
        <button type="button" className="link t13" onClick={() => setWhole(true)}>
          {`All ${accounts.length} accounts`}
        </button>
      )}
    </section>
  )
}

function Quotes({ told: { quotes } }: { readonly told: OpportunityDetail }) {
  if (quotes.length === 0) return null
  return (
    <section className="sec" aria-label="What was said">
      <SectionHead title="What was said" count={`${Math.min(6, quotes.length)} of ${quotes.length}, the most important first`} />
      <ul className="quotes">
        {quotes.slice(0, 6).map((quote) => (
          <li key={quote.id}>
            <p>{quote.body === null ? <span className="muted">Your role does not show what people said.</span> : `“${quote.body}”`}</p>
            <span className="muted t12">
              {[quote.saidBy, quote.account, sayDay(quote.saidAt.slice(0, 10))].filter(Boolean).join(', ')}{' '}
              <Go className="link" to={`n/feedback/${quote.key}`}>
                {quote.key}
              </Go>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Parts({ told: { parts, currency } }: { readonly told: OpportunityDetail }) {
  if (parts.length === 0) return null
  return (
    <section className="sec" aria-label="Its parts">
      <SectionHead title="Its parts" count={parts.length} />
      <ul className="rows rel2">
        {parts.map((part) => (
          <li className="row" key={part.id}>
            <Go to={`n/opportunities/${part.key}`} className="ttl">
              {part.title}
            </Go>
            <span className="muted t12 num">
              {`${sayMany(part.evidence.accounts, 'account')}${part.evidence.revenue === null ? '' : `, ${sayValue(part.evidence.revenue, 'money', currency)}`}`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
