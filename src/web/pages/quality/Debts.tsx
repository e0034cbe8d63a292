import { capital } from '#engines/numbers/capital.ts'
import type { QualityAnswer } from '#web/signals/contract.ts'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { shortName } from '#web/vocabulary.ts'

/** Instrumentation debt: what metrics wait for. */
export function Debts({ debt }: { readonly debt: QualityAnswer['debt'] }) {
  if (debt.length === 0) return null
  return (
    <section className="sec" aria-labelledby="h-debt">
      <SectionHead id="h-debt" title="What metrics wait for" count={debt.length} />
      <ul className="rows">
        {debt.map(({ kind, event, says, metrics }) => (
          <li className="row one" key={`${kind} ${event}`}>
            <div>
              <div className="ttl">{capital(says.replaceAll('_', ' '))}</div>
              <div className="sub">{metrics.map(shortName).join(', ')}</div>
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}
