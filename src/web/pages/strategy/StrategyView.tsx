import { lazy, Suspense, useRef } from 'react'
import { NewOne } from '#web/object/NewOne.tsx'
import { ObjectPeek } from '#web/object/ObjectPeek.tsx'
import { Empty } from '#web/parts/Empty.tsx'
import { RoadmapTabs } from '#web/parts/RoadmapTabs.tsx'
import { Segments } from '#web/parts/Segments.tsx'
import { Tile, Waiting } from '#web/parts/Tile.tsx'
import { goalsOf } from '#web/pages/goals/asked.ts'
import { openBets } from '#web/pages/roadmap/bets.ts'
import { rows } from '#web/resources.ts'
import { sayMany } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { Go, useUrl } from '#web/url.tsx'
import { useWidth } from '#web/useWidth.ts'
import { cascadeOf, type Cascade } from './cascade.ts'
import { Orphans, Pillars } from './CascadeList.tsx'
import '#web/pages/roadmap/roadmap.css'
import './strategy.css'

export function StrategyView() {
  const { workspace, asOf } = useUrl()
  const { workspace: card } = useMe()
  return (
    <main className="page p-strategy" id="main">
      <title>{`Strategy · ${card.name}`}</title>
      <div className="xh">
        <h1>Strategy</h1>
        <div className="acts no-print">
          <NewOne noun="pillar" says="New pillar" hasKey />
        </div>
      </div>
      <RoadmapTabs />
      <nav className="strat-l" aria-label="More of the strategy">
        <Go className="link" to="strategy/market">
          Market
        </Go>
        <Go className="link" to="strategy/opportunities">
          Opportunities
        </Go>
        <Go className="link" to="n/businessCases">
          Business cases
        </Go>
        <Go className="link" to="n/documents">
          Documents
        </Go>
        <Go className="link" to="strategy/not-doing">
          Not doing
        </Go>
      </nav>
      <Tile of={goalsOf(workspace, asOf)} name="The strategy" lines={8}>
        {({ objectives }) => <Drawn objectives={objectives} />}
      </Tile>
    </main>
  )
}

/** Each part that the cascade is drawn from may fail by itself, and says so. */
function Drawn({ objectives }: { readonly objectives: Parameters<typeof cascadeOf>[1] }) {
  const { workspace, asOf } = useUrl()
  return (
    <Tile of={rows(workspace, 'pillars', { limit: 100, asOf })} name="The pillars" lines={8}>
      {(pillars) => (
        <Tile of={openBets(workspace, asOf)} name="The bets" lines={8}>
          {(bets) => <Whole cascade={cascadeOf(pillars.items, objectives, bets.items)} />}
        </Tile>
      )}
    </Tile>
  )
}

function Whole({ cascade }: { readonly cascade: Cascade }) {
  const { search } = useUrl()
  if (cascade.pillars.length === 0)
    return (
      <Empty
        says="No strategic choice is written down yet"
        was="No strategic choice was written down"
        next="A pillar says where we play and how we win; objectives serve it, and bets serve objectives."
      >
        <NewOne noun="pillar" says="New pillar" />
      </Empty>
    )
  return (
    <>
      <p className="concl">{headline(cascade)}</p>
      <Shown cascade={cascade} />
      <Orphans cascade={cascade} />
      {search['peek'] && <ObjectPeek key={search['peek']} address={search['peek']} />}
    </>
  )
}

function headline({ coverage, orphans }: Cascade): string {
  const share =
    coverage === null ? 'No open bet is sized, so that coverage is not known' : `${Math.round(coverage * 100)}% of the effort of open bets leads up to a pillar`
  return `${share}; ${orphans.length === 0 ? 'nothing is an orphan' : sayMany(orphans.length, 'orphan')}`
}

/** Drawn where there is room for five columns, else as a list; the reader may choose the list anywhere. */
function Shown({ cascade }: { readonly cascade: Cascade }) {
  const { search } = useUrl()
  const room = useRef<HTMLDivElement>(null)
  const width = useWidth(room)
  const isDrawn = search['as'] !== 'list' && width >= 720
  const choice = <Segments name="as" label="Shown as" value={search['as'] === 'list' ? 'list' : 'drawn'} options={ways} />
  return (
    <div ref={room}>
      {width >= 720 && !isDrawn && <div className="casc-bar no-print">{choice}</div>}
      {isDrawn && (
        <Suspense fallback={<Waiting name="The drawing" lines={8} />}>
          <DrawnCascade cascade={cascade} width={width} ways={choice} />
        </Suspense>
      )}
      {width > 0 && <Pillars cascade={cascade} hasLines={!isDrawn} />}
    </div>
  )
}

const ways = [
  { id: 'drawn', says: 'Drawn' },
  { id: 'list', says: 'List' },
]
const DrawnCascade = lazy(() => import('./DrawnCascade.tsx').then((part) => ({ default: part.DrawnCascade })))
