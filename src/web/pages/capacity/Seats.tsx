import type { State } from '#web/contract.ts'
import { NewOne } from '#web/object/NewOne.tsx'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { StateWords } from '#web/parts/StateMark.tsx'
import { Wide } from '#web/parts/Wide.tsx'
import { sayDay, sayMany, sayPeriod } from '#web/say.ts'
import { useUrl } from '#web/url.tsx'
import { words } from '#web/vocabulary.ts'
import type { Loaded } from './asked.ts'
import { weeks } from './telling.ts'

const tones: ReadonlyMap<string, State> = new Map([
  ['filled', 'green'],
  ['offered', 'amber'],
  ['open', 'amber'],
])

/** The headcount plan: each place with its state, first day and what it gives by its ramp. */
export function Seats({ seats, quarters }: Pick<Loaded, 'seats' | 'quarters'>) {
  const { set } = useUrl()
  const of = (state: string): number => seats.filter((one) => one.state === state).length
  const counts = ['filled', 'offered', 'open', 'planned'].flatMap((state) => (of(state) > 0 ? [sayMany(of(state), state, state)] : []))
  return (
    <section className="sec" aria-label="Headcount plan">
      <SectionHead title="Headcount plan" count={seats.length === 0 ? undefined : `${counts.join(', ')}; person-weeks by quarter, ramp counted`} />
      {seats.length === 0 ? (
        <p className="note">
          Nobody is to be hired. <NewOne noun="seat" says="New seat" />
        </p>
      ) : (
        <Wide label="Seats" room="bl">
          <table className="deps cards num">
            <thead>
              <tr>
                <th scope="col">Seat</th>
                <th scope="col">State</th>
                <th scope="col">Starts</th>
                <th scope="col">Skill</th>
                {quarters.map((quarter) => (
                  <th scope="col" className="r" key={quarter}>
                    {sayPeriod(quarter)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {seats.map((seat) => (
                <tr key={seat.id}>
                  <td className="wide">
                    <button type="button" className="b" onClick={() => set({ peek: `seat:${seat.key}` })}>
                      {seat.title}
                    </button>
                    <div className="sub">{`${seat.key}, ${seat.squad}${seat.share < 1 ? `, ${Math.round(seat.share * 100)}% of full time` : ''}`}</div>
                  </td>
                  <td data-l="State">
                    <StateWords state={tones.get(seat.state) ?? 'none'}>{words(seat.state)}</StateWords>
                  </td>
                  <td data-l="Starts">{sayDay(seat.startsOn)}</td>
                  <td data-l="Skill">{seat.skill ?? <span className="muted">any</span>}</td>
                  {seat.gives.map(({ quarter, weeks: gives }) => (
                    <td key={quarter} data-l={sayPeriod(quarter)} className="r">
                      {seat.countedFrom !== null && seat.countedFrom <= quarter ? (
                        <span className="muted">in the plan</span>
                      ) : gives === null ? (
                        <span className="muted">no plan</span>
                      ) : (
                        weeks(gives)
                      )}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </Wide>
      )}
    </section>
  )
}
