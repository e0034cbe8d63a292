import { Suspense } from 'react'
import { ChevronDown, ChevronUp, Maximize2 } from 'lucide-react'
import type { AnyRow, Noun } from '#kernel'
import { Icon } from '#web/parts/Icon.tsx'
import { Peek } from '#web/parts/Peek.tsx'
import { Tile, Waiting } from '#web/parts/Tile.tsx'
import { row } from '#web/resources.ts'
import { Go, useUrl } from '#web/url.tsx'
import { nouns, words } from '#web/vocabulary.ts'
import { addressOf } from './address.ts'
import { Comments } from './Comments.tsx'
import { FieldsView } from './FieldsView.tsx'
import { HistoryLines } from './HistoryLines.tsx'
import { slots, toldBySlot, toldInPeek } from './slots.ts'
import { Verbs } from './Verbs.tsx'

/** An object beside its list: fields, history, comments. `address` is noun:id; J and K walk the list while it is open. */
export function ObjectPeek({
  address,
  walk,
}: {
  readonly address: string
  readonly walk?: { readonly at: number; readonly of: number; readonly step: (by: number) => void }
}) {
  const { workspace, asOf, set } = useUrl()
  const [name = '', id = ''] = address.split(':')
  const noun = nouns[name]?.noun
  if (!noun) return null
  return (
    <Peek
      label={words(name)}
      close={() => set({ peek: undefined })}
      title={<span className="muted">{words(name)}</span>}
      tools={
        <>
          {walk && (
            <>
              <span className="muted num">{`${walk.at} of ${walk.of}`}</span>
              <button type="button" className="ib" aria-label="Previous" onClick={() => walk.step(-1)}>
                <Icon of={ChevronUp} />
              </button>
              <button type="button" className="ib" aria-label="Next" onClick={() => walk.step(1)}>
                <Icon of={ChevronDown} />
              </button>
            </>
          )}
          <Go to={addressOf(name, id)} className="ib" aria-label="Open the whole page">
            <Icon of={Maximize2} />
          </Go>
        </>
      }
    >
      <Tile of={row(workspace, noun.plural, id, asOf)} name={words(name)} lines={5}>
        {(one) => <Body noun={noun} row={one} />}
      </Tile>
    </Peek>
  )
}

function Body({ noun, row: one }: { readonly noun: Noun; readonly row: AnyRow }) {
  const Slot = toldInPeek.includes(noun.noun) ? slots[noun.noun] : undefined
  return (
    <>
      <section>
        <p className="muted t12">{one.key}</p>
        <h2 className="pk-t">{String(one[noun.title] ?? one.key)}</h2>
        <Verbs noun={noun} row={one} />
      </section>
      {Slot && (
        <Suspense fallback={<Waiting name={words(noun.noun)} lines={6} />}>
          <Slot row={one} />
        </Suspense>
      )}
      <section>
        <h3>Fields</h3>
        <FieldsView noun={noun} row={one} without={Slot ? (toldBySlot[noun.noun] ?? []) : []} />
      </section>
      <section>
        <h3>History</h3>
        <HistoryLines noun={noun} id={one.id} most={5} />
      </section>
      <section>
        <h3>Comments</h3>
        <Comments noun={noun} row={one} />
      </section>
    </>
  )
}
