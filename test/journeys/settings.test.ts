import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { enter, launch, same, visit, type Visit } from './support/browser.ts'
import { throughline } from './support/server.ts'

const served = inject('served')
let browser: Browser
let owner: Visit
let viewer: Visit
let page: Page

beforeAll(async () => {
  browser = await launch()
  await throughline(served, 'workspace', 'create', 'team')
  owner = await enter(browser, served, 'team')
  page = owner.page
  await page.goto('/team/settings')
})
afterAll(() => browser.close())

test('a person is invited by a link that is shown once, and joins with a password of their own', async () => {
  await page.getByRole('button', { name: 'Invite people' }).click()
  const form = page.getByRole('dialog', { name: 'Invite people' })
  await form.getByLabel(/^Name/).fill('Ines Falk')
  await form.getByLabel(/^Email/).fill('ines.falk@harborlight.example')
  await form.getByLabel(/^Role/).selectOption('viewer')
  await form.getByRole('button', { name: 'Make the link' }).click()
  const link = await form.getByLabel('Invitation link').inputValue()
  await form.getByRole('button', { name: 'Done' }).click()
  await page.getByText('1 invitation not yet answered').waitFor()

  viewer = await visit(browser, served)
  await viewer.page.goto(link)
  await viewer.page.getByRole('heading', { name: 'Join team' }).waitFor()
  await viewer.page.getByLabel('Password').fill('short')
  await viewer.page.getByRole('button', { name: 'Join' }).click()
  expect(new URL(viewer.page.url()).pathname).toContain('/welcome/')
  await viewer.page.getByLabel('Password').fill('a quiet harbour at dawn')
  await viewer.page.getByRole('button', { name: 'Join' }).click()
  await viewer.page.waitForURL('**/team/today')
  await page.getByText('2 people can sign in').waitFor()
})

test('a viewer sees everything and may edit nothing: the buttons are grey and say why, and the server agrees', async () => {
  await page.goto('/team/n/notes?new=note')
  const form = page.getByRole('dialog', { name: 'New note' })
  await form.getByLabel(/^Name/).fill('The first customer pays')
  await form.getByLabel(/^On/).fill('2026-03-01')
  await form.getByRole('button', { name: 'Add', exact: true }).click()
  await form.waitFor({ state: 'detached' })

  await viewer.page.goto('/team/n/notes')
  await viewer.page.getByRole('button', { name: 'The first customer pays' }).click()
  const peek = viewer.page.getByRole('complementary', { name: 'Note' })
  for (const button of [viewer.page.getByRole('button', { name: /^New note/ }), peek.getByRole('button', { name: /^Edit/ })]) {
    expect(await button.getAttribute('aria-disabled')).toBe('true')
    expect(await button.getAttribute('title')).toMatch(/editor/i)
  }
  expect(await viewer.page.getByRole('button', { name: /: edit$/ }).count()).toBe(0)
  await viewer.page.goto('/team/settings')
  expect(await viewer.page.getByRole('button', { name: 'Invite people' }).isDisabled()).toBe(true)
  expect(await viewer.page.getByRole('link', { name: 'Audit log' }).count()).toBe(0)
  const refused = await viewer.page.request.post('/api/v1/notes', {
    headers: { 'X-Workspace': 'team', 'Idempotency-Key': 'a-viewer-tries', Origin: served.url },
    data: { name: 'Not allowed', on: '2026-03-02' },
  })
  expect(refused.status()).toBe(403)
  expect(viewer.faults.filter((fault) => !/40[13]|422/.test(fault))).toEqual([])
})

test('a key is shown once, works over HTTP, and is dead as soon as it is revoked', async () => {
  await page.goto('/team/settings?tab=keys')
  await page.getByRole('button', { name: 'New key' }).click()
  const form = page.getByRole('dialog', { name: 'New key' })
  await form.getByLabel(/^Name/).fill('Nightly export')
  await form.getByRole('button', { name: 'Make the key' }).click()
  const key = await form.getByLabel('API key').inputValue()
  expect(key).toMatch(/^tl_.{20,}/)
  await form.getByRole('button', { name: 'Done' }).click()
  const read = () => fetch(`${served.url}/api/v1/notes`, { headers: { Authorization: `Bearer ${key}`, 'X-Workspace': 'team' } })
  const answer: unknown = await (await read()).json()
  expect(answer).toMatchObject({ items: [{ name: 'The first customer pays' }] })
  await page.reload()
  const line = page.getByRole('row').filter({ hasText: 'Nightly export' })
  await line.waitFor()
  expect(await page.content()).not.toContain(key)
  await line.getByRole('button', { name: 'Revoke' }).click()
  await page.getByText('The key no longer works').waitFor()
  expect((await read()).status).toBe(401)
})

test('the audit log tells who did what, and its chain verifies on the page and by command', async () => {
  await page.getByRole('link', { name: 'Audit log' }).click()
  await page.getByText('Chain whole.').waitFor()
  const joined = page.getByRole('row').filter({ hasText: /Joined\..*Ines Falk/ })
  await joined.first().waitFor()
  expect(await joined.count()).toBe(1)
  expect(await throughline(served, 'verify', '--workspace', 'team')).toContain('is whole')
})

test('signing out everywhere ends the other windows too', async () => {
  const elsewhere = await same(browser, served, viewer.context)
  await elsewhere.page.goto('/team/today')
  await elsewhere.page.getByRole('heading', { name: 'Needs you' }).waitFor()
  await viewer.page.goto('/team/settings?tab=you')
  await viewer.page.getByRole('button', { name: /everywhere/i }).click()
  const confirm = viewer.page.getByRole('dialog').getByRole('button', { name: /everywhere|sign out/i })
  if (await confirm.isVisible().catch(() => false)) await confirm.click()
  await viewer.page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await elsewhere.page.reload()
  await elsewhere.page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await elsewhere.page.getByLabel('E-mail').fill('ines.falk@harborlight.example')
  await elsewhere.page.getByLabel('Password').fill('a quiet harbour at dawn')
  await elsewhere.page.getByRole('button', { name: 'Sign in' }).click()
  await elsewhere.page.waitForURL('**/team/today')
})

test('who is no longer a member is out at once', async () => {
  await page.goto('/team/settings')
  const line = page.getByRole('row').filter({ hasText: 'Ines Falk' })
  await line.getByRole('button', { name: 'End access' }).click()
  await line.getByText('Left').waitFor()
  await viewer.page.goto('/team/today')
  expect(await viewer.page.getByRole('heading', { name: 'Needs you' }).isVisible()).toBe(false)
})
