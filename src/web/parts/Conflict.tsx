import { createContext, lazy, Suspense, useCallback, useContext, useState, type ReactNode } from 'react'
import type { Conflicting } from './conflicting.ts'

const BothVersions = lazy(() => import('./BothVersions.tsx').then((part) => ({ default: part.BothVersions })))

const Asking = createContext<(conflict: Conflicting) => void>(() => undefined)
export const useConflict = () => useContext(Asking)

/** Asks when somebody else saved first. */
export function Conflicts({ children }: { readonly children: ReactNode }) {
  const [conflict, setConflict] = useState<Conflicting | null>(null)
  const ask = useCallback((asked: Conflicting) => setConflict(asked), [])
  return (
    <Asking value={ask}>
      {children}
      <Suspense>{conflict && <BothVersions conflict={conflict} close={() => setConflict(null)} />}</Suspense>
    </Asking>
  )
}
