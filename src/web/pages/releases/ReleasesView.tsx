import { NewOne } from '#web/object/NewOne.tsx'
import { Empty } from '#web/parts/Empty.tsx'
import { RoadmapTabs } from '#web/parts/RoadmapTabs.tsx'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { sayMany, sayPeriod } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { Go, useUrl } from '#web/url.tsx'
import { words } from '#web/vocabulary.ts'
import { releasesOf, type ReleaseLine, type Releases } from './asked.ts'
import { Coming } from './Coming.tsx'
import { Shipped } from './Shipped.tsx'
import { headline, isOpen, weeksSay } from './telling.ts'
import { Windows } from './Windows.tsx'
import './releases.css'

export function ReleasesView() {
  const { workspace, asOf } = useUrl()
  const { workspace: card } = useMe()
  return (
    <main className="page p-releases" id="main">
      <title>{`Releases · ${card.name}`}</title>
      <div className="xh">
        <h1>Releases</h1>
        <div className="acts no-print">
          <NewOne noun="release" says="New release" hasKey />
        </div>
      </div>
      <RoadmapTabs />
      <Tile of={releasesOf(workspace, asOf)} name="The releases" lines={8}>
        {(told) => <Drawn told={told} />}
      </Tile>
    </main>
  )
}

function Drawn({ told }: { readonly told: Releases }) {
  const { lines } = told
  if (lines.length === 0)
    return (
      <Empty
        says="No release is planned yet"
        was="No release was planned"
        next="Make one for a product, put its features in, and plan it for a window; what holds it and whether its day is kept follow from the plan."
      >
        <NewOne noun="release" says="New release" />
      </Empty>
    )
  return (
    <>
      <p className="concl first">{headline(told)}</p>
      <Windows told={told} />
      <Coming lines={lines.filter(isOpen)} />
      <Parked lines={lines.filter(({ state }) => state === 'parkingLot')} />
      <Unplaced told={told} />
      <Shipped lines={lines.filter(({ state }) => state === 'released' || state === 'rolledBack').toReversed()} />
      <CalledOff lines={lines.filter(({ state }) => state === 'cancelled')} />
    </>
  )
}

function Parked({ lines }: { readonly lines: readonly ReleaseLine[] }) {
  if (lines.length === 0) return null
  return (
    <section className="sec" aria-label="Parking lot">
      <SectionHead title="Parking lot" count="not on the plan yet" />
      <ul className="rows rel2">
        {lines.map((line) => (
          <li className="row" key={line.id}>
            <Go to={`n/releases/${line.key}`} className="ttl">
              {line.title}
            </Go>
            <span className="muted t12 num">
              {[
                line.key,
                line.product.name,
                line.window ? sayPeriod(line.window) : '',
                sayMany(line.features.length, 'feature'),
                line.effort.weeks > 0 ? weeksSay(line.effort.weeks) : '',
                line.sourceStatus ? `“${line.sourceStatus}” at its source` : '',
              ]
                .filter(Boolean)
                .join(', ')}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** What is planned or being built and would ship with nothing. */
function Unplaced({ told: { unplaced } }: { readonly told: Releases }) {
  if (unplaced.length === 0) return null
  return (
    <section className="sec" aria-label="In no release">
      <SectionHead
        title="In no release"
        count={sayMany(unplaced.length, 'feature that is planned or being built', 'features that are planned or being built')}
      />
      <ul className="rows rel2">
        {unplaced.slice(0, 12).map((one) => (
          <li className="row" key={one.id}>
            <Go to={`n/features/${one.key}`} className="ttl">
              {one.title}
            </Go>
            <span className="muted t12 num">
              {[one.key, words(one.stage).toLowerCase(), one.effort === null ? 'not sized' : weeksSay(one.effort)].join(', ')}
            </span>
          </li>
        ))}
      </ul>
      {unplaced.length > 12 && (
        <Go to="n/features" className="link t13">
          {`All ${unplaced.length}`}
        </Go>
      )}
    </section>
  )
}

function CalledOff({ lines }: { readonly lines: readonly ReleaseLine[] }) {
  if (lines.length === 0) return null
  return (
    <section className="sec" aria-label="Called off">
      <SectionHead title="Called off" count={lines.length} />
      <ul className="rows rel2">
        {lines.map((line) => (
          <li className="row" key={line.id}>
            <Go to={`n/releases/${line.key}`} className="ttl">
              {line.title}
            </Go>
            <span className="muted t12">{[line.key, line.product.name, line.reason].filter(Boolean).join(', ')}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
