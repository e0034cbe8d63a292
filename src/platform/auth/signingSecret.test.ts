import { chmodSync, mkdtempSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { signingSecret } from './signingSecret.ts'

const newHome = (): string => mkdtempSync(join(tmpdir(), 'throughline-secret-'))

test('the secret is made once, stays the same, differs between homes and is closed to other users', () => {
  const home = newHome()
  const secret = signingSecret(home)
  expect(secret).toMatch(/^[\w-]{43}$/)
  expect(signingSecret(home)).toBe(secret)
  expect(signingSecret(newHome())).not.toBe(secret)
  if (process.platform === 'win32') return
  const file = join(home, 'session.secret')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  chmodSync(file, 0o644)
  signingSecret(home)
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

test('a damaged secret is refused, not used', () => {
  const home = newHome()
  writeFileSync(join(home, 'session.secret'), 'abc')
  expect(() => signingSecret(home)).toThrow('does not hold a signing secret')
})
