import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Problem } from '#kernel'

/**
 * The secret that signs session cookies: 32 random bytes in `home`/session.secret, made once, closed to other users (0600). It is
 * never in the database, so that a copy of the database opens no session. Losing the file signs everybody out, nothing more.
 */
export function signingSecret(home: string): string {
  const file = join(home, 'session.secret')
  if (!existsSync(file)) make(file)
  close(file)
  const secret = readFileSync(file, 'utf8').trim()
  if (/^[\w-]{43}$/.test(secret)) return secret
  throw new Problem(
    'unavailable',
    `${file} does not hold a signing secret.`,
    'Restore it from a backup, or remove it: it is made anew and everybody signs in again.',
  )
}

/** `wx` makes the file or fails: of two processes that start together, one writes and both read the same. */
function make(file: string): void {
  try {
    writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx', flush: true })
  } catch (error) {
    if (!existsSync(file)) throw error
  }
}

function close(file: string): void {
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600)
}
