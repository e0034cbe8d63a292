import { NewOne } from '#web/object/NewOne.tsx'
import { ObjectPeek } from '#web/object/ObjectPeek.tsx'
import { Empty } from '#web/parts/Empty.tsx'
import { RoadmapTabs } from '#web/parts/RoadmapTabs.tsx'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { Wide } from '#web/parts/Wide.tsx'
import { sayPeriod } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { Go, useUrl } from '#web/url.tsx'
import { capacityOf, type LoadLine, type Loaded } from './asked.ts'
import { Cause } from './Cause.tsx'
import { Seats } from './Seats.tsx'
import { conclusion, lackingSkills, overSays, shareOf, weeks } from './telling.ts'
import '#web/pages/dependencies/dependencies.css'
import '#web/pages/prioritise/prioritise.css'
import './capacity.css'

export function CapacityView() {
  const { workspace, asOf, search } = useUrl()
  const { workspace: card } = useMe()
  return (
    <main className="page p-deps p-cap" id="main">
      <title>{`Capacity · ${card.name}`}</title>
      <div className="xh">
        <h1>Capacity</h1>
        <div className="acts no-print">
          <Go className="btn quiet" to="n/capacityPlans">
            Plans by squad and quarter
          </Go>
          <NewOne noun="capacityPlan" says="New plan" />
          <NewOne noun="seat" says="New seat" hasKey />
        </div>
      </div>
      <RoadmapTabs />
      <Tile of={capacityOf(workspace, asOf)} name="Capacity" lines={8}>
        {(told) => <Shown told={told} />}
      </Tile>
      {search['peek'] && <ObjectPeek key={search['peek']} address={search['peek']} />}
    </main>
  )
}

function Shown({ told }: { readonly told: Loaded }) {
  const { search } = useUrl()
  const { lines, quarters, squads, seats, isSpentKnown, uncounted } = told
  if (squads.length === 0)
    return (
      <Empty
        says="No squad has a capacity yet"
        was="No squad had a capacity"
        next="Say how many people each squad has in a quarter, with their skills, leave and holidays; the load of the bets is held against it."
      >
        <NewOne noun="capacityPlan" says="New plan" />
      </Empty>
    )
  const named = lines.find(({ squad, quarter }) => squad === search['squad'] && quarter === search['quarter'])
  const worst = lines.toSorted((a, b) => b.over - a.over)[0]
  const shown = named ?? worst
  return (
    <>
      <p className="concl">{conclusion(lines, sayPeriod)}</p>
      <section className="sec" aria-label="Load of squads">
        <SectionHead title="Load of squads" count="asked ÷ given, in person-weeks; choose a quarter to see what asks for it" />
        <Table lines={lines} quarters={quarters} squads={squads} shown={shown} />
      </section>
      {shown && <Cause line={shown} />}
      <Seats seats={seats} quarters={quarters} />
      <p className="note">
        Given: people × weeks without public holidays, less who is away, × (1 − leave), less operations and reserve; whoever is hired counts by their ramp:
        nothing in the first month, half in the second, all from the third. Asked: bets in flight and those planned for Now and Next, evenly by day over their
        time, their squads in equal parts.{' '}
        {isSpentKnown
          ? 'Of a bet in flight, what is left of its size (less what was spent in four quarters, at least a tenth) is asked from today on, and the running quarter counts what was spent in it.'
          : 'No effort is recorded, so that nothing is taken off as spent.'}{' '}
        Work that needs a skill is done by those whose main skill it is; everybody else does the rest.
      </p>
      {uncounted.length > 0 && <p className="note">{`Not counted: ${uncounted.map(({ key, lacks }) => `${key} lacks ${lacks}`).join('; ')}.`}</p>}
    </>
  )
}

function Table({ lines, quarters, squads, shown }: Pick<Loaded, 'lines' | 'quarters' | 'squads'> & { readonly shown: LoadLine | undefined }) {
  return (
    <Wide label="Load by squad and quarter">
      <table className="load num t13">
        <thead>
          <tr>
            <th scope="col">Squad</th>
            {quarters.map((quarter) => (
              <th scope="col" key={quarter}>
                {sayPeriod(quarter)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {squads.map((squad) => (
            <tr key={squad}>
              <th scope="row">{squad}</th>
              {lines
                .filter((one) => one.squad === squad)
                .map((line) => (
                  <Cell key={line.quarter} line={line} isShown={line === shown} />
                ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  )
}

function Cell({ line, isShown }: { readonly line: LoadLine; readonly isShown: boolean }) {
  const { set } = useUrl()
  const { squad, quarter, state, over, asked, headcount } = line
  const lacks = lackingSkills(line)
  const says = headcount === null ? 'no plan' : over > 0 ? `${weeks(overSays(line))} over` : `${weeks(Math.abs(overSays(line)))} free`
  return (
    <td className={asked === 0 ? '' : state}>
      <button
        type="button"
        aria-pressed={isShown}
        onClick={() => set({ squad, quarter })}
        aria-label={`${squad}, ${sayPeriod(quarter)}: ${shareOf(line)}, ${says}`}
      >
        <b>{shareOf(line)}</b>
        <span className="sub">{lacks.length > 0 ? `${says}: ${lacks.join(', ')}` : says}</span>
      </button>
    </td>
  )
}
