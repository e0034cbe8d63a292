import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import type { Browser } from 'playwright-core'
import { AxeBuilder } from '@axe-core/playwright'
import { enter, launch, same, type Visit } from './support/browser.ts'

const served = inject('served')
let browser: Browser
let vera: Visit
let asking: Visit

beforeAll(async () => {
  browser = await launch()
  vera = await enter(browser, served, 'harborlight')
})
beforeEach(async () => {
  await asking?.context.close()
  asking = await same(browser, served, vera.context)
  await asking.page.goto('/harborlight/today')
  await asking.page.getByRole('link', { name: 'Ask', exact: true }).waitFor()
})
afterAll(() => browser.close())

test('a question is answered with citations in two clicks; changing a part of the query asks again', async () => {
  const { page, clicks, faults } = asking
  await page.getByRole('link', { name: 'Ask', exact: true }).click()
  const today = page.getByRole('region', { name: 'Your data can answer these today' })
  await today.waitFor()
  expect(await today.getByRole('listitem').count()).toBe(5)
  await page.getByLabel('Question').fill('NRR by segment last 4 quarters')
  await page.getByRole('button', { name: 'Ask', exact: true }).click()
  const answer = page.getByRole('region', { name: 'Answer' })
  await answer.getByText(/net revenue retention was .*% for Mid-market.*overall/).waitFor()
  expect(await page.getByRole('region', { name: 'Rests on' }).getByRole('listitem').count()).toBeGreaterThan(3)
  expect(await clicks()).toBe(2)
  await answer.getByRole('button', { name: 'by segment' }).click()
  await page.getByRole('menuitem', { name: 'by region' }).click()
  await answer.getByText(/net revenue retention was highest for .*% *\) and lowest for .* overall/).waitFor()
  expect(new URL(page.url()).searchParams.get('q')).toBe('Show net revenue retention by region last 4 quarters')
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  expect(faults).toEqual([])
})

test('by keyboard only: G A, type, Ctrl Enter, then 1 opens the definition', async () => {
  const { page, clicks, faults } = asking
  await page.keyboard.press('g')
  await page.keyboard.press('a')
  await page.getByLabel('Question').waitFor()
  await page.keyboard.type('why did NRR drop last month')
  await page.keyboard.press('Control+Enter')
  await page
    .getByRole('region', { name: 'Answer' })
    .getByText(/fell .* pts, from .*By .*Mid-market/)
    .waitFor()
  await page.getByRole('heading', { name: 'Hypotheses' }).waitFor()
  await page.getByRole('heading', { name: 'Rests on' }).click()
  await page.keyboard.press('1')
  await page.getByRole('heading', { name: 'Net revenue retention', level: 1 }).waitFor()
  expect(new URL(page.url()).searchParams.get('how')).toBe('1')
  expect(await clicks()).toBe(1)
  expect(faults).toEqual([])
})

test('the palette asks; a tie is asked back; what cannot be is refused with a way on; nothing runs over the edge of a phone', async () => {
  const { page, faults } = asking
  await page.keyboard.press('Control+k')
  await page.getByPlaceholder('Search or act').fill('retention by segment?')
  await page.getByRole('option', { name: /^Ask: retention by segment/ }).click()
  await page.getByRole('region', { name: 'Did you mean' }).getByRole('link', { name: 'Gross revenue retention' }).click()
  await page
    .getByRole('region', { name: 'Answer' })
    .getByText(/gross revenue retention/)
    .waitFor()
  await page.setViewportSize({ width: 360, height: 780 })
  await page.goto('/harborlight/ask?q=NRR%20by%20service')
  const refusal = page.getByRole('region', { name: 'Not answered' })
  await refusal.getByText('Net revenue retention has no service').waitFor()
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0)
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  await refusal.getByRole('link', { name: 'By segment' }).click()
  await page.getByRole('region', { name: 'Answer' }).waitFor()
  expect(faults).toEqual([])
})

test('parts beyond a value, several metrics and targets of all metrics are told in tables that a phone holds; a row leads to its metric', async () => {
  const { page, faults } = asking
  const answer = page.getByRole('region', { name: 'Answer' })
  await page.goto('/harborlight/ask?q=which%20features%20have%20adoption%20below%2020%25')
  await answer.getByText(/Feature adoption was below 20% in \d of \d features/).waitFor()
  await answer.getByRole('button', { name: 'below 20%' }).waitFor()
  await page.goto('/harborlight/ask?q=NRR%20and%20GRR%20by%20segment%20last%204%20quarters')
  await answer.getByRole('button', { name: 'and Gross revenue retention' }).waitFor()
  expect(await page.getByRole('rowgroup').first().isVisible()).toBe(true)
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  await page.setViewportSize({ width: 360, height: 780 })
  await page.goto('/harborlight/ask?q=which%20KPIs%20missed%20target%20last%20quarter')
  await answer.getByText(/targets that fell due in .* missed/).waitFor()
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0)
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  await page.getByRole('region', { name: 'Figures' }).getByRole('link').first().click()
  await page.getByRole('heading', { level: 1 }).waitFor()
  expect(new URL(page.url()).pathname).toMatch(/^\/harborlight\/metrics\//)
  expect(faults).toEqual([])
})

test('on a phone the change of a figure stands whole beside it, its range under it', async () => {
  const { page, faults } = asking
  await page.setViewportSize({ width: 360, height: 780 })
  for (const question of ['ARR last month', 'NRR by segment']) {
    await page.goto(`/harborlight/ask?q=${encodeURIComponent(question)}`)
    const table = page.getByRole('region', { name: 'Figures' })
    await table.getByRole('columnheader', { name: 'Change' }).waitFor()
    expect([question, await table.evaluate((room) => room.scrollWidth - room.clientWidth)]).toEqual([question, 0])
  }
  await page
    .getByRole('cell', { name: /^\d+\.\d% ?\d+\.\d% to \d+\.\d%$/ })
    .first()
    .waitFor()
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  expect(faults).toEqual([])
})
