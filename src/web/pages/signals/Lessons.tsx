import { capital } from '#engines/numbers/capital.ts'
import type { SignalsAnswer } from '#web/signals/contract.ts'
import { Empty } from '#web/parts/Empty.tsx'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { sayDay, sayValue } from '#web/say.ts'
import { Go } from '#web/url.tsx'
import { ruleWords } from '#web/signals/SignalRow.tsx'

type Lesson = SignalsAnswer['lessons']['byRule'][number]

/** How often each rule was worth the look, as people answered; with the interval, since answers are few. */
export function Lessons({ lessons }: { readonly lessons: SignalsAnswer['lessons'] }) {
  const { overall, byRule, recent } = lessons
  return (
    <section className="sec" aria-labelledby="h-trust">
      <SectionHead id="h-trust" title="How far to believe a signal" count={overall.judged > 0 ? `${overall.judged} judged` : undefined} />
      {overall.judged === 0 ? (
        <Empty says="No signal has been judged yet" next="Call signals real or noise; here stands how often each rule was right." />
      ) : (
        <table className="num">
          <thead>
            <tr>
              <th scope="col">Rule</th>
              <th scope="col" className="r">
                Judged
              </th>
              <th scope="col" className="r">
                Noise
              </th>
              <th scope="col" className="r">
                Worth the look
              </th>
            </tr>
          </thead>
          <tbody>
            {[...byRule, { ...overall, of: 'all' }].map((lesson) => (
              <RuleRow key={lesson.of} lesson={lesson} />
            ))}
          </tbody>
        </table>
      )}
      {recent.length > 0 && (
        <ul className="rows said">
          {recent.slice(0, 5).map((one) => (
            <li className="row" key={one.id}>
              <div className="tx">
                <Go className="ttl" to={`n/signalVerdicts/${one.key}`}>
                  {one.says}
                </Go>
                <div className="sub">{one.reason}</div>
              </div>
              <div className="sub e">
                {`${words[one.verdict] ?? one.verdict}${one.by ? ` · ${one.by}` : ''}`}
                <div>{sayDay(one.on)}</div>
              </div>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

const words: Readonly<Record<string, string>> = { real: 'Real', noise: 'Noise', muted: 'Muted' }

function RuleRow({ lesson: { of, judged, noise, precision, interval } }: { readonly lesson: Lesson }) {
  return (
    <tr>
      <td className={of === 'all' ? 'b' : ''}>{of === 'all' ? 'All rules' : capital(ruleWords[of] ?? of)}</td>
      <td className="r">{judged}</td>
      <td className="r">{noise}</td>
      <td className="r">
        {sayValue(precision, 'ratio')}
        {interval && <div className="muted t12">{`${sayValue(interval.low, 'ratio').replace('%', '')} – ${sayValue(interval.high, 'ratio')}`}</div>}
      </td>
    </tr>
  )
}
