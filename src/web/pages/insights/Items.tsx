/* oxlint-disable jsx-a11y/no-noninteractive-element-interactions -- a row takes what is dragged onto it; Alt with an arrow key in its field does the same, and so do its buttons */
import { ArrowDown, ArrowUp, GripVertical, Plus, SlidersHorizontal, X } from 'lucide-react'
import { useState } from 'react'
import { Icon } from '#web/parts/Icon.tsx'
import { TextBox } from './Choice.tsx'
import type { Vocabulary } from './contract.ts'
import { completed, eventText, itemsOf, kindOf, kindWords, moved, selOf, withItems, type Draft, type Item } from './draft.ts'
import type { Groups } from './groups.ts'
import { ItemDetails, itemSays } from './ItemDetails.tsx'

/** The events of the question, in order. One types to find them; they move by dragging, by Alt and the arrow keys, and by their buttons. */
export function Items({
  draft,
  known,
  groups,
  change,
}: {
  readonly draft: Draft
  readonly known: Vocabulary
  readonly groups: Groups
  readonly change: (draft: Draft) => void
}) {
  const kind = kindOf(draft)
  const { least, most, events: label } = kindWords[kind]
  const isFixed = least === most || kind === 'paths'
  const { shown, isOpen, said, put, move, remove, turn } = useItems(draft, Math.max(least, isFixed ? most : 1), change)
  const [dragged, setDragged] = useState<number | null>(null)
  const [over, setOver] = useState<number | null>(null)
  const rest = () => {
    setDragged(null)
    setOver(null)
  }
  return (
    <fieldset className="part">
      <legend>{label}</legend>
      <datalist id="event-names">
        <option value="*">Any event</option>
        {known.events.map(({ name, n }) => (
          <option key={name} value={name}>{`${n.toLocaleString('en-US')} times`}</option>
        ))}
      </datalist>
      <output className="sr">{said}</output>
      <ol className="steps">
        {shown.map((item, at) => (
          <Row
            key={at}
            item={item}
            at={at}
            size={shown.length}
            draft={draft}
            known={known}
            groups={groups}
            mayMove={shown.length > 1}
            mayGo={!isFixed && shown.length > Math.max(least, 1)}
            onto={dragged === null || over !== at || dragged === at ? null : dragged < at ? 'below' : 'above'}
            put={(next) => put(shown.map((each, place) => (place === at ? next : each)))}
            isOpen={isOpen[at] ?? false}
            turn={() => turn(at)}
            go={() => remove(at)}
            move={(by) => move(at, at + by)}
            drag={() => setDragged(at)}
            hover={dragged === null ? null : () => setOver(at)}
            rest={rest}
            drop={() => {
              if (dragged !== null) move(dragged, at)
              rest()
            }}
          />
        ))}
      </ol>
      {!isFixed && shown.length < most && (
        <button type="button" className="btn quiet" onClick={() => put([...shown, empty])}>
          <Icon of={Plus} /> {kind === 'funnel' ? 'Add step' : 'Add event'}
        </button>
      )}
    </fieldset>
  )
}

const empty: Item = { sel: { event: '' }, own: {} }

/** The events as they stand, at least as many rows as the measure needs, and what is done to them; details stay open where an event goes. */
function useItems(draft: Draft, fewest: number, change: (draft: Draft) => void) {
  const [said, say] = useState('')
  const [open, setOpen] = useState<readonly boolean[]>([])
  const own = itemsOf(draft)
  const shown = [...own, ...Array.from({ length: Math.max(0, fewest - own.length) }, () => empty)]
  const isOpen = shown.map((_, at) => open[at] ?? false)
  const put = (items: readonly Item[]) => change(withItems(draft, items))
  const move = (from: number, to: number) => {
    if (to < 0 || to >= shown.length || from === to) return
    put(moved(shown, from, to))
    setOpen(moved(isOpen, from, to))
    say(`${eventText(shown[from]?.sel ?? {}) || 'The event'} is now ${to + 1} of ${shown.length}`)
    // the row keeps its place in the list of fields, so that the focus follows the step that moved
    setTimeout(() => document.querySelectorAll<HTMLElement>('.p-insights .steps > li > .step > input')[to]?.focus(), 60)
  }
  const turn = (at: number) => setOpen(isOpen.map((each, place) => (place === at ? !each : each)))
  const remove = (at: number) => {
    put(shown.filter((_, place) => place !== at))
    setOpen(isOpen.filter((_, place) => place !== at))
  }
  return { shown, isOpen, said, put, move, turn, remove }
}

interface RowProps {
  readonly item: Item
  readonly at: number
  readonly size: number
  readonly draft: Draft
  readonly known: Vocabulary
  readonly groups: Groups
  readonly mayMove: boolean
  readonly mayGo: boolean
  /** Where the event that is dragged over this one would go; null when none is. */
  readonly onto: 'above' | 'below' | null
  /** Are the details of the event shown? They move with it. */
  readonly isOpen: boolean
  readonly turn: () => void
  readonly put: (item: Item) => void
  readonly go: () => void
  readonly move: (by: number) => void
  readonly drag: () => void
  /** Null while none of these events is dragged: what comes from elsewhere is not taken. */
  readonly hover: (() => void) | null
  readonly rest: () => void
  readonly drop: () => void
}

function Row({ item, at, size, draft, known, groups, mayMove, mayGo, onto, isOpen, turn, put, go, move, drag, hover, rest, drop }: RowProps) {
  const says = itemSays(item, draft)
  return (
    <li
      className={onto === null ? '' : `onto ${onto}`}
      onDragOver={(event) => {
        if (!hover) return
        event.preventDefault()
        hover()
      }}
      onDrop={(event) => {
        event.preventDefault()
        drop()
      }}
    >
      <div className="step">
        {mayMove && (
          <span
            className="grip"
            draggable
            onDragStart={({ dataTransfer }) => {
              dataTransfer.effectAllowed = 'move'
              dataTransfer.setData('text/plain', eventText(item.sel)) // some browsers drag nothing that has no text
              drag()
            }}
            onDragEnd={rest}
            aria-hidden="true"
            title="Drag, or Alt and an arrow key"
          >
            <Icon of={GripVertical} />
          </span>
        )}
        <span className="num">{letterOf(draft, at)}</span>
        <TextBox
          isMono
          label={`Event ${at + 1}`}
          list="event-names"
          placeholder="Type to find an event"
          value={eventText(item.sel)}
          complete={(text) => completed(text, known.events)}
          onKey={(event) => {
            if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
            event.preventDefault()
            move(event.key === 'ArrowUp' ? -1 : 1)
          }}
          take={(text) => put({ ...item, sel: selOf(text, item.sel), own: 'name' in item.own ? { ...item.own, name: text } : item.own })}
        />
        <button type="button" className="ib" aria-expanded={isOpen} aria-label={`More about event ${at + 1}`} onClick={turn}>
          <Icon of={SlidersHorizontal} />
        </button>
        {mayGo && (
          <button type="button" className="ib" aria-label={`Remove event ${at + 1}`} onClick={go}>
            <Icon of={X} />
          </button>
        )}
      </div>
      {says !== '' && !isOpen && <p className="t12 muted says">{says}</p>}
      {isOpen && (
        <div className="more">
          <ItemDetails item={item} place={at} draft={draft} known={known} groups={groups} put={put} />
          {mayMove && (
            <p className="acts">
              <button type="button" className="btn quiet" disabled={at === 0} aria-label={`Move event ${at + 1} up`} onClick={() => move(-1)}>
                <Icon of={ArrowUp} /> Up
              </button>
              <button type="button" className="btn quiet" disabled={at === size - 1} aria-label={`Move event ${at + 1} down`} onClick={() => move(1)}>
                <Icon of={ArrowDown} /> Down
              </button>
            </p>
          )}
        </div>
      )}
    </li>
  )
}

/** Series are named by letters, since formulas name them so. */
const letterOf = (draft: Draft, at: number): string => (kindOf(draft) === 'trend' ? String.fromCharCode(65 + at) : String(at + 1))
