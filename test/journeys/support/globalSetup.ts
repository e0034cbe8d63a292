import { mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startServer, type Served } from './server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The server of the whole run, with the sample company. */
    readonly served: Served
    /** Where pictures of the pages go. */
    readonly pictures: string
  }
}

/** One server for the whole run. The pictures of every page stay, for people to look at. */
export default async function globalSetup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startServer({ sample: true })
  const pictures = mkdtempSync(join(tmpdir(), 'throughline-pictures-'))
  project.provide('served', { url: server.url, home: server.home, link: server.link })
  project.provide('pictures', pictures)
  return async () => {
    await server.remove()
    const taken = readdirSync(pictures).length
    if (taken > 0) console.info(`${taken} pictures of the pages are in ${pictures}`)
  }
}
