/**
 * `npm test`: everything that CI runs. Integration tests run twice, on the PostgreSQL that npm brings and on Debian's
 * PostgreSQL 15, the oldest that is supported. `npm test -- unit journeys` runs only the suites whose names are given.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findChromium, howToGetChromium, installChromium } from './chromium.js'
import { sourceChecks, unit, wholeTreeChecks } from './checks.js'
import { ensureInstalled, ensureWeb, root, stop } from './setup.js'
import { blocked, runSuites, skipped, vitest } from './suites.js'

await ensureInstalled()

const suites = [
  ...sourceChecks,
  ...wholeTreeChecks,
  unit,
  vitest('integration', 'integration'),
  vitest('integration-postgres15', 'integration', {
    through: [join(root, 'scripts', 'testPostgres15.js')],
    before: () => (hasPostgres15() ? undefined : skipped('Debian package postgresql-15 is not installed')),
  }),
  vitest('journeys', 'journeys', { before: readyBrowser, env: () => ({ THROUGHLINE_CHROMIUM: findChromium() }) }),
]

const named = process.argv.slice(2)
const unknown = named.filter((name) => !suites.some((suite) => suite.name === name))
if (unknown.length > 0) stop(`No suite is called ${unknown.join(', ')}. Suites: ${suites.map((suite) => suite.name).join(', ')}.`)
await runSuites(named.length > 0 ? suites.filter((suite) => named.includes(suite.name)) : suites)

function hasPostgres15() {
  return existsSync('/usr/lib/postgresql/15/bin/initdb')
}

async function readyBrowser() {
  if (!findChromium()) await installChromium()
  if (!findChromium()) return blocked(howToGetChromium)
  await ensureWeb()
  return undefined
}
