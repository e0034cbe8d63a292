import { SectionHead } from '#web/parts/SectionHead.tsx'
import { StateWords } from '#web/parts/StateMark.tsx'
import { Wide } from '#web/parts/Wide.tsx'
import { sayValue } from '#web/say.ts'
import { useUrl } from '#web/url.tsx'
import type { AssumptionLine } from './asked.ts'
import { boundsSay, countSays, holding } from './holding.ts'
import { Live } from './Live.tsx'

/** What must be true for the figures to hold, and whether it is. */
export function Assumed({ lines }: { readonly lines: readonly AssumptionLine[] }) {
  const { set } = useUrl()
  return (
    <section className="sec" aria-label="Assumptions">
      <SectionHead title="Assumptions" count={countSays(lines)} />
      {lines.length > 0 && (
        <Wide label="What must be true">
          <table className="cards num">
            <thead>
              <tr>
                <th scope="col">State</th>
                <th scope="col">We assume</th>
                <th scope="col" className="r">
                  Now
                </th>
                <th scope="col" className="r">
                  Certainty
                </th>
                <th scope="col">Seen</th>
              </tr>
            </thead>
            <tbody>
              {lines.map((line) => (
                <tr key={line.id}>
                  <td data-l="State" className="nw">
                    <StateWords state={holding[line.state][0]}>{holding[line.state][1]}</StateWords>
                  </td>
                  <td className="wide">
                    <button type="button" className="b" onClick={() => set({ peek: `assumption:${line.key}` })}>
                      {line.statement}
                    </button>
                    <span className="sub i1">{boundsOf(line)}</span>
                  </td>
                  <td data-l="Now" className="r">
                    {line.live ? <Live of={line.live} /> : <span className="muted">–</span>}
                  </td>
                  <td data-l="Certainty" className="r">
                    {line.certainty === null ? '–' : sayValue(line.certainty, 'ratio')}
                  </td>
                  <td className="wide muted">{line.live ? '' : (line.says ?? 'Nobody has looked yet.')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Wide>
      )}
    </section>
  )
}

function boundsOf({ key, live }: AssumptionLine): string {
  return live?.unit ? `${key} · ${live.name}${live.part ? `, ${live.part}` : ''}: ${boundsSay(live)}` : key
}
