import { useState } from 'react'
import type { AnyRow } from '#kernel'
import { useRefusal } from '#web/object/useRefusal.ts'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { StateWords } from '#web/parts/StateMark.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { sayDay, sayMany } from '#web/say.ts'
import { Go, useUrl } from '#web/url.tsx'
import { releaseOf, type ReleaseDetail, type ReleaseFeature, type ReleaseLine, type Scope } from './asked.ts'
import { Carried } from './Carried.tsx'
import { ChangeScope, type Change } from './ChangeScope.tsx'
import { ShipIt } from './ShipIt.tsx'
import { defectsSay, isOpen, standing, weeksIn, weeksSay } from './telling.ts'
import './releases.css'

/** Is its day kept, what is in it, and what slipped past us? */
export function ReleaseSlot({ row }: { readonly row: AnyRow }) {
  const { workspace, asOf } = useUrl()
  return (
    <Tile of={releaseOf(workspace, row.key, asOf)} name="What is in it" lines={8}>
      {(told) => <Told told={told} row={row} />}
    </Tile>
  )
}

function Told({ told, row }: { readonly told: ReleaseDetail; readonly row: AnyRow }) {
  const { line } = told
  const refused = useRefusal('release', 'edit')
  const [change, setChange] = useState<Change | null>(null)
  const [isShipping, setShipping] = useState(false)
  const mayChange = refused === null && line.outlook !== null
  return (
    <div className="p-releases slot">
      <Day line={line} />
      <section className="sec" aria-label="Features">
        <SectionHead title={contentSays(line)} count={effortSays(line)}>
          <Go className="link" to="roadmap/releases">
            Releases
          </Go>
          {mayChange && (
            <button type="button" className="btn" onClick={() => setChange({ verb: 'putIn', feature: null })}>
              Put in
            </button>
          )}
          {mayChange && isOpen(line) && line.features.length > 0 && (
            <button type="button" className="btn" onClick={() => setShipping(true)}>
              Ship
            </button>
          )}
        </SectionHead>
        <Carried line={line} take={mayChange ? (feature) => setChange({ verb: 'takeOut', feature }) : null} />
        {line.named.length > 0 && (
          <p className="note">
            {'Where they come from, these are said to be carried by it and are not in it: '}
            {line.named.map((one) =>
              mayChange ? (
                <button key={one.id} type="button" className="link" onClick={() => setChange({ verb: 'putIn', feature: one })}>
                  {`${one.key} ${one.title}`}
                </button>
              ) : (
                <Go key={one.id} className="link" to={`n/features/${one.key}`}>
                  {`${one.key} ${one.title}`}
                </Go>
              ),
            )}
          </p>
        )}
      </section>
      {line.scope && <Since scope={line.scope} />}
      {line.defects && <Escaped line={line} defects={line.defects} />}
      {isShipping && <ShipIt line={line} row={row} close={() => setShipping(false)} />}
      {change && <ChangeScope told={told} row={row} change={change} close={() => setChange(null)} />}
    </div>
  )
}

function Day({ line }: { readonly line: ReleaseLine }) {
  if (!line.outlook) return null
  const { state, says } = standing[line.outlook.level]
  return (
    <section className="sec first" aria-label="Outlook">
      <SectionHead title={<StateWords state={state}>{says}</StateWords>} />
      <p>{line.outlook.says}</p>
    </section>
  )
}

function contentSays({ features, outlook }: ReleaseLine): string {
  if (features.length === 0) return 'Nothing is in it yet'
  if (!outlook) return sayMany(features.length, 'feature')
  const ready = features.filter(({ isReady }: ReleaseFeature) => isReady).length
  return `${ready} of ${sayMany(features.length, 'feature')} ${ready === 1 ? 'is' : 'are'} ready`
}

const effortSays = ({ effort, outlook }: ReleaseLine): string =>
  `${weeksSay(effort.weeks)}${outlook ? `, ${weeksIn(effort.readyWeeks)} of them ready` : ''}${effort.unsized > 0 ? `, ${effort.unsized} not sized` : ''}`

/** What came in, went out or changed its size after the scope was frozen. */
function Since({ scope }: { readonly scope: Scope }) {
  const all = [...scope.added.map((one) => ({ ...one, mark: 'Added' })), ...scope.removed.map((one) => ({ ...one, mark: 'Removed' }))]
  const isSame = all.length + scope.resized.length === 0
  return (
    <section className="sec" aria-label="Since it was frozen">
      <SectionHead
        title={isSame ? 'Its scope is as it was frozen' : 'Its scope changed after it was frozen'}
        count={`frozen ${sayDay(scope.frozenOn)}${scope.weeks === 0 ? '' : `, ${scope.weeks > 0 ? '+' : '−'}${weeksSay(Math.abs(scope.weeks))}`}`}
      />
      <ul className="rows rel2">
        {all.map((one) => (
          <li className="row" key={`${one.mark} ${one.id}`}>
            <span>
              <span className="muted">{one.mark}</span>{' '}
              <Go to={`n/features/${one.key}`} className="ttl">
                {one.title}
              </Go>
              {one.reason && <span className="sub blk">{one.reason}</span>}
            </span>
            <span className="muted t12 num">{one.on ? sayDay(one.on) : ''}</span>
          </li>
        ))}
        {scope.resized.map((one) => (
          <li className="row" key={`resized ${one.id}`}>
            <span>
              <span className="muted">Resized</span>{' '}
              <Go to={`n/features/${one.key}`} className="ttl">
                {one.title}
              </Go>
            </span>
            <span className="muted t12 num">{`${one.from === null ? 'not sized' : weeksSay(one.from)} → ${one.to === null ? 'not sized' : weeksSay(one.to)}`}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Escaped({ line, defects }: { readonly line: ReleaseLine; readonly defects: NonNullable<ReleaseLine['defects']> }) {
  const [after, all] = [defects.after ?? 0, (defects.after ?? 0) + (defects.before ?? 0)]
  return (
    <section className="sec" aria-label="Escaped defects">
      <SectionHead
        title={
          defects.state === 'unknown'
            ? 'Nobody can say what slipped past us'
            : defects.state === 'tooEarly'
              ? `It is judged on ${sayDay(defects.judgedOn)}`
              : defects.share === null
                ? 'No defect was found'
                : `${defectsSay(line)} of its defects were found by customers`
        }
        count={defects.state === 'judged' && line.releasedOn ? `within 90 days after ${sayDay(line.releasedOn)}` : ''}
      >
        <Go to="metrics/escaped-defects" className="link">
          Escaped defects
        </Go>
      </SectionHead>
      <p className="note">
        {defects.lacks ??
          (defects.state === 'tooEarly'
            ? `So far ${sayMany(after, 'defect')} of ${all} came after it; 90 days tell.`
            : `${after} of ${sayMany(all, 'defect')}.`)}
      </p>
    </section>
  )
}
