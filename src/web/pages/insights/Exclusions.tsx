import { Plus, X } from 'lucide-react'
import { isRecord, recordsIn } from '#kernel'
import { Icon } from '#web/parts/Icon.tsx'
import { isAnyOrder } from './byStep.ts'
import { Choice, TextBox } from './Choice.tsx'
import type { Query } from './contract.ts'
import { eventText, itemsOf, selOf, type Draft } from './draft.ts'

const most = 10

/** Events that must not lie between two steps. The last row is empty and becomes the next one, so that the focus stays in it. */
export function Exclusions({ draft, set }: { readonly draft: Draft; readonly set: (key: string, value: unknown) => void }) {
  const own: readonly Query[] = recordsIn(draft['exclusions'])
  const size = Math.max(2, itemsOf(draft).length)
  const take = (next: readonly Query[]) => set('exclusions', next.length > 0 ? next : undefined)
  const go = (at: number) => take(own.filter((_, place) => place !== at))
  const put = (at: number, next: Query) => take([...own.slice(0, at), next, ...own.slice(at + 1)])
  const name = (at: number, text: string) => {
    if (text === '') return go(at)
    const before: Query = own[at] ?? { after: 1, before: size }
    return put(at, { ...before, sel: selOf(text, selIn(before)) })
  }
  return (
    <fieldset className="part">
      <legend>Leave out who did</legend>
      {[...own, ...(own.length < most ? [null] : [])].map((each, at) => (
        <div className="excl" key={at}>
          {each === null && <Icon of={Plus} />}
          <TextBox
            isMono
            label={each ? `Excluded event ${at + 1}` : 'Event to leave out'}
            list="event-names"
            placeholder="Nothing; type an event"
            value={each ? eventText(selIn(each)) : ''}
            take={(text) => name(at, text)}
          />
          {each && !isAnyOrder(draft) && <Between name={`Excluded event ${at + 1}`} own={each} size={size} put={(next) => put(at, next)} />}
          {each && (
            <button type="button" className="ib" aria-label={`Remove excluded event ${at + 1}`} onClick={() => go(at)}>
              <Icon of={X} />
            </button>
          )}
        </div>
      ))}
    </fieldset>
  )
}

const selIn = ({ sel }: Query): Query => (isRecord(sel) ? sel : {})

/** Between which steps; in any order that is between them all, and not asked. */
function Between({ name, own, size, put }: { readonly name: string; readonly own: Query; readonly size: number; readonly put: (next: Query) => void }) {
  const steps = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => ({ id: String(from + at), says: `step ${from + at}` }))
  return (
    <>
      <span className="t12 muted">between</span>
      <Choice
        isBare
        label={`${name}, after`}
        value={String(own['after'])}
        options={steps(1, Math.max(1, Number(own['before']) - 1))}
        pick={(step) => put({ ...own, after: Number(step) })}
      />
      <span className="t12 muted">and</span>
      <Choice
        isBare
        label={`${name}, before`}
        value={String(own['before'])}
        options={steps(Number(own['after']) + 1, size)}
        pick={(step) => put({ ...own, before: Number(step) })}
      />
    </>
  )
}
