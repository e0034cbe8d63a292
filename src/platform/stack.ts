import { existsSync, readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isRecord } from '#kernel'

const maps = new Map<string, WeakRef<SourceMap>>()

/**
 * The stack of what was thrown, in the lines of the sources: the server is built into one file (decision 047), and the map beside it is read
 * only when somebody is to read a stack, for Node's own reading of maps costs every start half a second. What has no map stays as it is.
 */
export function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return (error.stack ?? error.message).replaceAll(/(file:\/\/\S+?\.js):(\d+):(\d+)/g, (frame, url: string, line: string, column: string) =>
    placeOf(fileURLToPath(url), Number(line), Number(column), frame),
  )
}

function placeOf(file: string, line: number, column: number, otherwise: string): string {
  const found = mapOf(file)?.findOrigin(line, column)
  if (!found || !('fileName' in found) || !found.fileName) return otherwise
  return `${resolve(dirname(file), found.fileName)}:${found.lineNumber}:${found.columnNumber}`
}

function mapOf(file: string): SourceMap | undefined {
  const known = maps.get(file)?.deref()
  if (known || !existsSync(`${file}.map`)) return known
  const payload: unknown = JSON.parse(readFileSync(`${file}.map`, 'utf8'))
  if (!isSourceMap(payload)) return undefined
  const map = new SourceMap(payload)
  maps.set(file, new WeakRef(map))
  return map
}

type Payload = ConstructorParameters<typeof SourceMap>[0]
const isSourceMap = (payload: unknown): payload is Payload => isRecord(payload) && typeof payload['mappings'] === 'string' && Array.isArray(payload['sources'])
