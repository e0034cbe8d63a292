import { AxeBuilder } from '@axe-core/playwright'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { enter, launch, same, type Visit } from './support/browser.ts'

const served = inject('served')
let browser: Browser
let vera: Visit

beforeAll(async () => {
  browser = await launch()
  vera = await enter(browser, served, 'harborlight')
})
afterAll(() => browser.close())

async function open(path: string): Promise<Visit> {
  const visit = await same(browser, served, vera.context)
  await visit.page.goto(`/harborlight/${path}`)
  return visit
}

/** Rules of WCAG 2.2 A and AA that the page breaks, as “rule: target”. */
async function broken(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`))
}

test('the page of a metric tells what moved it, who drives it, where it comes from and who uses it', async () => {
  const { page, faults } = await open('metrics/net-revenue-retention')
  await page.getByRole('heading', { name: /^\S.* (took|added) .* pts/ }).waitFor()
  await page.getByRole('heading', { name: 'Drivers' }).waitFor()
  await page.getByRole('heading', { name: 'Where it is used' }).waitFor()
  expect(await page.getByText('Leaves when the paid time ends').count()).toBe(1)
  expect(await broken(page)).toEqual([])
  expect(faults).toEqual([])
})

test('the tree is walked by arrow keys, and its identities hold in every period', async () => {
  const { page, faults } = await open('metrics/tree')
  await page.getByRole('heading', { name: 'Did the output follow?' }).waitFor()
  const top = page.locator('[data-node="annual-recurring-revenue"]')
  await top.focus()
  await page.keyboard.press('ArrowRight')
  expect(await page.evaluate(() => document.activeElement?.getAttribute('data-node'))).not.toBe('annual-recurring-revenue')
  expect(await page.getByText('Broken').count()).toBe(0)
  expect(await broken(page)).toEqual([])
  expect(faults).toEqual([])
})

test('boards follow from the tree and the owners', async () => {
  const { page, faults } = await open('metrics/boards')
  await page.getByRole('region', { name: 'North Star' }).getByRole('link', { name: 'Annual recurring revenue' }).waitFor()
  await page.getByRole('link', { name: 'Tomas Adeyemi' }).click()
  await page.getByRole('region', { name: 'Tomas Adeyemi answers for' }).waitFor()
  expect(await broken(page)).toEqual([])
  expect(faults).toEqual([])
})

test('a switch that is turned stands beside the others, with its part and the accounts', async () => {
  const { page, faults } = await open('metrics/policies')
  await page.getByLabel('The day on which a cancelled line leaves').selectOption('cancellation')
  await page
    .getByRole('columnheader', { name: /Custom/ })
    .first()
    .waitFor()
  await page.getByRole('heading', { name: /^Custom/ }).waitFor()
  expect(await page.getByText('Together, exactly').count()).toBeGreaterThan(1)
  expect(await broken(page)).toEqual([])
  expect(faults).toEqual([])
})

test('a target that no share can have is refused while it is typed, and is not set', async () => {
  const { page } = await open('metrics/csat?form=target')
  const dialog = page.getByRole('dialog')
  await dialog.getByText('as a fraction, from 0 to 1').waitFor()
  await dialog.getByLabel(/^Target/).fill('1.2')
  await dialog.getByText('is a share of a whole: it lies between 0% and 100%.').waitFor()
  expect(await broken(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Set target' }).click()
  await expect.poll(() => dialog.getByText('is a share of a whole').count()).toBe(2)
  await dialog.getByLabel(/^Target/).fill('0.97')
  await dialog.getByText(/Reached in \d+ of the last/).waitFor()
  await dialog.getByRole('button', { name: 'Set target' }).click()
  await dialog.waitFor({ state: 'detached' })
})

test('a sheet of targets shows its difference, comes in, and changes nothing the second time', async () => {
  const { page, faults } = await open('metrics/targets')
  await page.getByRole('heading', { name: 'Where metrics should be' }).waitFor()
  const bring = async () => {
    await page.getByRole('link', { name: 'Import a sheet' }).click()
    await page.getByLabel('Or its text').fill('metric,target,by,kind\nActivation rate,60%,2031-12,stretch\nNRRR,1.2,2031-12,\n')
    await page.getByRole('button', { name: 'See what would change' }).click()
  }
  await bring()
  await page.getByText('1 target would be new, 0 would change, 0 unchanged, 1 held.').waitFor()
  await page.getByText('There is no metric “NRRR”.').waitFor()
  expect(await broken(page)).toEqual([])
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await page.getByRole('button', { name: 'Close', exact: true }).click()
  await page.getByRole('cell', { name: /Activation rate aspirational/ }).waitFor()
  await bring()
  await page.getByText('0 targets would be new, 0 would change, 1 unchanged, 1 held.').waitFor()
  expect(faults).toEqual([])
})

test('a reason that is longer than its lines is read whole at a press, by keyboard too', async () => {
  const { page, faults } = await open('metrics')
  const more = page.getByRole('button', { name: 'More about Error budget left' })
  await more.waitFor()
  const cell = page.getByRole('cell').filter({ has: more })
  const height = async (): Promise<number> => (await page.getByRole('row').filter({ hasText: 'Error budget left' }).boundingBox())?.height ?? 0
  const before = await height()
  expect(await cell.locator('.clamped').evaluate((told) => told.scrollHeight > told.clientHeight)).toBe(true)
  await more.focus()
  await page.keyboard.press('Enter')
  const less = page.getByRole('button', { name: 'Less about Error budget left' })
  await less.waitFor()
  expect(await height()).toBeGreaterThan(before)
  expect(await page.getByRole('cell').filter({ has: less }).locator('.clamped').count()).toBe(0)
  expect(await broken(page)).toEqual([])
  expect(faults).toEqual([])
})

test('a metric tells how its signed figures read today, on a phone in a room of its own', async () => {
  const { page, faults } = await open('metrics/annual-recurring-revenue')
  await page.setViewportSize({ width: 360, height: 780 })
  await page.getByRole('link', { name: 'How its signed figures read today' }).click()
  await page.getByText(/^The signed figure reads as it was signed\.$|^None of \d+ signed figures reads differently today\.$/).waitFor() // others freeze reviews too
  await page
    .getByRole('region', { name: 'Signed figures and how they read today' })
    .getByRole('link', { name: /^Monthly business review/ })
    .first()
    .waitFor()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
  expect(await broken(page)).toEqual([])
  expect(faults).toEqual([])
})
