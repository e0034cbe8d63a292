import { AxeBuilder } from '@axe-core/playwright'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { enter, launch, same, type Visit } from './support/browser.ts'

const served = inject('served')
const pictures = process.env['THROUGHLINE_PICTURES']
let browser: Browser
let vera: Visit
let visit: Visit
let page: Page

beforeAll(async () => {
  browser = await launch()
  vera = await enter(browser, served, 'harborlight')
  visit = await same(browser, served, vera.context)
  page = visit.page
  await page.goto('/harborlight/metrics/define')
})
afterAll(() => browser.close())

const editor = () => page.getByLabel('Definition, as YAML')
const keep = (name: string) => page.getByRole('button', { name, exact: true })

/** Rules of WCAG 2.2 A and AA that the page breaks, as “rule: target”. */
async function broken(): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`))
}

async function picture(name: string): Promise<void> {
  if (pictures) await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true })
}

test('the starter has a number at once: six periods with their intervals', async () => {
  await page.getByRole('columnheader', { name: '95% interval' }).waitFor()
  expect(await page.locator('.editor tbody tr').count()).toBe(6)
  expect(await keep('Keep as a draft').isEnabled()).toBe(true)
  expect(await broken()).toEqual([])
  await picture('define-light')
})

test('a mistake is told beside the text, with its place and the next step, and cannot be kept', async () => {
  const text = await editor().inputValue()
  await editor().fill(text.replace('denominator: ticket_count', 'denominator: ticket_cuont'))
  await page.getByText('There is no metric “ticket_cuont”.').waitFor()
  expect(await page.getByText('Did you mean').count()).toBe(1)
  expect(await keep('Keep').isEnabled()).toBe(false)
  await picture('define-fault')
  await editor().fill(text)
})

test('what is kept is a draft that its writer cannot certify', async () => {
  await keep('Keep as a draft').click()
  await page.getByRole('heading', { name: 'A draft waits' }).waitFor()
  expect(await page.getByRole('button', { name: 'Certify' }).isEnabled()).toBe(false)
  await page.getByText('You wrote it: a second person certifies it.').waitFor()
  expect(await broken()).toEqual([])
})

test('in the dark and on a phone nothing is cut off', async () => {
  await page.emulateMedia({ colorScheme: 'dark' })
  await picture('define-dark')
  await page.setViewportSize({ width: 360, height: 780 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
  expect(await broken()).toEqual([])
  await picture('define-phone')
  expect(visit.faults).toEqual([])
})
