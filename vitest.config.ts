import { existsSync } from 'node:fs'
import { defineConfig } from 'vitest/config'

/** Databases are started once for a whole run, and each test file clones a template of its own. */
const globalSetup = existsSync('test/support/globalSetup.ts') ? ['test/support/globalSetup.ts'] : []

/**
 * Three projects, by what a test needs:
 *  unit         src/**\/*.test.ts            arithmetic and rules; no database, no network
 *  integration  src and test, *.it.test.ts   real PostgreSQL, real DuckDB, the app in one process
 *  journeys     test/journeys/*.test.ts      a person's work in Chromium against the served app
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.{ts,tsx}', 'test/*.test.ts', 'test/surface/**/*.test.ts'],
          exclude: ['**/*.it.test.ts', '**/node_modules/**'],
          environment: 'node',
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['src/**/*.it.test.ts', 'test/**/*.it.test.ts'],
          environment: 'node',
          globalSetup,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'journeys',
          include: ['test/journeys/**/*.test.ts'],
          exclude: ['**/*.it.test.ts', '**/node_modules/**'],
          environment: 'node',
          globalSetup,
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
