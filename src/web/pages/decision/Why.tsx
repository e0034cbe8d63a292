import type { AnyRow } from '#kernel'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { sayDay, sayValue } from '#web/say.ts'

/** The reasons in their own words, when they were given, and how sure they were. */
export function Why({ row }: { readonly row: AnyRow }) {
  if (typeof row['rationale'] !== 'string' || row['rationale'] === '') return null
  const on = typeof row['decidedOn'] === 'string' ? `from ${sayDay(row['decidedOn'])}` : ''
  const sure = typeof row['confidence'] === 'number' ? `confidence ${sayValue(row['confidence'], 'ratio')}` : ''
  const force = row['state'] === 'superseded' ? 'no longer in force' : 'still in force'
  return (
    <section className="sec" aria-label="Why">
      <SectionHead title="Why" count={[on, force, sure].filter(Boolean).join(', ')} />
      <p className="why">{row['rationale']}</p>
    </section>
  )
}
