import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { enter, launch, same, type Visit } from './support/browser.ts'
import { companyNow, throughline } from './support/server.ts'

const served = inject('served')
let browser: Browser
let visit: Visit
let page: Page
const names = ['Price of Team rises', 'Login is slow for two days', 'Search is released', 'Alerts are released']

beforeAll(async () => {
  browser = await launch()
  await throughline(served, 'workspace', 'create', 'notes')
  visit = await enter(browser, served, 'notes')
  page = visit.page
  await page.goto('/notes/n/notes')
})
afterAll(() => browser.close())

const row = (name: string) => page.getByRole('row').filter({ hasText: name })
/** Does something that performs a verb, and waits for the server to have kept it. */
async function saved(on: Page, act: () => Promise<unknown>): Promise<void> {
  const answer = on.waitForResponse((response) => response.request().method() === 'POST' && response.url().includes('/api/v1/'))
  await act()
  expect((await answer).status()).toBeLessThan(300)
}
const shown = async () => (await page.locator('tbody tr .nm').allTextContents()).map((text) => text.trim())

test('the empty list says what would stand there, and a form with a missing field says which', async () => {
  await page.getByText('No notes yet').waitFor()
  await page.getByRole('button', { name: /^New note/ }).click()
  const form = page.getByRole('dialog', { name: 'New note' })
  await form.getByLabel(/^Name/).fill('Half a note')
  await form.getByRole('button', { name: 'Add', exact: true }).click()
  expect(await form.getByRole('alert').textContent()).toBe('One field needs a look.')
  await page.keyboard.press('Escape')
  await form.waitFor({ state: 'detached' })
})

test('rows are created through the form and stand in the list at once', async () => {
  for (const [index, name] of names.entries()) {
    await page.getByRole('button', { name: /^New note/ }).click()
    const form = page.getByRole('dialog', { name: 'New note' })
    await form.getByLabel(/^Name/).fill(name)
    await form.getByLabel(/^On/).fill(`2026-0${index + 1}-15`)
    await form.getByLabel(/^Kind/).selectOption(index < 1 ? 'pricing' : index < 2 ? 'incident' : 'launch')
    await form.getByRole('button', { name: 'Add', exact: true }).click()
    await form.waitFor({ state: 'detached' })
    await row(name).waitFor()
  }
  await page.getByText('4 notes').waitFor()
  expect((await shown()).toSorted()).toEqual(names.toSorted())
})

test('a filter and an order stand in the address, and a copied address shows the same rows', async () => {
  await page.getByRole('button', { name: 'Filter' }).click()
  await page.getByRole('menuitem', { name: 'Kind: launch' }).click()
  await page.getByText('2 notes').waitFor()
  await page.getByRole('link', { name: /^On/ }).click()
  await page.waitForURL(/sort=/)
  const released = ['Search is released', 'Alerts are released']
  const there = new URL(page.url()).searchParams.get('sort') === 'on' ? released : released.toReversed()
  await expect.poll(shown).toEqual(there)
  expect(new URL(page.url()).searchParams.get('kind')).toBe('launch')
  const copy = await same(browser, served, visit.context)
  await copy.page.goto(page.url())
  await copy.page.getByText('2 notes').waitFor()
  expect((await copy.page.locator('tbody tr .nm').allTextContents()).map((text) => text.trim())).toEqual(there)
  await copy.context.close()
  await page.getByRole('button', { name: 'Drop the filter on kind' }).click()
  await page.getByText('4 notes').waitFor()
})

test('a cell is edited where it stands, the server keeps it, and undo takes it back', async () => {
  const kind = page.getByRole('button', { name: /^Kind of .*: edit/ })
  await row('Search is released')
    .getByRole('button', { name: /^Kind of/ })
    .click()
  await saved(page, () => row('Search is released').getByLabel('Kind').selectOption('other'))
  await page.reload()
  await row('Search is released').getByText('Other').waitFor()
  await row('Search is released')
    .getByRole('button', { name: /^Kind of/ })
    .click()
  await saved(page, () => row('Search is released').getByLabel('Kind').selectOption('incident'))
  await page.getByRole('button', { name: /^Undo/ }).click()
  await page.getByText('Undone').waitFor()
  await row('Search is released').getByText('Other').waitFor()
  expect(await kind.count()).toBe(4)
})

test('the peek keeps the list, walks with J and K, stands in the address and closes with Esc', async () => {
  await page.goto('/notes/n/notes?sort=on')
  await page.getByText('4 notes').waitFor()
  const [first = '', second = ''] = names
  await page.getByRole('button', { name: first }).click()
  const peek = page.getByRole('complementary', { name: 'Note' })
  await peek.getByRole('heading', { name: first }).waitFor()
  await page.keyboard.press('j')
  await peek.getByRole('heading', { name: second }).waitFor()
  await page.keyboard.press('k')
  await peek.getByRole('heading', { name: first }).waitFor()
  expect(page.url()).toContain('peek=note')
  await page.reload()
  await peek.getByRole('heading', { name: first }).waitFor()
  await page.keyboard.press('Escape')
  await peek.waitFor({ state: 'detached' })
  expect(page.url()).not.toContain('peek')
})

test('on the board a card goes to another column by its menu and by dragging', async () => {
  await page
    .getByRole('link', { name: 'Board' })
    .or(page.getByRole('button', { name: 'Board' }))
    .first()
    .click()
  const column = (name: string) => page.getByRole('region', { name, exact: true })
  const card = page.getByRole('listitem').filter({ hasText: 'Alerts are released' })
  await column('Launch').getByText('Alerts are released').waitFor()
  await card.getByRole('button', { name: /^Move .* to/ }).click()
  await saved(page, () => page.getByRole('menuitem', { name: 'Definition' }).click())
  await column('Definition').getByText('Alerts are released').waitFor()
  await saved(page, () => card.dragTo(column('Incident')))
  await column('Incident').getByText('Alerts are released').waitFor()
  await page.reload()
  await column('Incident').getByText('Alerts are released').waitFor()
  await page
    .getByRole('link', { name: 'Table' })
    .or(page.getByRole('button', { name: 'Table' }))
    .first()
    .click()
  await row('Alerts are released').waitFor()
})

test('several rows change in one act, and one undo takes all of them back', async () => {
  await page
    .getByRole('checkbox', { name: /^Select N/ })
    .nth(0)
    .check()
  await page
    .getByRole('checkbox', { name: /^Select N/ })
    .nth(1)
    .check()
  const kinds = async () => (await page.locator('td[data-l="Kind"]').allTextContents()).map((text) => text.trim())
  const before = await kinds()
  await page.getByRole('toolbar', { name: 'With the selected rows' }).getByRole('button', { name: 'Kind' }).click()
  await page.getByRole('menuitem', { name: 'Process change' }).click()
  await page.getByText('2 rows changed').waitFor()
  await expect.poll(async () => (await kinds()).filter((kind) => kind === 'Process change').length).toBe(2)
  await page.getByRole('button', { name: /^Undo/ }).click()
  await expect.poll(async () => (await kinds()).toSorted()).toEqual(before.toSorted())
})

test('an archived row leaves the list, is found with the archived ones, and returns', async () => {
  await page.getByRole('button', { name: 'Login is slow for two days' }).click()
  const peek = page.getByRole('complementary', { name: 'Note' })
  await peek.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Archive' }).click()
  await page.getByText('3 notes').waitFor()
  await page.getByRole('button', { name: 'Filter' }).click()
  await page.getByRole('menuitem', { name: 'With archived ones' }).click()
  await page.getByText('4 notes').waitFor()
  await peek.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Restore' }).click()
  await page.goto('/notes/n/notes')
  await page.getByText('4 notes').waitFor()
})

test('who saves second sees both versions, chooses, and nothing of the first is lost', async () => {
  const other = await same(browser, served, visit.context)
  const open = async (to: Page) => {
    await to.goto('/notes/n/notes?q=Price')
    await to.getByRole('button', { name: 'Price of Team rises' }).click()
    await to.getByRole('complementary', { name: 'Note' }).getByRole('button', { name: /^Edit/ }).click()
    return to.getByRole('dialog', { name: /^Edit/ })
  }
  const [mine, theirs] = [await open(page), await open(other.page)]
  await theirs.getByLabel(/^Name/).fill('Price of Team rises by 8%')
  await theirs.getByRole('button', { name: 'Save' }).click()
  await theirs.waitFor({ state: 'detached' })
  await page.locator('aside.peek').getByText('Price of Team rises by 8%').first().waitFor()
  await mine.getByLabel(/^Name/).fill('Price of Team rises in May')
  await mine.getByRole('button', { name: 'Save' }).click()
  const both = page.getByRole('dialog', { name: /was saved by somebody else while you edited/ })
  const line = both.getByRole('row').filter({ hasText: 'Name' })
  expect(await line.textContent()).toMatch(/rises in May.*rises by 8%.*Price of Team rises/)
  await both.getByRole('button', { name: 'Save the chosen' }).click()
  await both.waitFor({ state: 'detached' })
  await other.page.getByRole('complementary', { name: 'Note' }).getByRole('heading', { name: 'Price of Team rises in May' }).waitFor()
  await other.context.close()
  await page.getByRole('link', { name: 'Open the whole page' }).click()
  await page
    .getByRole('link', { name: 'History' })
    .or(page.getByRole('tab', { name: 'History' }))
    .first()
    .click()
  expect(await page.getByText('Price of Team rises by 8%').count()).toBeGreaterThan(0)
})

test('as of a past day nothing can be edited, and Esc leads back to now', async () => {
  await page.goto('/notes/n/notes')
  await page.getByText('4 notes').waitFor()
  const yesterday = new Date(companyNow() - 86_400_000).toISOString().slice(0, 10)
  await page.getByLabel('As of').fill(yesterday)
  await page.getByText('Nothing can be edited.').waitFor()
  await page.getByText(/^There were no notes on /).waitFor()
  const create = page.getByRole('button', { name: /^New note/ })
  expect(await create.getAttribute('aria-disabled')).toBe('true')
  expect(await create.getAttribute('title')).toBe('The past cannot be edited.')
  await page.getByRole('textbox', { name: 'As of' }).blur()
  await page.keyboard.press('Escape')
  await page.getByText('4 notes').waitFor()
  expect(page.url()).not.toContain('asOf')
  expect(visit.faults.filter((fault) => !fault.includes('412'))).toEqual([])
})
