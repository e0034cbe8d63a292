/** `npm run check`: what to run before every commit, in less than a minute: types, lint, format, structure, size of the bundle, unit tests. */
import { ensureInstalled } from './setup.js'
import { runSuites } from './suites.js'
import { sourceChecks, unit } from './checks.js'

await ensureInstalled()
await runSuites([...sourceChecks, unit])
