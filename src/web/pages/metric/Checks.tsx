import { foundSays } from '#engines/numbers/foundSays.ts'
import type { Measurement } from '#kernel'
import { ReasonWords } from '#web/parts/ReasonWords.tsx'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { StateWords } from '#web/parts/StateMark.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { quality } from '#web/resources.ts'
import { sayMany } from '#web/say.ts'
import { Go, useUrl } from '#web/url.tsx'
import { words } from '#web/vocabulary.ts'

/** What the checks found in the rows that it reads, and its ledger in its lines: an error takes its trust, a warning is listed. */
export function Checks({ metricKey, measured: { trust } }: { readonly metricKey: string; readonly measured: Measurement }) {
  const { workspace } = useUrl()
  return (
    <section className="sec" aria-labelledby="h-checks">
      <Tile of={quality(workspace)} name="The checks" lines={2}>
        {({ items }) => {
          const own = items.filter(({ metrics }) => metrics.includes(metricKey))
          const more = trust.state === 'untrusted' ? trust.reasons.filter(({ check }) => !own.some((one) => one.check === check)) : []
          const found = own.length + more.length
          return (
            <>
              <SectionHead id="h-checks" title={found === 0 ? 'Every check of its rows passes' : `${sayMany(found, 'check')} of its rows found something`}>
                <Go to="metrics/data" className="link">
                  All checks
                </Go>
              </SectionHead>
              <ul className="rows t13 num">
                {more.map(({ check, says, input }) => (
                  <li className="row check" key={check}>
                    <StateWords state="red">Error</StateWords>
                    <span>{says}</span>
                    <span className="muted">{input ? words(input) : 'Revenue ledger'}</span>
                  </li>
                ))}
                {own.slice(0, 8).map((finding) => (
                  <li className="row check" key={`${finding.check} ${finding.fact}`}>
                    <StateWords state={finding.severity === 'error' ? 'red' : 'amber'}>{finding.severity === 'error' ? 'Error' : 'Warning'}</StateWords>
                    <span>
                      <ReasonWords of={{ check: finding.check, says: foundSays(finding) }} />
                    </span>
                    <span className="muted">{words(finding.fact)}</span>
                  </li>
                ))}
              </ul>
            </>
          )
        }}
      </Tile>
    </section>
  )
}
