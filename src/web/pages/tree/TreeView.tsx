import { lazy, Suspense } from 'react'
import { useQuery } from '@tanstack/react-query'
import { tree, type TreeTold } from '#web/explained.ts'
import { useKeys } from '#web/keys.tsx'
import { Empty } from '#web/parts/Empty.tsx'
import { MetricsTabs } from '#web/parts/MetricsTabs.tsx'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { scorecard } from '#web/resources.ts'
import { sayFew, sayMany } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { useUrl } from '#web/url.tsx'
import { AddEdge } from './AddEdge.tsx'
import { Beliefs, Identities } from './Beliefs.tsx'
import { Drawing } from './Drawing.tsx'
import './tree.css'

const ObjectPeek = lazy(() => import('#web/object/ObjectPeek.tsx').then((part) => ({ default: part.ObjectPeek })))

export function TreeView() {
  const { workspace, asOf, search, set } = useUrl()
  const { workspace: card } = useMe()
  const isWritable = asOf === undefined
  useKeys(isWritable ? [{ keys: 'c', says: 'Add an edge', run: () => set({ form: 'edge' }) }] : [])
  return (
    <main className="page p-tree" id="main">
      <title>{`Metric tree · ${card.name}`}</title>
      <div className="xh">
        <h1>Metric tree</h1>
        {isWritable && (
          <div className="acts">
            <button type="button" className="btn" onClick={() => set({ form: 'edge' })}>
              Add an edge <kbd aria-hidden="true">C</kbd>
            </button>
          </div>
        )}
      </div>
      <MetricsTabs />
      <Tile of={tree(workspace, asOf)} name="The tree" lines={10}>
        {(told) => <Told told={told} />}
      </Tile>
      {search['form'] === 'edge' && <AddEdge close={() => set({ form: undefined })} />}
      <Suspense>{search['peek'] && <ObjectPeek address={search['peek']} />}</Suspense>
    </main>
  )
}

function Told({ told }: { readonly told: TreeTold }) {
  const { workspace, asOf } = useUrl()
  const items = useQuery(scorecard(workspace, asOf)).data?.items ?? []
  if (told.nodes.length === 0)
    return (
      <Empty
        says="Nobody has drawn the tree yet"
        was="Nobody had drawn the tree"
        next="Start at the top: name the number that matters most and what it is made of. Add an edge for each part, then for what you believe moves it."
      />
    )
  return (
    <>
      <p className="concl lead">{conclusion(told)}</p>
      {told.faults.map((fault) => (
        <p key={fault} className="red t13">
          {fault}
        </p>
      ))}
      <Drawing told={told} items={items} />
      <Beliefs told={told} />
      <Identities told={told} />
      <section className="sec" aria-labelledby="h-ask">
        <SectionHead id="h-ask" title="Questions that the numbers raise" count={told.questions.length} />
        {told.questions.length === 0 && <p className="note">None now: no target without a guard, no input that moves without its output.</p>}
        <ul className="rows">
          {told.questions.map((question) => (
            <li className="row one" key={`${question.check} ${question.metric} ${question.asks}`}>
              {question.asks}
            </li>
          ))}
        </ul>
      </section>
    </>
  )
}

/** “All 2 identities hold; the output followed in three of five beliefs that were tested”. */
function conclusion({ identities, hypotheses }: TreeTold): string {
  const broken = identities.filter((one) => one.broken > 0)
  const tested = hypotheses.filter((one) => one.tested > 0)
  const followed = tested.filter((one) => one.confirmed * 2 > one.tested)
  const sums =
    identities.length === 0
      ? 'No identity is drawn yet'
      : broken.length === 0
        ? `${sayMany(identities.length, 'identity holds', 'identities hold')} in every period`
        : `${sayFew(broken.length)} of ${identities.length} identities is broken`
  const beliefs =
    tested.length === 0
      ? 'no belief was put to the test yet'
      : `the output followed more often than not for ${sayFew(followed.length).toLowerCase()} of ${sayMany(tested.length, 'tested belief')}`
  return `${sums}; ${beliefs}`
}
