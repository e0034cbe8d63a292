import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { Browser } from 'playwright-core'
import { violations } from './support/axe.ts'
import { enter, launch, type Visit } from './support/browser.ts'

const served = inject('served')
let browser: Browser
let vera: Visit

beforeAll(async () => {
  browser = await launch()
  vera = await enter(browser, served, 'harborlight')
})
afterAll(() => browser.close())

test('a finding shows its rows and is accepted until a day, with a reason', async () => {
  const { page, faults } = vera
  await page.goto('/harborlight/metrics/data')
  const finding = page
    .getByRole('region', { name: /^Findings/ })
    .getByRole('listitem')
    .filter({ hasText: 'name a parent that does not exist' })
  await finding.waitFor()
  expect(await page.getByRole('main').textContent()).toMatch(/\d+ of \d+ checks pass/)
  expect(await violations(page)).toEqual([])
  await finding.getByText(/rows that show it/).click()
  await finding
    .getByText(/parent_id/)
    .first()
    .waitFor()
  await finding.getByRole('button', { name: 'Accept' }).click()
  const dialog = page.getByRole('dialog', { name: 'Accept the finding' })
  await dialog.getByLabel(/^Reason/).fill('Resellers are not imported.')
  await dialog.getByLabel(/^Until/).fill('2099-12-31')
  await dialog.getByRole('button', { name: 'Accept' }).click()
  await finding.getByRole('link', { name: 'Accepted until 31 Dec 2099' }).waitFor()
  await page
    .getByRole('region', { name: /^Health and maturity/ })
    .getByRole('cell', { name: /^(Guarded|In review)/ })
    .first()
    .waitFor()
  expect(faults).toEqual([])
})
