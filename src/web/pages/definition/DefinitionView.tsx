import { useQuery } from '@tanstack/react-query'
import { DefinedVersions } from '#web/parts/DefinedVersions.tsx'
import { MetricsTabs } from '#web/parts/MetricsTabs.tsx'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { StateWords } from '#web/parts/StateMark.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { useMe } from '#web/session.ts'
import { Go, Turn, useUrl } from '#web/url.tsx'
import { words } from '#web/vocabulary.ts'
import { definedDetail, definedList, restated, starter, type Line } from '#web/defined.ts'
import { Certify } from './Certify.tsx'
import { Editor } from './Editor.tsx'
import { Series } from './Series.tsx'
import './definition.css'

export function DefinitionView() {
  const { workspace, search } = useUrl()
  const { workspace: card } = useMe()
  const key = search['key']
  return (
    <main className="page p-definition" id="main">
      <title>{`Define a metric · ${card.name}`}</title>
      <div className="xh">
        <h1>Define a metric</h1>
      </div>
      <MetricsTabs />
      {key === undefined ? <Editor key="new" text={starter} /> : <Existing metricKey={key} />}
      <Tile of={definedList(workspace)} name="The definitions" lines={2}>
        {({ items }) => <Defined items={items} current={key} />}
      </Tile>
    </main>
  )
}

function Existing({ metricKey }: { readonly metricKey: string }) {
  const { workspace } = useUrl()
  const read = useQuery(definedDetail(workspace, metricKey))
  if (!read.data)
    return (
      <Tile of={definedDetail(workspace, metricKey)} name="The definition" lines={6}>
        {() => null}
      </Tile>
    )
  return (
    <>
      {read.data.state === 'draft' && (
        <section className="sec waits" aria-labelledby="h-waits">
          <SectionHead id="h-waits" title="A draft waits" />
          <Certify detail={read.data} />
        </section>
      )}
      <section className="sec" aria-labelledby="h-versions">
        <SectionHead id="h-versions" title="Versions">
          <Go to={`metrics/${metricKey}`} className="link">
            Its number
          </Go>
        </SectionHead>
        <DefinedVersions detail={read.data}>
          <Tile of={restated(workspace, metricKey, 'proposed')} name="Both series" lines={2}>
            {(told) => <Series told={told} counts="before" other="as proposed" />}
          </Tile>
          <Certify detail={read.data} />
        </DefinedVersions>
        {read.data.version > 1 && (
          <Tile of={restated(workspace, metricKey, String(read.data.version - 1))} name="Both series" lines={2}>
            {(told) => <Series told={told} counts="after" other="as it was" />}
          </Tile>
        )}
      </section>
      <Editor key={`${metricKey} ${read.data.version}`} text={read.data.text} revision={read.data.revision} />
    </>
  )
}

const tones = { certified: 'green', deprecated: 'none', draft: 'amber' } as const

function Defined({ items, current }: { readonly items: readonly Line[]; readonly current: string | undefined }) {
  return (
    <section className="sec" aria-labelledby="h-defined">
      <SectionHead id="h-defined" title="Defined here" count={items.length}>
        {current !== undefined && (
          <Turn words={{ key: undefined }} isCurrent={false} className="link">
            Define another
          </Turn>
        )}
      </SectionHead>
      {items.length === 0 && <p className="note">Nobody has defined a metric yet. What you keep stands here as a draft until a second person certifies it.</p>}
      <ul className="rows">
        {items.map((one) => (
          <li className="row" key={one.key}>
            <div>
              <Turn words={{ key: one.key }} isCurrent={one.key === current} className="ttl">
                {one.name}
              </Turn>
              <div className="sub">{`v${one.version} · ${one.key}${one.proposed ? ' · a revision waits for a second person' : ''}`}</div>
            </div>
            <StateWords state={one.state === 'certified' ? tones.certified : one.state === 'draft' ? tones.draft : tones.deprecated}>
              {words(one.state)}
            </StateWords>
          </li>
        ))}
      </ul>
    </section>
  )
}
