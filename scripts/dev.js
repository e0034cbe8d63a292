/**
 * `npm run dev`: the same application, restarted when a server source changes; the web app is served by vite with hot
 * replacement inside the same process (THROUGHLINE_DEV=1). The database keeps running through a restart.
 */
import { join } from 'node:path'
import { become, ensureInstalled, root } from './setup.js'

await ensureInstalled()
await become(['--watch', '--watch-preserve-output', join(root, 'src', 'main.ts'), 'serve', ...process.argv.slice(2)], {
  cwd: root,
  env: { ...process.env, THROUGHLINE_DEV: '1' },
})
