import { Copy } from 'lucide-react'
import { Icon } from './Icon.tsx'
import { useSay } from './Toasts.tsx'

/** A secret that is shown this once, ready to copy. */
export function CopyOnce({
  label,
  secret,
  says,
  close,
}: {
  readonly label: string
  readonly secret: string
  readonly says: string
  readonly close: () => void
}) {
  const say = useSay()
  const copy = async () => {
    await navigator.clipboard?.writeText(secret)
    say(`${label} copied`)
  }
  return (
    <div className="form">
      <p>{says}</p>
      <div className="fld">
        <label htmlFor="once">{label}</label>
        <input id="once" className="inp mono" readOnly value={secret} onFocus={(event) => event.target.select()} />
      </div>
      <div className="savebar">
        <button type="button" className="btn pri" onClick={() => void copy()}>
          <Icon of={Copy} /> Copy
        </button>
        <button type="button" className="btn" onClick={close}>
          Done
        </button>
      </div>
    </div>
  )
}
