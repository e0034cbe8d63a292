import { useDeferredValue, useMemo, useState } from 'react'
import type { AnyRow } from '#kernel'
import { NewOne } from '#web/object/NewOne.tsx'
import { ObjectPeek } from '#web/object/ObjectPeek.tsx'
import { Empty } from '#web/parts/Empty.tsx'
import { Find } from '#web/parts/Find.tsx'
import { RoadmapTabs } from '#web/parts/RoadmapTabs.tsx'
import { Segments } from '#web/parts/Segments.tsx'
import { Tile, Waiting } from '#web/parts/Tile.tsx'
import { useMe } from '#web/session.ts'
import { ExportRoadmap } from '#web/sharing/ExportRoadmap.tsx'
import { ShareButton } from '#web/sharing/ShareButton.tsx'
import { Go, useUrl } from '#web/url.tsx'
import { SavedViews } from '#web/views/SavedViews.tsx'
import { listWords, shownOnRoadmap } from '#web/views/viewAddress.ts'
import { allRows } from '#web/resources.ts'
import { foundIn, isOpen, openBets, people } from './bets.ts'
import { Capacity } from './Capacity.tsx'
import { cuts, groupedBy, narrowed } from './cuts.ts'
import { Lanes } from './Lanes.tsx'
import { Matrix } from './Matrix.tsx'
import { MoveDialog, type Move } from './MoveDialog.tsx'
import { GroupBy, Narrow } from './Narrow.tsx'
import { useNaming } from './reading.ts'
import { Timeline } from './Timeline.tsx'
import { Tree } from './Tree.tsx'
import './roadmap.css'

export function RoadmapView() {
  const { workspace, asOf, search } = useUrl()
  const { workspace: card } = useMe()
  const { q: words, ...filter } = shownOnRoadmap(search).filter
  return (
    <main className="page p-roadmap" id="main">
      <title>{`Roadmap · ${card.name}`}</title>
      <div className="xh">
        <h1>Roadmap</h1>
        <div className="acts no-print">
          <ShareButton
            words={words}
            what={{
              name: 'Roadmap',
              subject: 'roadmap',
              ...(search['lens'] === 'timeline' ? { lens: 'timeline' } : {}),
              ...(Object.keys(filter).length > 0 ? { filter } : {}),
            }}
          />
          <ExportRoadmap filter={filter} words={words} />
          <NewOne noun="initiative" says="New bet" hasKey />
        </div>
      </div>
      <RoadmapTabs />
      <Tile of={openBets(workspace, asOf)} name="The roadmap" lines={8}>
        {({ items }) => <Lenses all={items.filter(isOpen)} lens={search['lens'] ?? 'horizons'} />}
      </Tile>
    </main>
  )
}

function Lenses({ all, lens }: { readonly all: readonly AnyRow[]; readonly lens: string }) {
  const { workspace, asOf, search } = useUrl()
  const [members, objectives] = [useNaming(people(workspace), 'name'), useNaming(allRows(workspace, 'objectives', { asOf }), 'title')]
  const names = useMemo(() => new Map([...members.names, ...objectives.names]), [members.names, objectives.names])
  const words = useDeferredValue(search['q'] ?? '')
  const bets = useMemo(() => foundIn(narrowed(all, search), words), [all, search, words])
  const [move, setMove] = useState<Move | null>(null)
  if (members.isPending || objectives.isPending) return <Waiting name="The roadmap" lines={8} />
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
        <SavedViews of="initiative" shown={shownOnRoadmap(search)} home={{ to: 'roadmap', shown: shownOnRoadmap({}) }} />
      </div>
      <div className="lbar no-print">
        <Segments
          name="lens"
          label="Lens"
          value={lens}
          options={[
            { id: 'horizons', says: 'Now, next, later' },
            { id: 'timeline', says: 'Timeline' },
            { id: 'matrix', says: 'Matrix' },
            { id: 'tree', says: 'Tree' },
          ]}
        />
        <span className="nar">
          <Narrow all={all} names={names} />
          {lens !== 'matrix' && <GroupBy lens={lens} />}
        </span>
        <span className="r">
          <Find label="Find a bet" />
          <Go className="btn quiet" to="n/initiatives" words={listWords({ ...shownOnRoadmap(search), kind: 'list' })}>
            Table
          </Go>
        </span>
      </div>
      {bets.length === 0 && <p className="note">{words ? `No open bet has “${words}” in its title, key or squad.` : 'No open bet fits the filter.'}</p>}
      {lens === 'timeline' ? (
        <Timeline bets={bets} names={names} move={setMove} />
      ) : lens === 'matrix' ? (
        <Matrix bets={bets} />
      ) : lens === 'tree' ? (
        <Tree bets={bets} names={names} />
      ) : (
        <Swimlanes bets={bets} names={names} move={setMove} />
      )}
      {move && <MoveDialog move={move} close={() => setMove(null)} />}
      {search['peek'] && <ObjectPeek key={search['peek']} address={search['peek']} />}
    </>
  )
}

/** The lanes once, or once for each group that the address asks for. */
function Swimlanes({
  bets,
  names,
  move,
}: {
  readonly bets: readonly AnyRow[]
  readonly names: ReadonlyMap<string, string>
  readonly move: (move: Move) => void
}) {
  const { search } = useUrl()
  const cut = cuts.find(({ id }) => id === search['group'])
  if (!cut) return <Lanes bets={bets} move={move} />
  return groupedBy(bets, cut, names).map((group) => (
    <section key={group.name} className="swim" aria-label={group.name}>
      <h2 className="t14">
        {group.name} <span className="muted num">{group.bets.length}</span>
      </h2>
      <Lanes bets={group.bets} move={move} of={group.name} />
    </section>
  ))
}
