import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { assertRoom, columnFile } from './columnFiles.ts'

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'columns-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return join(path, 'columns')
}

test('cells come back at any place, and into any place', () => {
  const file = columnFile(folder())
  file.append(Float64Array.of(1.5, -2, 3e300))
  file.append(Float64Array.of(Number.NaN, 5).subarray(1))
  const into = new Float64Array(4)
  file.read(1, into, 2, 2)
  expect([...into]).toEqual([0, 0, -2, 3e300])
  file.read(0, into, 0, 4)
  expect([...into]).toEqual([1.5, -2, 3e300, 5])
})

test('a column that ends too early is not read as zeros', () => {
  const file = columnFile(folder())
  file.append(Uint32Array.of(1, 2))
  expect(() => file.read(1, new Uint32Array(2), 0, 2)).toThrow('ends before its last row')
})

test.skipIf(process.platform === 'win32')('nothing is left in the folder for a later process', () => {
  const own = folder()
  columnFile(own).append(Int32Array.of(-1))
  expect(readdirSync(own)).toEqual([])
})

test('a column that was closed is not read as another file that got its number', () => {
  const own = folder()
  const [closed, other] = [columnFile(own), () => columnFile(own).append(Uint32Array.of(7))]
  closed.append(Uint32Array.of(1))
  closed.close()
  closed.close()
  other()
  expect(() => closed.read(0, new Uint32Array(1), 0, 1)).toThrow('was closed')
  expect(() => closed.append(Uint32Array.of(1))).toThrow('was closed')
})

test('what does not fit on the disk is refused before it is written', async () => {
  await expect(assertRoom(tmpdir(), 2 ** 60)).rejects.toThrow('The disk is too full to lay out the events')
})
