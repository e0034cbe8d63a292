import { lazyRouteComponent } from '@tanstack/react-router'
import { page } from '#web/page.ts'
import { asked } from './contract.ts'

/** A question in words, an answer with proof. */
export const askPage = page({
  path: 'ask',
  title: 'Ask',
  needs: ({ workspace, search }) => [asked(workspace, search['q'] ?? '', search['asOf'])],
  View: lazyRouteComponent(() => import('./AskView.tsx'), 'AskView'),
})
