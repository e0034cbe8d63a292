import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import { gzipSync } from 'node:zlib'

interface Held {
  readonly type: string
  readonly body: Uint8Array<ArrayBuffer>
  readonly gzip: Uint8Array<ArrayBuffer> | null
  readonly etag: string
  readonly isHashed: boolean
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
  '.ico': 'image/x-icon',
  '.webmanifest': 'application/manifest+json',
}

/**
 * Serves a built folder: read once, at the first call after start, and compressed once, so that no address can lead outside it.
 * Any address without a file gets index.html (the app finds its own way); null when the folder is not there.
 */
export function staticFiles(folder: string): (path: string, headers: Headers) => Response | null {
  let files: Map<string, Held> | null = null
  return (path, headers) => {
    files ??= readAll(folder)
    const held = files.get(path) ?? files.get('/index.html')
    return held ? answer(held, headers) : null
  }
}

function answer(held: Held, headers: Headers): Response {
  const shared = { etag: held.etag, 'cache-control': held.isHashed ? 'public, max-age=31536000, immutable' : 'no-cache', vary: 'accept-encoding' }
  if (headers.get('if-none-match') === held.etag) return new Response(null, { status: 304, headers: shared })
  const zipped = (headers.get('accept-encoding') ?? '').includes('gzip') ? held.gzip : null
  return new Response(zipped ?? held.body, { headers: { ...shared, 'content-type': held.type, ...(zipped ? { 'content-encoding': 'gzip' } : {}) } })
}

function readAll(folder: string): Map<string, Held> {
  const files = new Map<string, Held>()
  if (!existsSync(folder)) return files
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, entry)
    if (!statSync(path).isFile()) continue
    const body = new Uint8Array(readFileSync(path))
    const type = types[extname(path)] ?? 'application/octet-stream'
    const isText = /text|json|svg|javascript/.test(type)
    const name = `/${relative(folder, path).split(sep).join('/')}`
    files.set(name, {
      type,
      body,
      gzip: isText ? new Uint8Array(gzipSync(body, { level: 9 })) : null,
      etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
      isHashed: /-[\w-]{8,}\.\w+$/.test(name),
    })
  }
  return files
}
