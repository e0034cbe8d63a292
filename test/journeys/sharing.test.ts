import { readFile } from 'node:fs/promises'
import { AxeBuilder } from '@axe-core/playwright'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { unzipped } from '#test/support/unzipped.ts'
import { enter, launch, visit, type Visit } from './support/browser.ts'

/** The VP shows the plan to customers, who have no account, and takes it back. */
const served = inject('served')
let browser: Browser
let vera: Visit
let page: Page
let link = ''

beforeAll(async () => {
  browser = await launch()
  vera = await enter(browser, served, 'harborlight')
  page = vera.page
  page.setDefaultTimeout(60_000)
})
afterAll(() => browser.close())

const dialog = () => page.getByRole('dialog')

test('she chooses the audience, sees what they will see, and gets a link once', async () => {
  await page.goto('/harborlight/roadmap')
  await page.getByRole('button', { name: 'Share', exact: true }).click()
  await dialog()
    .getByRole('radio', { name: /^Customers/ })
    .check()
  const seen = dialog().getByRole('region', { name: 'What they will see' })
  await seen.getByText('Single sign-on in one sitting').waitFor()
  expect(await seen.getByText('SSO set-up that succeeds first time').count()).toBe(0)
  const { violations } = await new AxeBuilder({ page }).include('.dlg').analyze()
  expect(violations.map(({ id }) => id)).toEqual([])
  await dialog().getByLabel('Name', { exact: true }).fill('What comes next')
  await dialog().getByRole('button', { name: 'Make the link' }).click()
  link = await dialog().getByLabel('Link', { exact: true }).inputValue()
  expect(link).toMatch(/\/shared\/[\w-]{43}$/)
  await dialog().getByRole('button', { name: 'Done' }).click()
})

test('somebody without an account sees what was approved, and nothing else, also on a phone', async () => {
  for (const options of [{}, { viewport: { width: 360, height: 740 } }]) {
    const guest = await visit(browser, served, options)
    await guest.page.goto(link.replace(/^https?:\/\/[^/]+/, served.url))
    await guest.page.getByRole('heading', { name: 'What comes next', level: 1 }).waitFor()
    await guest.page.getByText('Single sign-on in one sitting').waitFor()
    const text = (await guest.page.locator('main').textContent()) ?? ''
    expect(text).toMatch(/Shared by Harborlight for customers\. As of .+; this page closes on/)
    for (const hidden of ['SSO set-up', 'INI-', 'Mina', '% sure', 'a year']) expect(text).not.toContain(hidden)
    await guest.page.getByRole('link', { name: 'Timeline' }).click()
    await guest.page.getByText('A bar is the time that is planned').waitFor()
    const { violations } = await new AxeBuilder({ page: guest.page }).analyze()
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([])
    expect(await guest.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
    expect(guest.faults).toEqual([])
    await guest.context.close()
  }
})

test('she sees that it was looked at, and revokes it: gone', async () => {
  await page.goto('/harborlight/roadmap')
  await page.getByRole('button', { name: 'Share', exact: true }).click()
  const row = dialog().getByRole('row', { name: /What comes next/ })
  await row.getByText(/^\d+ times, last/).waitFor()
  await row.getByRole('button', { name: 'Revoke What comes next' }).click()
  await row.getByText('Revoked').waitFor()
  const guest = await visit(browser, served)
  await guest.page.goto(link.replace(/^https?:\/\/[^/]+/, served.url))
  await guest.page.getByRole('heading', { name: 'There is nothing to see here' }).waitFor()
  expect(await guest.page.getByText('Single sign-on').count()).toBe(0)
  await guest.context.close()
  await dialog().getByRole('button', { name: 'Cancel' }).click()
})

test('words in Find narrow the page alone: sharing and exporting say so', async () => {
  const said = 'The search for “export” is not applied: everything that fits the filter is in it.'
  await page.goto('/harborlight/roadmap?q=export')
  for (const name of ['Share', 'Export']) {
    await page.getByRole('button', { name, exact: true }).click()
    await dialog().getByText(said).waitFor()
    await dialog().getByRole('button', { name: 'Cancel' }).click()
  }
  await page.goto('/harborlight/roadmap')
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  await dialog().getByRole('button', { name: 'Cancel' }).waitFor()
  expect(await dialog().getByText('is not applied').count()).toBe(0)
  await dialog().getByRole('button', { name: 'Cancel' }).click()
})

test('she exports the roadmap as PowerPoint and as a picture, and a list as CSV', async () => {
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  await dialog()
    .getByRole('radio', { name: /^Customers/ })
    .check()
  const [deck] = await Promise.all([page.waitForEvent('download'), dialog().getByRole('button', { name: 'Download' }).click()])
  expect(deck.suggestedFilename()).toMatch(/^roadmap-customer-.+\.pptx$/)
  const text = [...unzipped(await readFile(await deck.path())).values()].join('')
  expect([text.includes('Single sign-on in one sitting'), text.includes('SSO set-up')]).toEqual([true, false])
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  await dialog().getByRole('radio', { name: /^PNG/ }).check()
  const [picture] = await Promise.all([page.waitForEvent('download'), dialog().getByRole('button', { name: 'Download' }).click()])
  expect(picture.suggestedFilename()).toMatch(/^roadmap-executive-.+\.png$/)
  const png = await readFile(await picture.path())
  expect(png.subarray(1, 4).toString()).toBe('PNG')
  expect([png.readUInt32BE(16) > 2000, png.readUInt32BE(20) > 1000, png.length > 50_000]).toEqual([true, true, true]) // width, height, and something on it
  await page.goto('/harborlight/n/initiatives?horizon=now')
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  const [csv] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: 'CSV for programs' }).click()])
  expect((await readFile(await csv.path(), 'utf8')).split('\r\n')[0]).toContain('"key","title"')
})
