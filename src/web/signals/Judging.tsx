import { lazy, Suspense } from 'react'
import type { Asked } from './useJudging.ts'

const JudgeForms = lazy(() => import('./JudgeForms.tsx').then((part) => ({ default: part.JudgeForms })))

/** The form that is open for a signal; its code comes when the first one opens. */
export const Judging = ({ asked, close }: { readonly asked: Asked | null; readonly close: () => void }) => (
  <Suspense>{asked && <JudgeForms asked={asked} close={close} />}</Suspense>
)
