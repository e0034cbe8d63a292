import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { row, rows } from '#web/resources.ts'
import { useUrl } from '#web/url.tsx'
import { nouns } from '#web/vocabulary.ts'

/** A row as a reference shows it. */
export interface Target {
  readonly id: string
  readonly title: string
  readonly key: string
}

/** Names come from one list of the target noun, then one by one for what it does not hold. */
export function useTarget(target: string, id: string | null): Target | null {
  const { workspace } = useUrl()
  const noun = nouns[target]?.noun
  const list = useQuery({ ...rows(workspace, noun?.plural ?? target, { limit: 200 }), enabled: noun !== undefined && id !== null, staleTime: 60_000 })
  const near = list.data?.items.find((one) => one.id === id)
  const far = useQuery({
    ...row(workspace, noun?.plural ?? target, id ?? ''),
    enabled: noun !== undefined && id !== null && list.isFetched && near === undefined,
  })
  const found = near ?? far.data
  return useMemo(() => (found ? toTarget(noun?.title ?? 'name', found) : null), [found, noun])
}

export const toTarget = (title: string, one: Readonly<Record<string, unknown>> & { readonly id: string; readonly key: string }): Target => ({
  id: one.id,
  key: one.key,
  title: String(one[title] ?? one.key),
})
