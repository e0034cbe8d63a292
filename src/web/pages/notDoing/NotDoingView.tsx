import { useState } from 'react'
import { ObjectPeek } from '#web/object/ObjectPeek.tsx'
import { useRefusal } from '#web/object/useRefusal.ts'
import { Crumbs } from '#web/parts/Crumbs.tsx'
import { Empty } from '#web/parts/Empty.tsx'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { StateWords } from '#web/parts/StateMark.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { Wide } from '#web/parts/Wide.tsx'
import { allBets, people } from '#web/pages/roadmap/bets.ts'
import { useNames } from '#web/pages/roadmap/reading.ts'
import { rows } from '#web/resources.ts'
import { sayDay, sayMany, sayValue } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { Go, useUrl } from '#web/url.tsx'
import { words } from '#web/vocabulary.ts'
import { LookAgain, type Look } from './LookAgain.tsx'
import { noesOf, type No } from './noes.ts'
import './notDoing.css'

export function NotDoingView() {
  const { workspace, asOf, search } = useUrl()
  const { workspace: card } = useMe()
  return (
    <main className="page p-noes" id="main">
      <title>{`Not doing · ${card.name}`}</title>
      <Crumbs way={[{ to: 'strategy', says: 'Strategy' }]} here="Not doing" />
      <div className="xh">
        <h1>Not doing</h1>
      </div>
      <Tile of={allBets(workspace, asOf)} name="The bets" lines={8}>
        {(bets) => (
          <Tile of={rows(workspace, 'pillars', { limit: 100, asOf })} name="The pillars" lines={8}>
            {(pillars) => (
              <Tile of={rows(workspace, 'scenarios', { limit: 50, asOf })} name="The scenarios" lines={8}>
                {(scenarios) => <Whole bets={bets.items} pillars={pillars.items} scenarios={scenarios.items} />}
              </Tile>
            )}
          </Tile>
        )}
      </Tile>
      {search['peek'] && <ObjectPeek key={search['peek']} address={search['peek']} />}
    </main>
  )
}

type Rows = Parameters<typeof noesOf>[0]

function Whole({ bets, pillars, scenarios }: { readonly bets: Rows; readonly pillars: Rows; readonly scenarios: Rows }) {
  const { asOf } = useUrl()
  const { serverTime } = useMe()
  const [look, setLook] = useState<Look | null>(null)
  const today = (asOf ?? serverTime).slice(0, 10)
  const noes = noesOf(bets, pillars, scenarios, today)
  if (noes.length === 0)
    return (
      <Empty
        says="Nothing was said no to yet"
        was="Nothing had been said no to"
        next="A declined bet stands here with its reason and the day to look again; so does what a pillar leaves undone."
      >
        <Go className="btn" to="roadmap">
          Open the roadmap
        </Go>
      </Empty>
    )
  const [due, later] = [noes.filter(({ isDue }) => isDue), noes.filter(({ isDue }) => !isDue)]
  return (
    <>
      {due.length > 0 && <List title={`${sayMany(due.length, 'no is', 'noes are')} due to be looked at again`} noes={due} ask={setLook} />}
      {later.length > 0 && (
        <List title={due.length > 0 ? 'The others stand' : `${sayMany(later.length, 'no', 'noes')}, none of them due`} noes={later} ask={setLook} />
      )}
      {look && <LookAgain look={look} today={today} close={() => setLook(null)} />}
    </>
  )
}

function List({ title, noes, ask }: { readonly title: string; readonly noes: readonly No[]; readonly ask: (look: Look) => void }) {
  const { workspace } = useUrl()
  const names = useNames(people(workspace))
  return (
    <section className="sec" aria-label={title}>
      <SectionHead title={title} />
      <Wide label={`${title}: the list`}>
        <table className="cards num noes">
          <thead>
            <tr>
              <th scope="col">We do not do</th>
              <th scope="col">Why</th>
              <th scope="col">Owner</th>
              <th scope="col">Look again on</th>
              <th scope="col" className="r">
                Price of a yes
              </th>
              <th scope="col">
                <span className="sr">Look again</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {noes.map((no) => (
              <Row key={`${no.row.id} ${no.what}`} no={no} owner={names.get(no.owner ?? '') ?? null} ask={ask} />
            ))}
          </tbody>
        </table>
      </Wide>
    </section>
  )
}

function Row({ no, owner, ask }: { readonly no: No; readonly owner: string | null; readonly ask: (look: Look) => void }) {
  const { set } = useUrl()
  const refused = useRefusal(no.noun, 'edit')
  return (
    <tr>
      <td className="wide">
        <button type="button" className="b" onClick={() => set({ peek: `${no.noun}:${no.row.key}` })}>
          {no.what}
        </button>{' '}
        <span className="sub">{no.noun === 'pillar' ? `${no.row.key}, left for “${String(no.row['title'])}”` : no.row.key}</span>
      </td>
      <td className="wide">
        {no.kind ? `${words(no.kind)}. ` : ''}
        <span className="muted">{no.why}</span>
      </td>
      <td data-l="Owner">{owner ?? <span className="muted">nobody</span>}</td>
      <td data-l="Look again on" className="nw">
        {no.reviewOn ? sayDay(no.reviewOn) : 'no day'} {no.isDue && <StateWords state="amber">Due</StateWords>}
      </td>
      <td data-l="Price of a yes" className="r">
        <Price of={no} />
      </td>
      <td className="look-a">
        <span className="acts">
          {(['reaffirm', 'revive'] as const).map((verb) => (
            <button
              key={verb}
              type="button"
              className="btn"
              aria-disabled={refused !== null}
              aria-label={`${verb === 'reaffirm' ? 'Still a no' : 'Revive'}: ${no.what}`}
              title={refused ?? undefined}
              onClick={() => refused === null && ask({ no, verb })}
            >
              {verb === 'reaffirm' ? 'Still a no' : 'Revive'}
            </button>
          ))}
        </span>
      </td>
    </tr>
  )
}

function Price({ of: { noun, price } }: { readonly of: No }) {
  const { workspace: card } = useMe()
  if (noun === 'pillar') return <span className="muted">–</span>
  if (!price) return <span className="muted">no scenario has priced it</span>
  const [low, high] = [sayValue(price.low, 'money', card.currency), price.high === null ? null : sayValue(price.high, 'money', card.currency)]
  return (
    <>
      {high === null || high === low ? low : `${low} to ${high}`} <span className="sub i1">{`of yearly value, ${price.scenario}, ${sayDay(price.on)}`}</span>
    </>
  )
}
