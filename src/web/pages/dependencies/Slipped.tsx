import { useState } from 'react'
import { Peek } from '#web/parts/Peek.tsx'
import { StateWords } from '#web/parts/StateMark.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { Wide } from '#web/parts/Wide.tsx'
import { sayDay, sayMany, sayValue } from '#web/say.ts'
import { Go, useUrl } from '#web/url.tsx'
import { words } from '#web/vocabulary.ts'
import { slipOf, type DependencyMap, type SlipAnswer } from './asked.ts'
import { hitsSays } from './hits.ts'

const choices = [7, 14, 30, 60] as const

/** What moves, which promises break and who is hit when a bet lands later than it is forecast. */
export function Slipped({ bet, map }: { readonly bet: string; readonly map: DependencyMap }) {
  const { workspace, asOf, set } = useUrl()
  const [days, setDays] = useState<number>(14)
  const title = map.nodes.find(({ key }) => key === bet)?.title
  return (
    <Peek
      label="What the slip hits"
      close={() => set({ slip: undefined })}
      title={
        <>
          <span className="muted">{bet}</span> <b className="b">What a slip hits</b>
        </>
      }
    >
      <section>
        <h2 className="pk-t">{title ?? bet}</h2>
        <fieldset className="seg" aria-label="Days later">
          {choices.map((one) => (
            <button key={one} type="button" aria-pressed={one === days} onClick={() => setDays(one)}>
              {`${one} days`}
            </button>
          ))}
        </fieldset>
      </section>
      <Tile of={slipOf(workspace, bet, days, asOf)} name="The slip" lines={5}>
        {(answer) => <Hits answer={answer} />}
      </Tile>
    </Peek>
  )
}

function Hits({ answer }: { readonly answer: SlipAnswer }) {
  const { chain, absorbed, keyResults, promises, releases } = answer
  return (
    <>
      <section>
        <p>{hitsSays(answer)}</p>
        <ul className="fp num">
          {chain.map(({ key, title, from, to, days, hardDate }) => (
            <li key={key}>
              <span>
                {`${key} ${title}`}
                <span className="i1">{`${sayDay(from)} → ${sayDay(to)}`}</span>
                {hardDate && <StateWords state={hardDate.isMissed ? 'red' : 'green'}>{`${words(hardDate.reason)} says ${sayDay(hardDate.on)}`}</StateWords>}
                {hardDate?.wasMissed && <span className="i1">missed without the slip as well</span>}
              </span>
              <b className="red">{`+${days} d`}</b>
              <span />
            </li>
          ))}
          {absorbed.map(({ key, title }) => (
            <li key={key}>
              <span className="muted">{`${key} ${title}`}</span>
              <span className="muted">absorbs it</span>
              <span />
            </li>
          ))}
        </ul>
      </section>
      <Accounts answer={answer} />
      <Listed
        name="Promises to other bets that move"
        of={promises.map(({ key, title, from, to, isLate, wasLate }) => ({
          key,
          title,
          says: `${sayDay(from)} → ${sayDay(to)}`,
          more: wasLate ? 'late without the slip as well' : isLate ? 'too late by it' : 'still in time',
        }))}
      />
      <Listed
        name="Releases that miss their time"
        of={releases.map(({ key, title, due, versions }) => ({
          key,
          title,
          says: due === null ? 'no day said' : `by ${sayDay(due)}`,
          more: versions.join(', '),
        }))}
      />
      <Listed
        name="Key results that end before"
        of={keyResults.map(({ key, title, due, bets }) => ({ key, title, says: `ends ${sayDay(due)}`, more: bets.join(', ') }))}
      />
    </>
  )
}

function Listed({
  name,
  of,
}: {
  readonly name: string
  readonly of: readonly { readonly key: string; readonly title: string; readonly says: string; readonly more: string }[]
}) {
  return (
    <section>
      <h3>{name}</h3>
      {of.length === 0 && <p className="muted t13">None</p>}
      <ul className="fp two num">
        {of.map(({ key, title, says, more }) => (
          <li key={key}>
            <span>
              {`${key} ${title}`}
              {more && <span className="i1">{more}</span>}
            </span>
            <span className="muted">{says}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Accounts({ answer: { accounts, recurring, currency } }: { readonly answer: SlipAnswer }) {
  return (
    <section>
      <h3>Accounts that wait</h3>
      {accounts.length === 0 ? (
        <p className="muted t13">No account is known to wait: none asked for these bets, and no risk of them names one.</p>
      ) : (
        <>
          <p className="num">{`${sayMany(accounts.length, 'account')}${recurring === null ? '' : `, ${sayValue(recurring, 'money', currency)} a year`}`}</p>
          <Wide label="Accounts that wait">
            <table className="num">
              <thead>
                <tr>
                  <th scope="col">Account</th>
                  <th scope="col">Why</th>
                  <th scope="col" className="r">
                    ARR
                  </th>
                </tr>
              </thead>
              <tbody>
                {accounts.slice(0, 8).map(({ key, name, recurring: worth, because }) => (
                  <tr key={key}>
                    <td>
                      <Go className="link" to={`n/accounts/${key}`}>
                        {name}
                      </Go>
                    </td>
                    <td className="muted">{because.join(', ')}</td>
                    <td className="r">{sayValue(worth, 'money', currency)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Wide>
          {accounts.length > 8 && <p className="t12 muted">{`and ${accounts.length - 8} more`}</p>}
        </>
      )}
    </section>
  )
}
