import type { DuePromise, Incident } from '#web/contract.ts'
import { addressOf } from '#web/object/address.ts'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { StateWords } from '#web/parts/StateMark.tsx'
import { sayDay } from '#web/say.ts'
import { Go } from '#web/url.tsx'
import { words } from '#web/words.ts'

/** What was noted as an incident of late. */
export function Incidents({ incidents }: { readonly incidents: readonly Incident[] }) {
  return (
    <section aria-labelledby="h-inc">
      <SectionHead id="h-inc" title="Incidents" count={incidents.length} />
      {incidents.length === 0 && <p className="note sec-note">None noted in the last 60 days.</p>}
      <ul className="rows">
        {incidents.map((incident) => (
          <li className="row one" key={incident.id || incident.title}>
            <div>
              <Named noun={incident.noun} id={incident.id} title={incident.title} />
              <div className="sub num">{incident.says}</div>
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** What was promised and falls due soon; late ones by shape and words. */
export function Promises({ promises }: { readonly promises: readonly DuePromise[] }) {
  if (promises.length === 0) return null
  return (
    <section className="sec" aria-labelledby="h-pro">
      <SectionHead id="h-pro" title="Promises due" count={promises.length} />
      <ul className="rows prom num">
        {promises.map((promise) => (
          <li className="row" key={promise.id}>
            <Named noun={promise.noun} id={promise.id} title={promise.title} />
            <div className="e">
              <div>{sayDay(promise.due).replace(/ \d{4}$/, '')}</div>
              <StateWords state={promise.isLate ? 'red' : promise.state.startsWith('promised') ? 'green' : 'amber'}>
                {promise.isLate ? 'Late' : words(promise.state)}
              </StateWords>
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** A link when the object has a page, plain words otherwise. */
function Named({ noun, id, title }: { readonly noun: string; readonly id: string; readonly title: string }) {
  return id ? (
    <Go to={addressOf(noun, id)} className="ttl">
      {title}
    </Go>
  ) : (
    <div className="ttl">{title}</div>
  )
}

/** The next steps of the main job, always in the same place. */
export function Started({ isSample }: { readonly isSample: boolean }) {
  return (
    <section className="sec" aria-labelledby="h-next">
      <SectionHead id="h-next" title={isSample ? 'Sample company' : 'Next'} />
      <ul className="rows prom">
        <Step to="import" title="Import files" says={isSample ? 'Yours, beside or instead of the sample' : 'What your tools export'} keys="G O" />
        <Step to="reviews" title="Prepare the review" says="One page, frozen figures" keys="G V" />
        <Step to="metrics" title="Every metric" says="Target, prior, limits, owner" keys="G M" />
      </ul>
    </section>
  )
}

function Step({ to, title, says, keys }: { readonly to: string; readonly title: string; readonly says: string; readonly keys: string }) {
  return (
    <li className="row">
      <div>
        <Go to={to} className="ttl">
          {title}
        </Go>
        <div className="sub">{says}</div>
      </div>
      <span className="e" aria-hidden="true">
        {keys.split(' ').map((key) => (
          <kbd key={key}>{key}</kbd>
        ))}
      </span>
    </li>
  )
}
