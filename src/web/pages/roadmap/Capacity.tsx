import { useQuery } from '@tanstack/react-query'
import type { AnyRow } from '#kernel'
import { StateWords } from '#web/parts/StateMark.tsx'
import { sayCount, sayMany } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { useUrl } from '#web/url.tsx'
import { words } from '#web/vocabulary.ts'
import { quartersFrom } from '#engines/numbers/timeline.ts'
import { driftSays, isCommitted, splitOf, splits, type Share } from './bets.ts'
import './roadmap.css'

const shades = ['var(--q5)', 'var(--q4)', 'var(--q3)', 'var(--q2)', 'var(--grey-bar)']

/** How the effort of Now and Next is split beside what was agreed, and how steady the commitments are. */
export function Capacity({ bets }: { readonly bets: readonly AnyRow[] }) {
  const { workspace, asOf } = useUrl()
  const { serverTime } = useMe()
  const [quarter = ''] = quartersFrom((asOf ?? serverTime).slice(0, 10))
  const agreed = useQuery(splits(workspace, asOf)).data?.items ?? []
  const { shares, weeks, unsized } = splitOf(bets, agreed, quarter)
  const committed = bets.filter(isCommitted)
  const moved = committed.filter((row) => Number(row['moves'] ?? 0) > 0)
  return (
    <section className="capsec num" aria-label="Split of effort and steadiness">
      <div className="caph">
        <b>{driftSays(shares)}</b>
        <span className="muted t13">{`${sayCount(Math.round(weeks))} person-weeks in Now and Next${unsized > 0 ? `, ${sayMany(unsized, 'bet')} not sized` : ''}; marks show the plan`}</span>
      </div>
      <Split shares={shares} />
      <dl className="facts">
        <div>
          <dt>Committed or in delivery</dt>
          <dd>{sayMany(committed.length, 'bet')}</dd>
        </div>
        <div>
          <dt>Moved since committed</dt>
          <dd>
            {sayMany(moved.length, 'bet')} {moved.length > 0 && <StateWords state={moved.length * 3 > committed.length ? 'red' : 'amber'}>Watch</StateWords>}
          </dd>
        </div>
        <div>
          <dt>Without an outcome</dt>
          <dd>{sayMany(bets.filter((row) => !Array.isArray(row['outcome']) || row['outcome'].length === 0).length, 'bet')}</dd>
        </div>
        <div>
          <dt>Without an objective</dt>
          <dd>{sayMany(bets.filter((row) => !Array.isArray(row['objectives']) || row['objectives'].length === 0).length, 'bet')}</dd>
        </div>
      </dl>
    </section>
  )
}

/** Shares of effort as one bar, with a mark where each agreed share would end; the words below say the same. */
export function Split({ shares }: { readonly shares: readonly Pick<Share, 'investment' | 'share' | 'target' | 'floor'>[] }) {
  const shown = shares.filter(({ share, target }) => share > 0 || (target ?? 0) > 0)
  const starts = shown.map((_, at) => shown.slice(0, at).reduce((sum, { share }) => sum + share, 0))
  return (
    <div className="split">
      <div className="bar" aria-hidden="true">
        {shown.map(({ investment, share, target, floor }, at) => (
          <span key={investment} style={{ flexGrow: share * 1000, background: shades[at] ?? 'var(--grey-bar)' }}>
            {target !== null && target > 0 && (
              <i style={{ insetInlineStart: `${share === 0 ? 0 : (target / share) * 100}%` }} hidden={(starts[at] ?? 0) + target > 1} />
            )}
            {floor !== null && floor > 0 && share > 0 && <i className="floor" style={{ insetInlineStart: `${Math.min(100, (floor / share) * 100)}%` }} />}
          </span>
        ))}
      </div>
      <ul className="t12">
        {shown.map(({ investment, share, target, floor }, at) => (
          <li key={investment}>
            <i style={{ background: shades[at] ?? 'var(--grey-bar)' }} aria-hidden="true" />
            <span className="b">{`${words(investment)} ${Math.round(share * 100)}%`}</span>
            {target !== null && <span className="muted">{`plan ${Math.round(target * 100)}`}</span>}
            {floor !== null && floor > 0 && share >= floor - 1e-9 && <span className="muted">{`floor ${Math.round(floor * 100)}`}</span>}
            {floor !== null && share < floor - 1e-9 && <StateWords state="red">{`below its floor of ${Math.round(floor * 100)}%`}</StateWords>}
          </li>
        ))}
      </ul>
    </div>
  )
}
