import { capital } from '#engines/numbers/capital.ts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Peek } from '#web/parts/Peek.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { Wide } from '#web/parts/Wide.tsx'
import { sayInstantFully } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { Go, useUrl } from '#web/url.tsx'
import { behindNumber, timelineOf, type Behind, type Query } from './contract.ts'
import { KeepCohort } from './KeepCohort.tsx'

/** Who stands behind a number, beside the page; each leads to its record and to what it did last. */
export function ActorsPeek({ query, drill, side }: { readonly query: Query; readonly drill: string; readonly side: string }) {
  const { workspace, set } = useUrl()
  const close = () => set({ drill: undefined, side: undefined })
  return (
    <Peek title={<h2 className="concl">{side === 'dropped' ? 'Lost here' : 'Behind this number'}</h2>} label="Who is behind the number" close={close}>
      <Tile of={behindNumber(workspace, query, drill, side)} name="The list" lines={8}>
        {(behind) => <Actors behind={behind} query={query} of={typeof behind.actor === 'string' ? behind.actor : 'account'} />}
      </Tile>
    </Peek>
  )
}

const most = 200

function Actors({ behind, query, of }: { readonly behind: Behind; readonly query: Query; readonly of: 'person' | 'account' | 'session' }) {
  const { n, actors } = behind
  const [open, setOpen] = useState<string | null>(null)
  if (n === 0) return <p className="note">Nobody.</p>
  const columns = ['name', 'segment', 'plan', 'region', 'role'].filter((name) => actors.some(({ properties }) => properties[name] !== undefined))
  const isVeiled = actors.some(({ actor }) => actor === null)
  return (
    <>
      <p className="note">
        {n > most ? `${most} of ${n.toLocaleString('en-US')}, by id.` : `${n.toLocaleString('en-US')}, by id.`}
        {isVeiled && ' Who they are is personal, which your role does not show.'}
      </p>
      {of !== 'session' && <KeepCohort behind={behind} query={query} />}
      <Wide label="Who">
        <table>
          <thead>
            <tr>
              {['Id', ...columns, of === 'session' ? '' : 'did last'].filter(Boolean).map((says) => (
                <th key={says} scope="col">
                  {capital(says)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {actors.slice(0, most).map(({ actor, record, properties, chain }, at) => (
              <tr key={actor ?? at}>
                <th scope="row">
                  {record ? (
                    <Go to={`n/accounts/${record}`} className="link">
                      {actor}
                    </Go>
                  ) : (
                    (actor ?? 'hidden')
                  )}
                  {chain && chain.length > 0 && (
                    <p className="t12 muted num">{chain.map(({ event, at: when }) => `${event} ${when.slice(0, 10)}`).join(' → ')}</p>
                  )}
                  {open === actor && actor !== null && <Latest of={of} id={actor} />}
                </th>
                {columns.map((name) => (
                  <td key={name}>{properties[name] === undefined ? '–' : String(properties[name])}</td>
                ))}
                {of !== 'session' && (
                  <td>
                    {actor !== null && (
                      <button type="button" className="link" aria-expanded={open === actor} onClick={() => setOpen(open === actor ? null : actor)}>
                        {open === actor ? 'Close' : 'Show'}
                      </button>
                    )}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
    </>
  )
}

/** The newest events of one actor. */
function Latest({ of, id }: { readonly of: string; readonly id: string }) {
  const { workspace } = useUrl()
  const { timeZone } = useMe().workspace
  const read = useQuery({ ...timelineOf(workspace, of, id), retry: false })
  if (read.isError) return <p className="t12 muted">It could not be read.</p>
  if (!read.data) return <p className="t12 muted">Reading</p>
  return (
    <ol className="latest t12 num">
      {read.data.items.slice(0, 20).map(({ at, event, person }, place) => (
        <li key={`${at} ${place}`}>
          {`${sayInstantFully(at, timeZone)} ${event}`}
          {of === 'account' && person !== null && <span className="muted">{` ${person}`}</span>}
        </li>
      ))}
    </ol>
  )
}
