import { useState } from 'react'
import { Empty } from '#web/parts/Empty.tsx'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { StateWords } from '#web/parts/StateMark.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { Wide } from '#web/parts/Wide.tsx'
import { sayCount, sayDay, sayMany } from '#web/say.ts'
import { useMay } from '#web/session.ts'
import { Go, useUrl } from '#web/url.tsx'
import { words } from '#web/vocabulary.ts'
import { eventPlan } from './asked.ts'
import type { PlanAnswer, PlannedLine } from './contract.ts'
import { ImportPlan } from './ImportPlan.tsx'
import { Unplanned } from './Unplanned.tsx'

/** The tracking plan beside what came in the last 30 days. */
export function Plan() {
  const { workspace } = useUrl()
  return (
    <Tile of={eventPlan(workspace)} name="The tracking plan" lines={8}>
      {(answer) => <Shown answer={answer} />}
    </Tile>
  )
}

function Shown({ answer }: { readonly answer: PlanAnswer }) {
  const { workspace } = useUrl()
  const may = useMay()
  const [isImport, setImport] = useState(false)
  const { events, unplanned, debt } = answer
  const owed = debt.filter(({ kind }) => kind !== 'unplanned')
  const file = (name: string) => `/api/v1/events/plan/${name}?workspace=${encodeURIComponent(workspace)}`
  return (
    <>
      <p className="concl lead">{planConclusion(answer)}</p>
      <section className="sec" aria-labelledby="h-plan">
        <SectionHead id="h-plan" title="Planned events" count={events.length}>
          {events.length > 0 && (
            <>
              <a className="link t12" href={file('schema.json')}>
                JSON Schema
              </a>
              <a className="link t12" href={file('events.ts')}>
                TypeScript
              </a>
            </>
          )}
          {may('editor') && (
            <button type="button" className="btn" onClick={() => setImport(true)}>
              Import a plan
            </button>
          )}
        </SectionHead>
        {events.length === 0 ? (
          <Empty says="No event is planned" next="Accept those that come below, or import the plan that you have." />
        ) : (
          <Lines events={events} days={answer.days} />
        )}
      </section>
      {answer.areas.length > 1 && <Areas areas={answer.areas} days={answer.days} />}
      <Unplanned items={unplanned} />
      {owed.length > 0 && (
        <section className="sec" aria-labelledby="h-owed">
          <SectionHead id="h-owed" title="What is owed" count={owed.length} />
          <ul className="rows">
            {owed.slice(0, 40).map((one) => (
              <li className="row one" key={`${one.kind} ${one.event}`}>
                <div>
                  <span className="b">{one.event}</span> {one.says}
                </div>
              </li>
            ))}
          </ul>
          {owed.length > 40 && (
            <p className="note num">{`${sayMany(owed.length - 40, 'more thing is', 'more things are')} owed, of events that come less often.`}</p>
          )}
        </section>
      )}
      {isImport && <ImportPlan close={() => setImport(false)} />}
    </>
  )
}

/** The page in one line, from its own rows. */
export function planConclusion({
  coverage,
  violationRate,
  unplanned,
  days,
  events,
}: Pick<PlanAnswer, 'coverage' | 'violationRate' | 'unplanned' | 'days' | 'events'>): string {
  if (coverage === null)
    return `No event came in the last ${days} days${events.length > 0 ? `; ${sayMany(events.length, 'event is', 'events are')} planned` : ''}`
  const names = unplanned.length === 0 ? '' : `; ${sayMany(unplanned.length, 'name is', 'names are')} not in it`
  const rate = violationRate === null || violationRate === 0 ? '' : `, and ${share(violationRate)} of those did not fit`
  return `The plan covers ${share(coverage)} of the events of the last ${days} days${rate}${names}`
}

/** A share in whole percent; what is small is not made to look exact. */
const share = (value: number): string => (value > 0 && value < 0.01 ? 'less than 1%' : `${Math.floor(value * 100)}%`)

/** The two commonest ways in which an event does not fit, with how often, and how many more there are. */
export function sayViolations(violations: PlannedLine['violations']): string {
  if (violations.length === 0) return '–'
  const [told, more] = [violations.toSorted((a, b) => b.count - a.count).slice(0, 2), violations.length - 2]
  const says = told.map(({ class: kind, property, count }) => `${kind.replaceAll('_', ' ')}${property ? ` ${property}` : ''} ${sayCount(count)}`)
  return [...says, ...(more > 0 ? [`${more} more`] : [])].join(', ')
}

/** How the plan of each part of the product fares: what of it came, and what of that did not fit. */
function Areas({ areas, days }: Pick<PlanAnswer, 'areas' | 'days'>) {
  return (
    <section className="sec" aria-labelledby="h-areas">
      <SectionHead id="h-areas" title="By area" count={areas.length} />
      <Wide label="By area">
        <table className="cards num">
          <thead>
            <tr>
              <th scope="col">Area</th>
              <th scope="col">Planned events that came</th>
              <th scope="col" className="r">
                {`${days} days`}
              </th>
              <th scope="col">Does not fit</th>
            </tr>
          </thead>
          <tbody>
            {areas.map(({ area, planned, came, count, violationRate }) => (
              <tr key={area ?? ''}>
                <td className={area === null ? 'wide muted' : 'wide b'}>{area ?? 'No area'}</td>
                <td data-l="Came">{`${came} of ${planned}`}</td>
                <td data-l={`${days} days`} className="r">
                  {sayCount(count)}
                </td>
                <td data-l="Does not fit" className={violationRate ? 'amber' : 'muted'}>
                  {violationRate ? share(violationRate) : '–'}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
    </section>
  )
}

const states: Readonly<Record<string, 'green' | 'amber' | 'none'>> = { live: 'green', deprecated: 'amber' }

function Lines({ events, days }: { readonly events: readonly PlannedLine[]; readonly days: number }) {
  return (
    <Wide label="Planned events">
      <table className="cards num">
        <thead>
          <tr>
            <th scope="col">Event</th>
            <th scope="col">Properties</th>
            <th scope="col" className="r">
              {`${days} days`}
            </th>
            <th scope="col">Last</th>
            <th scope="col">Does not fit</th>
            <th scope="col">Metrics</th>
            <th scope="col">Then</th>
            <th scope="col">State</th>
          </tr>
        </thead>
        <tbody>
          {events.map((one) => (
            <tr key={one.id}>
              <td className="wide b">
                <Go className="link" to={`n/eventDefinitions/${one.key}`}>
                  {one.name}
                </Go>
              </td>
              <td data-l="Properties">{`${one.properties} · v${one.version}`}</td>
              <td data-l="30 days" className="r">
                {sayCount(one.count)}
              </td>
              <td data-l="Last" className="muted">
                {one.last ? sayDay(one.last) : 'never'}
              </td>
              <td data-l="Does not fit" className={one.violations.length > 0 ? 'amber' : 'muted'}>
                {sayViolations(one.violations)}
              </td>
              <td data-l="Metrics" className="wide muted">
                {one.metrics.length === 0 ? '–' : one.metrics.join(', ')}
              </td>
              <td data-l="Then">{words(one.mode)}</td>
              <td data-l="State">
                <StateWords state={states[one.state] ?? 'none'}>{words(one.state)}</StateWords>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  )
}
