import { readdir, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { zip } from '#test/support/zip.ts'
import { uploads } from '../../src/house/files/uploads.ts'
import { exports } from './smallCompany.ts'
import { at, testHouse, type Ran, type Reply, type TestHouse } from './testHouse.ts'
import { keyed, ownerOf } from './visitor.ts'

/** Files that are large, packed, locked or made to do harm, through the command line and through the door of browsers. */
let house: TestHouse
let workspace = ''
let made = 0
let place = ''
beforeAll(async () => {
  house = await testHouse()
})
afterAll(() => house.stop())
beforeEach(async () => {
  workspace = `h${(made += 1)}`
  await house.company(workspace)
})

const folder = async (files: Readonly<Record<string, string | Uint8Array>>): Promise<string> => (place = await house.folder(`${workspace}-files`, files))
const bring = async (file: string, ...flags: readonly string[]): Promise<Ran> =>
  await house.cli('import', join(place, file), '--workspace', workspace, '--json', ...flags)
const problemOf = ({ err }: Ran): unknown => at(JSON.parse(err), 'problem')
const uploadsLeft = async (): Promise<readonly string[]> => await readdir(join(house.app.home, 'uploads')).catch(() => [])

const csvs = Object.entries(exports).map(([name, content]) => ({ name, content: Buffer.from(content) }))
const gigabyteOfNothing = { name: 'xl/worksheets/sheet1.xml', content: Buffer.alloc(64 * 1024 * 1024), declared: 100 }

describe('by the command line', () => {
  test('a zip of several files is imported like a folder of them, and nothing unpacked stays', async () => {
    await folder({ 'exports.zip': zip(csvs) })
    const { out } = await bring('exports.zip')
    expect([at(JSON.parse(out), 'files')].flat().map((file) => [String(at(file, 'file')).replace(/^.*[/›] ?/, ''), at(file, 'created')])).toEqual([
      ['billing.csv', 7],
      ['companies.csv', 4],
      ['helpdesk.csv', 5],
    ])
    expect(await uploadsLeft()).toEqual([])
  })

  test.each([
    ['a workbook that would unpack to gigabytes', 'bomb.xlsx', zip([{ name: 'xl/workbook.xml', content: Buffer.from('x') }, gigabyteOfNothing]), /zip bomb/],
    ['an archive that would', 'bomb.zip', zip([{ name: 'a.csv', content: Buffer.alloc(64 * 1024 * 1024) }]), /\w/],
    ['an archive that was cut off', 'cut.zip', zip(csvs).subarray(0, 200), /damaged|cut off/],
  ])('%s is refused by name with the next step, and leaves nothing behind', async (_, name, bytes, says) => {
    await folder({ [name]: bytes })
    const ran = await bring(name)
    expect(ran).toMatchObject({ exit: 1, out: '' })
    expect(String(at(problemOf(ran), 'detail'))).toContain(name)
    expect(String(at(problemOf(ran), 'detail'))).toMatch(says)
    expect(String(at(problemOf(ran), 'hint'))).toMatch(/\w+/)
    expect(await uploadsLeft()).toEqual([])
  })

  test('cells with formulas give the values that were saved; one without a value is held with row, column and the next step', async () => {
    const book = new ExcelJS.Workbook()
    const sheet = book.addWorksheet('Billing')
    sheet.addRow(['subscription_id', 'account_id', 'start_date', 'end_date', 'mrr_amount', 'currency'])
    sheet.addRow(['S1', 'acme', new Date('2024-01-01T00:00:00Z'), null, { formula: '40*10', result: 400 }, 'USD'])
    sheet.addRow(['S2', 'acme', new Date('2024-02-01T00:00:00Z'), null, { formula: '50*10' }, 'USD'])
    await folder({ 'billing.xlsx': Buffer.from(await book.xlsx.writeBuffer()), 'companies.csv': exports['companies.csv'] })
    const { out } = await bring('')
    const billing = [at(JSON.parse(out), 'files')].flat().find((file) => String(at(file, 'file')).startsWith('billing.xlsx'))
    expect(billing).toMatchObject({
      recognisedAs: 'subscription',
      created: 1,
      quarantined: [{ row: 3, reason: expect.stringMatching(/mrr_amount.*formula without a saved value/) }],
    })
    expect(String(at(billing, 'quarantined', 0, 'reason'))).toMatch(/\. \w/)
  })

  test('of a file of two gigabytes that is damaged in the middle, the rows before are kept and the row of the damage is named', async () => {
    const rows = Array.from({ length: 12_000 }, (_, index) => `B${index},acme,2024-01-01,,1,USD\n`).join('')
    await folder({ 'big.csv': `subscription_id,account_id,start_date,end_date,mrr_amount,currency\n${rows}` })
    await truncate(join(place, 'big.csv'), Math.trunc(2.1 * 1024 ** 3)) // the rest is a hole, which takes no disk
    const { out } = await bring('big.csv')
    expect(at(JSON.parse(out), 'files', 0)).toMatchObject({
      created: 12_000,
      quarantined: [{ row: 12_002, reason: expect.stringMatching(/more than 1,048,576 characters.*Export it again/) }],
    })
  })

  test('dates that could be read in two ways stop the import with the file, the column and the next step', async () => {
    const open = (dates: readonly string[]) =>
      `subscription_id,account_id,start_date,end_date,mrr_amount,currency\n${dates.map((date, index) => `S${index},acme,${date},,100,USD\n`).join('')}`
    for (const dates of [
      ['01/02/2024', '03/04/2024'],
      ['01/31/2024', '31/01/2024'],
    ]) {
      await folder({ 'billing.csv': open(dates), 'companies.csv': exports['companies.csv'] })
      const ran = await bring('')
      expect(ran.exit).toBe(1)
      expect(problemOf(ran)).toMatchObject({ code: 'undecided', at: { file: 'billing.csv' }, hint: expect.stringContaining('dayFirst') })
      expect(String(at(problemOf(ran), 'detail'))).toContain('start_date')
    }
  })
})

describe('by the browser', () => {
  const sender = async (
    of = workspace,
  ): Promise<(files: readonly File[], headers?: Readonly<Record<string, string>>) => Promise<{ status: number; body: Reply }>> => {
    const { text } = await keyed(house, await ownerOf(house, of), 'write')
    return async (files, headers = {}) => {
      const form = new FormData()
      for (const file of files) form.append('files', file)
      const answer = await house.door.request('/api/v1/imports/open', {
        method: 'POST',
        body: form,
        headers: { host: 'localhost:3000', authorization: `Bearer ${text}`, ...headers },
      })
      return { status: answer.status, body: await answer.json() }
    }
  }
  const file = (name: string, content: string | Uint8Array<ArrayBuffer>): File => new File([content], name)

  test('a file in UTF-16 and a zip are recognised as they are by the command line', async () => {
    const send = await sender()
    const { status, body } = await send([
      file('firmen.csv', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(exports['companies.csv'], 'utf16le')])),
      file('rest.zip', Buffer.from(zip(csvs.filter(({ name }) => name !== 'companies.csv')))),
    ])
    expect(status).toBe(200)
    expect([body['files']].flat().map((one) => at(one, 'recognisedAs'))).toEqual(expect.arrayContaining(['account', 'subscription', 'ticket']))
  })

  test('more than two gigabytes are refused before a byte is read, with what to do instead', async () => {
    const [send, before] = [await sender(), await uploadsLeft()]
    const { status, body } = await send([file('a.csv', 'a,b\n')], { 'content-length': String(3 * 1024 ** 3) })
    expect([status, body['code']]).toEqual([413, 'too-large'])
    expect(body['hint']).toContain('throughline import PATH')
    expect(await uploadsLeft()).toEqual(before)
  })

  test('a sender that does not say how much it sends is stopped when it is too much, and nothing of it stays', async () => {
    const [scope, before] = [await house.app.workspaces.operate(workspace, 'web'), await uploadsLeft()]
    async function* endless() {
      for (;;) yield Buffer.alloc(4_096, 'a,b\n')
    }
    async function* sent() {
      yield { name: 'a.csv', bytes: endless() }
    }
    await expect(uploads(house.app, { most: 1_000_000 }).open(scope, sent(), 0)).rejects.toMatchObject({ details: { code: 'too-large' } })
    expect(await uploadsLeft()).toEqual(before)
  })

  test('files that were dropped in one workspace are not there in another', async () => {
    const { body } = await (await sender())([file('companies.csv', exports['companies.csv'])])
    await house.company(`${workspace}-other`)
    const { visit } = await keyed(house, await ownerOf(house, `${workspace}-other`), 'write')
    const [foreign, absent] = [
      await visit('POST', `/api/v1/imports/open/${String(body['upload'])}/run`, { body: {} }),
      await visit('POST', '/api/v1/imports/open/0198c0de-0000-7000-8000-000000000000/run', { body: {} }),
    ]
    expect(foreign.status).toBe(404)
    expect({ ...foreign.body, request: '' }).toEqual({ ...absent.body, request: '' })
  })
})
