import { lazyRouteComponent } from '@tanstack/react-router'
import { page } from '#web/page.ts'
import { rows } from '#web/resources.ts'

/** Can this go in, and what would it break? */
export const importFiles = page({
  path: 'import',
  title: 'Import',
  needs: ({ workspace }) => [rows(workspace, 'imports', { limit: 10, sort: '-createdAt' })],
  View: lazyRouteComponent(() => import('./ImportView.tsx'), 'ImportView'),
})
