import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser, Page, Request } from 'playwright-core'
import { enter, launch } from './support/browser.ts'
import { startServer, type Server } from './support/server.ts'

/** The VP of the sample company says how a key result stands. */
let served: Server
let browser: Browser
let page: Page

beforeAll(async () => {
  served = await startServer({ sample: true })
  browser = await launch()
  page = (await enter(browser, served, 'harborlight')).page
  page.setDefaultTimeout(60_000)
})
afterAll(async () => {
  await browser.close()
  await served.remove()
})

const open = async (): Promise<void> => {
  await page.goto('/harborlight/goals')
  await page.getByRole('heading', { name: 'Goals', level: 1 }).waitFor()
}

test('a check-in that waits for its row is called off by leaving it, and says when the row cannot be read', async () => {
  const sent: string[] = []
  const note = (request: Request) => void (request.url().endsWith('/checkIn') && sent.push(request.url()))
  const isRow = (url: URL) => /\/keyResults\/[^/]+$/.test(url.pathname)
  const row = Promise.withResolvers<void>()
  let read = 0
  page.on('request', note)
  await page.route(isRow, async (route) => {
    read += 1
    await row.promise
    await route.continue()
  })
  await open()
  const start = page.getByRole('button', { name: 'Check in Net revenue retention, 12 months' })
  const form = page.getByRole('form', { name: 'Check in Net revenue retention, 12 months' })
  const send = form.getByRole('button', { name: /^Check in/ })
  const say = async () => {
    await start.click()
    await form.getByLabel('On track').check()
    await form.getByLabel('What changed').fill('Nothing that anybody would want to read.')
    await page.keyboard.press('Control+Enter')
  }
  await say()
  await expect.poll(() => send.getAttribute('aria-disabled')).toBe('true')
  const isOfRow = (request: Request) => isRow(new URL(request.url()))
  const ended = Promise.any([page.waitForEvent('requestfinished', isOfRow), page.waitForEvent('requestfailed', isOfRow)])
  await page.keyboard.press('Escape')
  await form.waitFor({ state: 'detached' })
  row.resolve()
  await ended
  expect([read, sent]).toEqual([1, []])
  await page.unroute(isRow)
  await page.route(isRow, (route) =>
    route.fulfill({ status: 503, contentType: 'application/problem+json', body: '{"title":"The store is away.","status":503}' }),
  )
  await open()
  await say()
  await page.getByText(/^Not saved\./).waitFor()
  expect(await send.getAttribute('aria-disabled')).toBe('false')
  expect(sent).toEqual([])
  await page.unroute(isRow)
  page.off('request', note)
})

test('she checks in by keyboard, and off the track nothing is sent without cause, step and day', async () => {
  await open()
  const start = page.getByRole('button', { name: 'Check in Net revenue retention, 12 months' })
  await start.focus()
  await page.keyboard.press('Enter')
  const form = page.getByRole('form', { name: 'Check in Net revenue retention, 12 months' })
  await form.getByText('Suggested:').waitFor()
  await page.keyboard.press('2')
  expect(await form.getByLabel('At risk').isChecked()).toBe(true)
  await form.getByLabel('What changed').fill('Two of the ten largest came back to their seats.')
  await form.getByLabel('Next step').fill('')
  expect(await form.getByRole('button', { name: /^Check in/ }).getAttribute('aria-disabled')).toBe('true')
  await form.getByLabel('Next step').fill('Visit the other eight')
  await form.getByLabel('Cause').selectOption('demand')
  await page.keyboard.press('Control+Enter')
  await form.waitFor({ state: 'detached' })
  await page.getByText('“Two of the ten largest came back to their seats.”').waitFor()
  await start.focus()
  await page.keyboard.press('Enter')
  expect(await form.getByLabel('Cause').inputValue()).toBe('demand')
  await page.keyboard.press('Escape')
  await form.waitFor({ state: 'detached' })
  expect(await start.evaluate((button) => button === document.activeElement)).toBe(true)
})
