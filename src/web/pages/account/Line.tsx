import { useState } from 'react'
import type { AccountOverview, Happening } from '#flows/analytics/account.ts'
import { addressOf } from '#web/object/address.ts'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { sayDay } from '#web/say.ts'
import { Go } from '#web/url.tsx'

const kinds: Readonly<Record<Happening['kind'], string>> = {
  firstUse: 'First use',
  ticket: 'Ticket',
  subscriptionStart: 'Line begins',
  subscriptionEnd: 'Line ends',
  survey: 'Survey',
  churnNote: 'Churn noted',
  incident: 'Incident',
  feedback: 'Feedback',
  decision: 'Decision',
  risk: 'Risk',
  changed: 'Changed',
}
const step = 30

/** Everything that happened to an account in one line of time, newest first. */
export function Line({ overview: { timeline } }: { readonly overview: AccountOverview }) {
  const [only, setOnly] = useState('')
  const [most, setMost] = useState(step)
  if (timeline.length === 0) return null
  const own = timeline.filter(({ kind }) => only === '' || kind === only)
  const there = Object.entries(kinds).filter(([kind]) => timeline.some((one) => one.kind === kind))
  return (
    <section className="sec" aria-label="Timeline">
      <SectionHead title="What happened" count={own.length.toLocaleString('en-US')}>
        <select className="inp" aria-label="Show only" value={only} onChange={({ target }) => setOnly(target.value)}>
          <option value="">Everything</option>
          {there.map(([kind, says]) => (
            <option key={kind} value={kind}>
              {says}
            </option>
          ))}
        </select>
      </SectionHead>
      <ol className="tl num">
        {own.slice(0, most).map((one, at) => (
          <li key={`${one.at} ${one.kind} ${at}`}>
            <time className="muted" dateTime={one.at}>
              {sayDay(one.at.slice(0, 10))}
            </time>
            <span className="chip line">{kinds[one.kind]}</span>
            <span>
              {one.record ? (
                <Go to={addressOf(one.record.noun, one.record.key)} className="link">
                  {one.says}
                </Go>
              ) : (
                one.says
              )}
              {one.more !== '' && (
                <span className="muted">{` ${one.kind === 'firstUse' ? (one.more === '1' ? 'once' : `${Number(one.more).toLocaleString('en-US')} times since`) : one.more}`}</span>
              )}
            </span>
          </li>
        ))}
      </ol>
      {own.length > most && (
        <button type="button" className="btn quiet" onClick={() => setMost(most + step * 3)}>
          {`Older, ${(own.length - most).toLocaleString('en-US')} more`}
        </button>
      )}
    </section>
  )
}
