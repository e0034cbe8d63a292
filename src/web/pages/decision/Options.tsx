import { SectionHead } from '#web/parts/SectionHead.tsx'
import { Wide } from '#web/parts/Wide.tsx'
import { letterOf, type Option } from './options.ts'

/** The options beside each other; the one that was chosen stands out, and each can be chosen where it stands. */
export function Options({
  options,
  chosen,
  isOpen,
  choose,
}: {
  readonly options: readonly Option[]
  readonly chosen: string | null
  readonly isOpen: boolean
  readonly choose: ((name: string) => void) | null
}) {
  const [hasCost, hasEffect] = [options.some(({ cost }) => cost), options.some(({ effect }) => effect)]
  return (
    <section className="sec" aria-label="Options">
      <SectionHead title="Options" count={options.length} />
      <Wide label="Options side by side">
        <table className="cards opts">
          <thead>
            <tr>
              <th scope="col">
                <span className="sr">Letter</span>
              </th>
              <th scope="col">Option</th>
              {hasCost && <th scope="col">Cost</th>}
              {hasEffect && <th scope="col">Effect</th>}
              {choose && (
                <th scope="col">
                  <span className="sr">Choose</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {options.map(({ name, summary, cost, effect, why }, index) => {
              const letter = letterOf(index)
              const isChosen = name === chosen
              return (
                <tr key={name} className={isChosen && !isOpen ? 'cur' : ''}>
                  <td className="nw">
                    <span className={`letter ${isChosen && !isOpen ? 'on' : ''}`}>{letter}</span>
                  </td>
                  <td className="wide">
                    <span className="b">{name}</span>
                    <span className="sub i1">{[isChosen ? (isOpen ? 'Chosen before' : 'Chosen') : null, summary].filter(Boolean).join(' · ')}</span>
                    {why && !isChosen && <span className="sub i1">{`Why not: ${why}`}</span>}
                  </td>
                  {hasCost && <td data-l="Cost">{cost ?? '–'}</td>}
                  {hasEffect && <td data-l="Effect">{effect ?? '–'}</td>}
                  {choose && (
                    <td className="r nw">
                      <button type="button" className="btn" aria-label={`Choose ${name}`} onClick={() => choose(name)}>
                        {`Choose ${letter}`}
                      </button>
                    </td>
                  )}
                </tr>
              )
            })}
          </tbody>
        </table>
      </Wide>
    </section>
  )
}
