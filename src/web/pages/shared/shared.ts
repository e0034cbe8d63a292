import { lazyRouteComponent } from '@tanstack/react-router'
import { page } from '#web/page.ts'
import { sharedPage } from '#web/sharing/contract.ts'

/** What somebody without an account sees behind a link. */
export const shared = page({
  path: '/shared/$token',
  title: 'Shared',
  needs: ({ params }) => [sharedPage(params['token'] ?? '')],
  View: lazyRouteComponent(() => import('./SharedView.tsx'), 'SharedView'),
})
