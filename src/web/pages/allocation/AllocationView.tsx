import { useState } from 'react'
import { NewOne } from '#web/object/NewOne.tsx'
import { ObjectPeek } from '#web/object/ObjectPeek.tsx'
import { useRefusal } from '#web/object/useRefusal.ts'
import { Empty } from '#web/parts/Empty.tsx'
import { RoadmapTabs } from '#web/parts/RoadmapTabs.tsx'
import { StateWords } from '#web/parts/StateMark.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { sayMany, sayPeriod } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { Go, Turn, useUrl } from '#web/url.tsx'
import { allocationOf, type Allocated } from './asked.ts'
import { headline, percent } from './drift.ts'
import { Rebalance } from './Rebalance.tsx'
import { Squads } from './Squads.tsx'
import { SplitTable } from './SplitTable.tsx'
import '#web/pages/roadmap/roadmap.css'
import './allocation.css'

export function AllocationView() {
  const { workspace, asOf, search } = useUrl()
  const { workspace: card } = useMe()
  return (
    <main className="page p-alloc" id="main">
      <title>{`Allocation · ${card.name}`}</title>
      <div className="xh">
        <h1>Allocation</h1>
        <div className="acts no-print">
          <NewOne noun="allocation" says="New split" hasKey />
        </div>
      </div>
      <RoadmapTabs />
      <Tile of={allocationOf(workspace, { quarter: search['quarter'], squad: search['squad'], asOf })} name="The split of effort" lines={8}>
        {(answer) => <Shown answer={answer} />}
      </Tile>
      {search['peek'] && <ObjectPeek key={search['peek']} address={search['peek']} />}
    </main>
  )
}

function Shown({ answer }: { readonly answer: Allocated }) {
  const { quarter, quarters, running, split, agreed, effort, uncounted } = answer
  return (
    <>
      <div className="lbar no-print">
        <nav className="seg" aria-label="Quarter">
          {quarters.map((id) => (
            <Turn key={id} words={{ quarter: id === running ? undefined : id }} isCurrent={id === quarter}>
              {sayPeriod(id)}
            </Turn>
          ))}
        </nav>
      </div>
      {split.rows.length === 0 ? (
        <Empty
          says={headline(answer)}
          was="No committed bet and no recorded effort fell into this quarter"
          next="Targets come from an approved split, the plan from committed bets with a size and a squad, and what was spent from rows of effort by squad and week."
        >
          <NewOne noun="allocation" says="New split" />
          <Go className="btn" to="import">
            Import effort
          </Go>
        </Empty>
      ) : (
        <>
          <p className="concl">{headline(answer)}</p>
          <Agreement answer={answer} />
          <Figures answer={answer} />
          <SplitTable answer={answer} />
          {'lacks' in effort && <p className="note">{`${effort.lacks} The actual side stays empty until somebody brings in effort by squad and week.`}</p>}
          {uncounted.length > 0 && (
            <p className="note">{`Not counted: ${uncounted.map(({ key, title, lacks }) => `${key} ${title} has not ${lacks}`).join('; ')}.`}</p>
          )}
          <Squads answer={answer} />
        </>
      )}
      {!agreed && split.rows.length > 0 && <p className="note">{`Agree on a split for ${sayPeriod(quarter)}: its targets then stand beside each row.`}</p>}
    </>
  )
}

/** Which split it is held against, and the way to change it. */
function Agreement({ answer: { agreed, squad, split, effort } }: { readonly answer: Allocated }) {
  const { set } = useUrl()
  const [isAsking, setAsking] = useState(false)
  const refused = useRefusal('allocation', 'edit')
  if (!agreed) return null
  const revised = agreed.revision > 1 ? `, agreed anew ${sayMany(agreed.revision - 1, 'time')}${agreed.cause ? `, last for ${agreed.cause}` : ''}` : ''
  const scope = squad === null ? 'everybody' : agreed.isOwn ? squad : `everybody, ${squad} has none of its own`
  const trust =
    'trust' in effort && effort.trust.state !== 'trusted'
      ? ` What was spent is ${effort.trust.state}: ${effort.trust.reasons[0]?.says ?? 'its rows are incomplete'}.`
      : ''
  return (
    <div className="agreed">
      <p className="note">
        {`${Math.round(split.planned)} person-weeks are planned${split.actual === null ? '' : `, ${Math.round(split.actual)} spent`}.${trust} For ${scope}${revised}: `}
        <button type="button" className="link" onClick={() => set({ peek: `allocation:${agreed.key}` })}>
          {`${agreed.key} ${agreed.title}`}
        </button>
      </p>
      <button
        type="button"
        className="btn no-print"
        aria-disabled={refused !== null}
        title={refused ?? undefined}
        onClick={() => refused === null && setAsking(true)}
      >
        Rebalance
      </button>
      {isAsking && refused === null && <Rebalance id={agreed.id} close={() => setAsking(false)} />}
    </div>
  )
}

function Figures({ answer: { split } }: { readonly answer: Allocated }) {
  const { misallocation, unplanned, upkeep } = split
  return (
    <dl className="facts num">
      <div>
        <dt>Planned elsewhere than agreed</dt>
        <dd>{percent(misallocation.planned)}</dd>
      </div>
      <div>
        <dt>Spent elsewhere than agreed</dt>
        <dd>{percent(misallocation.actual)}</dd>
      </div>
      <div>
        <dt>{`Keeping the lights on, cap ${percent(upkeep.cap)}`}</dt>
        <dd>
          {percent(upkeep.actual ?? upkeep.planned)}{' '}
          {upkeep.isOver !== null && <StateWords state={upkeep.isOver ? 'red' : 'green'}>{upkeep.isOver ? 'Over its cap' : 'Within its cap'}</StateWords>}
        </dd>
      </div>
      <div>
        <dt>Spent outside of the plan</dt>
        <dd>
          {percent(unplanned?.share)}{' '}
          {unplanned && unplanned.weeks > 0 && <span className="muted t12">{sayMany(Math.round(unplanned.weeks), 'person-week')}</span>}
        </dd>
      </div>
    </dl>
  )
}
