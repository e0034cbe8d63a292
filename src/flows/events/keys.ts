import { createHash, randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'

const prefix = 'tlw_'

export interface WriteKey {
  readonly key: string
  readonly keyHash: string
  readonly keyEnd: string
}

/**
 * A key that may send events and nothing else: `tlw_`, the workspace and 18 random bytes in base64url, and a checksum, so that scanners of
 * secrets can tell it from a chance string. It stands in apps and pages, as the keys of every analytics vendor do.
 */
export function makeWriteKey(workspace: string, random: Uint8Array = randomBytes(18)): WriteKey {
  const body = Buffer.concat([Buffer.from(workspace.replaceAll('-', ''), 'hex'), random]).toString('base64url')
  const key = `${prefix}${body}${sumOf(body)}`
  return { key, keyHash: hashOf(key), keyEnd: key.slice(-4) }
}

/** The workspace that a key says it belongs to; null when it is no key of ours. Whether it is still good, its hash tells. */
export function workspaceOfKey(key: string): string | null {
  const body = key.slice(prefix.length, -8)
  if (!key.startsWith(prefix) || key.length !== prefix.length + 46 + 8 || sumOf(body) !== key.slice(-8)) return null
  const hex = Buffer.from(body, 'base64url').subarray(0, 16).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

export const hashOf = (key: string): string => createHash('sha256').update(key).digest('hex')

const sumOf = (body: string): string => crc32(body).toString(16).padStart(8, '0')
