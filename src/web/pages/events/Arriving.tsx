import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Empty } from '#web/parts/Empty.tsx'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { Wide } from '#web/parts/Wide.tsx'
import { sayCount, sayInstant, sayMany } from '#web/say.ts'
import { useMay, useMe } from '#web/session.ts'
import { Go, useUrl } from '#web/url.tsx'
import { liveEvents } from './asked.ts'
import type { Arrived, LiveAnswer } from './contract.ts'
import { NewSource } from './NewSource.tsx'
import { Sources } from './Sources.tsx'

/** Read again every few seconds while somebody looks at it. */
const every = 3_000

/** Each source with its figures, and the newest events of all of them. */
export function Arriving() {
  const { workspace } = useUrl()
  const may = useMay()
  const [isNew, setNew] = useState(false)
  const live = liveEvents(workspace)
  useQuery({ ...live, refetchInterval: every })
  return (
    <>
      <Tile of={live} name="What arrives" lines={8}>
        {(answer) => (
          <>
            <p className="concl lead">{conclusion(answer)}</p>
            <section className="sec" aria-labelledby="h-sources">
              <SectionHead id="h-sources" title="Sources" count={answer.sources.length}>
                {may('admin') && (
                  <button type="button" className="btn" onClick={() => setNew(true)}>
                    New source
                  </button>
                )}
              </SectionHead>
              {answer.sources.length === 0 ? (
                <Empty says="No source yet" next="Keep the client that you have: only its host and its key change. A new source gives you both." />
              ) : (
                <Sources items={answer.sources} />
              )}
              {answer.strangers.length > 0 && (
                <p className="note num">{`Since the server started, ${answer.strangers.map(({ protocol, count }) => `${sayMany(count, 'request')} by ${protocol}`).join(', ')} came with a key that nobody knows.`}</p>
              )}
            </section>
            <Latest items={answer.latest} />
          </>
        )}
      </Tile>
      {isNew && <NewSource close={() => setNew(false)} />}
    </>
  )
}

/** The page in one line, from its own rows. */
export function conclusion({ sources, held }: Pick<LiveAnswer, 'sources' | 'held'>): string {
  const active = sources.filter(({ state }) => state === 'active')
  if (active.length === 0) return 'Nothing sends events yet'
  const sum = active.reduce((total, { lastDay }) => total + lastDay, 0)
  const waiting = held.reduce((total, { count }) => total + count, 0)
  const silent = active.filter(({ lastDay }) => lastDay === 0)
  const told = sum === 0 ? 'No event came in the last 24 hours' : `${sayMany(sum, 'event')} came in the last 24 hours`
  const quiet = sum > 0 && silent.length > 0 ? `; ${silent.map(({ name }) => name).join(', ')} ${silent.length === 1 ? 'is' : 'are'} silent` : ''
  return `${told}${quiet}${waiting > 0 ? `; ${sayMany(waiting, 'event waits', 'events wait')} for you` : ''}`
}

function Latest({ items }: { readonly items: readonly Arrived[] }) {
  if (items.length === 0) return null
  return (
    <section className="sec" aria-labelledby="h-latest">
      <SectionHead id="h-latest" title="The newest events" count={sayCount(items.length)} />
      <Wide label="The newest events">
        <table className="cards num">
          <thead>
            <tr>
              {['Event', 'Account', 'Person', 'Source', 'Happened', 'Odd about it'].map((heading) => (
                <th key={heading} scope="col">
                  {heading}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {items.map((one) => (
              <Line key={one.id} one={one} />
            ))}
          </tbody>
        </table>
      </Wide>
    </section>
  )
}

function Line({ one }: { readonly one: Arrived }) {
  const { serverTime, workspace } = useMe()
  return (
    <tr>
      <td className="wide b">{one.name}</td>
      <td data-l="Account">{one.account ?? <span className="muted">none</span>}</td>
      <td data-l="Person" className="muted id">
        {one.user ?? '–'}
      </td>
      <td data-l="Source" className="muted id">
        <Go className="link" to={`n/eventSources/${one.source.replace('sdk/', '')}`}>
          {one.source.replace('sdk/', '')}
        </Go>
      </td>
      <td data-l="Happened" className="muted id">
        {sayInstant(one.ts, serverTime, workspace.timeZone)}
      </td>
      <td data-l="Odd" className={one.flags ? 'amber' : 'muted'}>
        {one.flags ? sayFlags(one.flags) : '–'}
      </td>
    </tr>
  )
}

/** `unknown_property:plan late_time` in words. */
export const sayFlags = (flags: string): string =>
  flags
    .split(' ')
    .map((flag) => {
      const [kind = '', ...property] = flag.split(':')
      return [kind.replaceAll('_', ' '), property.join(':')].filter(Boolean).join(' ')
    })
    .join(', ')
