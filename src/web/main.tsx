import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import './styles/tokens.css'
import './styles/base.css'
import './styles/parts.css'
import './styles/floating.css'
import './styles/small.css'
import { isProblem } from '#kernel'
import { KeysProvider } from './keys.tsx'
import { pages } from './pages.ts'
import { makeRouter } from './router.tsx'
import { applyTheme } from './theme.ts'

applyTheme()

/** The one query cache. A refusal is an answer and is not asked again; a lost connection is tried twice. */
const cache = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 10_000, gcTime: 10 * 60_000, retry: (failures, error) => failures < 2 && isProblem(error) && error.kind === 'unavailable' },
    mutations: { retry: false },
  },
})
const router = makeRouter(pages, cache)

const place = document.getElementById('app')
if (place) {
  createRoot(place).render(
    <StrictMode>
      <QueryClientProvider client={cache}>
        <KeysProvider>
          <RouterProvider router={router} />
        </KeysProvider>
      </QueryClientProvider>
    </StrictMode>,
  )
}
