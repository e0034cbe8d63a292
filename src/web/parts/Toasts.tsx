/* oxlint-disable jsx-a11y/prefer-tag-over-role -- a live region holds blocks, which an output element may not */
import { Check, X } from 'lucide-react'
import { createContext, useCallback, useContext, useEffect, useLayoutEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import { useKeys } from '#web/keys.tsx'
import { Icon } from './Icon.tsx'
import { Shape } from './StateMark.tsx'

interface Toast {
  readonly id: number
  readonly says: string
  readonly tone: 'done' | 'failed'
  readonly action?: { readonly says: string; readonly run: () => void }
}
type Say = (says: string, options?: { readonly tone?: Toast['tone']; readonly action?: Toast['action'] }) => void

const Saying = createContext<Say>(() => undefined)
export const useSay = (): Say => useContext(Saying)

/** Says what happened, for ten seconds and to screen readers, with the way back. It is never the only proof of a change. */
export function Toasts({ children }: { readonly children: ReactNode }) {
  const [toasts, setToasts] = useState<readonly Toast[]>([])
  const next = useRef(0)
  const close = useCallback((id: number) => setToasts((all) => all.filter((one) => one.id !== id)), [])
  const say = useCallback<Say>((says, { tone = 'done', action } = {}) => {
    next.current += 1
    const toast = { id: next.current, says, tone, ...(action ? { action } : {}) }
    setToasts((all) => [...all.slice(-2), toast])
  }, [])
  const undo = toasts.findLast((toast) => toast.action)
  const bindings = useMemo(
    () => [
      {
        keys: 'mod z',
        says: 'Undo',
        run: () => {
          undo?.action?.run()
          if (undo) close(undo.id)
        },
      },
    ],
    [undo, close],
  )
  useKeys(undo ? bindings : none)
  return (
    <Saying value={say}>
      {children}
      <div className="toasts" role="status" aria-live="polite">
        {toasts.map((toast) => (
          <Shown key={toast.id} toast={toast} close={() => close(toast.id)} />
        ))}
      </div>
    </Saying>
  )
}

const none: readonly never[] = []

function Shown({ toast, close }: { readonly toast: Toast; readonly close: () => void }) {
  const newest = useRef(close)
  useLayoutEffect(() => {
    newest.current = close
  })
  useEffect(() => {
    const timer = setTimeout(() => newest.current(), 10_000)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div className={`toast ${toast.tone === 'failed' ? 'bad' : ''}`}>
      {toast.tone === 'done' ? <Icon of={Check} /> : <Shape state="red" />}
      <span>{toast.says}</span>
      {toast.action && (
        <button
          type="button"
          className="btn quiet"
          onClick={() => {
            toast.action?.run()
            close()
          }}
        >
          {toast.action.says} {toast.action.says === 'Undo' && <kbd aria-hidden="true">Ctrl Z</kbd>}
        </button>
      )}
      <button type="button" className="ib" aria-label="Close message" onClick={close}>
        <Icon of={X} />
      </button>
      <span className="left" aria-hidden="true">
        <u />
      </span>
    </div>
  )
}
