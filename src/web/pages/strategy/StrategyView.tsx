import { Fragment } from 'react'
import { RefName } from '#web/fields/RefName.tsx'
import { NewOne } from '#web/object/NewOne.tsx'
import { recordsIn, type AnyRow } from '#kernel'
import { ObjectPeek } from '#web/object/ObjectPeek.tsx'
import { Empty } from '#web/parts/Empty.tsx'
import { RoadmapTabs } from '#web/parts/RoadmapTabs.tsx'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { StateMark, StateWords } from '#web/parts/StateMark.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { goalsOf } from '#web/pages/goals/asked.ts'
import { standings } from '#web/pages/goals/standings.ts'
import { healthIn, standingOf } from '#web/pages/bet/telling.ts'
import { allBets } from '#web/pages/roadmap/bets.ts'
import { rows } from '#web/resources.ts'
import { sayDay, sayMany, sayValue } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { Go, useUrl } from '#web/url.tsx'
import { shortName, words } from '#web/vocabulary.ts'
import { cascadeOf, type Cascade, type CascadeObjective } from './cascade.ts'
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
        <Tile of={allBets(workspace, asOf)} name="The bets" lines={8}>
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
      {cascade.pillars.map(({ title, row, objectives: own }) => (
        <Pillar key={title} title={title} row={row} objectives={own} />
      ))}
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

function Pillar({ title, row, objectives }: { readonly title: string; readonly row: AnyRow | null; readonly objectives: readonly CascadeObjective[] }) {
  const { set } = useUrl()
  const leaves = recordsIn(row?.['notDoing'])
  const segments = Array.isArray(row?.['segments']) ? row['segments'].map(String) : []
  return (
    <section className="sec pil" aria-label={title}>
      <SectionHead
        title={
          row ? (
            <button type="button" onClick={() => set({ peek: `pillar:${row.key}` })}>
              {title}
            </button>
          ) : (
            title
          )
        }
        count={row ? undefined : 'named by objectives, not written down'}
      />
      {row && (
        <div className="pil-w t13">
          <p>{String(row['statement'] ?? '')}</p>
          <p className="muted">{String(row['howWeWin'] ?? '')}</p>
          {segments.length > 0 && (
            <p>
              <span className="muted">For</span>{' '}
              {segments.map((id, at) => (
                <Fragment key={id}>
                  {at > 0 && ', '}
                  <Go className="link" to={`n/segments/${id}`}>
                    <RefName target="segment" id={id} />
                  </Go>
                </Fragment>
              ))}
            </p>
          )}
          {leaves.map((leave) => (
            <p key={String(leave['what'])}>
              <span className="muted">Not doing</span> {String(leave['what'])}: {String(leave['why'])}{' '}
              <span className="muted">{`Look again on ${sayDay(String(leave['reviewOn']))}.`}</span>
            </p>
          ))}
        </div>
      )}
      <ul className="casc">
        {objectives.map((one) => (
          <Served key={one.objective.id} one={one} />
        ))}
        {objectives.length === 0 && <li className="muted t13">No objective serves it</li>}
      </ul>
    </section>
  )
}

function Served({ one: { objective, bets } }: { readonly one: CascadeObjective }) {
  const { set } = useUrl()
  const open = (address: string) => () => set({ peek: address })
  return (
    <li>
      <div className="ob">
        <button type="button" onClick={open(`objective:${objective.key}`)}>
          {objective.title}
        </button>
        {objective.band && <StateMark state={objective.band} />}
        <span className="muted num">{objective.score === null ? 'no score yet' : objective.score.toFixed(2)}</span>
      </div>
      <ul className="krs">
        {objective.keyResults.map((line) => (
          <li key={line.id}>
            <button type="button" onClick={open(`keyResult:${line.key}`)}>
              {line.title}
            </button>
            <span className="muted num">
              {measureSays(line)} <StateMark state={standings[line.standing][0]} />
            </span>
          </li>
        ))}
        {objective.keyResults.length === 0 && <li>{<StateWords state="amber">No key result</StateWords>}</li>}
      </ul>
      <ul className="bts">
        {bets.map((row) => (
          <li key={row.id}>
            <button type="button" onClick={open(`initiative:${row.key}`)}>
              {String(row['title'])}
            </button>
            <span className="muted">
              {words(String(row['horizon'] ?? ''))} <BetMark row={row} />
            </span>
          </li>
        ))}
        {bets.length === 0 && <li className="muted">No open bet</li>}
      </ul>
    </li>
  )
}

/** A key result as its metric reads now, against its target. */
function measureSays({ metric, part, kind, unit, now, target, currency }: CascadeObjective['objective']['keyResults'][number]): string {
  if (metric === null) return kind === 'milestone' ? 'milestone' : 'no metric'
  const name = [shortName(metric), part].filter(Boolean).join(', ')
  return unit === null || now === null || target === null ? name : `${name} ${sayValue(now, unit, currency)} of ${sayValue(target, unit, currency)}`
}

/** How a running bet stands, as its owner last said. */
function BetMark({ row }: { readonly row: AnyRow }) {
  const { serverTime } = useMe()
  const { asOf } = useUrl()
  const health = healthIn(row, asOf ?? serverTime)
  const standing = health && standingOf(health)
  return standing ? <StateMark state={standing[0]} /> : null
}

function Orphans({ cascade: { orphans } }: { readonly cascade: Cascade }) {
  const { set } = useUrl()
  if (orphans.length === 0) return null
  return (
    <section className="sec" aria-label="Orphans">
      <SectionHead title="Orphans" count="what leads nowhere, with the step that mends it; none of it can be committed" />
      <ul className="orph t13">
        {orphans.map(({ address, key, title, lacks }) => (
          <li key={`${address} ${lacks}`}>
            <span className="muted">{key}</span>
            <button type="button" onClick={() => set({ peek: address })}>
              {title}
            </button>
            <span className="muted">{lacks}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
