import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { stackOf } from './stack.ts'

const folder = mkdtempSync(join(tmpdir(), 'throughline-stack-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function thrownAt(file: string): Error {
  const error = new Error('Something broke.')
  error.stack = `Error: Something broke.\n    at stop (${pathToFileURL(file).href}:1:1)\n    at node:internal/process:105:5`
  return error
}

test('a frame of a built file is told by the line of its source', () => {
  const built = join(folder, 'main.js')
  // one mapping: line 1, column 1 of the built file is line 5, column 3 of the first source (source map revision 3: 0, 0, 4, 2 in base64 VLQ)
  writeFileSync(`${built}.map`, JSON.stringify({ version: 3, sources: ['../src/stop.ts'], names: [], mappings: 'AAIE' }))
  expect(stackOf(thrownAt(built))).toBe(`Error: Something broke.\n    at stop (${join(folder, '../src/stop.ts')}:5:3)\n    at node:internal/process:105:5`)
})

test('a frame without a map, or with one that cannot be read as one, stays as it is', () => {
  const other = join(folder, 'other.js')
  expect(stackOf(thrownAt(other))).toContain(`${pathToFileURL(other).href}:1:1`)
  writeFileSync(`${other}.map`, '{"version":3}')
  expect(stackOf(thrownAt(other))).toContain(`${pathToFileURL(other).href}:1:1`)
})

test('what is no error is told by its words', () => {
  expect(stackOf('stopped')).toBe('stopped')
})
