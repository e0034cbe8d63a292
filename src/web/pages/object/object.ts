import { lazyRouteComponent } from '@tanstack/react-router'
import { page } from '#web/page.ts'
import { history, row } from '#web/resources.ts'

/** What do we know, since when? Any noun in full. */
export const objectPage = page({
  path: 'n/$noun/$id',
  title: 'Object',
  needs: ({ workspace, params, search }) => [
    row(workspace, params['noun'] ?? '', params['id'] ?? '', search['asOf']),
    history(workspace, params['noun'] ?? '', params['id'] ?? ''),
  ],
  View: lazyRouteComponent(() => import('./ObjectView.tsx'), 'ObjectView'),
})
