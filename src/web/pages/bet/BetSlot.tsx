import { useState } from 'react'
import type { AnyRow } from '#kernel'
import { refusalOf } from '#web/object/decide.ts'
import { VerbForm } from '#web/object/VerbForm.tsx'
import { Live, MetricName } from '#web/pages/case/Live.tsx'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { StateWords } from '#web/parts/StateMark.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { sayDay, sayInstant, sayMany, sayPeriod, sayValue } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { Go, useUrl } from '#web/url.tsx'
import { nouns } from '#web/vocabulary.ts'
import { betOf, type BetDetail, type OutcomeLine } from './asked.ts'
import { landingSays, lineOf, standingOf } from './telling.ts'
import './bet.css'

/** How it stands, what it moves, when it lands, and who asked for it. */
export function BetSlot({ row }: { readonly row: AnyRow }) {
  const { workspace, asOf } = useUrl()
  return (
    <div className="p-bet">
      {typeof row['hypothesis'] === 'string' && <p className="hyp">{row['hypothesis']}</p>}
      <Tile of={betOf(workspace, row.key, asOf)} name="How it stands" lines={8}>
        {(told) => (
          <>
            <Standing told={told} row={row} />
            <Outcomes outcomes={told.outcomes} />
            <Landing told={told} />
            <Evidence told={told} />
          </>
        )}
      </Tile>
    </div>
  )
}

function Standing({ told: { health }, row }: { readonly told: BetDetail; readonly row: AnyRow }) {
  const { member, serverTime, workspace } = useMe()
  const { asOf } = useUrl()
  const [isAsked, setAsked] = useState(false)
  const known = nouns['initiative']
  const verb = known?.verbs.find((one) => one.verb === 'report')
  const standing = standingOf(health)
  const mayReport = verb && !asOf && refusalOf(verb, row, member, serverTime) === null
  if (!standing && !mayReport) return null
  return (
    <section className="sec" aria-label="How it stands">
      <SectionHead
        title={standing ? <StateWords state={standing[0]}>{standing[1]}</StateWords> : 'How it stands'}
        count={health.at ? [health.by, sayInstant(health.at, serverTime, workspace.timeZone)].filter(Boolean).join(', ') : undefined}
      >
        {mayReport && (
          <button type="button" className="btn" onClick={() => setAsked(true)}>
            Report
          </button>
        )}
      </SectionHead>
      {health.says ? (
        <p>{`“${health.says}”`}</p>
      ) : (
        <p className="note">Nobody has said yet how it stands. After fourteen days without a word it counts as stale.</p>
      )}
      {health.nextStep && <p className="muted t13">{`Next: ${health.nextStep}${health.nextBy ? `, by ${sayDay(health.nextBy)}` : ''}`}</p>}
      {isAsked && known && verb && <VerbForm noun={known.noun} row={row} verb={verb} close={() => setAsked(false)} />}
    </section>
  )
}

function Outcomes({ outcomes }: { readonly outcomes: readonly OutcomeLine[] }) {
  return (
    <section className="sec" aria-label="What it moves">
      <SectionHead
        title={outcomes.length === 0 ? 'It promises no outcome' : 'What it moves'}
        count={outcomes.length === 0 ? 'it cannot be committed until it does' : undefined}
      />
      {outcomes.map((line) => (
        <div className="out-l" key={`${line.metric} ${line.part ?? ''} ${line.by}`}>
          <p className="b">
            <MetricName of={line} />
          </p>
          <dl className="num">
            <div>
              <dt>Now</dt>
              <dd className="now">
                <Live of={line} />
              </dd>
            </div>
            <div>
              <dt>From</dt>
              <dd>{said(line, line.baseline)}</dd>
            </div>
            <div>
              <dt>To</dt>
              <dd>
                {said(line, line.target)} <span className="sub i1">{`by ${sayDay(line.by)}`}</span>
              </dd>
            </div>
            <div>
              <dt>Of the way</dt>
              <dd>{line.done === null ? <span className="muted">unknown</span> : line.done < 0 ? 'the other way' : sayValue(line.done, 'ratio')}</dd>
            </div>
          </dl>
        </div>
      ))}
    </section>
  )
}

const said = ({ unit, currency }: OutcomeLine, value: number | null): string => (value === null ? '–' : unit ? sayValue(value, unit, currency) : String(value))

function Landing({ told: { time, today } }: { readonly told: BetDetail }) {
  const line = lineOf(time, today)
  return (
    <section className="sec" aria-label="When it lands">
      <SectionHead title={landingSays(time)} count={time.likely === null ? undefined : 'as its people say'}>
        <Go className="link" to="roadmap/forecasts">
          By sizes and what it waits for
        </Go>
      </SectionHead>
      {line && (
        <>
          <div className="land" aria-hidden="true">
            <i className="span" style={{ insetInlineStart: `${line.from * 100}%`, insetInlineEnd: `${(1 - line.to) * 100}%` }} />
            {line.marks.map(({ id, at }) => (
              <i key={id} className={id} style={{ insetInlineStart: `${at * 100}%` }} />
            ))}
          </div>
          <ul className="land-l num t12">
            {line.marks.map(({ id, says, on }) => (
              <li key={id}>
                <i className={id} aria-hidden="true" /> <span className="muted">{says}</span> {sayDay(on)}
              </li>
            ))}
            <li>
              <i className="span" aria-hidden="true" /> <span className="muted">50% to 85%</span> {`${sayDay(time.half ?? '')} – ${sayDay(time.likely ?? '')}`}
            </li>
          </ul>
        </>
      )}
    </section>
  )
}

function Evidence({ told: { evidence, quotes, currency } }: { readonly told: BetDetail }) {
  const { voices, accounts, revenue, loudest, isLoud, month, lacks } = evidence
  if (voices === 0)
    return (
      <section className="sec" aria-label="Who asked for it">
        <SectionHead title="Nobody has asked for it yet" />
        <p className="note">Process feedback as a signal for this bet, or say in a decision that it is a conviction.</p>
      </section>
    )
  return (
    <section className="sec" aria-label="Who asked for it">
      <SectionHead
        title={`${sayMany(accounts, 'account')} asked for it, ${sayMany(voices, 'time')}`}
        count={revenue === null ? (lacks ?? undefined) : `${sayValue(revenue, 'money', currency)} a year${month ? ` at the end of ${sayPeriod(month)}` : ''}`}
      />
      {isLoud && loudest && (
        <p>
          <StateWords state="amber">{`One customer is loud: ${Math.round(loudest.share * 100)}% of what was said is from ${loudest.name}`}</StateWords>
        </p>
      )}
      <ul className="quotes">
        {quotes.map((quote) => (
          <li key={quote.key}>
            <p>{quote.body === null ? <span className="muted">Your role does not show what people said.</span> : `“${quote.body}”`}</p>
            <span className="muted t12">
              {[quote.saidBy, quote.account, sayDay(quote.on)].filter(Boolean).join(', ')}{' '}
              <Go className="link" to={`n/feedback/${quote.key}`}>
                {quote.key}
              </Go>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
