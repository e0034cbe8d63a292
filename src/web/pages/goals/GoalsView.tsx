import { NewOne } from '#web/object/NewOne.tsx'
import { ObjectPeek } from '#web/object/ObjectPeek.tsx'
import { Empty } from '#web/parts/Empty.tsx'
import { Segments } from '#web/parts/Segments.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { sayDay, sayMany, sayPeriod } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { Go, useUrl } from '#web/url.tsx'
import { goalsOf } from './asked.ts'
import { conclusion } from './conclusion.ts'
import type { Goals } from './contract.ts'
import { Landing } from './Landing.tsx'
import { Objective } from './Objective.tsx'
import './goals.css'

export function GoalsView() {
  const { workspace, asOf } = useUrl()
  const { workspace: card } = useMe()
  return (
    <main className="page p-goals" id="main">
      <title>{`Goals · ${card.name}`}</title>
      <div className="xh">
        <h1>Goals</h1>
        <div className="acts no-print">
          <Go className="btn" to="n/cycles">
            Cycles
          </Go>
          <NewOne noun="objective" says="New objective" hasKey />
        </div>
      </div>
      <Tile of={goalsOf(workspace, asOf)} name="The goals" lines={8}>
        {(goals) => <Periods goals={goals} />}
      </Tile>
    </main>
  )
}

function Periods({ goals }: { readonly goals: Goals }) {
  const { search } = useUrl()
  const [newest] = goals.periods
  const shown = goals.periods.find(({ period }) => period === search['period']) ?? newest
  if (!shown)
    return (
      <Empty
        says="No objective is set yet"
        was="No objective was set"
        next="An objective says which outcome is wanted; one to five key results, each bound to a metric, tell whether it came."
      >
        <NewOne noun="objective" says="New objective" />
      </Empty>
    )
  const own = goals.objectives.filter(({ period }) => period === shown.period)
  const results = own.flatMap(({ keyResults }) => keyResults)
  return (
    <>
      <p className="concl">{conclusion(results)}</p>
      <p className="note">
        {`${sayPeriod(shown.period)}; values are read from metrics as of ${sayDay(goals.today)}. `}
        {`Met so far: ${shown.attainment.met} of ${sayMany(shown.attainment.of, 'committed key result')} of this period; what was dropped stays in the count.`}
        {shown.cycle && shown.cycle.state !== 'active' ? ` Its cycle is ${shown.cycle.state}.` : ''}
      </p>
      {goals.periods.length > 1 && (
        <Segments name="period" label="Period" value={shown.period} options={goals.periods.map(({ period }) => ({ id: period, says: sayPeriod(period) }))} />
      )}
      {shown.landing && <Landing of={shown.landing} committed={shown.attainment.of} />}
      {own.map((objective) => (
        <Objective key={objective.id} objective={objective} />
      ))}
      <p className="note">
        Stale and untrusted results keep their last value and never count as green. Scores: below 0.40 red, from 0.70 green; unmeasured at the close is 0.
      </p>
      {search['peek'] && <ObjectPeek key={search['peek']} address={search['peek']} />}
    </>
  )
}
