import { useState } from 'react'
import { isProblem } from '#kernel'
import { Modal } from '#web/parts/Modal.tsx'
import { usePerform } from '#web/perform.ts'
import { nouns } from '#web/vocabulary.ts'
import { nextLook, type No } from './noes.ts'

export interface Look {
  readonly no: No
  readonly verb: 'reaffirm' | 'revive'
}

/** Looked again: it stays a no until another day, with its reason; or it is opened again. */
export function LookAgain({ look: { no, verb }, today, close }: { readonly look: Look; readonly today: string; readonly close: () => void }) {
  const noun = nouns[no.noun]?.noun
  return noun ? <Asked no={no} verb={verb} noun={noun} today={today} close={close} /> : null
}

function Asked({
  no,
  verb,
  noun,
  today,
  close,
}: Look & { readonly noun: Parameters<typeof usePerform>[0]; readonly today: string; readonly close: () => void }) {
  const { perform, isPending, error } = usePerform(noun)
  const [why, setWhy] = useState(no.why)
  const [reviewOn, setReviewOn] = useState(nextLook(today))
  const isStill = verb === 'reaffirm'
  const refusal = isProblem(error) ? `${error.message} ${error.hint}` : null
  const [done, input] = orderOf(no, isStill, why.trim(), reviewOn)
  return (
    <Modal title={isStill ? `Still a no: ${no.what}` : `Revive: ${no.what}`} close={close}>
      <form
        className="look"
        onSubmit={(event) => {
          event.preventDefault()
          void perform(done, no.row, input).then(close, () => null)
        }}
      >
        {isStill ? (
          <>
            <div className="fld">
              <label htmlFor="look-why">Why it is still a no</label>
              <textarea id="look-why" className="inp area" required value={why} onChange={(event) => setWhy(event.target.value)} />
            </div>
            <div className="fld">
              <label htmlFor="look-on">Look again on</label>
              <input id="look-on" className="inp" type="date" required value={reviewOn} onChange={(event) => setReviewOn(event.target.value)} />
              <p className="help">Within twelve months.</p>
            </div>
          </>
        ) : (
          <p>{no.noun === 'initiative' ? 'It becomes an idea again, with its history.' : `“${String(no.row['title'])}” no longer leaves it undone.`}</p>
        )}
        {refusal && (
          <p className="err" role="alert">
            {refusal}
          </p>
        )}
        <div className="acts">
          <button type="submit" className="btn pri" disabled={isPending}>
            {isStill ? 'Still a no' : 'Revive'}
          </button>
          <button type="button" className="btn" onClick={close}>
            Cancel
          </button>
        </div>
      </form>
    </Modal>
  )
}

function orderOf(no: No, isStill: boolean, why: string, reviewOn: string): readonly [verb: string, input: Readonly<Record<string, unknown>>] {
  if (no.noun === 'pillar') return isStill ? ['reaffirm', { what: no.what, why, reviewOn }] : ['revive', { what: no.what }]
  return isStill ? ['reaffirm', { reason: why, reviewOn }] : ['reconsider', {}]
}
