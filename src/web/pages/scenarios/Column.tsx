import { useState } from 'react'
import type { AnyRow } from '#kernel'
import { refusalOf } from '#web/object/decide.ts'
import { VerbForm } from '#web/object/VerbForm.tsx'
import { StateWords } from '#web/parts/StateMark.tsx'
import { sayMany, sayPeriod, sayValue } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { Go } from '#web/url.tsx'
import { nouns, words } from '#web/vocabulary.ts'
import type { Branch } from './asked.ts'
import { Heads } from './Heads.tsx'
import { Bets, Lacking, Load } from './Compared.tsx'

/** One branch of the plan: its worth and rules, its people, its load, its bets, and what merging it writes. */
export function Column({ branch, row }: { readonly branch: Branch; readonly row: AnyRow | undefined }) {
  const { key, title, state, then, today, currency, periods, kept } = branch
  const money = (value: number | null): string => sayValue(value, 'money', currency)
  return (
    <section className="verdict" aria-label={title}>
      <h3>
        <Go to={`n/scenarios/${key}`} className="b">
          {title}
        </Go>{' '}
        <span className="muted t12">{`${key}, ${words(state).toLowerCase()}`}</span>
      </h3>
      <ul className="t13 num">
        <li>{`${sayMany(then.bets.length, 'bet')} in these quarters; today ${today.bets.length}`}</li>
        <li>{`Worth ${money(then.value)} a year on today’s record${kept.value === null ? '' : `; ${money(kept.value)} when it was kept`}`}</li>
        <li>{`Today’s roadmap ${today.breaks.length === 0 ? `is worth ${money(today.value)}` : `breaks ${sayMany(today.breaks.length, 'rule')}`}`}</li>
      </ul>
      <div className="said t13">
        {then.breaks.length === 0 ? (
          <StateWords state="green">Keeps every rule</StateWords>
        ) : (
          <>
            <StateWords state="red">{`Breaks ${sayMany(then.breaks.length, 'rule')}`}</StateWords>
            <ul>
              {then.breaks.slice(0, 4).map((says) => (
                <li key={says}>{says}</li>
              ))}
              {then.breaks.length > 4 && <li>{`and ${then.breaks.length - 4} more`}</li>}
            </ul>
          </>
        )}
      </div>
      <People branch={branch} />
      <Load name={title} plan={then} periods={periods} />
      <Bets plan={then} price={null} chosen={null} />
      <Lacking plan={then} />
      <Merge branch={branch} row={row} />
    </section>
  )
}

/** Who moves, and what each squad gives then, in person-weeks. */
function People({ branch: { people, capacity, periods } }: { readonly branch: Branch }) {
  const changed = [...new Set(capacity.filter(({ now, then }) => now !== then).map(({ squad }) => squad))]
  return (
    <>
      <h4 className="muted">People moved</h4>
      {people.length === 0 && <p className="t13">Nobody changes squads.</p>}
      <ul className="t13 num">
        {people.map((one) => (
          <li key={`${one.from} ${one.to} ${one.since}`}>
            {`${one.people}${one.skill ? ` (${one.skill})` : ''} from ${one.from} to ${one.to}, from ${sayPeriod(one.since)} on`}
          </li>
        ))}
      </ul>
      {changed.length > 0 && (
        <table className="load num t13" aria-label="Capacity then, in person-weeks">
          <Heads of="Person-weeks" periods={periods} />
          <tbody>
            {changed.map((squad) => (
              <tr key={squad}>
                <th scope="row">{squad}</th>
                {periods.map((period) => (
                  <Gain key={period} of={capacity.find((one) => one.squad === squad && one.period === period)} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  )
}

function Gain({ of }: { readonly of: Branch['capacity'][number] | undefined }) {
  if (!of) return <td>–</td>
  const by = Math.round(of.then - of.now)
  return <td>{`${Math.round(of.then)}${by === 0 ? '' : ` (${by > 0 ? '+' : '−'}${Math.abs(by)})`}`}</td>
}

/** What adopting the scenario writes on the record, before anybody does. */
function Merge({ branch: { merge, key }, row }: { readonly branch: Branch; readonly row: AnyRow | undefined }) {
  const { member, serverTime } = useMe()
  const [isAsked, setAsked] = useState(false)
  const known = nouns['scenario']
  const verb = known?.verbs.find((one) => one.verb === 'adopt')
  const refused = verb && row ? refusalOf(verb, row, member, serverTime) : null
  return (
    <>
      <h4 className="muted">What adopting it changes</h4>
      {merge.bets.length + merge.squads.length === 0 && <p className="t13">Nothing: the record stands as it would.</p>}
      <ul className="dif t13 num" aria-label={`Changes by ${key}`}>
        {merge.bets.map((one) => (
          <li key={one.key}>
            <span>{`${one.key} ${one.title}`}</span>
            <span>
              <s>{one.from === null ? 'no time' : sayPeriod(one.from)}</s> {sayPeriod(one.to)}
            </span>
          </li>
        ))}
        {merge.squads.map((one) => (
          <li key={one.key}>
            <span>{`${one.squad}, ${sayPeriod(one.period)}`}</span>
            <span>
              <s>{`${one.from}`}</s> {sayMany(one.to, 'person', 'people')}
            </span>
          </li>
        ))}
      </ul>
      {merge.lacks && row?.['state'] === 'solved' && <p className="note">{`It cannot be adopted as things stand: ${merge.lacks}`}</p>}
      {known && verb && row && row['state'] === 'solved' && !merge.lacks && (
        <div className="acts no-print">
          <button
            type="button"
            className="btn"
            aria-disabled={refused !== null}
            title={refused ?? undefined}
            onClick={() => refused === null && setAsked(true)}
          >
            Adopt by a decision
          </button>
        </div>
      )}
      {isAsked && known && verb && row && <VerbForm noun={known.noun} row={row} verb={verb} close={() => setAsked(false)} />}
    </>
  )
}
