import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'csv-parse/sync'
import { unzipped } from '#test/support/unzipped.ts'
import { at, testHouse, type TestHouse } from './testHouse.ts'
import { invited, ownerOf, visitor, type Visitor } from './visitor.ts'

/** The quarter that comes so many after this one, and the month in its middle, whenever this is run: what is over stands elsewhere on a roadmap. */
function ahead(quarters: number) {
  const now = new Date()
  const middle = new Date(Date.UTC(now.getUTCFullYear(), Math.floor(now.getUTCMonth() / 3) * 3 + quarters * 3 + 1, 1))
  const [year, month] = [middle.getUTCFullYear(), middle.getUTCMonth()]
  const named = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'][month] ?? ''
  return { month: middle.toISOString().slice(0, 7), quarter: `${year}-Q${Math.floor(month / 3) + 1}`, says: `${named} ${year}` }
}
const [soon, later] = [ahead(1), ahead(2)]

/** Files of the roadmap and of lists, by REST and the command line. */
let house: TestHouse
let owner: Visitor
let ines: { readonly visit: Visitor; readonly member: string }
beforeAll(async () => {
  house = await testHouse()
  await house.company('harborlight')
  owner = await ownerOf(house, 'harborlight')
  ines = await invited(house, owner, 'viewer', 'Ines Castellano')
  const value = { likely: { amount: 987_654, currency: 'USD' } }
  const sso = { title: 'SSO & <keys>', horizon: 'now', timeframe: soon.month, confidence: 0.73, owner: ines.member, value, teams: ['Identity'] }
  const { body } = await owner('POST', '/api/v1/initiatives', { body: sso })
  await owner('POST', `/api/v1/initiatives/${String(body['id'])}/publishStory`, { body: { title: 'Sign in with your own accounts', window: soon.quarter } })
  for (let n = 1; n <= 20; n += 1)
    await owner('POST', '/api/v1/initiatives', { body: { title: `=HYPERLINK("x") ${n}`, horizon: 'next', timeframe: later.quarter } })
})
afterAll(() => house.stop())

/** The bytes of an answer: a file is not text. */
async function file(path: string, who?: Record<string, string>): Promise<{ readonly status: number; readonly headers: Headers; readonly bytes: Buffer }> {
  const answer = await house.door.request(path, { headers: { host: 'localhost:3000', ...who } })
  return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) }
}
const key = async (): Promise<Record<string, string>> => {
  const { body } = await owner('POST', '/api/v1/keys', { body: { name: 'Files', scope: 'read' } })
  return { authorization: `Bearer ${String(body['key'])}` }
}
const csv = (bytes: Buffer): readonly string[][] => parse(bytes, { bom: true })

describe('the roadmap', () => {
  test('as PowerPoint: slides flow over, and what an audience may not see is nowhere in the file', async () => {
    const who = await key()
    const { status, headers, bytes } = await file('/api/v1/roadmap/export?format=pptx&audience=squad', who)
    expect([status, headers.get('content-type')]).toEqual([200, 'application/vnd.openxmlformats-officedocument.presentationml.presentation'])
    expect(headers.get('content-disposition')).toMatch(/^attachment; filename="roadmap-squad-\d{4}-\d\d-\d\d\.pptx"$/)
    const squad = unzipped(bytes)
    const slides = [...squad].filter(([name]) => /^ppt\/slides\/slide\d+\.xml$/.test(name))
    expect(slides.length).toBe(4 + 2 + 2)
    const all = (parts: ReadonlyMap<string, string>) => [...parts.values()].join('\n')
    for (const shown of ['SSO &amp; &lt;keys&gt;', 'Ines Castellano', 'Identity', 'n/initiatives/INI-1']) expect(all(squad)).toContain(shown)
    for (const hidden of ['987', 'USD']) expect(all(squad)).not.toContain(hidden)
    const customer = all(unzipped((await file('/api/v1/roadmap/export?format=pptx&audience=customer', who)).bytes))
    expect(customer).toContain('Sign in with your own accounts')
    for (const hidden of ['SSO', 'HYPERLINK', 'Ines', 'Identity', 'INI-', '987', '73 %', soon.says, ines.member]) expect(customer).not.toContain(hidden)
  })

  test('as PDF, CSV and JSON; a CSV is safe in a spreadsheet, and bears a mark when it is asked for', async () => {
    const who = await key()
    expect((await file('/api/v1/roadmap/export?format=pdf&audience=gtm&paper=letter', who)).bytes.subarray(0, 5).toString()).toBe('%PDF-')
    const picture = await file('/api/v1/roadmap/export?format=svg&audience=gtm', who)
    expect(picture.headers.get('content-type')).toBe('image/svg+xml')
    expect(picture.bytes.toString()).toMatch(/^<svg[\s\S]+<\/svg>\s*$/)
    expect(JSON.parse((await file('/api/v1/roadmap/export?format=png', who)).bytes.toString())).toMatchObject({
      status: 400,
      detail: 'A picture is written as svg here.',
    })
    const plain = await file('/api/v1/roadmap/export?format=csv&audience=executive', who)
    const [head = [], ...rows] = csv(plain.bytes)
    expect(rows).toHaveLength(21)
    expect(rows.find((row) => row[head.indexOf('Bet')] === 'SSO & <keys>')?.[head.indexOf('Value a year')]).toBe('987654')
    expect(rows.filter((row) => row.some((cell) => cell.startsWith('=')))).toEqual([])
    expect(rows.filter((row) => row[head.indexOf('Bet')]?.startsWith("'=HYPERLINK"))).toHaveLength(20)
    expect(plain.bytes.subarray(0, 3).toString('hex')).not.toBe('efbbbf')
    expect((await file('/api/v1/roadmap/export?format=csv&mark=true', who)).bytes.subarray(0, 3).toString('hex')).toBe('efbbbf')
    const json: unknown = JSON.parse((await file('/api/v1/roadmap/export?format=json&audience=customer', who)).bytes.toString())
    expect(json).toMatchObject({ audience: 'customer', lanes: [{ bets: [{ title: 'Sign in with your own accounts' }] }, { bets: [] }, { bets: [] }] })
  })

  test('is refused by name for a format or an audience that is none, and for whoever is not signed in', async () => {
    expect((await owner('GET', '/api/v1/roadmap/export?format=png')).body).toMatchObject({ status: 400, field: 'format' })
    expect((await owner('GET', '/api/v1/roadmap/export?audience=press')).body).toMatchObject({ status: 400, field: 'audience' })
    expect((await visitor(house)('GET', '/api/v1/roadmap/export')).status).toBe(401)
  })

  test('by the command line, the ending of the file says the format', async () => {
    const ran = await house.cli('roadmap', 'export', '--out', 'plan.pptx', '--audience', 'customer', '--workspace', 'harborlight')
    expect([ran.exit, ran.out]).toEqual([0, 'Wrote plan.pptx, for customer.'])
    const parts = unzipped(await readFile(join(house.cwd, 'plan.pptx')))
    expect([...parts.values()].join('')).toContain('Sign in with your own accounts')
    expect((await house.cli('roadmap', 'export', '--out', 'plan.gif', '--workspace', 'harborlight')).err).toContain('not written as “gif”')
    expect((await house.cli('roadmap', 'export')).exit).toBe(2)
  })
})

describe('a list', () => {
  test('streams as CSV with its filter, order and columns; people by name, and no formula', async () => {
    const who = await key()
    const { status, bytes } = await file('/api/v1/export/initiatives?horizon=now,next&sort=title&columns=title,owner,horizon', who)
    const [head, ...rows] = csv(bytes)
    expect([status, head, rows.length]).toEqual([200, ['key', 'title', 'owner', 'horizon'], 21])
    expect(rows.at(-1)).toEqual(['INI-1', 'SSO & <keys>', 'Ines Castellano', 'now'])
    expect(rows.flat().filter((cell) => /^[=+\-@]/.test(cell))).toEqual([])
  })

  test('as JSON holds what the list holds; more than a page comes whole and each row once', async () => {
    const items = Array.from({ length: 1203 }, (_, n) => ({
      noun: 'product',
      source: { connection: 'sheet', externalId: `n${n}` },
      values: { name: `Product ${n}` },
    }))
    await (await house.app.workspaces.operate('harborlight', 'test')).upsert('00000000-0000-7000-8000-00000000beef', items)
    const who = await key()
    const { bytes, headers } = await file('/api/v1/export/products?format=json&columns=name', who)
    const answer = JSON.parse(bytes.toString())
    expect(headers.get('content-type')).toBe('application/json')
    expect(new Set([at(answer, 'items')].flat().map((item) => at(item, 'name'))).size).toBe(1203)
    expect(csv((await file('/api/v1/export/products?columns=name', who)).bytes)).toHaveLength(1204)
  })

  test('a role reads in a file what it reads on the page: values above it stay empty, rows above it are refused', async () => {
    const text = (await ines.visit('GET', '/api/v1/export/members?columns=name,email')).text
    expect(text).toContain('Ines Castellano')
    expect(text).not.toContain('@')
    expect((await ines.visit('GET', '/api/v1/export/shareLinks')).status).toBe(403)
    expect((await owner('GET', '/api/v1/export/members?columns=subject')).body).toMatchObject({ status: 400, field: 'columns' })
    expect((await owner('GET', '/api/v1/export/nothings')).status).toBe(404)
    expect((await owner('GET', '/api/v1/export/initiatives?colour=red')).status).toBe(400)
  })

  test('by the command line, and as of a day', async () => {
    const ran = await house.cli('initiative', 'export', '--out', 'bets.csv', '--columns', 'title', '--filter', 'horizon=now', '--workspace', 'harborlight')
    expect([ran.exit, ran.out]).toEqual([0, 'Wrote bets.csv.'])
    expect(csv(await readFile(join(house.cwd, 'bets.csv')))).toEqual([
      ['key', 'title'],
      ['INI-1', 'SSO & <keys>'],
    ])
    expect(csv((await file('/api/v1/export/initiatives?columns=title&asOf=2020-01-01', await key())).bytes)).toEqual([['key', 'title']])
  })
})
