import { foundSays } from '#engines/numbers/foundSays.ts'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { StateWords } from '#web/parts/StateMark.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { quality } from '#web/resources.ts'
import { sayMany } from '#web/say.ts'
import { Go, useUrl } from '#web/url.tsx'
import { words } from '#web/vocabulary.ts'

/** What the checks found in the rows that it reads: an error takes its trust, a warning is listed. */
export function Checks({ metricKey }: { readonly metricKey: string }) {
  const { workspace } = useUrl()
  return (
    <section className="sec" aria-labelledby="h-checks">
      <Tile of={quality(workspace)} name="The checks" lines={2}>
        {({ items }) => {
          const own = items.filter(({ metrics }) => metrics.includes(metricKey))
          return (
            <>
              <SectionHead
                id="h-checks"
                title={own.length === 0 ? 'Every check of its rows passes' : `${sayMany(own.length, 'check')} of its rows found something`}
              >
                <Go to="metrics/data" className="link">
                  All checks
                </Go>
              </SectionHead>
              <ul className="rows t13 num">
                {own.slice(0, 8).map((finding) => (
                  <li className="row check" key={`${finding.check} ${finding.fact}`}>
                    <StateWords state={finding.severity === 'error' ? 'red' : 'amber'}>{finding.severity === 'error' ? 'Error' : 'Warning'}</StateWords>
                    <span>{foundSays(finding)}</span>
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
