import { Plus, X } from 'lucide-react'
import { isRecord } from '#kernel'
import { Icon } from '#web/parts/Icon.tsx'
import { Choice, TextBox } from './Choice.tsx'
import type { Query, Vocabulary } from './contract.ts'
import { eventText, itemsOf, selOf, type Draft } from './draft.ts'

/** Events that must not lie between two steps. */
export function Exclusions({ draft, set }: { readonly draft: Draft; readonly known: Vocabulary; readonly set: (key: string, value: unknown) => void }) {
  const own: readonly Query[] = Array.isArray(draft['exclusions']) ? draft['exclusions'].filter(isRecord) : []
  const size = Math.max(2, itemsOf(draft).length)
  const take = (next: readonly Query[]) => set('exclusions', next.length > 0 ? next : undefined)
  const put = (at: number, patch: Query) => take(own.map((each, place) => (place === at ? { ...each, ...patch } : each)))
  const steps = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => ({ id: String(from + at), says: `step ${from + at}` }))
  return (
    <fieldset className="part">
      <legend>Leave out who did</legend>
      {own.map((each, at) => (
        <div className="excl" key={`${at}-${JSON.stringify(each)}`}>
          <TextBox
            isMono
            label={`Excluded event ${at + 1}`}
            list="event-names"
            placeholder="Type to find an event"
            value={eventText(isRecord(each['sel']) ? each['sel'] : {})}
            take={(text) =>
              text === '' ? take(own.filter((_, place) => place !== at)) : put(at, { sel: selOf(text, isRecord(each['sel']) ? each['sel'] : {}) })
            }
          />
          <span className="t12 muted">between</span>
          <Choice
            isBare
            label={`Excluded event ${at + 1}, after`}
            value={String(each['after'])}
            options={steps(1, Math.max(1, Number(each['before']) - 1))}
            pick={(step) => put(at, { after: Number(step) })}
          />
          <span className="t12 muted">and</span>
          <Choice
            isBare
            label={`Excluded event ${at + 1}, before`}
            value={String(each['before'])}
            options={steps(Number(each['after']) + 1, size)}
            pick={(step) => put(at, { before: Number(step) })}
          />
          <button type="button" className="ib" aria-label={`Remove excluded event ${at + 1}`} onClick={() => take(own.filter((_, place) => place !== at))}>
            <Icon of={X} />
          </button>
        </div>
      ))}
      <Adder key={own.length} add={(text) => take([...own, { sel: selOf(text), after: 1, before: size }])} isFull={own.length >= 10} />
    </fieldset>
  )
}

function Adder({ add, isFull }: { readonly add: (text: string) => void; readonly isFull: boolean }) {
  if (isFull) return null
  return (
    <div className="excl">
      <Icon of={Plus} />
      <TextBox isMono label="Event to leave out" list="event-names" placeholder="Nothing; type an event" value="" take={(text) => text && add(text)} />
    </div>
  )
}
