import { lazy, type ComponentType } from 'react'
import type { AnyRow } from '#kernel'

/** What the page of a noun shows before its fields: the one part of a derived page that is made by hand. Its code comes with the page. */
export const slots: Readonly<Record<string, ComponentType<{ readonly row: AnyRow }>>> = {
  account: lazy(() => import('#web/pages/account/AccountSlot.tsx').then((part) => ({ default: part.AccountSlot }))),
  feature: lazy(() => import('#web/pages/feature/FeatureSlot.tsx').then((part) => ({ default: part.FeatureSlot }))),
}
