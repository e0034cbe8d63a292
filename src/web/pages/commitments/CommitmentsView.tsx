import { useState, type ReactNode } from 'react'
import type { Rows } from '#web/contract.ts'
import { ObjectPeek } from '#web/object/ObjectPeek.tsx'
import { useRefusal } from '#web/object/useRefusal.ts'
import { Empty } from '#web/parts/Empty.tsx'
import { RoadmapTabs } from '#web/parts/RoadmapTabs.tsx'
import { Segments } from '#web/parts/Segments.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { allRows } from '#web/resources.ts'
import { sayPeriod } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { useUrl } from '#web/url.tsx'
import { keptOf } from './asked.ts'
import { CommitQuarter } from './CommitQuarter.tsx'
import { Feed } from './Feed.tsx'
import { Held } from './Held.tsx'
import '#web/pages/roadmap/roadmap.css'
import '#web/pages/prioritise/prioritise.css'
import './commitments.css'

export function CommitmentsView() {
  const { workspace, asOf, search } = useUrl()
  const { workspace: card } = useMe()
  const [isAsking, setAsking] = useState(false)
  const refused = useRefusal('baseline', 'create')
  const ask = <CommitButton refused={refused} ask={() => setAsking(true)} />
  return (
    <main className="page p-kept" id="main">
      <title>{`Commitments · ${card.name}`}</title>
      <div className="xh">
        <h1>Commitments</h1>
        <div className="acts no-print">{ask}</div>
      </div>
      <RoadmapTabs />
      <Tile of={allRows(workspace, 'baselines', { asOf })} name="The baselines" lines={6}>
        {(answer) => (
          <>
            <Baselines answer={answer} ask={ask} />
            {isAsking && refused === null && <CommitQuarter baselines={answer.items} close={() => setAsking(false)} />}
          </>
        )}
      </Tile>
      {search['peek'] && <ObjectPeek key={search['peek']} address={search['peek']} />}
    </main>
  )
}

function CommitButton({ refused, ask }: { readonly refused: string | null; readonly ask: () => void }) {
  return (
    <button type="button" className="btn" aria-disabled={refused !== null} title={refused ?? undefined} onClick={() => refused === null && ask()}>
      Commit a quarter
    </button>
  )
}

function Baselines({ answer, ask }: { readonly answer: Rows; readonly ask: ReactNode }) {
  const { workspace, asOf, search } = useUrl()
  const taken = answer.items.filter((row) => row['committedAt']).toSorted((a, b) => String(b['committedAt']).localeCompare(String(a['committedAt'])))
  const [newest] = taken
  const shown = taken.find(({ key }) => key === search['baseline']) ?? newest
  if (!shown)
    return (
      <>
        <Empty
          says="No quarter has been committed yet"
          was="No quarter had been committed"
          next="Committing a quarter freezes every committed bet as it stands: size, time, outcome, owner, squad. From then on changes need a cause, and count."
        >
          {ask}
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
      <Tile of={keptOf(workspace, shown.key, asOf)} name="How it held" lines={6}>
        {(kept) => <Held kept={kept} />}
      </Tile>
      <Feed since={String(shown['committedAt'])} />
    </>
  )
}
