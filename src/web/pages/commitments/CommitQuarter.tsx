import { useState } from 'react'
import { isProblem, type AnyRow, type Noun } from '#kernel'
import { quartersFrom } from '#engines/numbers/timeline.ts'
import { causes } from '#web/pages/roadmap/bets.ts'
import { Banner } from '#web/parts/Banner.tsx'
import { Modal } from '#web/parts/Modal.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { usePerform } from '#web/perform.ts'
import { sayDay, sayMany, sayPeriod } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { useUrl } from '#web/url.tsx'
import { nouns, words } from '#web/vocabulary.ts'
import { keptOf } from './asked.ts'
import { lackOf, standingOf } from './standing.ts'

/** Freezes a quarter. One that is committed already is amended: the page says what differs since, and asks for the cause. */
export function CommitQuarter({ baselines, close }: { readonly baselines: readonly AnyRow[]; readonly close: () => void }) {
  const noun = nouns['baseline']?.noun
  return noun ? <Asked baselines={baselines} close={close} noun={noun} /> : null
}

function Asked({ baselines, close, noun }: { readonly baselines: readonly AnyRow[]; readonly close: () => void; readonly noun: Noun }) {
  const { serverTime } = useMe()
  const { commit, isPending, refusal } = useCommit(noun)
  const quarters = quartersFrom(serverTime.slice(0, 10)).slice(0, 2)
  const [period, setPeriod] = useState(quarters[0] ?? '')
  const [why, setWhy] = useState({ cause: '', reason: '' })
  const standing = standingOf(period, baselines)
  const lacks = standing ? lackOf(why) : null
  const send = () => {
    if (lacks === null && !isPending) void commit(period, standing, why).then(close, () => null)
  }
  return (
    <Modal title="Commit a quarter" close={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          send()
        }}
      >
        {refusal && (
          <Banner tone="red" says={refusal.message}>
            {refusal.hint}
          </Banner>
        )}
        <fieldset className="causes">
          <legend>Which quarter?</legend>
          {quarters.map((one) => (
            <label key={one}>
              <input type="radio" name="period" value={one} checked={period === one} onChange={() => setPeriod(one)} /> {sayPeriod(one)}
              {standingOf(one, baselines) && <span className="muted">committed already</span>}
            </label>
          ))}
        </fieldset>
        {standing && <Amended standing={standing} why={why} put={setWhy} />}
        <p className="note">Every committed bet is frozen as it stands. What changes later needs a cause and is counted.</p>
        <div className="acts">
          <button type="button" className="btn" onClick={close}>
            Cancel
          </button>
          <button type="submit" className="btn pri" aria-disabled={isPending || lacks !== null}>
            {standing ? `Amend ${standing.key}` : 'Commit'}
          </button>
          {lacks && <output className="note">{lacks}</output>}
        </div>
      </form>
    </Modal>
  )
}

interface Reason {
  readonly cause: string
  readonly reason: string
}

/** What is amended: which commitment stands, what differs from it today, and why it is committed anew. */
function Amended({ standing, why, put }: { readonly standing: AnyRow; readonly why: Reason; readonly put: (why: Reason) => void }) {
  const { workspace } = useUrl()
  return (
    <>
      <p>
        {`${sayPeriod(String(standing['period']))} is committed: ${standing.key}, on ${sayDay(String(standing['committedAt']))}. Committing it again amends that. `}
        {`${standing.key} stays as it was, beside the new one; changes are counted anew from today.`}
      </p>
      <Tile of={keptOf(workspace, standing.key)} name="What differs" lines={3}>
        {({ differences }) => (
          <section aria-label="What would be amended">
            <h3>{differences.length === 0 ? 'Nothing differs from it today' : `${sayMany(differences.length, 'difference')} from it today`}</h3>
            <ul className="fp two amend">
              {differences.map(({ key, title, says }) => (
                <li key={`${key} ${says}`}>
                  <span>{`${key} ${title}`}</span>
                  <span className="muted">{says}</span>
                </li>
              ))}
            </ul>
          </section>
        )}
      </Tile>
      <fieldset className="causes two">
        <legend>Why is it amended?</legend>
        {causes.map((one) => (
          <label key={one}>
            <input type="radio" name="cause" value={one} checked={why.cause === one} onChange={() => put({ ...why, cause: one })} /> {words(one)}
          </label>
        ))}
      </fieldset>
      <label className="why">
        What happened
        <input className="inp" value={why.reason} onChange={({ target }) => put({ ...why, reason: target.value })} />
      </label>
    </>
  )
}

/** A baseline is made and committed. When the second step is refused, nothing was frozen, and no empty baseline stays behind. */
function useCommit(noun: Noun) {
  const { perform, isPending, error } = usePerform(noun)
  const [refusal, setRefusal] = useState<unknown>(null)
  const commit = async (period: string, standing: AnyRow | null, { cause, reason }: Reason): Promise<void> => {
    setRefusal(null)
    const title = `Commitment of ${sayPeriod(period)}${standing ? ', amended' : ''}`
    const made = await perform('create', undefined, { title, period, ...(standing ? { amends: standing.id } : {}) })
    try {
      await perform('commit', made, standing ? { cause, reason: reason.trim() } : {})
    } catch (problem) {
      setRefusal(problem)
      await perform('archive', made, {})
      throw problem
    }
  }
  const shown = refusal ?? error
  return { commit, isPending, refusal: isProblem(shown) ? shown : null }
}
