import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import type { Browser } from 'playwright-core'
import { enter, launch, same, type Visit } from './support/browser.ts'

const served = inject('served')
let browser: Browser
let vera: Visit
let morning: Visit

beforeAll(async () => {
  browser = await launch()
  vera = await enter(browser, served, 'harborlight')
})
beforeEach(async () => {
  await morning?.context.close()
  morning = await same(browser, served, vera.context)
  await morning.page.goto('/harborlight/today')
  await morning.page.getByRole('heading', { name: 'Signals' }).waitFor()
})
afterAll(() => browser.close())

test('what changed is told without a click: one sentence, what needs the reader, the broken limits and who drives them', async () => {
  const { page, clicks, faults } = morning
  expect(await page.getByRole('region', { name: 'State of the business' }).textContent()).toMatch(
    /ARR .*\$\d+\.\dM in \w+.*below its usual range: Mid-market.*its last six months/,
  )
  expect(
    await page
      .getByRole('region', { name: /^Needs you/ })
      .getByRole('listitem')
      .count(),
  ).toBeGreaterThan(0)
  const signals = page.getByRole('region', { name: /^Signals/ }).getByRole('listitem')
  expect(await signals.count()).toBeGreaterThan(2)
  expect(await signals.filter({ has: page.getByRole('link', { name: 'Monthly net revenue retention', exact: true }) }).textContent()).toMatch(
    /limit of .*Mid-market/,
  )
  expect(await clicks()).toBe(0)
  expect(faults).toEqual([])
})

test('a figure of the sentence opens its metric with chart, movement, segments and accounts in one click', async () => {
  const { page, clicks, faults } = morning
  await page.getByRole('region', { name: 'State of the business' }).getByRole('link').last().click()
  await page.getByRole('heading', { name: 'Net revenue retention', level: 1 }).waitFor()
  await page.getByRole('navigation', { name: 'Dimension' }).getByRole('link', { name: 'Segment' }).waitFor()
  await page.getByRole('heading', { name: /accounts? makes? .* of the .* loss/ }).waitFor()
  expect(await page.getByRole('img', { name: /Net revenue retention/ }).count()).toBeGreaterThan(0)
  expect(await clicks()).toBe(1)
  expect(faults).toEqual([])
})

test('any item is found in two clicks', async () => {
  const { page, clicks } = morning
  await page.getByRole('button', { name: 'Search or act' }).click()
  await page.getByPlaceholder('Search or act').fill('certificates rotate')
  await page.getByRole('option', { name: /Certificates rotate by hand/ }).click()
  await page.getByRole('heading', { name: 'Certificates rotate by hand', level: 1 }).waitFor()
  expect(await clicks()).toBeLessThanOrEqual(2)
})

test('who changed a number, when and why is two clicks away', async () => {
  const { page, clicks } = morning
  await page.getByRole('button', { name: 'Search or act' }).click()
  await page.getByPlaceholder('Search or act').fill('certificates rotate')
  await page.getByRole('option', { name: /Certificates rotate by hand/ }).click()
  const change = page.getByRole('complementary', { name: 'About it' }).getByRole('listitem').filter({ hasText: 'Probability' })
  expect(await change.textContent()).toMatch(/Probability \d+.%.*→.*\d+.%.*(Okafor|Adeyemi|Falk|Osei|Lindqvist|Whitlock)/)
  expect(await clicks()).toBeLessThanOrEqual(2)
})

test('the one-page monthly review is prepared in three clicks', async () => {
  const { page, clicks, faults } = morning
  await page.getByRole('link', { name: 'Prepare the review' }).click()
  await page
    .getByRole('button', { name: /Generate a review/ })
    .first()
    .click()
  await page.getByRole('dialog', { name: 'Generate a review' }).getByRole('button', { name: 'Generate' }).click()
  await page.getByRole('article', { name: /review, one page/ }).waitFor({ timeout: 60_000 })
  expect(await page.getByRole('article').getByRole('row').count()).toBeGreaterThan(8)
  expect(await clicks()).toBeLessThanOrEqual(3)
  expect(faults).toEqual([])
})
