import type { AnyRow } from '#kernel'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { StateWords } from '#web/parts/StateMark.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { Wide } from '#web/parts/Wide.tsx'
import { sayDay, sayPeriod } from '#web/say.ts'
import { Go, useUrl } from '#web/url.tsx'
import { chancesOf, type ChanceLine } from './asked.ts'
import { chanceSays, liftSays } from './chanceSays.ts'
import { figureOf, methodSays, Record, stateOf, targetSays } from './ChancesPart.tsx'
import '#web/pages/prioritise/prioritise.css'
import '#web/pages/dependencies/dependencies.css'

/** How likely the key result is, and what the chance is made of. */
export function KeyResultSlot({ row }: { readonly row: AnyRow }) {
  const { workspace, asOf } = useUrl()
  if (row['state'] !== 'active') return null
  return (
    <div className="p-deps">
      <Tile of={chancesOf(workspace, asOf)} name="The chance" lines={5}>
        {({ lines, runs }) => {
          const line = lines.find(({ id }) => id === row.id)
          return line ? <Told line={line} runs={runs} /> : null
        }}
      </Tile>
    </div>
  )
}

function Told({ line, runs }: { readonly line: ChanceLine; readonly runs: number }) {
  const { hit, base, lacks, leftOut, period, confidence } = line
  if (!hit || !base)
    return (
      <section className="sec" aria-label="Chance">
        <SectionHead title="There is no ground for a chance" />
        <p className="note">{lacks}</p>
      </section>
    )
  return (
    <section className="sec" aria-label="Chance">
      <SectionHead
        title={<StateWords state={stateOf(hit.chance)}>{`${chanceSays(hit.chance)} likely to be met`}</StateWords>}
        count={confidence === null ? undefined : `its owner says ${Math.round(confidence * 100)}%`}
      />
      <p>
        {`${targetSays(line)} in ${sayPeriod(period ?? '')}. Left to itself the metric would read ${figureOf(line, base.mean)}, and meet it with a chance of ${chanceSays(hit.without)}; with the bets half of the runs end at ${figureOf(line, hit.p50)} or more, eight of ten between ${figureOf(line, hit.p10)} and ${figureOf(line, hit.p90)}.`}
      </p>
      {hit.effects.length > 0 ? (
        <Wide label="What the bets add">
          <table className="deps cards num">
            <thead>
              <tr>
                <th scope="col">Bet</th>
                <th scope="col">Lands (50%)</th>
                <th scope="col" className="r">
                  Adds by then
                </th>
                <th scope="col" className="r">
                  Lifts the chance
                </th>
              </tr>
            </thead>
            <tbody>
              {hit.effects.map((one) => (
                <tr key={one.of}>
                  <td className="wide">
                    <Go to={`n/initiatives/${one.of}`} className="b">
                      {one.title}
                    </Go>
                    <div className="sub">{one.of}</div>
                  </td>
                  <td data-l="Lands (50%)">{one.lands === null ? 'beyond ten years' : sayDay(one.lands)}</td>
                  <td data-l="Adds by then" className="r">
                    {figureOf(line, one.adds)}
                  </td>
                  <td data-l="Lifts the chance" className="r">
                    {liftSays(one.lifts)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Wide>
      ) : (
        <p className="note">No bet in flight or shipped promises to move it, so that the chance is that of its metric alone.</p>
      )}
      {leftOut.map(({ key, title, lacks: why }) => (
        <p className="note" key={key}>{`${key} ${title} is not counted: ${why}.`}</p>
      ))}
      <Record />
      <details className="note">
        <summary>How it is worked out</summary>
        <p>{`${base.says} ${base.held === null ? 'Its band could not be tried on the past.' : `Its 80% band held ${Math.round(base.held * 100)}% of what came one period later.`}`}</p>
        <p>{methodSays(runs)}</p>
      </details>
    </section>
  )
}
