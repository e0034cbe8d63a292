import type { SignalsAnswer } from '#web/signals/contract.ts'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { sayDay } from '#web/say.ts'
import { Go } from '#web/url.tsx'
import { shortName } from '#web/vocabulary.ts'

/** Declared breaks of a process: the only way to new limits. */
export function Changes({ changes }: { readonly changes: SignalsAnswer['changes'] }) {
  return (
    <section className="sec" aria-labelledby="h-changes">
      <SectionHead id="h-changes" title="Declared changes" count={changes.length} />
      {changes.length === 0 && <p className="note sec-note">None. Limits start anew only at a declared change, so that nobody moves them to hide a signal.</p>}
      <ul className="rows">
        {changes.map((change) => (
          <li className="row one" key={change.id}>
            <div>
              <Go className="ttl" to={`n/processChanges/${change.id}`}>
                {change.name}
              </Go>
              <div className="sub num">{`From ${sayDay(change.on)}: ${change.metrics.map(shortName).join(', ')}`}</div>
              <div className="sub">{change.cause}</div>
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}
