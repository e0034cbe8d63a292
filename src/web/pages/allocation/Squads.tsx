import { SectionHead } from '#web/parts/SectionHead.tsx'
import { Wide } from '#web/parts/Wide.tsx'
import { Turn } from '#web/url.tsx'
import { words } from '#web/vocabulary.ts'
import type { Allocated } from './asked.ts'
import { percent } from './drift.ts'

/** The same split squad by squad; a name turns the page to that squad. */
export function Squads({ answer: { squads, squad, split } }: { readonly answer: Allocated }) {
  if (squads.length === 0) return null
  const kinds = [...new Set([...split.rows.map(({ investment }) => investment), ...squads.flatMap(({ shares }) => shares.map(({ investment }) => investment))])]
  return (
    <section className="sec" aria-label="By squad">
      <SectionHead title="By squad" count="planned, then spent">
        {squad !== null && (
          <Turn words={{ squad: undefined }} isCurrent={false} className="link">
            Everybody
          </Turn>
        )}
      </SectionHead>
      <Wide label="Split by squad" room="bl">
        <table className="num squads">
          <thead>
            <tr>
              <th scope="col">Squad</th>
              <th scope="col" className="r">
                Person-weeks
              </th>
              {kinds.map((kind) => (
                <th key={kind} scope="col" className="r">
                  {words(kind)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {squads.map(({ name, planned, actual, shares }) => (
              <tr key={name} className={name === squad ? 'sel' : undefined}>
                <th scope="row">
                  <Turn words={{ squad: name }} isCurrent={name === squad} className="b">
                    {name}
                  </Turn>
                </th>
                <td className="r">{`${Math.round(planned)}, ${actual === null ? '–' : Math.round(actual)}`}</td>
                {kinds.map((kind) => {
                  const share = shares.find(({ investment }) => investment === kind)
                  return (
                    <td key={kind} className="r">
                      {share ? `${percent(share.planned)}, ${percent(share.actual)}` : <span className="muted">–</span>}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
    </section>
  )
}
