import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { enter, launch } from './support/browser.ts'
import { startServer, type Server } from './support/server.ts'

/** The VP of the sample company writes a score of her own, types in what a customer answered, and keeps her ways of looking at the roadmap. */
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

test('steps beyond the bets that were sent wait for the next one: it takes no other place, and what is explained stays until then', async () => {
  const keys: string[] = []
  const isRanking = (url: URL) => url.pathname.endsWith('/plan/priorities')
  const isBet = (url: URL) => /\/plan\/priorities\/[^/]+$/.test(url.pathname)
  let bet = Promise.withResolvers<void>()
  await page.route(isRanking, async (route) => {
    const response = await route.fetch()
    const answer: { bets: { key: string }[] } = await response.json()
    keys.push(...answer.bets.map(({ key }) => key))
    await route.fulfill({ response, json: { ...answer, bets: answer.bets.slice(0, 2) } })
  })
  await page.route(isBet, async (route) => {
    await bet.promise
    await route.continue()
  })
  await page.goto('/harborlight/roadmap/prioritise')
  await page.getByText(/^Ranked by/).waitFor()
  const shown = (at: number) => page.getByRole('complementary', { name: `Why ${keys[at]}`, exact: true })
  const asked = () => new URL(page.url()).searchParams.get('why')
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await shown(1).waitFor()
  for (const at of [2, 3]) {
    await page.keyboard.press('j')
    await expect.poll(asked).toBe(keys[at])
    for (const key of ['j', 'k', 'j']) await page.keyboard.press(key)
    expect([asked(), await shown(at - 1).isVisible()]).toEqual([keys[at], true])
    bet.resolve()
    await shown(at).waitFor()
    bet = Promise.withResolvers<void>()
  }
  bet.resolve()
  await page.keyboard.press('k')
  await page.keyboard.press('k')
  await shown(1).waitFor()
  await page.unrouteAll()
})

test('she takes the mean of ICE, and no other form of it stands beside', async () => {
  await page.goto('/harborlight/roadmap/prioritise')
  await page.getByRole('link', { name: 'ICE', exact: true }).click()
  await page.getByText(/^Ranked by ICE product/).waitFor()
  await page.getByRole('link', { name: 'Mean', exact: true }).click()
  await page.getByText(/^Ranked by ICE mean/).waitFor()
  expect(await page.getByRole('columnheader', { name: /^ICE/ }).allTextContents()).toEqual(['ICE mean'])
})

test('she writes a formula: what cannot be read is told at its place, what moves before it is kept, and then it ranks', async () => {
  await page.getByRole('button', { name: 'Formula', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'A score of your own' })
  const formula = dialog.getByLabel('Formula', { exact: true })
  await formula.fill('reach * impct')
  await dialog.getByText('Character 9: No bet has an input “impct”.').waitFor()
  expect(await dialog.locator('mark').textContent()).toBe('impct')
  await formula.fill('reach * impact')
  await dialog.getByText(/^It scores 11 of 11 bets\. Beside ICE mean/).waitFor()
  await dialog.getByLabel('Name', { exact: true }).fill('Reach alone')
  await dialog.getByRole('button', { name: 'Keep it' }).click()
  await page.getByText(/^Ranked by Reach alone: reach \* impact/).waitFor()
  expect(page.url()).toContain('by=SFM-2')
  await page.getByRole('button', { name: 'SSO set-up that succeeds first time' }).click()
  const why = page.getByRole('complementary', { name: 'Why INI-1' })
  expect(await why.locator('.code').textContent()).toBe('559 * 2 = 1,118')
  await why.getByRole('heading', { name: 'What would change the order' }).waitFor()
})

test('she sizes a bet anew where its rank is told, and its effort is of today', async () => {
  await page.goto('/harborlight/roadmap/prioritise?why=INI-11')
  const why = page.getByRole('complementary', { name: 'Why INI-11' })
  const effort = why.getByRole('row', { name: /^Effort, person-months/ })
  expect(await effort.textContent()).toContain('16 of 60 d')
  await effort.getByRole('button', { name: 'Effort, person-months' }).click()
  await why.getByLabel('Person-weeks, as of today').fill('100')
  await why.getByRole('button', { name: 'Size', exact: true }).click()
  await effort.getByText('0 of 60 d').waitFor()
  expect(await effort.textContent()).toContain('23.1')
})

test('she types in what a customer answered, and the class of the bet follows', async () => {
  await page.goto('/harborlight/roadmap/prioritise?by=kano&why=INI-2')
  const why = page.getByRole('complementary', { name: 'Why INI-2' })
  await why.getByText('Nobody was asked.').waitFor()
  await why.getByRole('button', { name: 'Add an answer' }).click()
  await why.getByLabel('Who answered').fill('Analyst of Polder Energy')
  await why.getByLabel('How they feel if they have it').selectOption('I expect it')
  await why.getByLabel('How they feel if they do not have it').selectOption('I dislike it')
  await why.getByRole('button', { name: 'Add', exact: true }).click()
  await why.getByText(/^Must-be: 1 answer/).waitFor()
  await why.getByRole('button', { name: 'Paste answers' }).click()
  const lines = page.getByRole('dialog', { name: 'Answers about INI-2' })
  await lines.getByLabel('Lines of the survey').fill('Quay Bank; expect; dislike\nDock Nine; perhaps; like')
  await lines.getByRole('button', { name: 'Take the answers' }).click()
  await lines.getByText(/^Line 2: “perhaps” is no answer\./).waitFor()
  const file = (heading: string) => ({
    name: 'October.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(
      `Company,Name,${heading}\nQuay Bank,Zo\u00eb,I expect it,I don\u0092t like it\nDock Nine,Ren\u00e9,I like it,I don\u0092t like it`,
      'latin1',
    ),
  })
  await lines.getByLabel('Or from a CSV file').setInputFiles(file('How do you feel about us?,With it,Without it'))
  await lines.getByRole('button', { name: 'Take the answers' }).click()
  await lines.getByText(/^Line 1: Two columns may tell how they feel with it: “How do you feel about us\?”, “With it”; leave one\./).waitFor()
  await lines.getByLabel('Or from a CSV file').setInputFiles(file('With it,Without it'))
  expect(await lines.getByLabel('Lines of the survey').inputValue()).toContain('Zoë,I expect it,I don’t like it')
  await lines.getByRole('button', { name: 'Take the answers' }).click()
  await why.getByText(/^Must-be: 3 answers/).waitFor()
  await page.getByText('Customers call INI-2 a must-be, and it is below the line.').first().waitFor()
})

test('she saves a way of looking at the roadmap, finds it again, shows it to everybody and removes it', async () => {
  await page.goto('/harborlight/roadmap?lens=tree&squad=Identity')
  await page.getByRole('button', { name: 'Save view' }).click()
  await page.getByLabel('Name of the view').fill('Identity by objective')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  const views = page.getByRole('group', { name: 'Views' })
  await views.getByRole('button', { name: 'Identity by objective' }).waitFor()
  await views.getByRole('button', { name: 'Growth by worth' }).click()
  await page.getByRole('region', { name: 'Worth over effort' }).waitFor()
  expect(new URL(page.url()).searchParams.get('kind')).toBe('growth')
  await views.getByRole('button', { name: 'Identity by objective' }).click()
  await page.waitForURL(/lens=tree/)
  expect(new URL(page.url()).searchParams.get('squad')).toBe('Identity')
  await page.reload()
  await page.getByText('SSO set-up that succeeds first time').waitFor()
  await page.getByRole('button', { name: 'Change the view “Identity by objective”' }).click()
  await page.getByRole('menuitem', { name: 'Show it to everybody here' }).click()
  await page.getByRole('button', { name: 'Change the view “Identity by objective”' }).click()
  await page.getByRole('menuitem', { name: 'Show it to its owner alone' }).waitFor()
  await page.getByRole('menuitem', { name: 'Remove' }).click()
  await views.getByRole('button', { name: 'Identity by objective' }).waitFor({ state: 'detached' })
  await page.getByRole('link', { name: 'Table' }).click()
  await page.getByRole('group', { name: 'Views' }).getByRole('button', { name: 'Timeline by objective' }).click()
  await page.waitForURL(/roadmap\?.*lens=timeline/)
  await page.getByRole('list', { name: 'Legend' }).waitFor()
})
