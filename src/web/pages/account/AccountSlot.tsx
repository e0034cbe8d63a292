import { useCallback } from 'react'
import type { AccountOverview } from '#flows/analytics/account.ts'
import type { Frame } from '#engines/charts/figure.ts'
import { lineChart } from '#engines/charts/lineChart.ts'
import { addDays, periodOf } from '#engines/numbers/dates.ts'
import type { AnyRow } from '#kernel'
import { Chart } from '#web/charts/Chart.tsx'
import { Empty } from '#web/parts/Empty.tsx'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { StateWords } from '#web/parts/StateMark.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { Wide } from '#web/parts/Wide.tsx'
import { sayDay } from '#web/say.ts'
import { Go, useUrl } from '#web/url.tsx'
import { overviewOf } from './asked.ts'
import { Line } from './Line.tsx'
import './account.css'

/** Is this account well, does it use what it pays for, and what happened? */
export function AccountSlot({ row }: { readonly row: AnyRow }) {
  const { workspace, asOf } = useUrl()
  return (
    <Tile of={overviewOf(workspace, row.key, asOf)} name="Usage and health" lines={8}>
      {(overview) => (
        <div className="p-account">
          <Health overview={overview} />
          <Usage overview={overview} />
          <Line overview={overview} />
        </div>
      )}
    </Tile>
  )
}

const says = { green: 'Well', amber: 'Needs a look', red: 'In danger', unknown: 'Not known' } as const
const names = { usage: 'Usage', people: 'People', support: 'Support', voice: 'Voice', contract: 'Contract' } as const

function Health({ overview: { health, id } }: { readonly overview: AccountOverview }) {
  if (id === null)
    return (
      <section className="sec">
        <SectionHead title="Health" />
        <p className="note">This account came from no source, so that no events, tickets or lines of the ledger are known to be its own.</p>
      </section>
    )
  return (
    <section className="sec" aria-label="Health">
      <SectionHead
        title="Health"
        count={
          <>
            <StateWords state={stateOf(health.state)}>{says[health.state]}</StateWords>, as bad as its worst sign
          </>
        }
      />
      <dl className="signs num">
        {health.signs.map((sign) => (
          <div key={sign.id}>
            <dt>{names[sign.id]}</dt>
            <dd>
              <StateWords state={stateOf(sign.state)}>{sign.says}</StateWords>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

const stateOf = (state: AccountOverview['health']['state']) => (state === 'unknown' ? 'none' : state)

function Usage({ overview }: { readonly overview: AccountOverview }) {
  const { weeks, features, people } = overview
  if (overview.id === null) return null
  return (
    <section className="sec" aria-label="Usage">
      <SectionHead title={usageLine(overview)} count={weeks.length > 0 ? '26 weeks' : undefined} />
      {weeks.length === 0 ? <Empty says="No event in half a year" next="Its events appear here as soon as they come." /> : <Weeks overview={overview} />}
      {features.length > 0 && (
        <Wide label="What it uses">
          <table className="num">
            <thead>
              <tr>
                <th scope="col">Event</th>
                <th scope="col" className="r">
                  28 days
                </th>
                <th scope="col" className="r">
                  Before
                </th>
                <th scope="col" className="r">
                  People
                </th>
                <th scope="col" className="r">
                  Last
                </th>
              </tr>
            </thead>
            <tbody>
              {features.slice(0, 12).map(({ name, n, before, persons, last }) => (
                <tr key={name}>
                  <th scope="row">
                    <Go
                      to="metrics/explore"
                      words={{
                        q: JSON.stringify({
                          kind: 'adoption',
                          range: { last: 12, unit: 'week', includeCurrent: true },
                          features: [{ name, sel: { event: name } }],
                        }),
                      }}
                      className="link"
                    >
                      {name}
                    </Go>
                  </th>
                  <td className="r">{n.toLocaleString('en-US')}</td>
                  <td className="r muted">{before.toLocaleString('en-US')}</td>
                  <td className="r">{persons.toLocaleString('en-US')}</td>
                  <td className="r">{sayDay(last.slice(0, 10))}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Wide>
      )}
      {people.length > 0 && <People people={people} />}
    </section>
  )
}

function usageLine({ weeks, features, people }: AccountOverview): string {
  if (weeks.length === 0) return 'It does not use the product'
  const n = features.reduce((sum, feature) => sum + feature.n, 0)
  if (n === 0) return 'It has not used the product for 28 days'
  return `${people.length}${people.length === 50 ? ' or more' : ''} people did ${n.toLocaleString('en-US')} things in 28 days`
}

function Weeks({ overview: { weeks, asOf } }: { readonly overview: AccountOverview }) {
  const figure = useCallback(
    (frame: Frame) => {
      const last = weeks.at(-1)?.week ?? ''
      const first = weeks[0]?.week ?? ''
      const days: string[] = []
      for (let day = first; day <= last; day = addDays(day, 7)) days.push(day)
      const by = new Map(weeks.map((week) => [week.week, week]))
      const isOpen = addDays(last, 7) > asOf.slice(0, 10)
      return lineChart(
        {
          name: 'People by week',
          measure: { unit: 'count' },
          periods: days.map((day) => periodOf(day, 'week')),
          lines: [{ name: 'People', values: days.map((day) => by.get(day)?.persons ?? 0) }],
          fromZero: true,
          ...(isOpen && days.length > 1 ? { openFrom: periodOf(last, 'week') } : {}),
        },
        frame,
      )
    },
    [weeks, asOf],
  )
  return (
    <figure className="fig-room">
      <Chart figure={figure} />
    </figure>
  )
}

function People({ people }: { readonly people: AccountOverview['people'] }) {
  const isVeiled = people.every(({ person }) => person === null)
  if (isVeiled) return <p className="note">{`${people.length} people act for it. Who they are is personal, which your role does not show.`}</p>
  return (
    <Wide label="Who acts for it">
      <table className="num">
        <thead>
          <tr>
            <th scope="col">Person</th>
            <th scope="col">Role</th>
            <th scope="col" className="r">
              Days of 28
            </th>
            <th scope="col" className="r">
              Events
            </th>
          </tr>
        </thead>
        <tbody>
          {people.slice(0, 8).map(({ person, role, days, events }) => (
            <tr key={person}>
              <th scope="row">{person}</th>
              <td>{role ?? '–'}</td>
              <td className="r">{days}</td>
              <td className="r">{events.toLocaleString('en-US')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  )
}
