import { useState } from 'react'
import type { Rows } from '#web/contract.ts'
import { ObjectPeek } from '#web/object/ObjectPeek.tsx'
import { Empty } from '#web/parts/Empty.tsx'
import { Modal } from '#web/parts/Modal.tsx'
import { RoadmapTabs } from '#web/parts/RoadmapTabs.tsx'
import { Segments } from '#web/parts/Segments.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { usePerform } from '#web/perform.ts'
import { rows } from '#web/resources.ts'
import { sayPeriod } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { useUrl } from '#web/url.tsx'
import { nouns } from '#web/vocabulary.ts'
import { quartersFrom } from '#web/pages/roadmap/bets.ts'
import { keptOf } from './asked.ts'
import { Feed } from './Feed.tsx'
import { Held } from './Held.tsx'
import '#web/pages/roadmap/roadmap.css'
import '#web/pages/prioritise/prioritise.css'
import './commitments.css'

export function CommitmentsView() {
  const { workspace, search } = useUrl()
  const { workspace: card } = useMe()
  const [isAsking, setAsking] = useState(false)
  return (
    <main className="page p-kept" id="main">
      <title>{`Commitments · ${card.name}`}</title>
      <div className="xh">
        <h1>Commitments</h1>
        <div className="acts no-print">
          <button type="button" className="btn" onClick={() => setAsking(true)}>
            Commit a quarter
          </button>
        </div>
      </div>
      <RoadmapTabs />
      <Tile of={rows(workspace, 'baselines', { limit: 100 })} name="The baselines" lines={6}>
        {(answer) => <Baselines answer={answer} ask={() => setAsking(true)} />}
      </Tile>
      {isAsking && <CommitQuarter close={() => setAsking(false)} />}
      {search['peek'] && <ObjectPeek key={search['peek']} address={search['peek']} />}
    </main>
  )
}

function Baselines({ answer, ask }: { readonly answer: Rows; readonly ask: () => void }) {
  const { workspace, search } = useUrl()
  const taken = answer.items.filter((row) => row['committedAt']).toSorted((a, b) => String(b['committedAt']).localeCompare(String(a['committedAt'])))
  const [newest] = taken
  const shown = taken.find(({ key }) => key === search['baseline']) ?? newest
  if (!shown)
    return (
      <>
        <Empty
          says="No quarter has been committed yet"
          next="Committing a quarter freezes every committed bet as it stands: size, time, outcome, owner, squad. From then on changes need a cause, and count."
        >
          <button type="button" className="btn" onClick={ask}>
            Commit a quarter
          </button>
        </Empty>
        <Feed />
      </>
    )
  return (
    <>
      {taken.length > 1 && (
        <div className="lbar no-print">
          <Segments
            name="baseline"
            label="Baseline"
            value={shown.key}
            options={taken.slice(0, 6).map((row) => ({ id: row.key, says: `${sayPeriod(String(row['period']))}${row['amends'] ? `, ${row.key}` : ''}` }))}
          />
        </div>
      )}
      <Tile of={keptOf(workspace, shown.key)} name="How it held" lines={6}>
        {(kept) => <Held kept={kept} />}
      </Tile>
      <Feed since={String(shown['committedAt'])} />
    </>
  )
}

/** Freezes the quarter in two steps of one press: a baseline is made, and committed. */
function CommitQuarter({ close }: { readonly close: () => void }) {
  const noun = nouns['baseline']?.noun
  return noun ? <Asked close={close} noun={noun} /> : null
}

function Asked({ close, noun }: { readonly close: () => void; readonly noun: Parameters<typeof usePerform>[0] }) {
  const { serverTime } = useMe()
  const { perform, isPending } = usePerform(noun)
  const quarters = quartersFrom(serverTime.slice(0, 10)).slice(0, 2)
  const [period, setPeriod] = useState(quarters[0] ?? '')
  const send = async () => {
    const made = await perform('create', undefined, { title: `Commitment of ${sayPeriod(period)}`, period })
    try {
      await perform('commit', made, {})
    } catch {
      await perform('archive', made, {}) // nothing was frozen: no empty baseline stays behind
    }
    close()
  }
  return (
    <Modal title="Commit a quarter" close={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!isPending) void send().catch(() => null)
        }}
      >
        <fieldset className="causes">
          <legend>Which quarter?</legend>
          {quarters.map((one) => (
            <label key={one}>
              <input type="radio" name="period" value={one} checked={period === one} onChange={() => setPeriod(one)} /> {sayPeriod(one)}
            </label>
          ))}
        </fieldset>
        <p className="note">Every committed bet is frozen as it stands. What changes later needs a cause and is counted.</p>
        <div className="acts">
          <button type="button" className="btn" onClick={close}>
            Cancel
          </button>
          <button type="submit" className="btn pri" aria-disabled={isPending}>
            Commit
          </button>
        </div>
      </form>
    </Modal>
  )
}
