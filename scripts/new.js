/**
 * `npm run new noun <chapter>/<name>`, `npm run new metric <name>`, `npm run new fact <name>`, `npm run new page <name>`:
 * writes the smallest complete example in the right place and registers it. The next steps are printed.
 */
import { ensureInstalled, say, stop } from './setup.js'
import { scaffold } from './scaffold.js'

await ensureInstalled()
try {
  const [what, name] = process.argv.slice(2)
  const { files, next } = scaffold(what, name)
  for (const file of files) console.log(file)
  for (const step of next) say(`- ${step}`)
} catch (error) {
  if (!(error instanceof RangeError)) throw error
  stop(error.message)
}
