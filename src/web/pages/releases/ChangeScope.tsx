import { useState } from 'react'
import { isProblem, type AnyRow } from '#kernel'
import { release } from '#objects'
import { Banner } from '#web/parts/Banner.tsx'
import { Modal } from '#web/parts/Modal.tsx'
import { usePerform } from '#web/perform.ts'
import type { ReleaseDetail } from './asked.ts'

export interface Change {
  readonly verb: 'putIn' | 'takeOut'
  readonly feature: { readonly id: string; readonly title: string } | null
}

/** Puts a feature in or takes one out; once the scope is frozen, with the reason that is told with it. */
export function ChangeScope({
  told: { line, unplaced },
  row,
  change: { verb, feature },
  close,
}: {
  readonly told: ReleaseDetail
  readonly row: AnyRow
  readonly change: Change
  readonly close: () => void
}) {
  const { perform, isPending, error } = usePerform(release.release)
  const [chosen, setChosen] = useState(feature?.id ?? '')
  const [reason, setReason] = useState('')
  const isIn = verb === 'putIn'
  const fits = (products: readonly string[]): boolean => products.length === 0 || products.includes(line.product.id)
  const named = line.named.filter((one) => !unplaced.some(({ id }) => id === one.id)).map((one) => ({ ...one, products: [line.product.id] }))
  const choices = [...named, ...unplaced].toSorted((a, b) => Number(fits(b.products)) - Number(fits(a.products)))
  const title = isIn ? `Put a feature into ${line.key}` : `Take ${feature?.title ?? 'it'} out of ${line.key}`
  return (
    <Modal title={title} close={close}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          if (isPending || chosen === '') return
          void perform(verb, row, { feature: chosen, ...(reason.trim() ? { reason: reason.trim() } : {}) }).then(close, () => null)
        }}
      >
        {isProblem(error) && (
          <Banner tone="red" says={error.message}>
            {error.hint}
          </Banner>
        )}
        {isIn && choices.length === 0 && <p>Every feature that is planned or being built is in a release.</p>}
        {isIn && choices.length > 0 && (
          <label className="fld">
            <span>Feature</span>
            <select className="inp" required value={chosen} onChange={({ target }) => setChosen(target.value)}>
              <option value="">Choose one</option>
              {choices.map((one) => (
                <option key={one.id} value={one.id}>{`${one.key} ${one.title}`}</option>
              ))}
            </select>
          </label>
        )}
        {line.scope && (
          <label className="fld">
            <span>{isIn ? 'Why this comes in late' : 'Why this goes out'}</span>
            <input className="inp" required maxLength={500} value={reason} onChange={({ target }) => setReason(target.value)} />
          </label>
        )}
        <div className="savebar">
          <button type="submit" className="btn pri" disabled={chosen === ''}>
            {isIn ? 'Put in' : 'Take out'}
          </button>
          <button type="button" className="btn" onClick={close}>
            Cancel
          </button>
        </div>
      </form>
    </Modal>
  )
}
