import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import type { Noun } from '#kernel'
import { call } from '#web/client.ts'
import type { Rows } from '#web/contract.ts'
import { useUrl } from '#web/url.tsx'
import { rowsPath } from './query.ts'

/** The rows that the address asks for, page by page as the reader comes near the end. */
export function useRows(noun: Noun, limit: number) {
  const { workspace, search } = useUrl()
  const start: string | null = null
  return useInfiniteQuery({
    queryKey: [workspace, rowsPath(noun, search, null, limit), 'pages'],
    queryFn: ({ pageParam, signal }) => call<Rows>(rowsPath(noun, search, pageParam, limit), { workspace, signal }),
    initialPageParam: startAt(start),
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  })
}

const startAt = (cursor: string | null): string | null => cursor
