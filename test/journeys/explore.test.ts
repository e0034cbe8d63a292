import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { violations } from './support/axe.ts'
import { enter, launch, same, type Visit } from './support/browser.ts'
import { companyNow } from './support/server.ts'

/** A question about behaviour, from the first event to the people behind a number, as a PM would ask it. */
const served = inject('served')
let browser: Browser
let vera: Visit
let page: Page

beforeAll(async () => {
  browser = await launch()
  vera = await enter(browser, served, 'harborlight')
  page = vera.page
})
afterAll(() => browser.close())

const answer = (on: Page) => on.getByRole('region', { name: 'Answer' })
const digits = (text: string | null): number => Number(text?.replaceAll(/\D/g, ''))

/** The conclusion of an answer that has come to rest. */
async function concluded(on: Page): Promise<string> {
  await on.locator('section[aria-label="Answer"][aria-busy="false"]').waitFor()
  return (await answer(on).getByRole('heading', { level: 2 }).textContent()) ?? ''
}

async function name(at: number, event: string): Promise<void> {
  const box = page.getByLabel(`Event ${at}`, { exact: true })
  await box.fill(event)
  await box.press('Enter')
}

test('two events make a funnel, and a number opens who stands behind it', async () => {
  await page.goto('/harborlight/metrics/explore')
  await name(1, 'task_completed')
  await name(2, 'approval_completed')
  expect(await concluded(page)).toMatch(/^\d+.* of \d+ accounts came through; most are lost before “approval_completed”$/)
  const bars = page.getByRole('list', { name: 'Funnel' }).getByRole('listitem')
  expect(await bars.count()).toBe(2)
  const reached = bars.nth(1).getByRole('button', { name: /accounts$/ })
  const count = digits(await reached.textContent())
  expect(count).toBeLessThan(digits(await bars.first().getByRole('button').textContent()))
  await reached.click()
  const peek = page.getByRole('complementary', { name: 'Who is behind the number' })
  await peek.getByRole('row').nth(1).waitFor()
  expect(await peek.getByText(/, by id\./).textContent()).toContain(`${count}, by id.`)
  expect(await peek.getByRole('row').count()).toBe(Math.min(count, 200) + 1)
  await page.keyboard.press('Escape')
  await peek.waitFor({ state: 'detached' })
})

test('a step moves by keyboard with its focus, and the answer follows', async () => {
  await page.getByLabel('Event 1', { exact: true }).press('Alt+ArrowDown')
  await expect.poll(() => page.getByLabel('Event 2', { exact: true }).inputValue()).toBe('task_completed')
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Event 2')
  await expect.poll(() => concluded(page)).toContain('before “task_completed”')
})

test('a step moves by dragging, and shows where it would go', async () => {
  const order = () => page.locator('.p-insights .steps input[list]').evaluateAll((all) => all.map((one) => (one instanceof HTMLInputElement ? one.value : '')))
  const before = await order()
  const rows = page.locator('.p-insights .steps > li')
  await rows.nth(0).locator('.grip').hover()
  await page.mouse.down()
  const box = await rows.nth(1).boundingBox()
  for (const by of [4, 8, 12]) await page.mouse.move((box?.x ?? 0) + 60, (box?.y ?? 0) + by)
  await expect.poll(() => rows.nth(1).getAttribute('class')).toBe('onto below')
  await page.mouse.up()
  await expect.poll(order).toEqual(before.toReversed())
  expect(await page.locator('.p-insights .onto').count()).toBe(0)
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Event 2')
  await page.getByLabel('Event 1', { exact: true }).press('Alt+ArrowDown')
  await expect.poll(order).toEqual(before)
})

test('the address is the question: another window, and Back, show the same', async () => {
  await page.getByRole('combobox', { name: 'Add a breakdown' }).selectOption('account.segment')
  await page.getByRole('region', { name: 'By line' }).waitFor()
  const said = await concluded(page)
  const other = await same(browser, served, vera.context, { viewport: { width: 360, height: 740 }, colorScheme: 'dark' })
  await other.page.goto(page.url())
  expect(await concluded(other.page)).toBe(said)
  expect(await other.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0)
  expect(await violations(other.page)).toEqual([])
  expect(other.faults).toEqual([])
  await page.goBack()
  await page.getByRole('region', { name: 'By line' }).waitFor({ state: 'detached' })
  await page.goForward()
  await page.getByRole('region', { name: 'By line' }).waitFor()
  expect(await violations(page)).toEqual([])
})

test('a question is saved, opens whole, and a change of it is kept with its history', async () => {
  await answer(page).getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByLabel('Name of the saved question').fill('Approvals after tasks')
  await answer(page).getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByRole('heading', { name: 'Approvals after tasks', level: 1 }).waitFor()
  await page.goto('/harborlight/metrics/explore')
  await page.getByRole('region', { name: 'Saved questions' }).getByRole('link', { name: 'Approvals after tasks' }).click()
  await page.getByRole('region', { name: 'By line' }).waitFor()
  expect(await page.getByLabel('Event 2', { exact: true }).inputValue()).toBe('task_completed')
  await name(2, 'report_exported')
  await expect.poll(() => concluded(page)).toContain('before “report_exported”')
  await answer(page).getByRole('button', { name: 'Save changes' }).click()
  await answer(page).getByRole('button', { name: 'Save changes' }).waitFor({ state: 'detached' })
  await page.getByRole('link', { name: /, history$/ }).click()
  await page
    .getByText(/report_exported/)
    .first()
    .waitFor()
})

test('the saved question is put on a review, stands there as of its day, and is taken off', async () => {
  const month = new Date(companyNow() - 35 * 86_400_000).toISOString().slice(0, 7)
  const made = await page.request.post('/api/v1/reviews/generate', {
    headers: { 'x-workspace': 'harborlight', origin: served.url },
    data: { kind: 'custom', period: month },
  })
  const review = (await made.json()) as { readonly key: string; readonly name: string }
  await page.goto('/harborlight/metrics/explore')
  await page.getByRole('region', { name: 'Saved questions' }).getByRole('link', { name: 'Approvals after tasks' }).click()
  await answer(page).getByRole('button', { name: 'Put on a review' }).click()
  await page.getByRole('menuitem', { name: review.name, exact: true }).click()
  await page.getByText(`${review.name} holds 1 saved question`).waitFor()
  await page.goto(`/harborlight/reviews/${review.key}`)
  const part = page.getByRole('region', { name: 'What people did' })
  expect(await part.textContent()).toMatch(/Approvals after tasks.*% of \d+ accounts came through/)
  expect(await violations(page)).toEqual([])
  await part.getByRole('button', { name: 'Take “Approvals after tasks” off' }).click()
  await part.waitFor({ state: 'detached' })
})

test('segments stand beside each other with their n, and those lost in one are kept as a cohort and asked about alone', async () => {
  await page.goto('/harborlight/metrics/explore')
  await name(1, 'task_completed')
  await name(2, 'approval_completed')
  const groups = page.getByRole('combobox', { name: 'Compare with a group' })
  await groups.selectOption({ label: 'Mid-market' })
  await page.getByText('Choose another to see both beside each other.').waitFor()
  await groups.selectOption({ label: 'Small teams' })
  const lines = page.getByRole('region', { name: 'By line' })
  await lines.waitFor()
  expect(await concluded(page)).toMatch(/of \d+ in .*, .*of \d+ in .*: accounts that came through/)
  expect(await page.getByRole('list', { name: 'Groups' }).textContent()).toMatch(/Mid-market \d+ accounts.*Small teams \d+ accounts/)
  expect(await lines.getByRole('rowheader').allTextContents()).toEqual(['Mid-market', 'Small teams', 'All accounts'])
  expect(await violations(page)).toEqual([])
  const small = lines.getByRole('row', { name: /^Small teams/ }).getByRole('button')
  const count = digits(await small.nth(1).textContent())
  await small.nth(1).click()
  const peek = page.getByRole('complementary', { name: 'Who is behind the number' })
  await peek.getByLabel('Name of the cohort').fill('Small teams that approve')
  expect(await peek.getByLabel(`Static: exactly these ${count}, for good`).isChecked()).toBe(false)
  expect(await violations(page)).toEqual([])
  await peek.getByRole('button', { name: 'Keep cohort' }).click()
  await peek.getByRole('button', { name: 'Ask only of these' }).click()
  await expect.poll(() => concluded(page), { timeout: 15_000 }).toContain(`of ${count} accounts came through`)
  expect(await page.getByLabel('Filter 1, property').locator('option:checked').textContent()).toBe('in the cohort Small teams that approve')
  await page.getByRole('combobox', { name: 'Compare with a group' }).selectOption({ label: 'Small teams that approve' })
  await page.getByRole('button', { name: 'Remove Small teams that approve from the comparison' }).waitFor()
})

test('a saved question is followed from its page, told on Today in words, paced and left there', async () => {
  await page.goto('/harborlight/metrics/explore')
  await page.getByRole('region', { name: 'Saved questions' }).getByRole('link', { name: 'Approvals after tasks' }).click()
  await answer(page).getByRole('button', { name: 'Subscribe' }).click()
  await page.getByRole('menuitem', { name: 'Every week' }).click()
  await answer(page).getByRole('button', { name: 'Told every week' }).waitFor()
  await page.goto('/harborlight/today')
  const followed = page.getByRole('region', { name: 'What you follow' })
  expect(await followed.getByRole('listitem').textContent()).toMatch(
    /^Approvals after tasks.*[\d.]+% in week \d+ of \d{4}, [\d.]+ points (more|less) than the week before, /,
  )
  expect(await violations(page)).toEqual([])
  await followed.getByRole('button', { name: 'Approvals after tasks: told every week' }).click()
  await page.getByRole('menuitem', { name: 'Tell me every month' }).click()
  await followed.getByRole('button', { name: 'Approvals after tasks: told every month' }).click()
  expect(await followed.getByRole('listitem').textContent()).toMatch(/% in [A-Z][a-z]+ \d{4}, [\d.]+ points (more|less) than the month before/)
  await page.getByRole('menuitem', { name: 'Unsubscribe' }).click()
  await followed.waitFor({ state: 'detached' })
})

test('what happened is noted on the line, and stands there at once', async () => {
  const q = { kind: 'trend', range: { last: 12, unit: 'week', includeCurrent: true }, series: [{ sel: { event: 'task_completed' } }] }
  await page.goto(`/harborlight/metrics/explore?q=${encodeURIComponent(JSON.stringify(q))}`)
  await answer(page).getByRole('button', { name: 'Note on the line' }).click()
  const form = page.getByRole('dialog', { name: 'Note on the line' })
  await form.getByLabel('Name').fill('Price list 2027 announced')
  await form.getByLabel(/^On/).fill(new Date(companyNow() - 86_400_000).toISOString().slice(0, 10))
  await form.getByRole('button', { name: 'Add note' }).click()
  await answer(page).locator('figcaption').getByRole('link', { name: 'Price list 2027 announced' }).waitFor()
})

test('an event that nobody sent is told, not counted as nothing', async () => {
  await page.goto('/harborlight/metrics/explore')
  await name(1, 'task_completed')
  await name(2, 'task_dreamt')
  await page.getByText('Nothing in these events is called event “task_dreamt”.').waitFor()
})

test('paths are a figure that the keyboard walks, and a band opens who went that way', async () => {
  const asked = { kind: 'paths', actor: 'person', range: { last: 30, unit: 'day' }, gap: { n: 1, unit: 'day' }, breakdown: [{ by: 'account.plan', limit: 1 }] }
  await page.goto(`/harborlight/metrics/explore?q=${encodeURIComponent(JSON.stringify(asked))}`)
  await concluded(page)
  const bands = page.getByRole('region', { name: 'Flow of paths', exact: true }).getByRole('button')
  await bands.first().waitFor()
  expect(await page.getByRole('region', { name: 'Flow of paths, Other' }).getByRole('button').count()).toBeGreaterThan(0)
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '')
  await bands.first().focus()
  const first = await focused()
  expect(first).toMatch(/^Step 1: .+ to .+, \d+ times?, half within /)
  await page.keyboard.press('Alt+ArrowDown')
  expect(await focused()).toBe(first)
  await page.keyboard.press('End')
  expect(await focused()).not.toBe(first)
  expect(await bands.evaluateAll((all) => all.filter((one) => one.getAttribute('tabindex') === '0').length)).toBe(1)
  await page.keyboard.press('ArrowUp')
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('Enter')
  const peek = page.getByRole('complementary', { name: 'Who is behind the number' })
  await peek.getByRole('row').nth(1).waitFor()
  await page.setViewportSize({ width: 360, height: 740 })
  await page.keyboard.press('Escape')
  await peek.waitFor({ state: 'detached' })
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0)
})

test('paths that only end somewhere count back from it in figure, caption and table, as wide as the page also after an answer without any', async () => {
  await page.setViewportSize({ width: 1280, height: 800 })
  const asked = (more: object) => ({ kind: 'paths', actor: 'person', range: { last: 30, unit: 'day' }, gap: { n: 1, unit: 'day' }, maxSteps: 3, ...more })
  const to = (question: object) => `/harborlight/metrics/explore?q=${encodeURIComponent(JSON.stringify(question))}`
  await page.goto(to(asked({ endAt: { event: 'approval_completed' }, startAt: { event: 'task_dreamt' } })))
  await concluded(page)
  const flow = page.getByRole('region', { name: 'Flow of paths', exact: true })
  expect(await flow.count()).toBe(0)
  await page.evaluate(
    (next) => {
      history.pushState(null, '', next)
      dispatchEvent(new PopStateEvent('popstate'))
    },
    to(asked({ endAt: { event: 'approval_completed' } })),
  )
  const bands = flow.getByRole('button')
  await bands.first().waitFor()
  expect(await flow.locator('svg').evaluate((figure) => figure.clientWidth)).toBeGreaterThan(600)
  expect(await flow.locator('.flow-head').allTextContents()).toEqual(['2 before the end', '1 before the end', 'End'])
  expect(await bands.first().getAttribute('aria-label')).toMatch(/^2 before the end: /)
  await page.getByRole('region', { name: 'Paths' }).getByRole('cell', { name: '2 before the end' }).first().waitFor()
})
