import { existsSync } from 'node:fs'
import { defineConfig } from 'vitest/config'

/** Databases are started once for a whole run, and each test file clones a template of its own. */
const globalSetup = existsSync('test/support/globalSetup.ts') ? ['test/support/globalSetup.ts'] : []

/** Integration tests that never reach a PostgreSQL that is handed to them: a run against a second version has nothing to learn from them. */
const apartFromTheRecord = [
  'src/platform/columnar/**',
  'src/platform/postgres/startPostgres.it.test.ts',
  'test/faults/**',
  'test/clickhouse/{equality,pushed}.it.test.ts',
  'test/house/{customers,stateless,statelessDelivery,query,queryOverTime,queryRefusals}.it.test.ts',
]
const isSecondServer = process.env['THROUGHLINE_TEST_DATABASE_URL'] !== undefined

/** How long a state is waited for that must come by itself: a machine with much to do takes longer than the second that is the default. */
const poll = { timeout: 10_000 }

const structure = ['src/rooms.test.ts', 'test/*.test.ts', 'test/structure/**/*.test.ts', 'test/typescale/**/*.test.ts']

/**
 * Four projects, by what a test needs:
 *  structure    src/rooms.test.ts, test/*.test.ts, test/typescale   the shape of the sources themselves
 *  unit         src/**\/*.test.ts            arithmetic and rules; no database, no network
 *  integration  src and test, *.it.test.ts   real PostgreSQL, real DuckDB, the app in one process
 *  journeys     test/journeys/*.test.ts      a person's work in Chromium against the served app
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'structure',
          include: structure,
          environment: 'node',
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.{ts,tsx}', 'test/surface/**/*.test.ts', 'scripts/**/*.test.js'],
          exclude: [...structure, '**/*.it.test.ts', '**/node_modules/**'],
          environment: 'node',
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['src/**/*.it.test.ts', 'test/**/*.it.test.ts'],
          exclude: [...(isSecondServer ? apartFromTheRecord : []), '**/node_modules/**'],
          environment: 'node',
          globalSetup,
          testTimeout: 180_000,
          hookTimeout: 180_000,
          expect: { poll },
        },
      },
      {
        test: {
          name: 'journeys',
          include: ['test/journeys/**/*.test.ts'],
          exclude: ['**/*.it.test.ts', '**/node_modules/**'],
          environment: 'node',
          globalSetup: ['test/journeys/support/globalSetup.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          expect: { poll },
        },
      },
    ],
  },
})
