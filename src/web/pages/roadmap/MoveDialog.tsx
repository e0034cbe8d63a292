import { useState } from 'react'
import type { AnyRow } from '#kernel'
import { Modal } from '#web/parts/Modal.tsx'
import { usePerform } from '#web/perform.ts'
import { nouns, words } from '#web/vocabulary.ts'
import { causes } from './bets.ts'

/** A move that waits for its cause: to another horizon, or to another time. */
export interface Move {
  readonly row: AnyRow
  readonly verb: 'move' | 'reschedule'
  readonly input: Readonly<Record<string, string>>
  readonly says: string
}

/** A committed bet, or a time, moves only with its cause: it is what the thrash index counts by. */
export function MoveDialog({ move, close }: { readonly move: Move; readonly close: () => void }) {
  const noun = nouns['initiative']?.noun
  return noun ? <Asked move={move} close={close} noun={noun} /> : null
}

function Asked({ move, close, noun }: { readonly move: Move; readonly close: () => void; readonly noun: Parameters<typeof usePerform>[0] }) {
  const { perform, isPending } = usePerform(noun)
  const [cause, setCause] = useState('')
  const send = () => void perform(move.verb, move.row, { ...move.input, cause }).then(close, close)
  return (
    <Modal title={move.says} close={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (cause !== '') send()
        }}
      >
        <fieldset className="causes">
          <legend>Why does it move?</legend>
          {causes.map((one) => (
            <label key={one}>
              <input type="radio" name="cause" value={one} checked={cause === one} onChange={() => setCause(one)} /> {words(one)}
            </label>
          ))}
        </fieldset>
        <p className="note">Once a bet is committed, every move but a learned one counts as thrash.</p>
        <div className="acts">
          <button type="button" className="btn" onClick={close}>
            Cancel
          </button>
          <button type="submit" className="btn pri" aria-disabled={cause === '' || isPending}>
            Move
          </button>
        </div>
      </form>
    </Modal>
  )
}
