import { ObjectPeek } from '#web/object/ObjectPeek.tsx'
import type { State } from '#web/contract.ts'
import { Empty } from '#web/parts/Empty.tsx'
import { Segments } from '#web/parts/Segments.tsx'
import { StateWords } from '#web/parts/StateMark.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { sayDay, sayMany, sayPeriod, sayValue } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { Go, useUrl } from '#web/url.tsx'
import { words } from '#web/vocabulary.ts'
import { goalsOf } from './asked.ts'
import type { Goals, KeyResultLine, ObjectiveLine } from './contract.ts'
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
          <Go className="btn" to="n/objectives" words={{ new: 'objective' }}>
            New objective
          </Go>
        </div>
      </div>
      <Tile of={goalsOf(workspace, asOf)} name="The goals" lines={8} isWhole>
        {(goals) => <Cycle goals={goals} />}
      </Tile>
    </main>
  )
}

function Cycle({ goals }: { readonly goals: Goals }) {
  const { search } = useUrl()
  const periods = [...new Set(goals.objectives.map(({ period }) => period))].toSorted().toReversed()
  const period = search['period'] ?? periods[0] ?? ''
  const own = goals.objectives.filter((one) => one.period === period)
  const results = own.flatMap(({ keyResults }) => keyResults)
  if (goals.objectives.length === 0)
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
  return (
    <>
      <p className="concl">{conclusion(results)}</p>
      <p className="note">
        {`${sayPeriod(period)}; values are read from metrics as of ${sayDay(goals.today)}. `}
        {`Met so far: ${goals.attainment.met} of ${sayMany(goals.attainment.of, 'committed key result')}; what was dropped stays in the count.`}
      </p>
      {periods.length > 1 && <Segments name="period" label="Period" value={period} options={periods.map((id) => ({ id, says: sayPeriod(id) }))} />}
      {own.map((objective) => (
        <Objective key={objective.id} objective={objective} />
      ))}
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

function Objective({ objective }: { readonly objective: ObjectiveLine }) {
  const { set } = useUrl()
  const { key, title, level, owner, score, keyResults, pillar } = objective
  return (
    <section className="sec goal" aria-label={title}>
      <div className="goal-h">
        <span className="muted t12">{words(level)}</span>
        <h2>
          <button type="button" onClick={() => set({ peek: `objective:${key}` })}>
            {title}
          </button>
        </h2>
        <span className="muted t13">{[owner, pillar].filter(Boolean).join(' · ') || 'No owner'}</span>
        <Score score={score} band={objective.band} />
      </div>
      {keyResults.length === 0 && <p className="note">No key result tells it yet: it is an orphan and cannot be committed.</p>}
      <ul>
        {keyResults.map((line) => (
          <KeyResult key={line.id} line={line} />
        ))}
      </ul>
    </section>
  )
}

function KeyResult({ line }: { readonly line: KeyResultLine }) {
  const { set } = useUrl()
  const { key, title, baseline, target, now, owner, confidence, saidOn, doubts, expected, score } = line
  const show = (value: number | null): string => (line.unit ? sayValue(value, line.unit, line.currency) : value === null ? '–' : String(value))
  const [state, says] = standings[line.standing]
  return (
    <li>
      <div className="kr-t">
        <button type="button" onClick={() => set({ peek: `keyResult:${key}` })}>
          {title}
        </button>
        <span className="muted t12">
          {[owner, line.type === 'stretch' ? 'stretch' : null, confidence === null ? null : `confidence ${Math.round(confidence * 100)}%`]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </div>
      <div className="kr-f num">
        <b>{show(now)}</b>
        <span className="muted">{line.kind === 'milestone' ? 'milestone' : `${show(baseline)} → ${show(target)}`}</span>
      </div>
      <div className="kr-b" aria-hidden="true">
        <span className={line.band ?? ''} style={{ width: `${Math.round((score ?? 0) * 100)}%` }} />
        <i style={{ insetInlineStart: `${Math.round(expected * 100)}%` }} />
      </div>
      <Score score={score} band={line.band} />
      <div className="kr-s t12">
        <StateWords state={state}>{says}</StateWords>
        {line.disagrees && <span className="muted">{`figures say ${words(line.suggested).toLowerCase()}`}</span>}
        {doubts[0] && <span className="muted">{doubts[0]}</span>}
        {!doubts[0] && line.words && <span className="muted">{`“${line.words}” ${saidOn ? sayDay(saidOn) : ''}`}</span>}
        {now === null && line.kind !== 'milestone' && line.metric !== null && <span className="muted">its segment is not measured by itself yet</span>}
      </div>
    </li>
  )
}

function Score({ score, band }: { readonly score: number | null; readonly band: KeyResultLine['band'] }) {
  if (score === null || band === null) return <span className="score muted num">–</span>
  return (
    <span className="score num">
      <StateWords state={band}>{score.toFixed(2)}</StateWords>
    </span>
  )
}

const standings: Readonly<Record<KeyResultLine['standing'], readonly [State, string]>> = {
  notStarted: ['none', 'Not started'],
  onTrack: ['green', 'On track'],
  atRisk: ['amber', 'At risk'],
  offTrack: ['red', 'Off track'],
  achieved: ['green', 'Achieved'],
  missed: ['red', 'Missed'],
  stale: ['untrusted', 'Stale: no word for 14 days'],
  untrusted: ['untrusted', 'Untrusted'],
}
