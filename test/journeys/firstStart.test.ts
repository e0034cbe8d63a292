import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser } from 'playwright-core'
import { launch, visit } from './support/browser.ts'
import { startServer, type Server } from './support/server.ts'

// its own server, so that nobody has used the link
let served: Server
let browser: Browser
beforeAll(async () => {
  served = await startServer({ sample: true })
  browser = await launch()
})
afterAll(async () => {
  await browser.close()
  await served.remove()
})

test('the link of the start command signs the owner in once and opens Today', async () => {
  const { page, faults } = await visit(browser, served)
  await page.goto(served.link)
  await page.getByRole('heading', { name: 'Needs you' }).waitFor()
  expect(new URL(page.url()).pathname).toBe('/harborlight/today')
  expect(await page.getByRole('button', { name: /theme, password, sign out/ }).getAttribute('aria-label')).toContain('Vera Lindqvist')
  expect(faults).toEqual([])
})

test('the used link says so and offers to sign in, and a link that never was is not known', async () => {
  const { page } = await visit(browser, served)
  await page.goto(served.link)
  await page.getByRole('heading', { name: 'This link has been used' }).waitFor()
  await page.getByRole('link', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await page.goto('/welcome/not-a-link-that-anybody-made')
  await page.getByText('This link is not known here.').waitFor()
  expect(new URL(page.url()).pathname).toContain('/welcome/')
})

test('a page of the workspace sends a stranger to the sign-in and remembers where they were going', async () => {
  const { page } = await visit(browser, served)
  await page.goto('/harborlight/metrics?state=signals')
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  expect(new URL(page.url()).searchParams.get('to')).toBe('/harborlight/metrics?state=signals')
  await page.getByLabel('E-mail').fill('vera.lindqvist@harborlight.example')
  await page.getByLabel('Password').fill('not the password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  expect(await page.getByRole('alert').textContent()).toMatch(/password|e-mail/i)
})
