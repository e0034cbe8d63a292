import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { enter, launch, type Visit } from './support/browser.ts'

/** A product manager says where the company plays: a segment by rule, seen before it is kept, activated, changed and ended. It cuts the accounts in a way of its own order, and is gone at the end. */
const served = inject('served')
let browser: Browser
let vera: Visit
let page: Page
const title = 'Buyers of the largest plan'

beforeAll(async () => {
  browser = await launch()
  vera = await enter(browser, served, 'harborlight')
  page = vera.page
  page.setDefaultTimeout(30_000)
})
afterAll(() => browser.close())

const status = () => page.getByRole('dialog').getByRole('status')

test('the market is reached from the strategy and from the palette, and its parts are the whole', async () => {
  await page.goto('/harborlight/strategy')
  await page.getByRole('link', { name: 'Market', exact: true }).click()
  await page.getByRole('heading', { name: 'Market', level: 1 }).waitFor()
  const rows = page.getByRole('region', { name: 'Segments of Market' }).getByRole('row')
  await rows.filter({ hasText: 'Other' }).waitFor()
  const shares = await rows.locator('[data-l=Share]').allTextContents()
  expect(shares.length).toBeGreaterThan(3)
  expect(shares.reduce((sum, share) => sum + Number(share.replace('%', '')), 0)).toBeCloseTo(100, 0)
  await page.goto('/harborlight/today')
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await page.keyboard.press('Control+k')
  await page.getByPlaceholder('Search or act').fill('segments, ideal customers')
  await page.getByRole('option', { name: /^Market/ }).click()
  await page.waitForURL('**/strategy/market')
})

test('she chooses values, sees whom the rule takes in, and keeps it as a draft', async () => {
  await page.getByRole('button', { name: 'New segment' }).click()
  const form = page.getByRole('dialog', { name: 'New segment' })
  const keep = form.getByRole('button', { name: 'Keep as a draft' })
  expect(await keep.getAttribute('aria-disabled')).toBe('true')
  await form.getByLabel('Name').fill(title)
  await form.getByLabel('Condition 1, property').selectOption('account.kind')
  await form.getByLabel('Condition 1, value', { exact: true }).fill('client')
  await status()
    .getByText(/account\.kind/)
    .waitFor()
  await form.getByLabel('Condition 1, property').selectOption('account.plan')
  await form.getByRole('button', { name: /^Enterprise/ }).click()
  await status()
    .getByText(/^[1-9]\d* accounts of \d+$/)
    .waitFor()
  expect(await status().textContent()).toMatch(/ARR \(\d.*%\).*: plan is one of Enterprise$/)
  await keep.click()
  await page.getByRole('heading', { name: title, level: 1 }).waitFor()
})

test('activated, it names its members; another rule needs a reason and keeps the old one', async () => {
  await page.getByRole('heading', { name: /^\d+ accounts would be in it$/ }).waitFor()
  await page.getByRole('button', { name: 'Activate', exact: true }).click()
  await page.getByRole('heading', { name: /^\d+ accounts are in it/ }).waitFor()
  const members = page.getByRole('region', { name: 'Accounts of the segment' })
  await members.getByRole('link').first().waitFor()
  await page.getByRole('button', { name: 'Change its rule' }).click()
  const form = page.getByRole('dialog')
  await form.getByRole('button', { name: /^Business/ }).click()
  const change = form.getByRole('button', { name: 'Change the rule' })
  expect(await change.getAttribute('title')).toBe('Say why.')
  await form.getByLabel('Why').fill('Both plans are bought by the same people.')
  await change.click()
  await form.waitFor({ state: 'detached' })
  await page.getByText('plan is one of Enterprise, Business').first().waitFor()
  await page.goto('/harborlight/strategy/market')
  await page.getByRole('region', { name: 'Segments of Market' }).getByRole('link', { name: title }).click()
  await page.getByRole('heading', { name: title, level: 1 }).waitFor()
})

test('it is retired with its reason, and the past offers nothing to write', async () => {
  await page.getByRole('button', { name: 'Retire', exact: true }).click()
  await page.getByRole('dialog').getByLabel('Reason').fill('It was a trial.')
  await page.getByRole('dialog').getByRole('button', { name: 'Retire', exact: true }).click()
  await page.getByText('Retired', { exact: true }).first().waitFor()
  await page.goto('/harborlight/strategy/market?asOf=2020-01-01')
  await page.getByRole('heading', { name: 'Market', level: 1 }).waitFor()
  const refused = page.getByRole('button', { name: 'New segment' }).first()
  await refused.waitFor()
  expect([await refused.getAttribute('aria-disabled'), await refused.getAttribute('title')]).toEqual(['true', 'The past cannot be edited.'])
  expect(vera.faults).toEqual([])
})

test('the cascade is walked by arrow keys, its thread stands out both ways, and a battlecard opens from the market', async () => {
  await page.goto('/harborlight/strategy')
  const drawn = page.getByRole('region', { name: 'The cascade, drawn' }).first()
  const box = (name: RegExp) => drawn.getByRole('button', { name })
  await box(/^Pillar: Keep and grow mid-market/).focus()
  await page.keyboard.press('ArrowRight')
  expect(await page.evaluate(() => document.activeElement?.textContent)).toMatch(/^Objective: /)
  await box(/^Bet: SSO set-up/).focus()
  const lit = await drawn.locator('.cbox.lit').allTextContents()
  expect(lit.some((text) => text.startsWith('Pillar: Keep and grow mid-market'))).toBe(true)
  expect(lit.some((text) => text.startsWith('Metric: GRR'))).toBe(true)
  expect(lit.some((text) => text.startsWith('Pillar: Answers'))).toBe(false)
  await box(/^Bet: Partners wait on us.*It serves no objective/).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('complementary').getByText('SSO set-up that succeeds first time').first().waitFor()
  await page.goto('/harborlight/strategy?as=list')
  await page.getByText('Gross revenue retention, mid-market').first().waitFor()
  await page.goto('/harborlight/strategy/market')
  await page.getByRole('link', { name: 'Battlecard' }).first().click()
  await page.getByRole('heading', { name: 'Against Tarnbridge' }).waitFor()
  await page.getByRole('region', { name: 'They say, we answer' }).getByText('“They are a third cheaper.”').waitFor()
  await page
    .getByRole('region', { name: 'Why we win and lose' })
    .getByText(/^Twelve months: won \d+ of \d+/)
    .waitFor()
})
