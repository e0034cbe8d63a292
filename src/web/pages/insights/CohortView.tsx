import { isRecord } from '#kernel'
import { Tile } from '#web/parts/Tile.tsx'
import { sayInstantFully } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { Go, useUrl } from '#web/url.tsx'
import { cohortOf, type Query } from './contract.ts'
import { isOfPersons } from './draft.ts'

const most = 500

/** Who is in a saved cohort now: a live one is judged again, a frozen one is its list. */
export function CohortView({ name, spec }: { readonly name: string; readonly spec: Query }) {
  const { workspace, asOf } = useUrl()
  const { timeZone } = useMe().workspace
  const whom = isOfPersons(spec) ? 'persons' : 'accounts'
  const isFrozen = isRecord(spec['def']) && 'ids' in spec['def']
  return (
    <Tile of={cohortOf(workspace, { ...spec, def: { cohort: name }, ...(asOf ? { asOf } : {}) })} name="The cohort" lines={6}>
      {({ n, members, named = [], asOf: at }) => (
        <section className="res" aria-label="Members">
          <h2 className="concl">{`${n.toLocaleString('en-US')} ${whom} ${isFrozen ? 'stand in this static cohort' : asOf ? 'fitted this dynamic cohort then' : 'fit this dynamic cohort now'}`}</h2>
          <p className="note num">{`As of ${sayInstantFully(at, timeZone)}. It can be named in every filter and comparison.`}</p>
          {n > members.length && <p className="note">Who they are is personal, which your role does not show.</p>}
          <ul className="members num t13">
            {members.slice(0, most).map((id) => {
              const account = named.find((each) => each.id === id)
              return (
                <li key={id}>
                  {account ? (
                    <>
                      <Go to={`n/accounts/${account.record}`} className="link">
                        {account.name}
                      </Go>{' '}
                      <span className="muted t12">{id}</span>
                    </>
                  ) : (
                    id
                  )}
                </li>
              )
            })}
          </ul>
          {members.length > most && <p className="note">{`The first ${most} by id.`}</p>}
          <details className="part">
            <summary>As JSON</summary>
            <pre className="t12">{JSON.stringify(spec, null, 2).slice(0, 4000)}</pre>
          </details>
        </section>
      )}
    </Tile>
  )
}
