import { useState } from 'react'
import { foundSays } from '#engines/numbers/foundSays.ts'
import type { Finding } from '#kernel'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { Shape, StateMark } from '#web/parts/StateMark.tsx'
import { sayCount, sayFew, sayMany, sayValue } from '#web/say.ts'
import { shortName, words } from '#web/vocabulary.ts'
import { losing } from './leadOf.ts'

/** Where the files contradict one another, how often, with rows to look at and the metrics that lose trust by it. */
export function Contradictions({ findings }: { readonly findings: readonly Finding[] }) {
  const ordered = findings.toSorted((a, b) => Number(b.severity === 'error') - Number(a.severity === 'error') || b.count - a.count)
  return (
    <section className="sec" aria-labelledby="h-cross">
      <SectionHead id="h-cross" title={`The files contradict themselves in ${sayFew(findings.length).toLowerCase()} ${findings.length === 1 ? 'way' : 'ways'}`}>
        <span className="d-only">makes untrusted</span>
      </SectionHead>
      <ul className="rows cross">
        {ordered.map((finding) => (
          <FindingRow key={finding.check} finding={finding} />
        ))}
      </ul>
    </section>
  )
}

export function FindingRow({ finding }: { readonly finding: Finding }) {
  const [isOpen, setOpen] = useState(false)
  const lost = losing([finding])
  return (
    <li className="row">
      <StateMark state={finding.severity === 'error' ? 'red' : 'amber'} />
      <div>
        <div className="ttl">{foundSays(finding)}</div>
        <div className="sub">
          {finding.of > 0
            ? `${sayValue(finding.count / finding.of, 'ratio')} of ${sayMany(finding.of, 'row')} of ${words(finding.fact).toLowerCase()}`
            : words(finding.fact)}
        </div>
        {isOpen && (
          <ul className="samples mono">
            {finding.samples.map((sample) => (
              <li key={`${sample.key} ${sample.row ?? ''}`}>
                {[sample.file, sample.row ? `row ${sayCount(sample.row)}` : null, sample.key].filter(Boolean).join(', ')}:{' '}
                <span className="muted">{sample.shows}</span>
              </li>
            ))}
          </ul>
        )}
      </div>
      <div className="unt">
        {lost.slice(0, 4).map((key) => (
          <span className="chip line" key={key}>
            <Shape state="untrusted" />
            {shortName(key)}
          </span>
        ))}
        {lost.length > 4 && <span className="chip line">{`${lost.length - 4} more`}</span>}
      </div>
      <button type="button" className="btn" aria-expanded={isOpen} disabled={finding.samples.length === 0} onClick={() => setOpen(!isOpen)}>
        {isOpen ? 'Hide rows' : 'Show rows'}
      </button>
    </li>
  )
}
