import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import fc from 'fast-check'
import { openJournal, type Journal } from './journal.ts'
import { diskFiles, type JournalFiles } from './journalFiles.ts'
import { faultyFiles, powerCutFiles } from './fixtures/faultyFiles.ts'

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'throughline-journal-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const texts = async (journal: Journal, from?: number): Promise<string[]> => {
  const found: string[] = []
  for await (const { payload } of journal.read(from)) found.push(payload.toString())
  return found
}
const bytes = (text: string): Buffer => Buffer.from(text)
const lastFile = (): string => join(folder, readdirSync(folder).toSorted().at(-1) ?? '')
/** Opens, writes each text by itself, closes. */
const written = async (...payloads: string[]): Promise<number[]> => {
  const journal = await openJournal(folder)
  const positions: number[] = []
  for (const payload of payloads) positions.push(await journal.append(bytes(payload)))
  await journal.close()
  return positions
}

test('what was appended is read again in order, and from any position on', async () => {
  const positions = await written('one', 'two', 'three')
  const journal = await openJournal(folder)
  expect(await texts(journal)).toEqual(['one', 'two', 'three'])
  expect(await texts(journal, positions[1])).toEqual(['two', 'three'])
  expect(await texts(journal, journal.end)).toEqual([])
  await journal.close()
})

test('appends at the same time share flushes and keep their order', async () => {
  let flushes = 0
  const files: JournalFiles = {
    ...diskFiles,
    open: async (path, mode) => {
      const file = await diskFiles.open(path, mode)
      return { ...file, sync: () => (flushes++, file.sync()) }
    },
  }
  const journal = await openJournal(folder, { files })
  const before = flushes
  const all = Array.from({ length: 500 }, (_, index) => `record ${index}`)
  await Promise.all(all.map((text) => journal.append(bytes(text))))
  expect(flushes - before).toBeLessThan(10)
  expect(await texts(journal)).toEqual(all)
  await journal.close()
})

test('an append answers only after the flush that carries it', async () => {
  const log: string[] = []
  const files: JournalFiles = {
    ...diskFiles,
    open: async (path, mode) => {
      const file = await diskFiles.open(path, mode)
      return { ...file, sync: async () => (await file.sync(), void log.push('flushed')) }
    },
  }
  const journal = await openJournal(folder, { files })
  log.length = 0
  await journal.append(bytes('one'))
  log.push('answered')
  expect(log).toEqual(['flushed', 'answered'])
  await journal.close()
})

test('files are rotated at their size, and read as one', async () => {
  const all = Array.from({ length: 40 }, (_, index) => `record ${index} ${'x'.repeat(50)}`)
  const journal = await openJournal(folder, { segmentBytes: 400 })
  for (const text of all) await journal.append(bytes(text))
  expect(readdirSync(folder).length).toBeGreaterThan(5)
  expect(await texts(journal)).toEqual(all)
  await journal.close()
  const again = await openJournal(folder, { segmentBytes: 400 })
  expect(await texts(again)).toEqual(all)
  await again.close()
})

test('a last record that was torn at any byte is cut, and writing goes on', async () => {
  const [, , third = 0] = await written('one', 'two', 'three')
  const whole = statSync(lastFile()).size
  for (let size = third + 1; size < whole; size++) {
    const copy = readFileSync(lastFile())
    truncateSync(lastFile(), size)
    const journal = await openJournal(folder)
    await journal.append(bytes('four'))
    expect(await texts(journal), `torn at ${size}`).toEqual(['one', 'two', 'four'])
    await journal.close()
    writeFileSync(lastFile(), copy)
  }
})

test.each([
  ['zeros', Buffer.alloc(4096)],
  ['noise', Buffer.from('TLj1 but not a record at all')],
])('%s behind the last record are cut', async (_, tail) => {
  await written('one')
  appendFileSync(lastFile(), tail)
  const journal = await openJournal(folder)
  expect(await texts(journal)).toEqual(['one'])
  await journal.close()
})

test('a flipped byte anywhere before the last record is an alarm that names file and place, and changes nothing', async () => {
  const positions = await written('one', 'two', 'three')
  const good = readFileSync(lastFile())
  for (let at = 0; at < (positions[2] ?? 0); at++) {
    const bad = Buffer.from(good)
    bad[at] = (bad[at] ?? 0) ^ 0x10
    writeFileSync(lastFile(), bad)
    const broken = positions.findLast((position) => position <= at) ?? 0
    await expect(openJournal(folder), `byte ${at}`).rejects.toMatchObject({
      details: { code: 'journal-damaged', more: { file: lastFile(), offset: broken } },
    })
    expect(readFileSync(lastFile()).equals(bad)).toBe(true)
  }
})

test('an earlier file that was cut or is missing bytes is an alarm', async () => {
  const journal = await openJournal(folder, { segmentBytes: 50 })
  for (const text of ['one', 'two', 'three', 'four', 'five', 'six']) await journal.append(bytes(text))
  await journal.close()
  const first = join(folder, readdirSync(folder).toSorted()[0] ?? '')
  truncateSync(first, statSync(first).size - 1)
  await expect(openJournal(folder)).rejects.toMatchObject({ details: { code: 'journal-damaged' } })
})

test('room is made for the records to come: it is no record, it is gone once the journal is closed, and a crash leaves nothing of it', async () => {
  const all = Array.from({ length: 60 }, (_, index) => `record ${String(index).padStart(2, '0')}`)
  const options = { segmentBytes: 600, roomBytes: 400 }
  const sizes = (): number[] => readdirSync(folder).map((name) => statSync(join(folder, name)).size)
  const sum = (list: readonly number[]): number => list.reduce((total, size) => total + size, 0)
  const journal = await openJournal(folder, options)
  const had = new Set<number>()
  for (const text of all) {
    await journal.append(bytes(text))
    had.add(sum(sizes()) - journal.size)
  }
  expect(had.size).toBeGreaterThan(10)
  expect(had.has(0)).toBe(true)
  const crashed = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))] as const)
  await journal.close()
  expect(sum(sizes())).toBe(journal.size)
  for (const [name, content] of crashed) writeFileSync(join(folder, name), content)
  expect(sum(sizes())).toBeGreaterThan(journal.size)
  const again = await openJournal(folder, options)
  expect(await texts(again)).toEqual(all)
  await again.append(bytes('later'))
  expect(await texts(again)).toEqual([...all, 'later'])
  await again.close()
})

test('an earlier file may have kept its room; anything else behind its last record is an alarm', async () => {
  const journal = await openJournal(folder, { segmentBytes: 100 })
  for (const text of ['one', 'two', 'three', 'four', 'five', 'six', 'seven']) await journal.append(bytes(text))
  await journal.close()
  const first = join(folder, readdirSync(folder).toSorted()[0] ?? '')
  appendFileSync(first, Buffer.alloc(64))
  const again = await openJournal(folder)
  expect(await texts(again)).toEqual(['one', 'two', 'three', 'four', 'five', 'six', 'seven'])
  await again.close()
  appendFileSync(first, bytes('x'))
  await expect(openJournal(folder)).rejects.toMatchObject({ details: { code: 'journal-damaged' } })
})

test('after a failed flush nothing more is taken until the journal is opened again, and what was refused is gone', async () => {
  const faults = faultyFiles()
  const journal = await openJournal(folder, { files: faults.files })
  await journal.append(bytes('one'))
  faults.failNext('sync', 'EIO')
  await expect(journal.append(bytes('two'))).rejects.toMatchObject({ kind: 'unavailable', details: { code: 'journal-failed' } })
  await expect(journal.append(bytes('three'))).rejects.toMatchObject({ kind: 'unavailable' })
  expect(await texts(journal)).toEqual(['one'])
  await journal.close()
  const again = await openJournal(folder, { trustedEnd: journal.end })
  await again.append(bytes('four'))
  expect(await texts(again)).toEqual(['one', 'four'])
  await again.close()
})

test('what is appended while it closes is refused, or there when it is opened again', async () => {
  const lost: number[] = []
  for (let steps = 0; steps < 12; steps += 1) {
    const journal = await openJournal(folder)
    await journal.append(Buffer.alloc(70_000, 'x')) // long enough for room behind it, which closing cuts
    const closing = journal.close()
    for (let step = 0; step < steps; step += 1) await Promise.resolve()
    const position = await journal.append(bytes(`late ${steps}`)).catch(() => null)
    await closing
    const again = await openJournal(folder)
    if (position !== null && (await texts(again)).at(-1) !== `late ${steps}`) lost.push(steps)
    await again.close()
  }
  expect(lost).toEqual([])
})

test('a full disk is told in words', async () => {
  const faults = faultyFiles()
  const journal = await openJournal(folder, { files: faults.files })
  faults.failNext('write', 'ENOSPC')
  await expect(journal.append(bytes('one'))).rejects.toMatchObject({ kind: 'unavailable', details: { code: 'no-space' } })
  await journal.close()
})

test('whatever a loss of power leaves of unflushed bytes, nothing that was acknowledged is lost and nothing is doubled', async () => {
  const step = fc.array(fc.string({ minLength: 1, maxLength: 40 }), { minLength: 1, maxLength: 4 })
  const room = fc.constantFrom(1, 16, 64, 400, 4096)
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 1, max: 80 }),
      fc.integer(),
      room,
      async (groups, cutAfter, seed, roomBytes) => {
        const disk = powerCutFiles(cutAfter)
        const [sent, acknowledged]: [string[], string[]] = [[], []]
        try {
          const journal = await openJournal('/j', { files: disk.files, segmentBytes: 150, roomBytes })
          for (const group of groups) {
            sent.push(...group)
            await Promise.all(group.map((text) => journal.append(bytes(text))))
            acknowledged.push(...group)
          }
        } catch {
          // the power went
        }
        const after = await openJournal('/j', { files: disk.afterPowerCut(seed) })
        const found = await texts(after)
        expect(found.slice(0, acknowledged.length)).toEqual(acknowledged)
        expect(sent.slice(0, found.length)).toEqual(found)
        await after.append(bytes('later'))
        expect(await texts(after)).toEqual([...found, 'later'])
      },
    ),
    { numRuns: 400 },
  )
})

test('records are written anew in their place while others are appended; positions stay, and a loss of power leaves each file old or new', async () => {
  const all = Array.from({ length: 40 }, (_, index) => `record ${String(index).padStart(2, '0')}`)
  const blanked = (text: string): string => (Number(text.slice(7, 9)) % 3 === 0 ? text.replaceAll(/\d/g, '_') : text)
  const change = (payload: Buffer): Buffer | null => (/[0369]$/.test(payload.toString()) ? bytes(blanked(payload.toString())) : null)
  const journal = await openJournal(folder, { segmentBytes: 200 })
  const positions = await Promise.all(all.map((text) => journal.append(bytes(text))))
  const later = [journal.append(bytes('later 1')), journal.rewrite(change), journal.append(bytes('later 2'))] as const
  expect(await later[1]).toBeGreaterThan(0)
  const wanted = all.map((text) => (change(bytes(text)) ?? text).toString())
  expect(await texts(journal)).toEqual([...wanted, 'later 1', 'later 2'])
  expect(await texts(journal, positions[20])).toEqual([...wanted.slice(20), 'later 1', 'later 2'])
  await expect(journal.rewrite(() => bytes('longer than it was'))).rejects.toThrow('in its own length')
  await journal.close()
  const again = await openJournal(folder)
  expect(await texts(again)).toEqual([...wanted, 'later 1', 'later 2'])
  await again.close()

  for (let operations = 1; operations < 400; operations += 3) {
    const cut = powerCutFiles(operations)
    const appended: string[] = []
    try {
      const own = await openJournal(folder, { files: cut.files, segmentBytes: 200, roomBytes: 64 })
      for (const text of all) {
        await own.append(bytes(text))
        appended.push(text)
      }
      await own.rewrite(change)
    } catch {}
    const found = await texts(await openJournal(folder, { files: cut.afterPowerCut(operations) }))
    appended.forEach((text, at) => expect([text, (change(bytes(text)) ?? text).toString()]).toContain(found[at]))
  }
})

test('where the places are known, their records alone are written anew, and files without one are not touched', async () => {
  const journal = await openJournal(folder, { segmentBytes: 40 })
  const positions: number[] = []
  for (const text of ['vera 1', 'vera 2', 'vera 3', 'vera 4', 'vera 5', 'vera 6']) positions.push(await journal.append(bytes(text)))
  const files = (): ReadonlyMap<string, number> => new Map(readdirSync(folder).map((name) => [name, statSync(join(folder, name)).ino]))
  const before = files()
  expect(await journal.rewrite(() => bytes('gone X'), new Set([positions[2] ?? -1]))).toBe(1)
  expect(await texts(journal)).toEqual(['vera 1', 'vera 2', 'gone X', 'vera 4', 'vera 5', 'vera 6'])
  const after = files()
  expect([...before].filter(([name, ino]) => after.get(name) !== ino)).toHaveLength(1)
  await journal.close()
})

test('a journal that is held for a copy is read as it stood, though its files are written anew and it grows meanwhile', async () => {
  const journal = await openJournal(folder, { segmentBytes: 20 })
  for (const text of ['vera 1', 'mina 1', 'vera 2', 'mina 2', 'vera 3', 'mina 3']) await journal.append(bytes(text))
  const held = await journal.hold()
  const [first, ...others] = held.segments
  const pieces = [{ name: first?.name ?? '', is: (await first?.read()) ?? bytes('') }]
  expect(await journal.rewrite((payload) => (payload.toString().startsWith('vera') ? bytes('gone X') : null))).toBe(3)
  await journal.append(bytes('otto 1'))
  for (const { name, read } of others) pieces.push({ name, is: await read() })
  await held.close()
  await journal.close()
  expect(pieces.length).toBeGreaterThan(2)
  rmSync(folder, { recursive: true })
  mkdirSync(folder)
  for (const { name, is } of pieces) writeFileSync(join(folder, name), is)
  const copy = await openJournal(folder)
  expect(await texts(copy)).toEqual(['vera 1', 'mina 1', 'vera 2', 'mina 2', 'vera 3', 'mina 3'])
  expect(copy.end).toBe(held.end)
  await copy.close()
})
