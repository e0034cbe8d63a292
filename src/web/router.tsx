import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, createRouter, Outlet, redirect } from '@tanstack/react-router'
import type { At, Page } from './page.ts'
import { meOf } from './resources.ts'
import { Shell } from './shell/Shell.tsx'
import { NotFound } from './shell/NotFound.tsx'
import { parseSearch, stringifySearch } from './url.tsx'
import { isSignedOut } from './client.ts'

/** The routes of the given pages: those that start with “/” stand alone, the others inside of a workspace’s shell. */
export function makeRouter(pages: readonly Page[], cache: QueryClient) {
  const root = createRootRouteWithContext<{ readonly cache: QueryClient }>()({ component: Outlet, notFoundComponent: NotFound })
  const home = createRoute({ getParentRoute: () => root, path: '/', beforeLoad: () => toFirstWorkspace(cache) })
  const workspace = createRoute({ getParentRoute: () => root, path: '$workspace', component: Shell, notFoundComponent: NotFound })
  const index = createRoute({
    getParentRoute: () => workspace,
    path: '/',
    beforeLoad: ({ params }) => {
      throw redirect({ to: `/${params.workspace}/today`, replace: true })
    },
  })
  const routeOf = (page: Page, parent: () => typeof workspace | typeof root) =>
    createRoute({
      getParentRoute: parent,
      path: page.path,
      component: page.View,
      loaderDeps: ({ search }: { readonly search: Record<string, string> }) => search,
      loader: ({ params, deps }) => prefetch(page, { workspace: paramOf(params, 'workspace'), params, search: deps }, cache),
    })
  const alone = pages.filter(({ path }) => path.startsWith('/')).map((page) => routeOf(page, () => root))
  const inside = pages.filter(({ path }) => !path.startsWith('/')).map((page) => routeOf(page, () => workspace))
  return createRouter({
    routeTree: root.addChildren([home, ...alone, workspace.addChildren([index, ...inside])]),
    context: { cache },
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
    defaultPendingMs: 150,
  })
}

/** Starts the page's reading without waiting for it: the page shows what it has. */
function prefetch(page: Page, at: At, cache: QueryClient): void {
  void page.View.preload?.()
  for (const need of page.needs(at)) void cache.prefetchQuery({ queryKey: need.queryKey, queryFn: need.queryFn, staleTime: 5_000 })
}

async function toFirstWorkspace(cache: QueryClient): Promise<never> {
  try {
    const me = await cache.fetchQuery({ ...meOf(''), retry: false })
    throw redirect({ to: `/${me.workspace.slug}/today`, replace: true })
  } catch (error) {
    if (isSignedOut(error)) throw redirect({ to: '/signin', replace: true })
    throw error
  }
}

const paramOf = (params: Readonly<Record<string, string | undefined>>, name: string): string => params[name] ?? ''
