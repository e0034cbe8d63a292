import type { Followed } from '#flows/briefing/following.ts'
import { DropMenu } from '#web/parts/DropMenu.tsx'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { useSubscription } from '#web/subscriptions/useSubscription.ts'
import { Go } from '#web/url.tsx'
import { standingOf } from './standingOf.ts'

/** The saved questions that the reader subscribed to, each with its latest complete period; what moved outside the usual stands first. */
export function Following({ followed }: { readonly followed: readonly Followed[] }) {
  return (
    <>
      <SectionHead id="h-follow" title="What you follow" count={standingOf(followed)}>
        <Go className="link t12" to="metrics/explore">
          Explore
        </Go>
      </SectionHead>
      <ul className="rows">
        {followed.map((one) => (
          <FollowedRow key={one.id} one={one} />
        ))}
      </ul>
    </>
  )
}

function FollowedRow({ one }: { readonly one: Followed }) {
  const { key, title, every, period, says, rule, isRead } = one
  const { act, isBusy, may } = useSubscription()
  const other = every === 'week' ? 'month' : 'week'
  return (
    <li className="row flw">
      <div className="tx">
        <div className="ttl">
          <Go to={`metrics/explore/${key}`}>{title}</Go> {rule && <span className="chip">{rule === 'outside' ? 'outside the usual' : 'shifted'}</span>}
        </div>
        <div className="sub num">{says}</div>
      </div>
      {may && (
        <div className="acts">
          {rule && !isRead && period !== null && (
            <button type="button" className="btn quiet" disabled={isBusy} onClick={() => act({ does: 'markRead', of: one, period })}>
              Mark as read
            </button>
          )}
          <DropMenu
            label={`${title}: how often`}
            align="end"
            choices={[
              { id: 'pace', says: `Tell me every ${other}`, pick: () => act({ does: 'setPace', of: one, every: other }) },
              { id: 'end', says: 'Unsubscribe', pick: () => act({ does: 'end', of: one }) },
            ]}
            button={
              <button type="button" className="btn quiet" aria-label={`${title}: told every ${every}`} disabled={isBusy}>
                {`Every ${every}`}
              </button>
            }
          />
        </div>
      )}
    </li>
  )
}
