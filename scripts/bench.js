/** `npm run bench [name ...]`: runs bench/*.ts one after the other, and each prints its figures. Never part of the tests. */
import { existsSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { ensureInstalled, ensureServer, ensureWeb, follow, nodeFlags, ownNode, root, say, stop } from './setup.js'

await ensureInstalled()
await Promise.all([ensureWeb(), ensureServer()])

const folder = join(root, 'bench')
const known = existsSync(folder)
  ? readdirSync(folder)
      .filter((file) => /^[a-z]\w*\.ts$/.test(file))
      .map((file) => basename(file, '.ts'))
  : []
const named = process.argv.slice(2)
const unknown = named.filter((name) => !known.includes(name))
if (unknown.length > 0 || known.length === 0) stop(`No benchmark is called ${unknown.join(', ')}. Benchmarks: ${known.join(', ')}.`)

let failed = 0
for (const name of named.length > 0 ? named : known) {
  say(`\n== ${name}`)
  const { code } = await follow(ownNode(), ['--expose-gc', ...nodeFlags, join(folder, `${name}.ts`)])
  if (code !== 0) failed += 1
}
process.exit(failed > 0 ? 1 : 0)
