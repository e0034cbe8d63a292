import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { enter, launch, same, type Visit } from './support/browser.ts'
import { throughline } from './support/server.ts'

/** What a page shows when the server does not answer, or somebody else was quicker. */
const served = inject('served')
let browser: Browser
let vera: Visit
let page: Page

beforeAll(async () => {
  browser = await launch()
  await throughline(served, 'workspace', 'create', 'states')
  vera = await enter(browser, served, 'states')
  page = vera.page
  for (const name of ['Search is released', 'Login is slow']) await post(page, '/api/v1/notes', { name, on: '2026-01-15', kind: 'launch' })
})
beforeEach(async () => {
  await page.goto('/states/n/notes')
  await line(page, 'Search is released').waitFor()
})
afterAll(() => browser.close())

/** As the server words a failure. */
const problem = (detail: string, hint: string): string => JSON.stringify({ title: 'Not available now', detail, hint })
const post = (on: Page, path: string, data: unknown) => on.request.post(path, { headers: { 'x-workspace': 'states', origin: served.url }, data })
const line = (on: Page, name: string) => on.getByRole('row').filter({ hasText: name })

/** Opens the cell of a row, writes into it and leaves it by Enter. */
async function rewrite(on: Page, name: string, day: string): Promise<void> {
  await line(on, name)
    .getByRole('button', { name: /^On of .*: edit/ })
    .click()
  const cell = line(on, name).getByLabel('On', { exact: true })
  await cell.fill(day)
  await cell.press('Enter')
}

test('a part that cannot be read names its cause and leaves the rest; it is read again at a press', async () => {
  const broken = { status: 503, contentType: 'application/problem+json', body: problem('The disk is full.', 'Free some space.') }
  await page.route('**/api/v1/scorecard*', (route) => route.fulfill(broken))
  await page.goto('/states/metrics')
  const alert = page.getByRole('alert')
  await alert.waitFor()
  expect(await alert.textContent()).toMatch(/The scorecard could not be read.*The disk is full\. Free some space\. The rest of the page is current\./)
  expect(await page.getByRole('heading', { name: 'Metrics', level: 1 }).isVisible()).toBe(true)
  await page.unroute('**/api/v1/scorecard*')
  await alert.getByRole('button', { name: 'Try again' }).click()
  await alert.waitFor({ state: 'detached' })
})

test('what is not there is said in the server’s words, with what to do', async () => {
  await page.goto('/states/n/notes/NTE-999')
  await page.getByRole('heading', { name: 'Note could not be read', level: 1 }).waitFor()
  expect(await page.getByRole('alert').textContent()).toContain('There is no such note. It may have been removed, or the address is wrong.')
})

test('an edit that is on its way shows at once, with a dot until the server has it; a refusal takes it back with its reason', async () => {
  const asked = Promise.withResolvers<void>()
  await page.route('**/api/v1/notes/*/edit', async (route) => {
    await asked.promise
    await route.continue()
  })
  await rewrite(page, 'Search is released', '2026-02-01')
  await line(page, 'Search is released').getByRole('img', { name: 'Not yet saved' }).waitFor()
  await expect.poll(() => line(page, 'Search is released').textContent()).toContain('1 Feb 2026')
  asked.resolve()
  await line(page, 'Search is released').getByRole('img', { name: 'Not yet saved' }).waitFor({ state: 'detached' })
  await page.unroute('**/api/v1/notes/*/edit')
  const refusal = { status: 422, contentType: 'application/problem+json', body: problem('The year is closed.', 'Ask finance.') }
  await page.route('**/api/v1/notes/*/edit', (route) => route.fulfill(refusal))
  await rewrite(page, 'Search is released', '2025-02-01')
  await page.getByText('Not saved. The year is closed. Ask finance.').waitFor()
  await expect.poll(() => line(page, 'Search is released').textContent()).toContain('1 Feb 2026')
  await page.unroute('**/api/v1/notes/*/edit')
})

test('a cell that is being edited stays with its row when another comes in above', async () => {
  await line(page, 'Login is slow')
    .getByRole('button', { name: /^On of .*: edit/ })
    .click()
  await post(page, '/api/v1/notes', { name: 'Audit log is out', on: '2026-06-01', kind: 'launch' })
  await line(page, 'Audit log is out').waitFor()
  const cell = line(page, 'Login is slow').getByLabel('On', { exact: true })
  expect(await cell.inputValue()).toBe('2026-01-15')
  await cell.press('Escape')
})

test('offline, changes wait and are counted; back online they are saved once', async () => {
  await vera.context.setOffline(true)
  await rewrite(page, 'Login is slow', '2026-03-01')
  await page.getByRole('status').filter({ hasText: '1 change waiting' }).waitFor()
  await line(page, 'Login is slow').getByRole('img', { name: 'Not yet saved' }).waitFor()
  await vera.context.setOffline(false)
  await line(page, 'Login is slow').getByRole('img', { name: 'Not yet saved' }).waitFor({ state: 'detached' })
  const kept = await page.request.get('/api/v1/notes?q=login', { headers: { 'x-workspace': 'states' } })
  expect((await kept.json()).items).toMatchObject([{ name: 'Login is slow', on: '2026-03-01', version: 2 }])
})

test('who saves on top of somebody else sees both versions, and chooses', async () => {
  const other = await same(browser, served, vera.context)
  await other.page.goto('/states/n/notes')
  await line(other.page, 'Login is slow')
    .getByRole('button', { name: /^On of .*: edit/ })
    .click()
  const cell = line(other.page, 'Login is slow').getByLabel('On', { exact: true })
  await cell.fill('2026-05-05')
  await rewrite(page, 'Login is slow', '2026-04-04')
  await line(page, 'Login is slow').getByRole('img', { name: 'Not yet saved' }).waitFor({ state: 'detached' })
  await cell.press('Enter')
  const both = other.page.getByRole('dialog', { name: /saved by somebody else/ })
  await both.waitFor()
  expect(await both.textContent()).toMatch(/5 May 2026[\s\S]*4 Apr 2026[\s\S]*1 Mar 2026/)
  await both.getByRole('button', { name: 'Save the chosen' }).click()
  await both.waitFor({ state: 'detached' })
  await expect.poll(() => line(page, 'Login is slow').textContent(), { timeout: 10_000 }).toContain('5 May 2026')
})
