import type { SignalEntry } from '#web/signals/contract.ts'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { usePerform } from '#web/perform.ts'
import { verdictRow } from '#web/signals/useJudging.ts'
import { Go, useUrl } from '#web/url.tsx'
import { nouns } from '#web/vocabulary.ts'

/** What is not in the list, and why: nothing disappears without a reason and a name. */
export function Held({ muted }: { readonly muted: readonly (SignalEntry & { readonly cause: string })[] }) {
  return (
    <section className="sec" aria-labelledby="h-held">
      <SectionHead id="h-held" title="Held back" count={muted.length} />
      <ul className="rows held">
        {muted.map((entry) => (
          <li className="row" key={entry.key}>
            <div className="tx">
              <Go className="ttl" to={`metrics/${entry.metric}`}>
                {entry.name}
              </Go>
              <div className="sub">{entry.says}</div>
            </div>
            <div className="sub">{entry.cause}</div>
            {entry.verdict ? <Back verdict={entry.verdict} name={entry.name} /> : <span className="d-only" />}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Back({ verdict, name }: { readonly verdict: NonNullable<SignalEntry['verdict']>; readonly name: string }) {
  const { asOf } = useUrl()
  const noun = nouns['signalVerdict']?.noun
  return noun && asOf === undefined ? <BackButton verdict={verdict} name={name} noun={noun} /> : null
}

function BackButton({
  verdict,
  name,
  noun,
}: {
  readonly verdict: NonNullable<SignalEntry['verdict']>
  readonly name: string
  readonly noun: NonNullable<(typeof nouns)[string]>['noun']
}) {
  const { perform, isPending } = usePerform(noun)
  return (
    <button
      type="button"
      className="btn"
      disabled={isPending}
      aria-label={`Take the verdict on ${name} back`}
      onClick={() => void perform('withdraw', verdictRow(verdict), {}).catch(() => null)}
    >
      Take back
    </button>
  )
}
