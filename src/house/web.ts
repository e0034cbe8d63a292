import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { staticFiles } from '#platform/http/staticFiles.ts'
import type { Door } from '#doors/rest/door.ts'

type Listener = (request: IncomingMessage, response: ServerResponse) => void

const root = join(import.meta.dirname, '../..')
const ours = /^\/(api|operator|healthz|readyz)([/?]|$)/
/** In development the doors of events stand beside the pages: nobody opens a page by POST. */
const isApi = ({ url = '', method }: IncomingMessage): boolean => ours.test(url) || method === 'POST' || method === 'OPTIONS'

/** The web app behind every address that is not the API's. */
export function serveBuilt(door: Door): void {
  const files = staticFiles(join(root, 'dist/web'))
  door.get('*', (c) => {
    const { pathname } = new URL(c.req.url)
    return (
      files(pathname === '/' ? '/index.html' : pathname, c.req.raw.headers) ?? c.text('The web app is not built yet. Run “npm start” once; it builds it.', 503)
    )
  })
}

/** In development vite answers from the sources, with hot reload, and the door answers for the API. */
export async function withSources(api: Listener, server: Server): Promise<Listener> {
  const { createServer } = await import('vite')
  const vite = await createServer({
    configFile: join(root, 'vite.config.ts'),
    configLoader: 'native',
    server: { middlewareMode: true, hmr: { server } },
    appType: 'spa',
  })
  return (request, response) => (isApi(request) ? api(request, response) : vite.middlewares(request, response))
}
