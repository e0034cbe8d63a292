import { SectionHead } from '#web/parts/SectionHead.tsx'
import { StateWords } from '#web/parts/StateMark.tsx'
import { Wide } from '#web/parts/Wide.tsx'
import { sayDay, sayMany } from '#web/say.ts'
import { Go } from '#web/url.tsx'
import type { ReleaseLine } from './asked.ts'
import { defectsSay } from './telling.ts'

/** What customers got, the newest first, and what slipped past us in it. */
export function Shipped({ lines }: { readonly lines: readonly ReleaseLine[] }) {
  if (lines.length === 0) return null
  return (
    <section className="sec" aria-label="Shipped">
      <SectionHead title="Shipped" count="the newest first">
        <Go to="metrics/escaped-defects" className="link">
          Escaped defects
        </Go>
      </SectionHead>
      <Wide label="Releases that shipped">
        <table className="cards num rels">
          <thead>
            <tr>
              <th scope="col">Release</th>
              <th scope="col">Shipped</th>
              <th scope="col" className="r">
                Features
              </th>
              <th scope="col" className="r">
                Escaped defects
              </th>
              <th scope="col">Remarks</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.id}>
                <td className="wide nm">
                  <Go to={`n/releases/${line.key}`} className="b">
                    {line.title}
                  </Go>
                  <div className="sub">{[line.key, line.versionName ?? line.product.name].filter(Boolean).join(', ')}</div>
                </td>
                <td data-l="Shipped" className="nw">
                  {line.releasedOn === null ? '–' : sayDay(line.releasedOn)}
                </td>
                <td className="r" data-l="Features">
                  {line.features.length}
                </td>
                <td className="r" data-l="Escaped defects" title={line.defects?.lacks ?? undefined}>
                  <Escaped line={line} />
                </td>
                <td className="wide">
                  {line.rolledBackOn && <StateWords state="red">{`Rolled back ${sayDay(line.rolledBackOn)}`}</StateWords>}
                  {line.override && <span className="chip line">{`${line.override} shipped it although not all was done`}</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
      <p className="note">
        Escaped defects are those found within 90 days after a release, of all that were found of it; a release is not judged before these days are over.
      </p>
    </section>
  )
}

function Escaped({ line }: { readonly line: ReleaseLine }) {
  const { defects } = line
  if (defects?.state !== 'judged') return <span className="muted">{defectsSay(line)}</span>
  return (
    <>
      {defectsSay(line)}
      <div className="sub">{`${defects.after ?? 0} of ${sayMany((defects.after ?? 0) + (defects.before ?? 0), 'defect')}`}</div>
    </>
  )
}
