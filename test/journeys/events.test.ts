import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { Browser } from 'playwright-core'
import { violations } from './support/axe.ts'
import { enter, launch, same, type Visit } from './support/browser.ts'

const [served, pictures] = [inject('served'), inject('pictures')]
let browser: Browser
let vera: Visit
let key = ''

beforeAll(async () => {
  browser = await launch()
  vera = await enter(browser, served, 'harborlight')
})
afterAll(() => browser.close())

const region = (name: RegExp) => vera.page.getByRole('region', { name })

test('a source is made, with its key once and the lines to change', async () => {
  const { page } = vera
  await page.goto('/harborlight/metrics/events')
  await page.getByText('Nothing sends events yet').waitFor()
  await page.screenshot({ path: join(pictures, 'events-empty.png') })
  await page.getByRole('button', { name: 'New source' }).click()
  const dialog = page.getByRole('dialog', { name: 'New source' })
  await dialog.getByLabel(/^Name/).fill('Harbor app')
  await dialog.getByRole('button', { name: 'Make the source' }).click()
  key = await dialog.getByLabel('Write key').inputValue()
  expect(key).toMatch(/^tlw_/)
  expect(await dialog.locator('pre').textContent()).toContain(`writeKey: '${key}'`)
  expect(await violations(page)).toEqual([])
  await page.screenshot({ path: join(pictures, 'events-key.png') })
  await dialog.getByRole('button', { name: 'Done' }).click()
  await region(/^Sources/)
    .first()
    .getByRole('link', { name: 'Harbor app' })
    .waitFor()
})

test('what it sends is seen within seconds, and what cannot be taken waits', async () => {
  const { page } = vera
  const event = (id: string, more: object = {}) => ({
    type: 'track',
    event: 'Manifest signed',
    userId: 'vera',
    messageId: id,
    context: { groupId: 'ACC-1' },
    ...more,
  })
  const answer = await fetch(`${served.url}/v1/batch`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      batch: [
        event('j1', { properties: { berths: 3 } }),
        event('j2'),
        event('j3', { userId: 'undefined' }),
        event('j4', { timestamp: '2099-01-01T00:00:00Z' }),
      ],
    }),
  })
  expect([answer.status, await answer.json()]).toEqual([200, { success: true }])
  await page.getByText(/2 events came in the last 24 hours; 2 events wait for you/).waitFor()
  await region(/^The newest events/)
    .first()
    .getByRole('cell', { name: 'Manifest signed' })
    .first()
    .waitFor()
  expect(await violations(page)).toEqual([])
  await page.screenshot({ path: join(pictures, 'events-arriving.png') })
  await page.getByRole('link', { name: 'Waiting' }).click()
  const placeholder = region(/^An id that stands for nobody/)
  await placeholder.getByRole('button', { name: 'Replay' }).click()
  await page.getByText('0 taken, 1 still waits').waitFor()
  expect(await violations(page)).toEqual([])
  await page.screenshot({ path: join(pictures, 'events-waiting.png') })
  await placeholder.getByRole('button', { name: 'Dismiss' }).click()
  await placeholder.waitFor({ state: 'detached' })
})

test('an event that nobody planned is accepted into the plan', async () => {
  const { page, faults } = vera
  await page.goto('/harborlight/metrics/events?show=plan')
  const accept = page.getByRole('button', { name: 'Accept Manifest signed' })
  for (let more = 0; more < 3 && (await accept.count()) === 0; more += 1) await page.waitForTimeout(500)
  await accept.click()
  await page.getByRole('region', { name: 'Planned events' }).getByRole('link', { name: 'Manifest signed' }).waitFor()
  expect(await violations(page)).toEqual([])
  await page.screenshot({ path: join(pictures, 'events-plan.png'), fullPage: true })
  expect(faults).toEqual([])
})

test.for([
  { name: 'dark', options: { colorScheme: 'dark' as const } },
  { name: 'phone', options: { viewport: { width: 360, height: 800 } } },
])('the pages hold in $name', async ({ name, options }) => {
  const { page, context } = await same(browser, served, vera.context, options)
  for (const show of ['', '?show=held', '?show=plan']) {
    await page.goto(`/harborlight/metrics/events${show}`)
    await page.locator('.concl.lead').waitFor()
    expect(await violations(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
    await page.screenshot({ path: join(pictures, `events-${name}${show.replace('?show=', '-')}.png`), fullPage: true })
  }
  await context.close()
})
