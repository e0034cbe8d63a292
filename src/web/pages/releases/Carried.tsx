import { Wide } from '#web/parts/Wide.tsx'
import { sayDay } from '#web/say.ts'
import { Go } from '#web/url.tsx'
import { words } from '#web/vocabulary.ts'
import type { ReleaseFeature, ReleaseLine } from './asked.ts'
import { weeksIn } from './telling.ts'

/** What is in a release: how far each feature is, when it is done, and what holds it. */
export function Carried({ line, take }: { readonly line: ReleaseLine; readonly take: ((feature: ReleaseFeature) => void) | null }) {
  if (line.features.length === 0) return <p className="muted t13">Put in the features that customers get with it.</p>
  const isOpen = line.outlook !== null
  return (
    <Wide label={`Features of ${line.title}`}>
      <table className="cards num rels">
        <thead>
          <tr>
            <th scope="col">Feature</th>
            <th scope="col">Stage</th>
            <th scope="col" className="r">
              Person-weeks
            </th>
            {isOpen && <th scope="col">Expected</th>}
            {isOpen && <th scope="col">What holds it</th>}
            {take && (
              <th scope="col">
                <span className="sr">Take out</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {line.features.map((feature) => (
            <Row key={feature.id} feature={feature} isOpen={isOpen} take={take} />
          ))}
        </tbody>
      </table>
    </Wide>
  )
}

const worked: Readonly<Record<string, string>> = { todo: 'not begun', doing: 'under way', done: 'done', cancelled: 'cancelled' }

function Row({
  feature,
  isOpen,
  take,
}: {
  readonly feature: ReleaseFeature
  readonly isOpen: boolean
  readonly take: ((feature: ReleaseFeature) => void) | null
}) {
  const { expected, bet, holds } = feature
  return (
    <tr>
      <td className="wide nm">
        <Go to={`n/features/${feature.key}`} className="b">
          {feature.title}
        </Go>
        <div className="sub">
          <span title={bet?.title}>{[feature.key, bet?.key].filter(Boolean).join(', ')}</span>
          {feature.late && <span className="chip line">late addition</span>}
        </div>
        {feature.publicName && <div className="sub">{`Customers read “${feature.publicName}”`}</div>}
      </td>
      <td className="st" data-l="Stage">
        {words(feature.stage)}
        {feature.delivery && feature.stage !== 'released' && (
          <div className="sub">{`work ${worked[feature.delivery] ?? words(feature.delivery).toLowerCase()}`}</div>
        )}
      </td>
      <td className="r nw" data-l="Person-weeks">
        {feature.effort === null ? <span className="muted">not sized</span> : weeksIn(feature.effort)}
      </td>
      {isOpen && (
        <td className="nw" data-l="Expected">
          {expected ? sayDay(expected.likely) : <span className="muted">{feature.isReady ? 'ready' : 'unknown'}</span>}
          {expected?.isOverdue && <div className="sub">overdue</div>}
        </td>
      )}
      {isOpen && (
        <td className="wide hd" data-l="What holds it">
          {holds.length === 0 ? <span className="muted">nothing</span> : holds.join('; ')}
        </td>
      )}
      {take && (
        <td className="r">
          <button type="button" className="btn quiet" onClick={() => take(feature)} aria-label={`Take out ${feature.title}`}>
            Take out
          </button>
        </td>
      )}
    </tr>
  )
}
