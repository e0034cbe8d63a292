import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { recordsIn, type AnyRow } from '#kernel'
import { useMe } from '#web/session.ts'
import { useUrl } from '#web/url.tsx'

/** The first outcome that a bet promises: its metric, the part that is meant, and from where to where. */
export function outcomeOf(row: AnyRow): {
  readonly metric: string
  readonly part: string | null
  readonly baseline: number | null
  readonly target: number
} | null {
  const [first] = recordsIn(row['outcome'])
  if (!first || typeof first['metric'] !== 'string' || typeof first['target'] !== 'number') return null
  const part = typeof first['segment'] === 'string' && first['segment'] !== '' ? first['segment'] : null
  return { metric: first['metric'], part, baseline: typeof first['baseline'] === 'number' ? first['baseline'] : null, target: first['target'] }
}

/** Whether people may move bets here, and why not. */
export function useMovable(): boolean {
  const { asOf } = useUrl()
  const { member } = useMe()
  return !asOf && member.role !== 'viewer' && member.role !== 'contributor'
}

type Rows = Parameters<typeof useQuery<{ readonly items: readonly AnyRow[] }>>[0]

/** Names of members by id, as far as they are read. */
export const useNames = (of: Rows): ReadonlyMap<string, string> => useNaming(of, 'name').names

/** What rows are called, by id; while that is read, whatever is grouped by it has no group yet. */
export function useNaming(of: Rows, field: 'name' | 'title'): { readonly names: ReadonlyMap<string, string>; readonly isPending: boolean } {
  const { data, isPending } = useQuery(of)
  const names = useMemo(() => new Map(data?.items.map((row) => [row.id, String(row[field])])), [data, field])
  return { names, isPending }
}
