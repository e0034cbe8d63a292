import type { State } from '#web/contract.ts'
import { Empty } from '#web/parts/Empty.tsx'
import { RoadmapTabs } from '#web/parts/RoadmapTabs.tsx'
import { StateWords } from '#web/parts/StateMark.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { Wide } from '#web/parts/Wide.tsx'
import { sayDay, sayMany } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { Go, useUrl } from '#web/url.tsx'
import { forecastsOf, type BetForecast, type PlanForecast } from './asked.ts'
import { ChancesPart } from './ChancesPart.tsx'
import '#web/pages/roadmap/roadmap.css'
import '#web/pages/prioritise/prioritise.css'
import '#web/pages/dependencies/dependencies.css'

export function ForecastsView() {
  const { workspace, asOf } = useUrl()
  const { workspace: card } = useMe()
  return (
    <main className="page p-deps" id="main">
      <title>{`Forecasts · ${card.name}`}</title>
      <div className="xh">
        <h1>Forecasts</h1>
      </div>
      <RoadmapTabs />
      <Tile of={forecastsOf(workspace, asOf)} name="The forecasts" lines={8}>
        {(told) => <Shown told={told} />}
      </Tile>
      <ChancesPart />
    </main>
  )
}

function Shown({ told }: { readonly told: PlanForecast }) {
  const { bets, calibration, isSpentKnown, lacking, runs } = told
  if (bets.length === 0)
    return (
      <Empty
        says="No committed bet can be forecast yet"
        was="No committed bet could be forecast"
        next={
          lacking.length > 0
            ? `${lacking.map(({ key, lacks }) => `${key} lacks ${lacks}`).join('; ')}.`
            : 'Commit bets with a size, and say what their squads can give in this quarter.'
        }
      />
    )
  return (
    <>
      <p className="concl">{conclusion(bets)}</p>
      <p className="note">{calibration.says}</p>
      <Wide label="Forecasts" room="bl">
        <table className="deps cards num">
          <thead>
            <tr>
              <th scope="col">Bet</th>
              <th scope="col">Simulated, 50%</th>
              <th scope="col">85%</th>
              <th scope="col" className="opt">
                95%
              </th>
              <th scope="col">Held against</th>
              <th scope="col">Chance</th>
              <th scope="col" className="opt">
                Its people say, 85%
              </th>
              <th scope="col" className="r">
                Critical
              </th>
            </tr>
          </thead>
          <tbody>
            {bets.map((bet) => (
              <Line key={bet.key} bet={bet} />
            ))}
          </tbody>
        </table>
      </Wide>
      <p className="note">
        {`${runs.toLocaleString('en-US')} drawn runs: ${isSpentKnown ? 'what is left of each size' : 'each whole size, since nobody records what was spent,'} at what its squads give in a week, shared evenly by their bets, through what they wait for. Critical is the share of runs in which a bet decides the last day of all.`}
      </p>
      {lacking.length > 0 && <p className="note">{`Not forecast: ${lacking.map(({ key, lacks }) => `${key} lacks ${lacks}`).join('; ')}.`}</p>}
    </>
  )
}

function Line({ bet }: { readonly bet: BetForecast }) {
  const day = (on: string | null): string => (on === null ? 'beyond ten years' : sayDay(on))
  return (
    <tr>
      <td className="wide">
        <Go to={`n/initiatives/${bet.key}`} className="b">
          {bet.title}
        </Go>
        <div className="sub">{bet.weak.length > 0 ? `${bet.key}, weak: ${bet.weak.join('; ')}` : bet.key}</div>
      </td>
      <td data-l="Simulated, 50%">{day(bet.p50)}</td>
      <td data-l="Simulated, 85%">{day(bet.p85)}</td>
      <td data-l="Simulated, 95%" className="opt">
        {day(bet.p95)}
      </td>
      <td data-l="Held against">{bet.by === null ? 'no day' : sayDay(bet.by)}</td>
      <td data-l="Chance">{bet.chance === null ? '' : <StateWords state={stateOf(bet.chance)}>{`${Math.round(bet.chance * 100)}%`}</StateWords>}</td>
      <td data-l="Its people say, 85%" className="opt">
        {bet.given === null ? 'nothing' : sayDay(bet.given)}
      </td>
      <td data-l="Critical" className="r">{`${Math.round(bet.criticality * 100)}%`}</td>
    </tr>
  )
}

const stateOf = (chance: number): State => (chance >= 0.85 ? 'green' : chance >= 0.5 ? 'amber' : 'red')

function conclusion(bets: readonly BetForecast[]): string {
  const dated = bets.filter(({ chance }) => chance !== null)
  const sure = dated.filter(({ chance }) => (chance ?? 0) >= 0.85)
  const doubtful = dated.filter(({ chance }) => (chance ?? 0) < 0.5).map(({ key }) => key)
  return `Simulated, ${sure.length} of ${sayMany(dated.length, 'committed bet')} with a day keep it with a chance of 85% or more${doubtful.length > 0 ? `; less likely than not: ${doubtful.join(', ')}` : ''}`
}
