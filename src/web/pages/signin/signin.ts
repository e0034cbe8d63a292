import { lazyRouteComponent } from '@tanstack/react-router'
import { page } from '#web/page.ts'

/** The way in with e-mail and password. */
export const signin = page({
  path: '/signin',
  title: 'Sign in',
  needs: () => [],
  View: lazyRouteComponent(() => import('./SigninView.tsx'), 'SigninView'),
})
