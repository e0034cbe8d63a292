/** `npm start`: install what is missing, build the web app when it changed, then become the application. */
import { become, ensureInstalled, ensureWeb, root } from './setup.js'
import { join } from 'node:path'

await ensureInstalled()
await ensureWeb()
await become([join(root, 'src', 'main.ts'), 'serve', ...process.argv.slice(2)], { cwd: root })
