import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { enter, launch, type Visit } from './support/browser.ts'

const served = inject('served')
let browser: Browser
let visit: Visit
let page: Page

beforeAll(async () => {
  browser = await launch()
  visit = await enter(browser, served, 'harborlight')
  page = visit.page
  await page.getByRole('heading', { name: 'Signals' }).waitFor()
})
afterAll(async () => {
  await browser.close()
})

const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent?.trim() ?? '')
const press = async (...keys: readonly string[]) => {
  for (const key of keys) await page.keyboard.press(key)
}

test('the first Tab offers to skip to the page, and every stop of the first thirty shows its focus', async () => {
  await press('Tab')
  expect(await focused()).toBe('Skip to the page')
  const unmarked: string[] = []
  for (let stop = 0; stop < 30; stop += 1) {
    await press('Tab')
    const seen = await page.evaluate(() => {
      const one = document.activeElement
      if (!(one instanceof HTMLElement) || one === document.body) return null
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one)
      const parent = one.parentElement ? getComputedStyle(one.parentElement) : null
      const isMarked =
        (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2) || boxShadow !== 'none' || (parent !== null && parent.outlineStyle !== 'none')
      const { top, bottom } = one.getBoundingClientRect()
      return isMarked && bottom > 0 && top < innerHeight ? null : (one.getAttribute('aria-label') ?? one.textContent ?? one.tagName)
    })
    if (seen !== null) unmarked.push(seen)
  }
  expect(unmarked).toEqual([])
})

test('the palette opens by Ctrl K, finds by words, opens what is chosen and gives the focus back', async () => {
  const settings = page.getByRole('link', { name: 'Settings', exact: true })
  await press('Control+k')
  await page.getByPlaceholder('Search or act').waitFor()
  await press('Escape')
  await page.getByPlaceholder('Search or act').waitFor({ state: 'detached' })
  await settings.focus()
  await press('Control+k')
  await page.getByPlaceholder('Search or act').waitFor()
  await page.keyboard.type('gross')
  await page
    .getByRole('option', { name: /Gross revenue retention/ })
    .first()
    .waitFor()
  await press('Escape')
  await page.getByPlaceholder('Search or act').waitFor({ state: 'detached' })
  await expect.poll(focused).toBe('Settings')
  await press('Control+k')
  await page.getByPlaceholder('Search or act').fill('gross revenue')
  await page
    .getByRole('option', { name: /Gross revenue retention/ })
    .first()
    .waitFor()
  await press('Enter')
  await page.getByRole('heading', { name: 'Gross revenue retention', level: 1 }).waitFor()
})

test('keys pressed at once after the palette belong to the page that it opened, not to the link that had the focus before', async () => {
  await page.getByRole('link', { name: 'Settings', exact: true }).focus()
  await press('Control+k')
  await page.getByPlaceholder('Search or act').fill('metrics')
  await page
    .getByRole('option', { name: /^Metrics/ })
    .first()
    .waitFor()
  await press('Enter')
  await page.getByRole('heading', { name: 'Metrics', level: 1 }).waitFor()
  const names = await page.locator('tbody .nm a').allTextContents()
  await press('j', 'j', 'k', 'Enter')
  await page.getByRole('heading', { name: names[1] ?? '', level: 1 }).waitFor()
})

test('the walk takes the focus along, also from a control that the reader has left', async () => {
  await press('g', 'm')
  await page.getByRole('heading', { name: 'Metrics', level: 1 }).waitFor()
  const names = await page.locator('tbody .nm a').allTextContents()
  await page.getByRole('link', { name: 'Settings', exact: true }).focus()
  await press('j')
  await expect.poll(focused).toContain(names[1] ?? '')
  await press('Enter')
  await page.getByRole('heading', { name: names[1] ?? '', level: 1 }).waitFor()
})

test('places are reached by two keys, a row by Enter, and the map by ?', async () => {
  await press('g', 'm')
  await page.getByRole('heading', { name: 'Metrics', level: 1 }).waitFor()
  const names = await page.locator('tbody .nm a').allTextContents()
  await press('j', 'j', 'k', 'Enter')
  await page.getByRole('heading', { name: names[1] ?? '', level: 1 }).waitFor()
  await press('h')
  await page.getByRole('complementary', { name: 'How is this computed?' }).waitFor()
  await press('Escape')
  await page.getByRole('complementary', { name: 'How is this computed?' }).waitFor({ state: 'detached' })
  await press('g', 'r')
  await page.getByRole('heading', { name: 'Roadmap', level: 1 }).waitFor()
  await page.getByRole('link', { name: 'Table' }).click()
  await page.getByRole('heading', { name: 'Initiatives', level: 1 }).waitFor()
  await press('?')
  const map = page.getByRole('dialog', { name: /Keys/ })
  expect(await map.textContent()).toMatch(/New initiative[\s\S]*Metrics|Metrics[\s\S]*New initiative/)
  await press('Escape')
  await map.waitFor({ state: 'detached' })
  await press('/')
  await page.keyboard.type('gm')
  expect(await page.getByLabel('Find in this list').inputValue()).toBe('gm')
  expect(new URL(page.url()).pathname).toBe('/harborlight/n/initiatives')
})

test('a row is created, edited, undone and archived without the mouse', async () => {
  await page.goto('/harborlight/n/notes?sort=-updatedAt')
  await page.getByRole('row').nth(1).waitFor()
  await press('c')
  const form = page.getByRole('dialog', { name: 'New note' })
  await form.waitFor()
  await page.keyboard.type('Written without a mouse')
  await press('Tab')
  await page.keyboard.type('10/01/2026')
  await press('Enter')
  await form.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Written without a mouse', exact: true }).waitFor()
  await press('Space')
  const peek = page.getByRole('complementary', { name: 'Note' })
  await peek.getByRole('heading', { name: 'Written without a mouse', exact: true }).waitFor()
  await press('e')
  const edit = page.getByRole('dialog', { name: /^Edit/ })
  await edit.waitFor()
  await press('Control+a')
  await page.keyboard.type('Rewritten without a mouse')
  await press('Enter')
  await edit.waitFor({ state: 'detached' })
  await peek.getByRole('heading', { name: 'Rewritten without a mouse', exact: true }).waitFor()
  await press('Control+z')
  await peek.getByRole('heading', { name: 'Written without a mouse', exact: true }).waitFor()
  await peek.getByRole('button', { name: 'More' }).focus()
  await press('Enter')
  await expect.poll(() => page.evaluate(() => document.activeElement?.closest('[role=menu]') !== null)).toBe(true)
  await press('ArrowDown')
  await expect.poll(focused).toBe('Archive')
  await press('Enter')
  await page.getByRole('menu').waitFor({ state: 'detached' })
  await press('Escape')
  await peek.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Written without a mouse', exact: true }).waitFor({ state: 'detached' })
})

test('the monthly review is prepared and frozen without the mouse', async () => {
  await press('g', 'v')
  await page.getByRole('heading', { name: 'Reviews', level: 1 }).waitFor()
  await press('c')
  const form = page.getByRole('dialog', { name: 'Generate a review' })
  await form.waitFor()
  await form.getByLabel('Period').focus()
  await press('ArrowDown', 'ArrowDown')
  await form.getByRole('button', { name: 'Generate' }).focus()
  await press('Enter')
  await page.getByRole('article', { name: /review, one page/ }).waitFor()
  await press('f')
  await page.getByText('Figures are fixed; words stay open until sent.').waitFor()
  await press('j', 'Enter')
  await page.getByRole('complementary', { name: 'Evidence' }).waitFor()
  await press('Escape')
  await page.getByRole('complementary', { name: 'Evidence' }).waitFor({ state: 'detached' })
  expect(visit.faults).toEqual([])
})

test('the tree of the roadmap is walked by arrow keys from objectives down to features, and Enter looks into one', async () => {
  await page.goto('/harborlight/roadmap?lens=tree')
  const tree = page.getByRole('tree', { name: 'Bets and features' })
  const here = () => page.evaluate(() => [document.activeElement?.getAttribute('aria-level'), document.activeElement?.getAttribute('aria-expanded')])
  await tree.getByRole('treeitem', { name: /Alerts for teams.*4 features/ }).waitFor()
  await tree.getByRole('treeitem').first().focus()
  await press('ArrowDown')
  await expect.poll(here).toEqual(['2', 'false'])
  await press('ArrowRight')
  await expect.poll(here).toEqual(['2', 'true'])
  await press('ArrowRight')
  await expect.poll(here).toEqual(['3', null])
  expect(await tree.getByRole('treeitem', { level: 3 }).count()).toBe(4)
  const title = await page.evaluate(() => document.activeElement?.querySelector('.muted')?.textContent ?? '')
  await press('Enter')
  await page.waitForURL(new RegExp(`peek=feature(%3A|:)${title}`))
  await press('Escape')
  await tree.getByRole('treeitem', { level: 3 }).first().focus()
  await press('ArrowLeft')
  await expect.poll(here).toEqual(['2', 'true'])
  await press('ArrowLeft')
  await expect.poll(here).toEqual(['2', 'false'])
  await press('End', 'Home')
  await expect.poll(here).toEqual(['1', 'true'])
})

test('branches that are open stay open though the objectives are named late', async () => {
  await page.route('**/api/v1/objectives?*', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1500))
    await route.continue()
  })
  await page.goto('/harborlight/roadmap?lens=tree')
  const tree = page.getByRole('tree', { name: 'Bets and features' })
  const bet = tree.getByRole('treeitem', { name: /Alerts for teams.*4 features/ })
  await bet.focus()
  await press('ArrowRight')
  await page.waitForLoadState('networkidle')
  expect(await bet.getAttribute('aria-expanded')).toBe('true')
  expect(await tree.getByRole('treeitem', { name: /gone/ }).count()).toBe(0)
  await page.unroute('**/api/v1/objectives?*')
})

test('“Show more” of the tree hands the focus to the first of the new lines, after the last time too', async () => {
  await page.route('**/api/v1/features?*', async (route) => {
    const response = await route.fetch()
    const body: { readonly items: readonly object[] } = await response.json()
    const more = Array.from({ length: 60 }, (_, n) => ({
      ...body.items[0],
      id: `more-${n}`,
      key: `FEA-9${n}`,
      title: `One more ${n}`,
      parent: null,
      initiative: null,
    }))
    await route.fulfill({ response, json: { ...body, items: [...body.items, ...more] } })
  })
  await page.goto('/harborlight/roadmap?lens=tree')
  const tree = page.getByRole('tree', { name: 'Bets and features' })
  await tree.getByRole('treeitem', { name: /^No bet/ }).focus()
  await press('ArrowRight')
  const more = tree.getByRole('treeitem', { name: /^Show more/ })
  await more.focus()
  await press('Enter')
  await more.waitFor({ state: 'detached' })
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-posinset'))).toBe('51')
  await page.unroute('**/api/v1/features?*')
})
