import { ObjectPeek } from '#web/object/ObjectPeek.tsx'
import { Empty } from '#web/parts/Empty.tsx'
import { Segments } from '#web/parts/Segments.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { sayDay, sayMany, sayPeriod } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { Go, useUrl } from '#web/url.tsx'
import { goalsOf } from './asked.ts'
import type { Goals, KeyResultLine } from './contract.ts'
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
          <Go className="btn" to="n/objectives" words={{ new: 'objective' }}>
            New objective
          </Go>
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
        next="An objective says which outcome is wanted; one to five key results, each bound to a metric, tell whether it came."
      >
        <Go className="btn" to="n/objectives" words={{ new: 'objective' }}>
          New objective
        </Go>
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

function conclusion(results: readonly KeyResultLine[]): string {
  const count = (...standings: readonly string[]) => results.filter(({ standing }) => standings.includes(standing)).length
  const parts = [
    [count('onTrack', 'achieved'), 'on track'],
    [count('atRisk'), 'at risk'],
    [count('offTrack', 'missed'), 'off track'],
    [count('stale'), 'without a recent word'],
    [count('untrusted'), 'untrusted'],
  ] as const
  const said = parts.filter(([n]) => n > 0).map(([n, says]) => `${n} ${says}`)
  return `Of ${sayMany(results.length, 'key result')}, ${said.length > 0 ? said.join(', ') : 'none has begun'}`
}
