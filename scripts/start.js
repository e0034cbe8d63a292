/** `npm start`: install what is missing, build the web app and the server when they changed, then become the application. */
import { become, ensureInstalled, ensureServer, ensureWeb, program, root } from './setup.js'

await ensureInstalled()
await Promise.all([ensureWeb(), ensureServer()])
await become([program, 'serve', ...process.argv.slice(2)], { cwd: root })
