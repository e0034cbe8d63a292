import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { useState, type SyntheticEvent } from 'react'
import { quartersFrom } from '#engines/numbers/timeline.ts'
import { Icon } from '#web/parts/Icon.tsx'
import { plans } from '#web/pages/roadmap/bets.ts'
import { sayPeriod } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { useUrl } from '#web/url.tsx'

export interface PeopleMove {
  readonly from: string
  readonly to: string
  readonly people: number
  readonly since: string
}

/** People who change squads in this scenario: each move as a chip, and a line to add one. */
export function MovePeople({ moves, set }: { readonly moves: readonly PeopleMove[]; readonly set: (moves: readonly PeopleMove[]) => void }) {
  const { workspace } = useUrl()
  const { serverTime } = useMe()
  const known = useQuery(plans(workspace)).data?.items ?? []
  const quarters = quartersFrom(serverTime.slice(0, 10)).slice(1)
  const squads = [...new Set(known.filter((row) => quarters.includes(String(row['period']))).map((row) => String(row['team'])))].toSorted()
  const [first = '', second = ''] = squads
  const [draft, setDraft] = useState<{ from?: string; to?: string; people?: string; since?: string }>({})
  const [from, to] = [draft.from ?? first, draft.to ?? second]
  const since = draft.since ?? quarters[0] ?? ''
  const people = Number(draft.people ?? '1')
  const fault = from === to ? 'Name two squads.' : !(people > 0) ? 'Say how many.' : null
  const add = (event: SyntheticEvent) => {
    event.preventDefault()
    if (fault) return
    set([...moves, { from, to, people, since }])
    setDraft({})
  }
  if (squads.length < 2) return <p className="note">Two squads with capacity from the next quarter on are needed before people can move.</p>
  return (
    <>
      <div className="chips">
        {moves.map((one, at) => (
          <button
            key={`${one.from} ${one.to} ${one.since} ${at}`}
            type="button"
            className="chip"
            onClick={() => set(moves.filter((_, other) => other !== at))}
            aria-label={`Take back: ${one.people} from ${one.from} to ${one.to}`}
          >
            {`${one.people} ${one.from} → ${one.to}, ${sayPeriod(one.since)}`} <Icon of={X} />
          </button>
        ))}
      </div>
      <form className="mp" onSubmit={add}>
        <Pick label="From" value={from} options={squads} pick={(value) => setDraft({ ...draft, from: value })} />
        <Pick label="To" value={to} options={squads} pick={(value) => setDraft({ ...draft, to: value })} />
        <label>
          People
          <input className="inp num" inputMode="decimal" value={draft.people ?? '1'} onChange={({ target }) => setDraft({ ...draft, people: target.value })} />
        </label>
        <Pick label="From quarter" value={since} options={quarters} say={sayPeriod} pick={(value) => setDraft({ ...draft, since: value })} />
        <button type="submit" className="btn" aria-disabled={fault !== null} title={fault ?? undefined}>
          Move people
        </button>
      </form>
    </>
  )
}

function Pick({
  label,
  value,
  options,
  pick,
  say = (one) => one,
}: {
  readonly label: string
  readonly value: string
  readonly options: readonly string[]
  readonly pick: (value: string) => void
  readonly say?: (one: string) => string
}) {
  return (
    <label>
      {label}
      <select className="inp" value={value} onChange={({ target }) => pick(target.value)}>
        {options.map((one) => (
          <option key={one} value={one}>
            {say(one)}
          </option>
        ))}
      </select>
    </label>
  )
}
