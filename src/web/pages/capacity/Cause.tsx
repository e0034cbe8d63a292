import { SectionHead } from '#web/parts/SectionHead.tsx'
import { StateWords } from '#web/parts/StateMark.tsx'
import { Wide } from '#web/parts/Wide.tsx'
import { sayPeriod } from '#web/say.ts'
import { useUrl } from '#web/url.tsx'
import type { LoadLine } from './asked.ts'
import { offSays, overSays, partsOf, weeks } from './telling.ts'

/** One squad in one quarter: what it gives and is asked for by skill, and the bets that ask, those first that would free most. */
export function Cause({ line }: { readonly line: LoadLine }) {
  const { squad, quarter, gives, asked, over, seats, headcount, isConfirmed, overIfHired } = line
  const hired = [
    seats.open > 0 ? `Open seats could add ${weeks(seats.open)}` : '',
    seats.planned > 0 ? `Planned seats could add ${weeks(seats.planned)}` : '',
  ].filter(Boolean)
  return (
    <section className="sec" aria-label={`${squad}, ${sayPeriod(quarter)}`}>
      <SectionHead
        title={`${squad}, ${sayPeriod(quarter)}`}
        count={
          headcount === null
            ? `${weeks(asked)} person-weeks asked; it has no capacity plan for this quarter`
            : `${weeks(asked)} of ${weeks(gives)} person-weeks asked; ${headcount} people${isConfirmed ? '' : ', proposed only'}`
        }
      >
        {over > 0 && <StateWords state="red">{`${weeks(overSays(line))} over`}</StateWords>}
      </SectionHead>
      {headcount !== null && <p className="note">{offSays(line)}</p>}
      {hired.length > 0 && (
        <p className="note">{`${hired.join('. ')}.${over > 0 && overIfHired < over ? ` With all of them ${overIfHired > 1e-9 ? `${weeks(overIfHired)} would still be over` : 'nothing would be over'}.` : ''}`}</p>
      )}
      <Skills line={line} />
      <Bets line={line} />
    </section>
  )
}

function Skills({ line: { skills, headcount } }: { readonly line: LoadLine }) {
  if (skills.length === 0)
    return headcount === null ? null : (
      <p className="note">Its plan names no skills, so that only people are counted. Name them in the plan to see which skill is short.</p>
    )
  return (
    <Wide label="Skills">
      <table className="deps cards num">
        <thead>
          <tr>
            <th scope="col">Skill</th>
            <th scope="col" className="r">
              Gives
            </th>
            <th scope="col" className="r">
              Asked
            </th>
            <th scope="col">Over</th>
          </tr>
        </thead>
        <tbody>
          {skills.map(({ skill, gives, asked, over }) => (
            <tr key={skill}>
              <td className="wide b">{skill}</td>
              <td data-l="Gives" className="r">
                {weeks(gives)}
              </td>
              <td data-l="Asked" className="r">
                {weeks(asked)}
              </td>
              <td data-l="Over">{over > 1e-9 ? <StateWords state="red">{weeks(over)}</StateWords> : <span className="muted">no</span>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  )
}

function Bets({ line }: { readonly line: LoadLine }) {
  const { bets, asked, over, more } = line
  const { set } = useUrl()
  const shown = partsOf([...bets.map(({ weeks: asks }) => asks), more.weeks], asked)
  /** What is still over without a bet, as it follows from the figures beside it. */
  const without = (part: number, asks: number, frees: number): number => (Math.abs(asks - frees) < 1e-9 ? overSays(line) - part : over - frees)
  if (bets.length === 0) return <p className="note">No bet asks for it in this quarter.</p>
  return (
    <Wide label="Bets that ask">
      <table className="deps cards num">
        <thead>
          <tr>
            <th scope="col">Bet</th>
            <th scope="col" className="r">
              Person-weeks
            </th>
            <th scope="col">Needs</th>
            <th scope="col" className="r">
              Without it
            </th>
          </tr>
        </thead>
        <tbody>
          {bets.map(({ bet, title, weeks: asks, skills, frees, isCommitted }, at) => (
            <tr key={bet}>
              <td className="wide">
                <button type="button" className="b" onClick={() => set({ peek: `initiative:${bet}` })}>
                  {title}
                </button>
                <div className="sub">{`${bet}, ${isCommitted ? 'committed' : 'planned'}`}</div>
              </td>
              <td data-l="Person-weeks" className="r">
                {weeks(shown[at] ?? asks)}
              </td>
              <td data-l="Needs">
                {skills.length === 0 ? (
                  <span className="muted">anybody</span>
                ) : (
                  skills.map(({ skill, share }) => `${skill} ${Math.round(share * 100)}%`).join(', ')
                )}
              </td>
              <td data-l="Without it" className="r">
                {over <= 1e-9 ? (
                  <span className="muted">–</span>
                ) : frees <= 1e-9 ? (
                  'as much over'
                ) : over - frees <= 1e-9 ? (
                  'nothing over'
                ) : (
                  `${weeks(without(shown[at] ?? asks, asks, frees))} over`
                )}
              </td>
            </tr>
          ))}
          {more.bets > 0 && (
            <tr>
              <td className="wide muted">{`and ${more.bets} more`}</td>
              <td data-l="Person-weeks" className="r">
                {weeks(shown.at(-1) ?? more.weeks)}
              </td>
              <td className="opt">–</td>
              <td className="opt">–</td>
            </tr>
          )}
        </tbody>
      </table>
    </Wide>
  )
}
