import { SectionHead } from '#web/parts/SectionHead.tsx'
import { StateWords } from '#web/parts/StateMark.tsx'
import { Wide } from '#web/parts/Wide.tsx'
import { sayDay } from '#web/say.ts'
import { Go } from '#web/url.tsx'
import { words } from '#web/vocabulary.ts'
import type { ReleaseLine } from './asked.ts'
import { dayOf, scopeSays, standing, weeksIn } from './telling.ts'

/** Releases with a time, the soonest first: how much is ready, what the frozen scope became, and whether the day is kept. */
export function Coming({ lines }: { readonly lines: readonly ReleaseLine[] }) {
  return (
    <section className="sec" aria-label="On their way">
      <SectionHead title="On their way" count={lines.length === 0 ? 'none' : 'the soonest first'} />
      {lines.length > 0 && (
        <Wide label="Releases on their way">
          <table className="cards num rels">
            <thead>
              <tr>
                <th scope="col">Release</th>
                <th scope="col">Day</th>
                <th scope="col" className="r">
                  Ready
                </th>
                <th scope="col" className="r">
                  Person-weeks
                </th>
                <th scope="col">Scope</th>
                <th scope="col">Outlook</th>
              </tr>
            </thead>
            <tbody>
              {lines.map((line) => (
                <Row key={line.id} line={line} />
              ))}
            </tbody>
          </table>
        </Wide>
      )}
    </section>
  )
}

function Row({ line }: { readonly line: ReleaseLine }) {
  const { outlook, features, effort, scope } = line
  const [day, level] = [dayOf(line), standing[outlook?.level ?? 'undated']]
  return (
    <tr>
      <td className="wide nm">
        <Go to={`n/releases/${line.key}`} className="b">
          {line.title}
        </Go>
        <div className="sub">{[line.key, line.versionName ?? line.product.name, line.owner?.name].filter(Boolean).join(', ')}</div>
      </td>
      <td data-l="Day" className="nw">
        {day ? (
          <>
            {day.says}
            <div className="sub">{day.of}</div>
          </>
        ) : (
          <span className="muted">none</span>
        )}
      </td>
      <td className="r nw" data-l="Ready">{`${features.filter(({ isReady }) => isReady).length} of ${features.length}`}</td>
      <td className="r nw" data-l="Person-weeks">
        {weeksIn(effort.weeks)}
        {effort.unsized > 0 && <div className="sub">{`${effort.unsized} not sized`}</div>}
      </td>
      <td className="sc" data-l="Scope">
        {words(line.state)}
        {scope && <div className="sub">{`since ${sayDay(scope.frozenOn)}: ${scopeSays(scope) ?? ''}`}</div>}
      </td>
      <td className="wide out" data-l="Outlook">
        <StateWords state={level.state}>{level.says}</StateWords>
        <div className="t13">{outlook?.says}</div>
      </td>
    </tr>
  )
}
