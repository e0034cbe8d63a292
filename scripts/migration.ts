/** Writes the next migration: what the definitions want and the migrations so far do not give. Run by `npm run migration`; lossy steps are named for a hand-written file. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { appRegistry, readMigrations } from '../src/house/app.ts'
import { readCatalog } from '../src/platform/postgres/catalog.ts'
import { connectPostgres } from '../src/platform/postgres/connectPostgres.ts'
import { migrate } from '../src/platform/postgres/migrate.ts'
import { startPostgres } from '../src/platform/postgres/startPostgres.ts'
import { silentLog } from '../src/platform/log.ts'
import { desiredTables, diffTables } from '../src/runtime/derive/ddl.ts'

const folder = join(import.meta.dirname, '../src/runtime/migrations')
const own = ['chain', 'change', 'outbox', 'idempotency', 'counter', 'confirmed']
const home = mkdtempSync(join(tmpdir(), 'throughline-migration-'))
const server = await startPostgres(home, silentLog)
const database = await connectPostgres({ embedded: server.connection, home })
try {
  await migrate(database.owner, readMigrations())
  const have = (await database.owner.read({ workspace: null }, (tx) => readCatalog(tx, 'app'))).filter(({ name }) => !own.includes(name))
  const { sql, lossy } = diffTables(have, desiredTables(appRegistry()))
  for (const loss of lossy) console.error(`By hand: ${loss}`)
  if (sql.length > 0) {
    const number = String(readdirSync(folder).filter((name) => name.endsWith('.sql')).length + 1).padStart(4, '0')
    const file = join(folder, `${number}-${process.argv[2] ?? 'nouns'}.sql`)
    writeFileSync(file, `${sql.join('\n')}\n`)
    console.log(`Wrote ${file} (${sql.length} statements).`)
  } else console.log('The migrations give all that the definitions want.')
} finally {
  await database.close()
  await server.stop()
  rmSync(home, { recursive: true, force: true })
}
