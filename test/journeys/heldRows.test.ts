import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { violations } from './support/axe.ts'
import { enter, launch, type Visit } from './support/browser.ts'
import { throughline } from './support/server.ts'

const served = inject('served')
let browser: Browser
let visit: Visit
let page: Page

beforeAll(async () => {
  browser = await launch()
  await throughline(served, 'workspace', 'create', 'mending')
  visit = await enter(browser, served, 'mending')
  page = visit.page
})
afterAll(() => browser.close())

const accounts = ['account_id,account_name,signup_date', ...Array.from({ length: 30 }, (_, n) => `A${n},Company ${n},2023-01-01`), ''].join('\n')
const start = new Date(Date.now() - 70 * 86_400_000).toISOString().slice(0, 10)
const lines = Array.from({ length: 30 }, (_, n) => `S${n},A${n},${start},,${n === 3 ? -90 : 90},USD`)
const subscriptions = ['subscription_id,account_id,start_date,end_date,mrr_amount,currency', ...lines, ''].join('\n')

async function bring(files: readonly { readonly name: string; readonly text: string }[]): Promise<void> {
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles(files.map(({ name, text }) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })))
  await page
    .getByRole('button', { name: /^Import/ })
    .first()
    .click()
  await page
    .getByRole('heading', { name: /rows? waits?|^Files/ })
    .first()
    .waitFor()
}

test('a figure that is short of a held row says so and leads to it; mended in its own file it is in, and nothing waits', async () => {
  await page.goto('/mending/import')
  await bring([
    { name: 'accounts.csv', text: accounts },
    { name: 'subscriptions.csv', text: subscriptions },
  ])
  await page.getByRole('heading', { name: 'One row waits' }).waitFor()
  await page.goto('/mending/metrics')
  await page
    .getByText(/1 of 30 rows of subscription waits at import since/)
    .first()
    .waitFor()
  await page.goto('/mending/metrics/annual-recurring-revenue')
  await page.getByText('Provisional').first().waitFor()
  await page.getByRole('link', { name: 'See where they wait' }).first().click()
  const waiting = page.getByRole('region', { name: 'One row waits' })
  await waiting.getByText(/1 × mrr_amount is below 0/).waitFor()
  expect(await violations(page)).toEqual([])
  const [file] = await Promise.all([page.waitForEvent('download'), waiting.getByRole('link', { name: 'Rows, CSV' }).click()])
  expect(file.suggestedFilename()).toBe('held-subscriptions.csv')
  const mended = (await readFile(await file.path(), 'utf8')).replace('"-90"', '"90"')
  await bring([{ name: 'held subscriptions.csv', text: mended }])
  await page.getByText('1 rows are new').or(page.getByText('1 row is new')).waitFor()
  await page.goto('/mending/import?waiting=yes')
  await page.getByRole('heading', { name: 'Import files' }).waitFor()
  expect(await page.getByRole('region', { name: /waits?$/ }).count()).toBe(0)
  await page.goto('/mending/metrics/annual-recurring-revenue')
  await page
    .getByText(/^Trusted$|^The last period closes/) // in the first days of a month it is provisional for that
    .first()
    .waitFor()
  expect(await page.getByRole('link', { name: 'See where they wait' }).count()).toBe(0)
  expect(visit.faults).toEqual([])
})

test('what the source never meant is dismissed with a reason, which the import tells', async () => {
  await page.goto('/mending/import')
  await bring([{ name: 'more.csv', text: `${subscriptions.replace('S3,', 'S99,')}S100,A1,${start},,80,USD\n` }])
  const waiting = page.getByRole('region', { name: 'One row waits' })
  await waiting.getByRole('button', { name: 'Dismiss' }).click()
  const dialog = page.getByRole('dialog', { name: 'Dismiss 1 row' })
  await dialog.getByRole('button', { name: 'Dismiss' }).click()
  await dialog.getByText('This is required.').waitFor()
  await dialog.getByLabel(/^Reason/).fill('A test of the billing system')
  await dialog.getByRole('button', { name: 'Dismiss' }).click()
  await page.getByText('1 row of more.csv was dismissed: A test of the billing system').waitFor()
  await waiting.waitFor({ state: 'detached' })
  expect(visit.faults).toEqual([])
})
