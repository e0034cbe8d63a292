import { Fragment } from 'react'
import type { State } from '#web/contract.ts'
import { NewOne } from '#web/object/NewOne.tsx'
import { ObjectPeek } from '#web/object/ObjectPeek.tsx'
import { Empty } from '#web/parts/Empty.tsx'
import { More, useSome } from '#web/parts/More.tsx'
import { RoadmapTabs } from '#web/parts/RoadmapTabs.tsx'
import { Segments } from '#web/parts/Segments.tsx'
import { StateWords } from '#web/parts/StateMark.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { Wide } from '#web/parts/Wide.tsx'
import { initialsOf, sayCount, sayDay, sayMany, sayNames, sayPeriod } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { useUrl } from '#web/url.tsx'
import { words } from '#web/vocabulary.ts'
import { dependenciesOf, type DependencyMap, type Need } from './asked.ts'
import { DrawnMap } from './DrawnMap.tsx'
import { headline } from './hits.ts'
import { Slipped } from './Slipped.tsx'
import '#web/pages/roadmap/roadmap.css'
import '#web/pages/prioritise/prioritise.css'
import './dependencies.css'

export function DependenciesView() {
  const { workspace, asOf } = useUrl()
  const { workspace: card } = useMe()
  return (
    <main className="page p-deps" id="main">
      <title>{`Dependencies · ${card.name}`}</title>
      <div className="xh">
        <h1>Dependencies</h1>
        <div className="acts no-print">
          <NewOne noun="dependency" says="New dependency" hasKey />
        </div>
      </div>
      <RoadmapTabs />
      <Tile of={dependenciesOf(workspace, asOf)} name="The dependencies" lines={8}>
        {(map) => <Shown map={map} />}
      </Tile>
    </main>
  )
}

const sides = [
  { id: 'open', says: 'Open', has: (need: Need) => !['delivered', 'waived'].includes(need.standing) },
  { id: 'late', says: 'Late', has: (need: Need) => need.standing === 'late' },
  { id: 'notAgreed', says: 'Not agreed', has: (need: Need) => need.standing === 'notAgreed' || need.standing === 'refused' },
  { id: 'done', says: 'Delivered', has: (need: Need) => need.standing === 'delivered' || need.standing === 'waived' },
] as const

function Shown({ map }: { readonly map: DependencyMap }) {
  const { search, set } = useUrl()
  const side = sides.find(({ id }) => id === search['show']) ?? sides[0]
  const own = map.needs.filter(side.has)
  const { some, more } = useSome(own, 100)
  if (map.needs.length === 0)
    return (
      <Empty
        says="Nothing waits for anything yet"
        was="Nothing waited for anything"
        next="A dependency says what one bet needs, from whom, by which day. Late ones then show what they move."
      >
        <NewOne noun="dependency" says="New dependency" />
      </Empty>
    )
  const months = [...Map.groupBy(some, ({ neededBy }) => neededBy.slice(0, 7))]
  return (
    <>
      <p className="concl">{headline(map)}</p>
      {map.circles.map((circle) => (
        <p key={circle.join()} className="note">
          <StateWords state="red">{`${circle.join(', ')} wait for each other: none of them can be committed until one of their dependencies is dropped or made soft.`}</StateWords>
        </p>
      ))}
      <div className="lbar no-print">
        <Segments
          name="show"
          label="Show"
          value={side.id}
          options={sides.map(({ id, says, has }) => ({ id, says: `${says} ${sayCount(map.needs.filter(has).length)}` }))}
        />
        <span className="muted t13">by the day it is needed</span>
      </div>
      <Wide label="Dependencies" room="bl">
        <table className="deps cards num">
          <thead>
            <tr>
              <th scope="col">Needed</th>
              <th scope="col">What, from whom</th>
              <th scope="col">For</th>
              <th scope="col" className="opt">
                Expected
              </th>
              <th scope="col" className="r">
                Slack
              </th>
              <th scope="col">State</th>
              <th scope="col" className="opt">
                Owners
              </th>
            </tr>
          </thead>
          <tbody>
            {months.map(([month, needs]) => (
              <Fragment key={month}>
                <tr className="grp">
                  <th colSpan={7} scope="colgroup">
                    {sayPeriod(month, { long: true })}
                  </th>
                </tr>
                {needs.map((need) => (
                  <Row key={need.key} need={need} />
                ))}
              </Fragment>
            ))}
          </tbody>
        </table>
      </Wide>
      <More of={more} />
      {own.length === 0 && <p className="note">{`None is ${side.says.toLowerCase()}.`}</p>}
      <p className="note">{agreedSays(map)}</p>
      <DrawnMap map={map} pick={(key) => set({ slip: key, peek: undefined })} />
      {search['slip'] && <Slipped key={search['slip']} bet={search['slip']} map={map} />}
      {search['peek'] && !search['slip'] && <ObjectPeek key={search['peek']} address={search['peek']} />}
    </>
  )
}

function agreedSays({ needs }: DependencyMap): string {
  const open = needs.filter(({ standing, strength }) => strength === 'hard' && (standing === 'notAgreed' || standing === 'refused'))
  const done = needs.filter(({ standing }) => standing === 'delivered')
  const onTime = done.filter(({ slack }) => (slack ?? 0) >= 0)
  return [
    open.length > 0
      ? `${sayNames(open.map(({ key }) => key))} ${open.length === 1 ? 'is' : 'are'} not accepted by the other side, so that what waits for ${open.length === 1 ? 'it' : 'them'} cannot be committed.`
      : '',
    done.length > 0 ? `${sayMany(done.length, 'dependency', 'dependencies')} delivered, ${onTime.length} on time.` : '',
  ]
    .filter(Boolean)
    .join(' ')
}

function Row({ need }: { readonly need: Need }) {
  const { search, set } = useUrl()
  const address = `dependency:${need.key}`
  const [state, says] = standings[need.standing]
  return (
    <tr className={search['peek'] === address ? 'sel' : undefined}>
      <td data-l="Needed" className="nw">
        {sayDay(need.neededBy)}
      </td>
      <td className="wide">
        <button type="button" className="b" onClick={() => set({ peek: address, slip: undefined })}>
          {need.title}
        </button>
        <div className="sub">{[need.provider, need.slips > 0 ? `promise moved ${sayMany(need.slips, 'time')}` : null].filter(Boolean).join(' · ')}</div>
      </td>
      <td data-l="For">
        <span>
          {need.taker ? (
            <button type="button" onClick={() => set({ peek: `initiative:${need.taker?.key}`, slip: undefined })}>
              {need.taker.title}
            </button>
          ) : (
            '–'
          )}
          <span className="sub i1">{[need.taker?.key, words(need.type).toLowerCase(), need.strength].filter(Boolean).join(' · ')}</span>
        </span>
      </td>
      <td data-l="Expected" className="nw opt">
        {need.expectedOn ? sayDay(need.expectedOn) : <span className="muted">no date</span>}
      </td>
      <td data-l="Slack" className={`r nw ${need.slack !== null && need.slack < 0 && need.standing === 'late' ? 'red b' : ''}`}>
        {need.slack === null ? '?' : `${need.slack > 0 ? '+' : need.slack < 0 ? '−' : ''}${Math.abs(need.slack)} d`}
      </td>
      <td data-l="State">
        <StateWords state={state}>{says}</StateWords>
      </td>
      <td data-l="Owners" className="muted opt" title={need.owners.map((name) => name ?? 'nobody').join(' gives, ')}>
        {need.owners.map((name) => (name ? initialsOf(name) : '–')).join(', ')}
      </td>
    </tr>
  )
}

const standings: Readonly<Record<Need['standing'], readonly [State, string]>> = {
  onTime: ['green', 'Agreed'],
  tight: ['amber', 'Tight'],
  late: ['red', 'Late'],
  notAgreed: ['untrusted', 'Not agreed'],
  refused: ['red', 'Refused'],
  delivered: ['green', 'Delivered'],
  waived: ['none', 'Waived'],
}
