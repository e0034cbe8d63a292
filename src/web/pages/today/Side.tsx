import type { Incident } from '#web/contract.ts'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { sayDay, sayMany, sayValue } from '#web/say.ts'
import { Go } from '#web/url.tsx'

/** What is broken now, with the accounts and the revenue that it touches. */
export function Incidents({ incidents, currency }: { readonly incidents: readonly Incident[]; readonly currency: string }) {
  return (
    <section aria-labelledby="h-inc">
      <SectionHead id="h-inc" title="Incidents" count={incidents.length} />
      {incidents.length === 0 && <p className="note sec-note">None in the last seven days.</p>}
      <ul className="rows">
        {incidents.map((incident) => (
          <li className="row one" key={`${incident.title ?? incident.name} ${incident.at ?? ''}`}>
            <div>
              <div className="ttl">{incident.title ?? incident.name ?? 'Incident'}</div>
              <div className="sub num">
                {[incident.severity, incident.accounts ? sayMany(incident.accounts, 'account') : null, incident.arr ? `${sayValue(incident.arr, 'money', currency)} ARR` : null, incident.at ? sayDay(incident.at) : null].filter(Boolean).join(' · ')}
              </div>
              {incident.says && <div className="sub">{incident.says}</div>}
            </div>
          </li>
        ))}
      </ul>
    </section>
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
