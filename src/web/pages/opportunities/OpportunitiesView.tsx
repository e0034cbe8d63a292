/* oxlint-disable jsx-a11y/no-noninteractive-element-interactions -- what dragging does, Move does by keyboard */
import { useState, type DragEvent } from 'react'
import { useKeys } from '#web/keys.tsx'
import { NewOne } from '#web/object/NewOne.tsx'
import { ObjectPeek } from '#web/object/ObjectPeek.tsx'
import { useRefusal } from '#web/object/useRefusal.ts'
import { Crumbs } from '#web/parts/Crumbs.tsx'
import { Empty } from '#web/parts/Empty.tsx'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { Wide } from '#web/parts/Wide.tsx'
import { sayMany, sayPeriod } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { useUrl } from '#web/url.tsx'
import { opportunitiesOf, type OpportunityTree, type Outcome } from './asked.ts'
import { Move } from './Move.tsx'
import { OpportunityRow } from './OpportunityRow.tsx'
import { headline } from './telling.ts'
import { useMove } from './useMove.ts'
import './opportunities.css'

export function OpportunitiesView() {
  const { workspace, asOf, search } = useUrl()
  const { workspace: card } = useMe()
  return (
    <main className="page p-opp" id="main">
      <title>{`Opportunities · ${card.name}`}</title>
      <Crumbs way={[{ to: 'strategy', says: 'Strategy' }]} here="Opportunities" />
      <div className="xh">
        <h1>Opportunities</h1>
        <div className="acts no-print">
          <NewOne noun="opportunity" says="New opportunity" hasKey />
        </div>
      </div>
      <Tile of={opportunitiesOf(workspace, asOf)} name="The opportunities" lines={8}>
        {(tree) => <Drawn tree={tree} />}
      </Tile>
      {search['peek'] && <ObjectPeek key={search['peek']} address={search['peek']} />}
    </main>
  )
}

function Drawn({ tree }: { readonly tree: OpportunityTree }) {
  const { search, set } = useUrl()
  const [moved, setMoved] = useState<string | null>(null)
  const mayMove = useRefusal('opportunity', 'edit') === null
  const all = tree.outcomes.flatMap(({ nodes }) => nodes)
  const at = all.findIndex(({ key }) => `opportunity:${key}` === search['peek'])
  const step = (by: number) => set({ peek: `opportunity:${all[Math.min(all.length - 1, Math.max(0, at + by))]?.key ?? ''}` }, { replace: at >= 0 })
  useKeys([
    { keys: 'j', says: 'Next opportunity', group: 'In a list', run: () => step(1) },
    { keys: 'k', says: 'Previous opportunity', group: 'In a list', run: () => step(at < 0 ? 1 : -1) },
    ...(mayMove && all[at] ? [{ keys: 'm', says: 'Move to', group: 'In a list' as const, run: () => setMoved(all[at]?.id ?? null) }] : []),
  ])
  if (all.length === 0)
    return (
      <Empty
        says="No opportunity is written down yet"
        was="No opportunity was written down"
        next="Write a problem in the words of those who have it, name the themes of feedback behind it, and put it below the outcome that it serves."
      >
        <NewOne noun="opportunity" says="New opportunity" />
      </Empty>
    )
  return (
    <>
      <p className="concl">{headline(tree)}</p>
      {tree.outcomes
        .filter(({ nodes }) => nodes.length > 0)
        .map((outcome) => (
          <Below key={outcome.objective?.id ?? ''} outcome={outcome} tree={tree} move={mayMove ? setMoved : null} />
        ))}
      <p className="note">
        {tree.month
          ? `Revenue is what the accounts behind it pay in a year, at the end of ${sayPeriod(tree.month)}; each account counts once in a whole, however often it speaks. `
          : `Nobody knows who pays: ${tree.lacks ?? ''} `}
        Loud: one account is 30% or more of what was said. A score is importance plus what is missing of it, where people were asked.
      </p>
      {moved && <Move id={moved} tree={tree} close={() => setMoved(null)} />}
    </>
  )
}

function Below({ outcome, tree, move }: { readonly outcome: Outcome; readonly tree: OpportunityTree; readonly move: ((id: string) => void) | null }) {
  const { objective, nodes } = outcome
  const send = useMove()
  const onto = (event: DragEvent, place: Parameters<typeof send>[1]) => {
    const id = event.dataTransfer.getData('text/plain')
    event.preventDefault()
    event.stopPropagation()
    if (id && id !== place.parent) void send(id, place)
  }
  return (
    <section
      className="sec"
      aria-label={objective?.title ?? 'No outcome'}
      onDragOver={(event) => move && event.preventDefault()}
      onDrop={(event) => onto(event, { parent: null, objective: objective?.id ?? null })}
    >
      <SectionHead
        title={objective ? objective.title : 'No outcome'}
        count={objective ? `${objective.key}, ${sayMany(objective.keyResults.length, 'key result')}` : 'put them below what they serve'}
      />
      <Wide label={`Below ${objective?.title ?? 'no outcome'}`}>
        <table className="cards num opp">
          <thead>
            <tr>
              <th scope="col">Opportunity</th>
              <th scope="col" className="r">
                Voices
              </th>
              <th scope="col" className="r">
                Accounts
              </th>
              <th scope="col" className="r">
                Revenue
              </th>
              <th scope="col" className="r">
                Score
              </th>
              <th scope="col">Addressed by</th>
              <th scope="col">State</th>
              <th scope="col">
                <span className="sr">Move</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {nodes.map((node) => (
              <OpportunityRow
                key={node.id}
                node={node}
                isPlaced={objective !== null}
                currency={tree.currency}
                move={move}
                drop={(event) => onto(event, { parent: node.id, objective: null })}
              />
            ))}
          </tbody>
        </table>
      </Wide>
    </section>
  )
}
