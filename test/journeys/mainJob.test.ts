import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { enter, launch, type Visit } from './support/browser.ts'
import { exportsOf } from './support/company.ts'
import { companyNow, throughline } from './support/server.ts'

const served = inject('served')
const today = new Date(companyNow()).toISOString().slice(0, 10)
const company = exportsOf(today)
const later = exportsOf(today, { raise: 2000 })
const percent = (share: number): string => `${(share * 100).toFixed(1)}%`
const soon = { timeout: 10_000 }
let browser: Browser
let visit: Visit
let page: Page
let frozen = ''

beforeAll(async () => {
  browser = await launch()
  await throughline(served, 'workspace', 'create', 'northwind')
  visit = await enter(browser, served, 'northwind')
  page = visit.page
})
afterAll(() => browser.close())

/** Lets go of files above the drop zone, as a hand would. */
async function drop(files: typeof company.files): Promise<void> {
  const held = await page.evaluateHandle(
    (all) => {
      const carried = new DataTransfer()
      for (const { name, text } of all) carried.items.add(new File([text], name, { type: 'text/csv' }))
      return carried
    },
    files.map(({ name, buffer }) => ({ name, text: buffer.toString('utf8') })),
  )
  await page.getByText('Drop files here').dispatchEvent('drop', { dataTransfer: held })
}

test('an empty workspace leads to the import, and five dropped files are recognised with nothing written', async () => {
  await page.getByRole('link', { name: 'Import files' }).click()
  await drop(company.files)
  await page.getByRole('heading', { name: 'Five files' }).waitFor()
  await page.getByText('5 of 5 recognised').waitFor()
  const files = page.getByRole('region', { name: /^Files/ }).getByRole('row')
  for (const [file, fact] of [
    ['accounts.csv', 'Account'],
    ['subscriptions.csv', 'Subscription'],
    ['churn_events.csv', 'Churn event'],
    ['feature_usage.csv', 'Event'],
    ['support_tickets.csv', 'Ticket'],
  ] as const)
    expect(await files.filter({ hasText: file }).textContent()).toContain(fact)
  const held = company.planted.repeatedUsage + company.planted.endsBeforeStart
  await page.getByText(`${(company.rows - held).toLocaleString('en-US')} of ${company.rows.toLocaleString('en-US')} rows can go in`).waitFor()
  expect((await throughline(served, 'import', 'list', '--workspace', 'northwind', '--json').catch(() => '')).includes('accounts.csv')).toBe(false)
})

test('the dry run names what contradicts, how often, in which rows, and which metrics lose trust', async () => {
  const { planted } = company
  const faults = page.getByRole('region', { name: /contradict themselves/ })
  await faults.getByText(new RegExp(`^${planted.churnedButPaying} of [\\d,]+ churn events belong to accounts that still pay`)).waitFor()
  await faults.getByText(new RegExp(`^${planted.ticketBeforeAccount} of [\\d,]+ tickets are older than their account`)).waitFor()
  await faults.getByText(new RegExp(`^${planted.usageOutside} of [\\d,]+ product events lie outside the dates of their subscription`)).waitFor()
  await faults
    .getByRole('listitem')
    .filter({ hasText: 'older than their account' })
    .filter({ hasText: 'tickets' })
    .getByRole('button', { name: 'Show rows' })
    .click()
  expect(await faults.textContent()).toContain('T-e0')
  const held = page.getByRole('region', { name: /rows are held back/ })
  expect(await held.textContent()).toContain('end_date is before start_date')
  expect(await page.getByRole('complementary', { name: 'What will happen' }).textContent()).toMatch(/metrics? loses? trust/)
})

test('a changed column is tried at once, and changed back the plan is as before', async () => {
  await page.getByRole('button', { name: 'support_tickets.csv' }).click()
  const priority = page.getByRole('combobox', { name: 'What priority becomes' })
  const before = await priority.inputValue()
  expect(before).toBe('ticket.priority')
  const tried = (value: string) =>
    Promise.all([page.waitForResponse((response) => response.url().endsWith('/plan') && response.ok()), priority.selectOption(value)])
  await tried('')
  const line = page.getByRole('row').filter({ has: priority })
  await line.getByText('Left out', { exact: true }).last().waitFor()
  await tried(before)
  await line.getByText('Matched').waitFor()
})

test('the import runs with progress and reports every row', async () => {
  const good = company.rows - company.planted.repeatedUsage - company.planted.endsBeforeStart
  await page.getByRole('button', { name: `Import ${good.toLocaleString('en-US')} rows` }).click()
  await page.getByRole('progressbar', { name: 'Rows imported' }).or(page.getByText('rows are new')).first().waitFor()
  await page.getByText(`${good.toLocaleString('en-US')} rows are new`).waitFor()
  await page.getByRole('link', { name: 'Rows, CSV' }).first().waitFor()
  const links = await page.getByRole('link', { name: 'Rows, CSV' }).evaluateAll((all) => all.map((link) => String(link.getAttribute('href'))))
  const texts = await Promise.all(links.map(async (link) => await (await page.request.get(link)).text()))
  const held = texts.flatMap((text, at) => [...text.matchAll(/"(\d+)","[^"]*","[^"]*","[^"]*","[^"]*"\r\n/g)].map(([, row]) => `${at} ${row}`))
  expect(new Set(held).size).toBe(company.planted.repeatedUsage + company.planted.endsBeforeStart)
})

test('the metrics stand with figures that a second count confirms, and the touched ones are untrusted', async () => {
  await page.getByRole('link', { name: 'See the metrics' }).click()
  const line = (name: string) => page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) })
  await line('Net revenue retention').waitFor()
  await expect.poll(() => line('Net revenue retention').textContent(), soon).toContain(percent(company.nrr))
  expect(await line('Annual recurring revenue').textContent()).toContain(`$${((company.mrr * 12) / 1000).toFixed(0)}k`)
  expect(await line('Net revenue retention').getByRole('img').count()).toBeGreaterThan(0)
  await page.getByText('Stale or untrusted').waitFor()
})

test('a metric shows definition, policy, limits, movement and the accounts behind a bar', async () => {
  await page.getByRole('link', { name: 'Net revenue retention', exact: true }).click()
  await page.getByRole('heading', { name: 'Net revenue retention', level: 1 }).waitFor()
  await page
    .getByRole('region', { name: 'Headline' })
    .filter({ hasText: percent(company.nrr).replace('%', '') })
    .waitFor()
  await page
    .getByRole('region', { name: /^Definition/ })
    .filter({ hasText: /Policy: default.*Exchange rates/ })
    .waitFor()
  await page
    .locator('.trust')
    .filter({ hasText: new RegExp(`Untrusted.*${company.planted.churnedButPaying} of \\d+ churn events belong to accounts that still pay`) })
    .waitFor()
  const movement = page.getByRole('region', { name: /^Recurring revenue/ })
  await movement.waitFor()
  await movement
    .getByRole('button', { name: /^Accounts behind (expansion|new|contraction|churn)/ })
    .first()
    .click()
  await page.waitForURL(/movement=/)
  await page.getByRole('heading', { name: /accounts? makes? .* (expansion|new|contraction|churn) in/ }).waitFor()
  await page
    .getByRole('region', { name: /accounts? makes?/ })
    .filter({ hasText: 'Northwind' })
    .waitFor()
  await page.keyboard.press('h')
  const how = page.getByRole('complementary', { name: 'How is this computed?' })
  await how.getByText('other conventions').waitFor()
  expect(await how.textContent()).toMatch(/Σ MRR now.*÷/)
  await page.keyboard.press('h')
  await how.waitFor({ state: 'detached' })
})

test('the review of the month is generated, a word is edited, it is frozen and downloaded as a PDF', async () => {
  await page.getByRole('link', { name: 'Reviews', exact: true }).click()
  await page
    .getByRole('button', { name: /Generate a review/ })
    .first()
    .click()
  await page.getByRole('dialog', { name: 'Generate a review' }).getByRole('button', { name: 'Generate' }).click()
  const paper = page.getByRole('article', { name: /review, one page/ })
  await paper.waitFor()
  frozen = (await paper.getByRole('button', { name: /^Net revenue retention, .*: where is this from/ }).textContent()) ?? ''
  expect(frozen).toBe(`${percent(company.nrr)} (untrusted)`) // struck through for the eye, said to a screen reader
  await paper.getByRole('button', { name: 'Headline: edit' }).click()
  await paper.getByRole('textbox', { name: 'Headline' }).fill('Growth carries; two accounts left in words only')
  await page.keyboard.press('Enter')
  await paper.getByText('Growth carries; two accounts left in words only').waitFor()
  await page.getByRole('button', { name: /^Freeze/ }).click()
  await page.getByText('Figures are fixed; words stay open until sent.').waitFor()
  const [file] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('e')])
  const bytes = await readFile(await file.path())
  expect(bytes.subarray(0, 5).toString('latin1')).toBe('%PDF-')
  expect(bytes.subarray(-8).toString('latin1')).toContain('%%EOF')
  expect(bytes.length).toBeGreaterThan(20_000)
})

test('a later import moves the live figure; the frozen one stays, and the comparison shows both', async () => {
  const review = page.url()
  await page.getByRole('button', { name: 'Search or act' }).click()
  await page.getByPlaceholder('Search or act').fill('Import')
  await page
    .getByRole('option', { name: /^Import/ })
    .first()
    .click()
  await drop(later.files.filter(({ name }) => name === 'subscriptions.csv'))
  await page.getByRole('button', { name: /^Import \d+ rows/ }).click()
  await page.getByRole('button', { name: 'Undo the import' }).waitFor()
  await page.goto(review)
  const paper = page.getByRole('article', { name: /review, one page/ })
  expect(await paper.getByRole('button', { name: /^Net revenue retention, .*: where is this from/ }).textContent()).toBe(frozen)
  await paper.getByText('Growth carries; two accounts left in words only').waitFor()
  await page.getByRole('button', { name: /figures? w(as|ere) restated since$/ }).waitFor()
  await page.getByRole('button', { name: 'Compare with today' }).click()
  const line = page.getByRole('complementary', { name: 'Compared with today' }).getByRole('row', { name: /^Net revenue retention/ })
  expect(later.nrr).toBeGreaterThan(company.nrr)
  expect(await line.textContent()).toContain(`${percent(company.nrr)}${percent(later.nrr)}`)
})

test('undoing the later import brings the live figure back', async () => {
  await page.goto('/northwind/import')
  await page
    .getByRole('region', { name: 'Earlier imports' })
    .getByRole('link', { name: /subscriptions/ })
    .first()
    .click()
  await page.getByRole('button', { name: 'Undo the import' }).click()
  await page.getByText('This import was taken back; its rows count nowhere.').waitFor()
  await page.goto('/northwind/metrics')
  const line = page.getByRole('row').filter({ has: page.getByRole('link', { name: 'Net revenue retention', exact: true }) })
  await expect.poll(() => line.textContent(), soon).toContain(percent(company.nrr))
  expect(visit.faults).toEqual([])
})
