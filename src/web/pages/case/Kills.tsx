import { SectionHead } from '#web/parts/SectionHead.tsx'
import { StateWords } from '#web/parts/StateMark.tsx'
import { Wide } from '#web/parts/Wide.tsx'
import { people } from '#web/pages/roadmap/bets.ts'
import { useNames } from '#web/pages/roadmap/reading.ts'
import { sayDay, sayMany, sayValue } from '#web/say.ts'
import { useUrl } from '#web/url.tsx'
import { words } from '#web/vocabulary.ts'
import type { WatchedLine } from './asked.ts'
import { Live, MetricName } from './Live.tsx'

const states = {
  firing: ['red', 'Fires'],
  close: ['amber', 'Close'],
  clear: ['green', 'Clear'],
  unknown: ['untrusted', 'Unknown'],
  waiting: ['none', 'Judged later'],
  over: ['none', 'Over'],
} as const

/** What would prove it wrong, against the live metrics. It asks for a decision and never stops work by itself. */
export function Kills({ lines, isWatched }: { readonly lines: readonly WatchedLine[]; readonly isWatched: boolean }) {
  const { workspace } = useUrl()
  const names = useNames(people(workspace))
  return (
    <section className="sec" aria-label="Kill criteria">
      <SectionHead title={conclusionOf(lines)} count={isWatched ? 'watched daily; one that fires asks for a decision' : 'watched from its approval on'} />
      {lines.length > 0 && (
        <Wide label="What would end it">
          <table className="cards num">
            <thead>
              <tr>
                <th scope="col">State</th>
                <th scope="col">It ends when</th>
                <th scope="col" className="r">
                  Now
                </th>
                <th scope="col">Judged</th>
                <th scope="col">Then</th>
              </tr>
            </thead>
            <tbody>
              {lines.map((line) => (
                <tr key={line.criterion}>
                  <td data-l="State" className="nw">
                    <StateWords state={states[line.state][0]}>{states[line.state][1]}</StateWords>
                  </td>
                  <td className="wide">
                    <MetricName of={line} /> {`${line.comparison} ${line.unit ? sayValue(line.limit, line.unit, line.currency) : line.limit}`}
                  </td>
                  <td data-l="Now" className="r">
                    <Live of={line} />
                  </td>
                  <td data-l="Judged">{line.judged === 'always' ? `until ${sayDay(line.by)}` : `from ${sayDay(line.by)} on`}</td>
                  <td data-l="Then">
                    {words(line.action)}? <span className="sub">{names.get(line.decider ?? '') ?? 'Nobody'} decides</span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Wide>
      )}
    </section>
  )
}

function conclusionOf(lines: readonly WatchedLine[]): string {
  if (lines.length === 0) return 'Nothing would prove it wrong: it names no kill criterion'
  const of = (state: WatchedLine['state']) => lines.filter((line) => line.state === state).length
  if (of('firing') > 0) return `${sayMany(of('firing'), 'kill criterion fires', 'kill criteria fire')}`
  if (of('unknown') > 0) return `Nobody knows about ${sayMany(of('unknown'), 'kill criterion', 'kill criteria')}`
  return of('close') > 0 ? `${sayMany(of('close'), 'kill criterion is', 'kill criteria are')} close to firing` : 'No kill criterion fires'
}
