import { useState } from 'react'
import { isRecord, type AnyRow, type Noun } from '#kernel'
import { Tile } from '#web/parts/Tile.tsx'
import { usePerform } from '#web/perform.ts'
import { row } from '#web/resources.ts'
import { useUrl } from '#web/url.tsx'
import { nouns } from '#web/vocabulary.ts'
import { rangeOf } from './judged.ts'

/** Says the size of a bet as of today, in person-weeks; the same size said again is fresh too. */
export function Size({ bet, close }: { readonly bet: string; readonly close: () => void }) {
  const { workspace } = useUrl()
  const noun = nouns['initiative']?.noun
  if (!noun) return null
  return (
    <Tile of={row(workspace, noun.plural, bet)} name="The bet" lines={1}>
      {(held) => <Sizing held={held} noun={noun} close={close} />}
    </Tile>
  )
}

function Sizing({ held, noun, close }: { readonly held: AnyRow; readonly noun: Noun; readonly close: () => void }) {
  const { perform, isPending } = usePerform(noun)
  const effort = isRecord(held['effort']) ? held['effort'] : {}
  const shown = (end: string): string => (typeof effort[end] === 'number' ? String(effort[end]) : '')
  const [typed, setTyped] = useState({ value: shown('likely'), low: shown('low'), high: shown('high') })
  const range = rangeOf(typed)
  const box = (name: keyof typeof typed, says: string) => (
    <label>
      {says}
      <input className="inp" inputMode="decimal" value={typed[name]} onChange={({ target }) => setTyped({ ...typed, [name]: target.value })} />
    </label>
  )
  return (
    <form
      className="judge"
      onSubmit={(event) => {
        event.preventDefault()
        if ('lacks' in range || isPending) return
        const { value: likely, low, high } = range
        void perform('size', held, { likely, low, high }).then(close, () => null)
      }}
    >
      {box('value', 'Person-weeks, as of today')}
      {box('low', 'Low')}
      {box('high', 'High')}
      <button type="submit" className="btn pri" aria-disabled={isPending || 'lacks' in range}>
        Size
      </button>
      <button type="button" className="btn" onClick={close}>
        Cancel
      </button>
      <output className="note">{'lacks' in range ? range.lacks : 'The same size said again counts as fresh, and not as a change of scope.'}</output>
    </form>
  )
}
