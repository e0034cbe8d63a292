import type { TestProject } from 'vitest/node'
import { startTestServer, type TestServer } from './testServer.ts'

declare module 'vitest' {
  interface ProvidedContext {
    readonly postgres: TestServer
  }
}

/** One database server for the whole run; each test file clones databases of its own (postgres.ts beside this file). */
export default async function globalSetup(project: TestProject): Promise<() => Promise<void>> {
  const { server, stop } = await startTestServer()
  project.provide('postgres', server)
  return stop
}
