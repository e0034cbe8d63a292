import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import type { Clock } from '#platform/clock.ts'
import type { JournalFiles } from '#platform/columnar/journalFiles.ts'
import { ingestDoor } from '../../src/doors/ingest/ingest.ts'
import { eventHouse } from '../../src/house/events/eventHouse.ts'
import { ingestingOf } from '../../src/house/events/ingesting.ts'
import type { Scope } from '#runtime/scope.ts'
import { testHouse, type TestHouse } from '../house/testHouse.ts'

/** The whole product behind a real socket, with one company, so that vendors’ own clients can talk to it. */
export interface ServedHouse {
  readonly house: TestHouse
  readonly url: string
  readonly scope: Scope
  /** A new source; the answer is its key. */
  source(name: string, more?: Readonly<Record<string, unknown>>): Promise<{ readonly key: string; readonly id: string }>
  rows(sql: string): Promise<readonly (readonly unknown[])[]>
  /** Every request that came, with its answer: what the clients really send. */
  readonly traffic: { readonly method: string; readonly path: string; readonly status: number }[]
  stop(): Promise<void>
}

export async function servedHouse(company = 'harbour', options: { readonly clock?: Clock; readonly journalFiles?: JournalFiles } = {}): Promise<ServedHouse> {
  const house = await testHouse(options)
  await house.company(company)
  const scope = await house.app.workspaces.operate(company, 'cli')
  const events = ingestDoor(ingestingOf(house.app))
  const traffic: { method: string; path: string; status: number }[] = []
  const server = createServer(
    getRequestListener(async (request) => {
      const answer = (await events(request)) ?? (await house.door.fetch(request))
      traffic.push({ method: request.method, path: new URL(request.url).pathname, status: answer.status })
      return answer
    }),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const registering = eventHouse(house.app)
  return {
    house,
    url: `http://127.0.0.1:${port}`,
    scope,
    traffic,
    source: async (name, more = {}) => {
      const { key, row } = await registering.register(scope, { name, sdk: 'own', ...more })
      return { key, id: row.id }
    },
    rows: async (sql) => (await house.app.store.query(scope.workspace.id, sql)).rows,
    stop: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await house.stop()
    },
  }
}
