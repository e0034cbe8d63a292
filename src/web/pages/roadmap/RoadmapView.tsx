import { useDeferredValue, useMemo, useState } from 'react'
import type { AnyRow } from '#kernel'
import { NewOne } from '#web/object/NewOne.tsx'
import { ObjectPeek } from '#web/object/ObjectPeek.tsx'
import { Empty } from '#web/parts/Empty.tsx'
import { Find } from '#web/parts/Find.tsx'
import { RoadmapTabs } from '#web/parts/RoadmapTabs.tsx'
import { Segments } from '#web/parts/Segments.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { useMe } from '#web/session.ts'
import { ExportRoadmap } from '#web/sharing/ExportRoadmap.tsx'
import { ShareButton } from '#web/sharing/ShareButton.tsx'
import { Go, useUrl } from '#web/url.tsx'
import { allRows } from '#web/resources.ts'
import { allBets, foundIn, isOpen, people } from './bets.ts'
import { Capacity } from './Capacity.tsx'
import { narrowed } from './cuts.ts'
import { Lanes } from './Lanes.tsx'
import { Matrix } from './Matrix.tsx'
import { MoveDialog, type Move } from './MoveDialog.tsx'
import { GroupBy, Narrow } from './Narrow.tsx'
import { useNames, useTitles } from './reading.ts'
import { Timeline } from './Timeline.tsx'
import './roadmap.css'

export function RoadmapView() {
  const { workspace, asOf, search } = useUrl()
  const { workspace: card } = useMe()
  return (
    <main className="page p-roadmap" id="main">
      <title>{`Roadmap · ${card.name}`}</title>
      <div className="xh">
        <h1>Roadmap</h1>
        <div className="acts no-print">
          <ShareButton what={{ name: 'Roadmap', subject: 'roadmap', ...(search['lens'] ? { lens: search['lens'] } : {}) }} />
          <ExportRoadmap />
          <NewOne noun="initiative" says="New bet" hasKey />
        </div>
      </div>
      <RoadmapTabs />
      <Tile of={allBets(workspace, asOf)} name="The roadmap" lines={8}>
        {({ items }) => <Lenses all={items.filter(isOpen)} lens={search['lens'] ?? 'horizons'} />}
      </Tile>
    </main>
  )
}

function Lenses({ all, lens }: { readonly all: readonly AnyRow[]; readonly lens: string }) {
  const { workspace, asOf, search } = useUrl()
  const [members, objectives] = [useNames(people(workspace)), useTitles(allRows(workspace, 'objectives', { asOf }))]
  const names = useMemo(() => new Map([...members, ...objectives]), [members, objectives])
  const words = useDeferredValue(search['q'] ?? '')
  const bets = useMemo(() => foundIn(narrowed(all, search), words), [all, search, words])
  const [move, setMove] = useState<Move | null>(null)
  if (all.length === 0)
    return (
      <Empty
        says="No bet is open"
        was="No bet was open"
        next="A bet is an outcome sought, for someone, within a share of capacity. Write the first, or import the roadmap that you have."
      >
        <NewOne noun="initiative" says="New bet" />
        <Go className="btn" to="import">
          Import
        </Go>
      </Empty>
    )
  return (
    <>
      <Capacity bets={all} />
      <div className="lbar no-print">
        <Segments
          name="lens"
          label="Lens"
          value={lens}
          options={[
            { id: 'horizons', says: 'Now, next, later' },
            { id: 'timeline', says: 'Timeline' },
            { id: 'matrix', says: 'Matrix' },
          ]}
        />
        <span className="nar">
          <Narrow all={all} names={names} />
          {lens === 'timeline' && <GroupBy />}
        </span>
        <span className="r">
          <Find label="Find a bet" />
          <Go className="btn quiet" to="strategy">
            Tree
          </Go>
          <Go className="btn quiet" to="n/initiatives">
            Table
          </Go>
        </span>
      </div>
      {bets.length === 0 && <p className="note">{words ? `No open bet has “${words}” in its title, key or squad.` : 'No open bet fits the filter.'}</p>}
      {lens === 'timeline' ? (
        <Timeline bets={bets} names={names} move={setMove} />
      ) : lens === 'matrix' ? (
        <Matrix bets={bets} />
      ) : (
        <Lanes bets={bets} move={setMove} />
      )}
      {move && <MoveDialog move={move} close={() => setMove(null)} />}
      {search['peek'] && <ObjectPeek key={search['peek']} address={search['peek']} />}
    </>
  )
}
