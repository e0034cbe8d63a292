import { Link, useLocation, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo, type ComponentProps } from 'react'

type Words = Readonly<Record<string, string | undefined>>

/** The address bar as state: read the words of the query, change some of them. An undefined or empty word leaves the address. */
export function useUrl() {
  const params: Readonly<Record<string, string>> = useParams({ strict: false })
  const search: Readonly<Record<string, string>> = useSearch({ strict: false })
  const { pathname } = useLocation()
  const navigate = useNavigate()
  const workspace = params['workspace'] ?? ''
  const set = useCallback(
    (patch: Words, { replace = false } = {}) => {
      void navigate({ to: '.', search: (old: Words) => clean({ ...old, ...patch }), replace, resetScroll: false })
    },
    [navigate],
  )
  const go = useCallback(
    (path: string, words: Words = {}) => {
      void navigate({ to: `/${workspace}/${path}`, search: (old: Words) => clean({ asOf: old['asOf'], ...words }) })
    },
    [navigate, workspace],
  )
  return useMemo(() => ({ workspace, params, search, pathname, asOf: search['asOf'], set, go }), [workspace, params, search, pathname, set, go])
}

/** A link inside the workspace. The as-of day travels along. */
export function Go({ to, words = {}, ...rest }: { readonly to: string; readonly words?: Words } & Omit<ComponentProps<'a'>, 'href'>) {
  const { workspace, asOf } = useUrl()
  return <Link {...rest} to={`/${workspace}/${to}`} search={clean({ asOf, ...words })} preload="intent" activeOptions={exactly} />
}

/** The same page with other words in its query: a tab, a lens, a filter. */
export function Turn({ words, isCurrent, ...rest }: { readonly words: Words; readonly isCurrent: boolean } & Omit<ComponentProps<'a'>, 'href'>) {
  const { search } = useUrl()
  return (
    <Link {...rest} to="." search={clean({ ...search, ...words })} resetScroll={false} activeOptions={exactly} aria-current={isCurrent ? 'true' : undefined} />
  )
}

/** A link is current only when it leads to this very address; TanStack Router then says so to assistive tools. */
const exactly = { exact: true, includeSearch: true, explicitUndefined: true }

/** Query words are plain text, so that an address can be read and typed. */
export const parseSearch = (text: string): Record<string, string> => Object.fromEntries(new URLSearchParams(text))
export function stringifySearch(search: Readonly<Record<string, unknown>>): string {
  const pairs = Object.entries(search).flatMap(([name, value]) => (typeof value === 'string' && value !== '' ? [[name, value]] : []))
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs)}`
}

function clean(words: Words): Record<string, string> {
  return Object.fromEntries(Object.entries(words).flatMap(([name, value]) => (value ? [[name, value]] : [])))
}
