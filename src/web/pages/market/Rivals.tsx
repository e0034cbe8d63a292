import { NewOne } from '#web/object/NewOne.tsx'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { StateWords } from '#web/parts/StateMark.tsx'
import { sayDay, sayMany, sayValue } from '#web/say.ts'
import { Go, useUrl } from '#web/url.tsx'
import { words } from '#web/vocabulary.ts'
import type { ClaimLine, CompetitorLine, Market, StandingLine } from './asked.ts'

/** Whom we are compared with: what they did, where we stand, what is stale and what may be said. */
export function Rivals({ competitors, wins }: { readonly competitors: readonly CompetitorLine[]; readonly wins: Market['wins'] }) {
  return (
    <section className="sec" aria-label="Competitors">
      <SectionHead title={rivalsSay(competitors)}>
        <NewOne noun="deal" says="New deal" />
        <NewOne noun="competitor" says="New competitor" />
      </SectionHead>
      <WinLine wins={wins} />
      {competitors.length === 0 && (
        <p className="note">A competitor is whatever customers compare us with, doing nothing included: what it says, where we stand, and what it did.</p>
      )}
      {competitors.map((one) => (
        <Rival key={one.id} of={one} />
      ))}
    </section>
  )
}

function rivalsSay(competitors: readonly CompetitorLine[]): string {
  if (competitors.length === 0) return 'Nobody is named whom we are compared with'
  const stale = competitors.reduce((sum, { standings }) => sum + standings.filter(({ isStale }) => isStale).length, 0)
  const broken = competitors.reduce((sum, { claims }) => sum + claims.filter(({ state }) => state !== 'valid').length, 0)
  const parts = [
    ...(stale > 0 ? [`${sayMany(stale, 'standing')} nobody has looked at for 90 days`] : []),
    ...(broken > 0 ? [`${sayMany(broken, 'claim')} that may not be made`] : []),
  ]
  return parts.length === 0 ? `${sayMany(competitors.length, 'competitor')}, every standing fresh and every claim sound` : parts.join('; ')
}

function Rival({ of }: { readonly of: CompetitorLine }) {
  const { set } = useUrl()
  const { key, title, kind, state, threat, positioning, owner, standings, claims, moves } = of
  return (
    <section className="rival t13" aria-label={title}>
      <div className="rival-h">
        <button type="button" className="b" onClick={() => set({ peek: `competitor:${key}` })}>
          {title}
        </button>
        <span className="muted">
          <Go className="link" to={`strategy/battlecards/${key}`}>
            Battlecard
          </Go>
          {', '}
          {[words(kind), threat === null ? null : `threat ${threat} of 5`, owner, state === 'tracked' ? null : 'not tracked yet'].filter(Boolean).join(', ')}
        </span>
      </div>
      {positioning && <p>{positioning}</p>}
      <Won deals={of.deals} />
      <div className="rival-3">
        <Moves moves={moves} />
        <Standings standings={standings} />
        <Claims claims={claims} />
      </div>
    </section>
  )
}

/** How often we win, with the interval of so few deals, and where. Whoever bought from nobody is neither won nor lost. */
function WinLine({ wins: { all, before, bySegment } }: { readonly wins: Market['wins'] }) {
  if (all.won + all.lost + all.noDecision === 0)
    return (
      <p className="note">
        No deal is recorded of the last twelve months, so that a win rate is not known. Add deals, or <Go to="import">import</Go> those of your CRM.
      </p>
    )
  return (
    <p className="note num">
      <Go to="n/deals">{`Twelve months: ${rateSays(all)}`}</Go>
      {before.rate !== null && `, ${sayRate(before.rate)} the year before`}
      {all.noDecision > 0 && `; ${all.noDecision} bought from nobody`}
      {bySegment.length > 0 &&
        `. ${bySegment.map((one) => `${one.segment} ${one.rate === null ? 'unknown' : sayRate(one.rate)} of ${one.won + one.lost}`).join(', ')}`}
      .
    </p>
  )
}

export const sayRate = (rate: number): string => sayValue(rate, 'ratio')
export const rateSays = ({ won, lost, rate, low, high }: Market['wins']['all']): string =>
  rate === null || low === null || high === null
    ? 'nothing was won or lost'
    : `won ${won} of ${won + lost}, ${sayRate(rate)} (${sayRate(low)} to ${sayRate(high)})${won + lost < 20 ? ', few' : ''}`

function Won({ deals: { year, before } }: Pick<CompetitorLine, 'deals'>) {
  if (year.rate === null && before.rate === null) return null
  const lost = year.lostFor.slice(0, 3).map(({ reason, count }) => `${words(reason).toLowerCase()} ${count}`)
  return (
    <p className="num">
      {`Against it: ${rateSays(year)}`}
      {before.rate !== null && <span className="muted">{`, ${sayRate(before.rate)} the year before`}</span>}
      {lost.length > 0 && <span className="muted">{`; lost for ${lost.join(', ')}`}</span>}
    </p>
  )
}

export function Moves({ moves, most = 3 }: Pick<CompetitorLine, 'moves'> & { readonly most?: number }) {
  return (
    <div>
      <h3>What it did</h3>
      <ul>
        {moves.slice(0, most).map((move) => (
          <li key={`${move.on} ${move.what}`}>
            <span className="muted num">{sayDay(move.on)}</span> {move.what}{' '}
            <span className="muted">{`${words(move.kind)}, threat ${move.threat} of 5; ${responses[move.response] ?? move.response}`}</span>
          </li>
        ))}
        {moves.length === 0 && <li className="muted">No move is recorded</li>}
        {moves.length > most && <li className="muted">{`and ${moves.length - most} before`}</li>}
      </ul>
    </div>
  )
}

const responses: Readonly<Record<string, string>> = { respond: 'we respond', ignore: 'we ignore it', decide: 'waits for a decision' }

export function Standings({ standings }: { readonly standings: readonly StandingLine[] }) {
  return (
    <div>
      <h3>How it stands against ours</h3>
      <ul>
        {standings.map((one) => (
          <li key={`${one.feature?.id ?? ''} ${one.checkedOn}`}>
            {one.feature ? <FeatureLink feature={one.feature} /> : 'A feature that is gone'} <b>{words(one.standing).toLowerCase()}</b>{' '}
            {one.isStale ? (
              <StateWords state="amber">{`Stale: looked at ${one.days} days ago`}</StateWords>
            ) : (
              <span className="muted">{sayDay(one.checkedOn)}</span>
            )}
          </li>
        ))}
        {standings.length === 0 && <li className="muted">Nobody has looked yet</li>}
      </ul>
    </div>
  )
}

export function Claims({ claims }: { readonly claims: readonly ClaimLine[] }) {
  return (
    <div>
      <h3>What we may say</h3>
      <ul>
        {claims.map((one) => (
          <li key={one.claim}>
            {one.claim}{' '}
            <StateWords state={one.state === 'valid' ? 'green' : one.state === 'notMeasured' ? 'none' : 'red'}>
              {one.state === 'valid' ? 'Holds' : one.state === 'notMeasured' ? 'Not proved' : 'May not be said'}
            </StateWords>{' '}
            <span className="muted">{one.says}</span>
          </li>
        ))}
        {claims.length === 0 && <li className="muted">No claim is written down</li>}
      </ul>
    </div>
  )
}

const FeatureLink = ({ feature }: { readonly feature: NonNullable<StandingLine['feature']> }) => (
  <Go className="link" to={`n/features/${feature.key}`}>
    {feature.title}
  </Go>
)
