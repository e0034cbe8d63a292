import { lazyRouteComponent } from '@tanstack/react-router'
import { page } from '#web/page.ts'
import { welcome } from '#web/resources.ts'

/** A one-time link: the first sign-in of the owner, or an invitation. */
export const welcomePage = page({
  path: '/welcome/$token',
  title: 'Welcome',
  needs: ({ params }) => [welcome(params['token'] ?? '')],
  View: lazyRouteComponent(() => import('./WelcomeView.tsx'), 'WelcomeView'),
})
