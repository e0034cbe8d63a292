import { lazy, type ComponentType } from 'react'
import type { VerbFormProps } from './verbFormProps.ts'

/** Verbs whose input is asked by a form of its own, because what can be chosen stands in the row; by noun and verb. */
export const verbForms: Readonly<Record<string, ComponentType<VerbFormProps>>> = {
  'decision.decide': lazy(() => import('#web/pages/decision/Decide.tsx').then((part) => ({ default: part.Decide }))),
}
