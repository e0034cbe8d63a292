import { Fragment } from 'react'
import { recordsIn, type AnyRow } from '#kernel'
import { RefName } from '#web/fields/RefName.tsx'
import { More, useSome } from '#web/parts/More.tsx'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { StateMark, StateWords } from '#web/parts/StateMark.tsx'
import { standings } from '#web/pages/goals/standings.ts'
import { sayDay } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { Go, useUrl } from '#web/url.tsx'
import { words } from '#web/vocabulary.ts'
import type { Cascade, CascadeObjective } from './cascade.ts'
import { betSays, keyResultSays } from './telling.ts'

/** Each pillar in its words; in a list, with what serves it indented below. */
export function Pillars({ cascade, hasLines }: { readonly cascade: Cascade; readonly hasLines: boolean }) {
  return cascade.pillars.map(({ title, row, objectives }) => <Pillar key={title} title={title} row={row} objectives={hasLines ? objectives : null} />)
}

function Pillar({ title, row, objectives }: { readonly title: string; readonly row: AnyRow | null; readonly objectives: readonly CascadeObjective[] | null }) {
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
      {objectives && (
        <ul className="casc">
          {objectives.map((one) => (
            <Served key={one.objective.id} one={one} />
          ))}
          {objectives.length === 0 && <li className="muted t13">No objective serves it</li>}
        </ul>
      )}
    </section>
  )
}

function Served({ one: { objective, bets } }: { readonly one: CascadeObjective }) {
  const { set } = useUrl()
  const { some, more } = useSome(bets, 20)
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
              {keyResultSays(line)} <StateMark state={standings[line.standing][0]} />
            </span>
          </li>
        ))}
        {objective.keyResults.length === 0 && <li>{<StateWords state="amber">No key result</StateWords>}</li>}
      </ul>
      <ul className="bts">
        {some.map((row) => (
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
        {more && (
          <li>
            <More of={more} />
          </li>
        )}
      </ul>
    </li>
  )
}

/** How a running bet stands, as its owner last said. */
function BetMark({ row }: { readonly row: AnyRow }) {
  const { serverTime } = useMe()
  const { asOf } = useUrl()
  const { state } = betSays(row, asOf ?? serverTime)
  return state ? <StateMark state={state} /> : null
}

/** What leads nowhere, by kind, with the step that mends it. */
export function Orphans({ cascade: { orphans } }: { readonly cascade: Cascade }) {
  const { set } = useUrl()
  const { some, more } = useSome(orphans, 40)
  if (orphans.length === 0) return null
  return (
    <section className="sec" aria-label="Orphans">
      <SectionHead title="Orphans" count="what leads nowhere, with the step that mends it; none of it can be committed" />
      <ul className="orph t13">
        {some.map(({ address, key, title, lacks }) => (
          <li key={`${address} ${lacks}`}>
            <span className="muted">{key}</span>
            <button type="button" onClick={() => set({ peek: address })}>
              {title}
            </button>
            <span className="muted">{lacks}</span>
          </li>
        ))}
      </ul>
      <More of={more} />
    </section>
  )
}
