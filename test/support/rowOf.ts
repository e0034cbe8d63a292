import type { AnyRow } from '#kernel'

/** A row as the runtime gives it, with the values that a test is about; they may say another id or time too. */
export const rowOf = (key: string, values: object = {}): AnyRow => ({
  id: `id-${key}`,
  key,
  version: 1,
  createdAt: '',
  updatedAt: '',
  archivedAt: null,
  source: null,
  custom: {},
  ...values,
})
