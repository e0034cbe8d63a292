import { lazyRouteComponent } from '@tanstack/react-router'
import { page } from '#web/page.ts'
import { rows } from '#web/resources.ts'

/** Is it safe, and who may? */
export const settings = page({
  path: 'settings',
  title: 'Settings',
  needs: ({ workspace }) => [rows(workspace, 'members', { limit: 200 })],
  View: lazyRouteComponent(() => import('./SettingsView.tsx'), 'SettingsView'),
})
