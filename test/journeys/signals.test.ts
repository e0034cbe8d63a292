import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { Browser } from 'playwright-core'
import { enter, launch, type Visit } from './support/browser.ts'
import { violations } from './support/axe.ts'

const served = inject('served')
let browser: Browser
let vera: Visit

beforeAll(async () => {
  browser = await launch()
  vera = await enter(browser, served, 'harborlight')
})
afterAll(() => browser.close())

test('a signal is called noise by keyboard alone, is held back with its reason, and comes back', async () => {
  const { page, faults } = vera
  await page.goto('/harborlight/metrics/signals')
  const list = page.getByRole('region', { name: /^To look at/ }).getByRole('listitem')
  const first = list.filter({ hasText: 'Gross revenue retention' })
  await first.waitFor()
  expect(await page.getByRole('main').textContent()).toMatch(/chance alone would give about/)
  expect(await violations(page)).toEqual([])
  for (let step = 0; step < 30 && !(await first.getAttribute('class'))?.includes('sel'); step += 1) await page.keyboard.press('j')
  await page.keyboard.press('Space')
  await page
    .getByRole('complementary', { name: 'Monthly gross revenue retention' })
    .getByRole('img', { name: /^Monthly gross revenue retention/ })
    .waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('n')
  const dialog = page.getByRole('dialog', { name: 'Call it noise' })
  await dialog.getByLabel(/^Reason/).fill('Two late credit notes.')
  await dialog.getByRole('button', { name: 'Call it noise' }).press('Enter')
  const held = page.getByRole('region', { name: /^Held back/ })
  await held.getByText(/Called noise by .*Two late credit notes/).waitFor()
  await held.getByRole('button', { name: 'Take the verdict on Monthly gross revenue retention back' }).click()
  await first.waitFor()
  expect(faults).toEqual([])
})
