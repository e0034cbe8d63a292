import { Plus } from 'lucide-react'
import { Icon } from '#web/parts/Icon.tsx'
import { Segments } from '#web/parts/Segments.tsx'
import { useMay } from '#web/session.ts'
import { Turn, useUrl } from '#web/url.tsx'
import type { Priorities } from './asked.ts'
import { wordsOf } from './words.ts'

const forms = [
  { id: 'ice-product', says: 'Product' },
  { id: 'ice-mean', says: 'Mean' },
  { id: 'ice-sum', says: 'Sum' },
] as const

/** Chooses the score that ranks, and of ICE its form; whoever may write adds a formula, or changes the one that ranks. */
export function RankBy({ answer: { method, scores } }: { readonly answer: Priorities }) {
  const { set, asOf } = useUrl()
  const mayWrite = useMay()('editor') && !asOf
  const own = scores.find(({ id }) => id === method)?.formula
  return (
    <>
      <Segments
        name="by"
        label="Rank by"
        value={method}
        options={scores.map((score) => ({ id: score.id, says: score.id.startsWith('ice-') ? 'ICE' : wordsOf(score).says }))}
      />
      {method.startsWith('ice-') && (
        <nav className="seg" aria-label="Form of ICE">
          {forms.map(({ id, says }) => (
            <Turn key={id} words={{ by: id }} isCurrent={id === method}>
              {says}
            </Turn>
          ))}
        </nav>
      )}
      {mayWrite && own && (
        <button type="button" className="btn quiet" onClick={() => set({ form: 'formula', edit: own.key })}>
          Change the formula
        </button>
      )}
      {mayWrite && !own && (
        <button type="button" className="btn quiet" onClick={() => set({ form: 'formula' })}>
          <Icon of={Plus} /> Formula
        </button>
      )}
    </>
  )
}
