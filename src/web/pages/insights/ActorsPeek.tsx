import { capital } from '#engines/numbers/capital.ts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Noun } from '#kernel'
import { Peek } from '#web/parts/Peek.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { Wide } from '#web/parts/Wide.tsx'
import { usePerform } from '#web/perform.ts'
import { useMay, useMe } from '#web/session.ts'
import { Go, useUrl } from '#web/url.tsx'
import { nouns } from '#web/vocabulary.ts'
import { behindNumber, timelineOf, type Behind, type Query } from './contract.ts'

/** Who stands behind a number, beside the page; each leads to its record and to what it did last. */
export function ActorsPeek({ query, drill, side }: { readonly query: Query; readonly drill: string; readonly side: string }) {
  const { workspace, set } = useUrl()
  const close = () => set({ drill: undefined, side: undefined })
  return (
    <Peek title={<h2 className="concl">{side === 'dropped' ? 'Lost here' : 'Behind this number'}</h2>} label="Who is behind the number" close={close}>
      <Tile of={behindNumber(workspace, query, drill, side)} name="The list" lines={8}>
        {(behind) => <Actors behind={behind} of={query['actor'] === 'person' ? 'person' : query['actor'] === 'session' ? 'session' : 'account'} />}
      </Tile>
    </Peek>
  )
}

const most = 200

function Actors({ behind, of }: { readonly behind: Behind; readonly of: 'person' | 'account' | 'session' }) {
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
      {of !== 'session' && <KeepCohort behind={behind} />}
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
  const read = useQuery({ ...timelineOf(workspace, of, id), retry: false })
  if (read.isError) return <p className="t12 muted">It could not be read.</p>
  if (!read.data) return <p className="t12 muted">Reading</p>
  return (
    <ol className="latest t12 num">
      {read.data.items.slice(0, 20).map(({ at, event, person }, place) => (
        <li key={`${at} ${place}`}>
          {`${at.slice(0, 16).replace('T', ' ')} ${event}`}
          {of === 'account' && person !== null && <span className="muted">{` ${person}`}</span>}
        </li>
      ))}
    </ol>
  )
}

/** These actors as a cohort: judged again whenever it is asked, or exactly these for good. */
function KeepCohort({ behind }: { readonly behind: Behind }) {
  const noun = nouns['analysis']?.noun
  const { asOf } = useUrl()
  const may = useMay()
  return noun && !asOf && may('contributor') ? <KeepForm behind={behind} noun={noun} /> : null
}

function KeepForm({ behind: { cohort }, noun }: { readonly behind: Behind; readonly noun: Noun }) {
  const me = useMe()
  const { perform, isPending } = usePerform(noun)
  const [name, setName] = useState('')
  const keep = (spec: Query | null) =>
    void (
      spec &&
      perform('create', undefined, { title: name.trim(), kind: 'cohort', spec, owner: me.member.id }).then(
        () => setName(''),
        () => undefined, // what went wrong has been said already
      )
    )
  const isReady = name.trim() !== '' && !isPending
  return (
    <p className="acts keep">
      <input
        className="inp"
        aria-label="Name of the cohort"
        placeholder="Keep as a cohort named"
        maxLength={160}
        value={name}
        onChange={({ target }) => setName(target.value)}
      />
      <button type="button" className="btn" disabled={!isReady} title="Whoever fits when it is asked" onClick={() => keep(cohort.live)}>
        Live
      </button>
      {cohort.frozen && (
        <button type="button" className="btn" disabled={!isReady} title="Exactly these, for good" onClick={() => keep(cohort.frozen)}>
          Frozen
        </button>
      )}
    </p>
  )
}
