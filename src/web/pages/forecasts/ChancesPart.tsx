import type { State } from '#web/contract.ts'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { StateWords } from '#web/parts/StateMark.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { Wide } from '#web/parts/Wide.tsx'
import { sayDay, sayMany, sayValue } from '#web/say.ts'
import { Go, useUrl } from '#web/url.tsx'
import { chanceRecordOf, chancesOf, type ChanceLine, type Chances } from './asked.ts'
import { chanceSays, liftSays } from './chanceSays.ts'

/** How likely each active key result is, from its metric’s forecast and what the bets add by then; and how the same method did. */
export function ChancesPart() {
  const { workspace, asOf } = useUrl()
  return (
    <section className="sec" aria-label="Chances of key results">
      <SectionHead title="How likely are the key results?" />
      <Tile of={chancesOf(workspace, asOf)} name="The chances" lines={6}>
        {(told) => <Told told={told} />}
      </Tile>
    </section>
  )
}

function Told({ told: { lines, runs } }: { readonly told: Chances }) {
  const known = lines.filter(({ hit }) => hit !== null)
  const unknown = lines.filter(({ hit }) => hit === null)
  if (lines.length === 0) return <p className="note">No key result is active.</p>
  return (
    <>
      <Record />
      {known.length > 0 && (
        <Wide label="Chances" room="bl">
          <table className="deps cards num">
            <thead>
              <tr>
                <th scope="col">Key result</th>
                <th scope="col">Chance</th>
                <th scope="col" className="opt">
                  Without the bets
                </th>
                <th scope="col">Its owner</th>
                <th scope="col">Target</th>
                <th scope="col">80% of the runs</th>
                <th scope="col">What lifts it most</th>
              </tr>
            </thead>
            <tbody>
              {known.map((line) => (
                <Line key={line.id} line={line} />
              ))}
            </tbody>
          </table>
        </Wide>
      )}
      {unknown.map(({ id, key, title, lacks }) => (
        <p className="note" key={id}>
          {`No ground for a number: ${key} ${title}. ${lacks ?? ''}`}
        </p>
      ))}
      <p className="note">{methodSays(runs)}</p>
    </>
  )
}

/** How the same method did of key results that are over. It takes its time, and the chances do not wait for it. */
export function Record() {
  const { workspace, asOf } = useUrl()
  return (
    <Tile of={chanceRecordOf(workspace, asOf)} name="How such chances did" lines={1}>
      {({ says, lines, leftOut }) => (
        <p className="note">
          {says}
          {lines.length > 0 && ` ${lines.map(({ key, chance, isHit }) => `${key} ${chanceSays(chance)}, ${isHit ? 'met' : 'missed'}`).join('; ')}.`}
          {leftOut.length > 0 && ` Nothing could have been said of ${leftOut.map(({ key }) => key).join(', ')}.`}
        </p>
      )}
    </Tile>
  )
}

export const methodSays = (runs: number): string =>
  `${runs.toLocaleString('en-US')} runs: the metric as its own forecast draws it on the day, and on top what each bet promised, with its confidence, from the day it lands in that run, growing over its lag. It assumes that the forecast holds none of these bets, that effects add, and that metric and bets miss independently of each other.`

function Line({ line }: { readonly line: ChanceLine }) {
  const { hit, confidence, title, key, due, leftOut } = line
  if (!hit) return null
  const most = hit.effects.toSorted((a, b) => b.lifts - a.lifts)[0]
  return (
    <tr>
      <td className="wide">
        <Go to={`n/keyResults/${key}`} className="b">
          {title}
        </Go>
        <div className="sub">{`${key}, due ${sayDay(due)}`}</div>
      </td>
      <td data-l="Chance">
        <StateWords state={stateOf(hit.chance)}>{chanceSays(hit.chance)}</StateWords>
      </td>
      <td data-l="Without the bets" className="opt">
        {chanceSays(hit.without)}
      </td>
      <td data-l="Its owner">{confidence === null ? <span className="muted">says nothing</span> : `${Math.round(confidence * 100)}%`}</td>
      <td data-l="Target">{targetSays(line)}</td>
      <td data-l="80% of the runs">{`${figureOf(line, hit.p10)} to ${figureOf(line, hit.p90)}`}</td>
      <td data-l="What lifts it most">
        {most ? `${most.of} ${liftSays(most.lifts)}` : <span className="muted">no bet in flight moves it</span>}
        {leftOut.length > 0 && <div className="sub">{`${sayMany(leftOut.length, 'bet')} not counted`}</div>}
      </td>
    </tr>
  )
}

export const figureOf = ({ unit, currency }: ChanceLine, value: number | null): string =>
  unit ? sayValue(value, unit, currency) : value === null ? '–' : String(value)

export function targetSays(line: ChanceLine): string {
  const [target, upper] = [figureOf(line, line.target), figureOf(line, line.upper)]
  if (line.kind === 'decrease') return `${target} or less`
  return line.kind === 'maintain' && line.upper !== null ? `${target} to ${upper}` : `${target} or more`
}

export const stateOf = (chance: number): State => (chance >= 0.7 ? 'green' : chance >= 0.4 ? 'amber' : 'red')
