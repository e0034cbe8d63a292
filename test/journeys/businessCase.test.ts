import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { enter, launch, visit, type Visit } from './support/browser.ts'
import { companyNow, startServer, type Server } from './support/server.ts'

/** A product manager argues for an investment, and somebody else approves it. Its own server: the case and the decision are nobody else’s. */
let served: Server
let browser: Browser
let vera: Visit
let pia: Visit

beforeAll(async () => {
  served = await startServer({ sample: true })
  browser = await launch()
  vera = await enter(browser, served, 'harborlight')
  pia = await visit(browser, served)
  for (const { page } of [vera, pia]) page.setDefaultTimeout(60_000)
})
afterAll(async () => {
  await browser.close()
  await served.remove()
})

const asking = (page: Page, path: string, data?: object) =>
  page.request.fetch(`/api/v1/${path}`, {
    method: data ? 'POST' : 'GET',
    headers: { 'x-workspace': 'harborlight', origin: served.url },
    ...(data ? { data } : {}),
  })
/** The cells of a grid, by row and column. */
const cellsOf = (page: Page, grid: string) => (row: number, column: number) => page.getByRole('grid', { name: grid }).locator(`[data-at="${row} ${column}"]`)
const isRow = (value: unknown): value is Readonly<Record<string, unknown>> & { readonly id: string } =>
  typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string'
async function rowsOf(page: Page, path: string) {
  const body: unknown = await (await asking(page, path)).json()
  return typeof body === 'object' && body !== null && 'items' in body && Array.isArray(body.items) ? body.items.filter(isRow) : []
}

test('a product manager joins', async () => {
  const { page } = vera
  await page.goto('/harborlight/settings')
  await page.getByRole('button', { name: 'Invite people' }).click()
  const form = page.getByRole('dialog', { name: 'Invite people' })
  await form.getByLabel(/^Name/).fill('Pia Holm')
  await form.getByLabel(/^Email/).fill('pia.holm@harborlight.example')
  await form.getByLabel(/^Role/).selectOption('editor')
  await form.getByRole('button', { name: 'Make the link' }).click()
  const link = await form.getByLabel('Invitation link').inputValue()
  await pia.page.goto(link)
  await pia.page.getByLabel('Password').fill('a quiet harbour at dawn')
  await pia.page.getByRole('button', { name: 'Join' }).click()
  await pia.page.waitForURL('**/harborlight/today')
})

test('she writes a case; it cannot be submitted while it lacks what would prove it', async () => {
  const { page } = pia
  await page.goto('/harborlight/strategy')
  await page.getByRole('link', { name: 'Business cases' }).click()
  await page.getByRole('heading', { name: 'Business cases', level: 1 }).waitFor()
  await page.goto('/harborlight/n/businessCases?new=businessCase')
  const form = page.getByRole('dialog', { name: 'New business case' })
  await form.getByLabel(/^Title/).fill('Exports that keep their shape')
  await form.getByRole('button', { name: 'Add', exact: true }).click()
  await form.waitFor({ state: 'detached' })
  await page.goto('/harborlight/n/businessCases/BIZ-3')
  await page.getByRole('heading', { name: 'Exports that keep their shape', level: 1 }).waitFor()
  await page.getByText('It weighs fewer than two options').waitFor()
  const me = (await rowsOf(page, 'members?limit=50')).find((row) => row['name'] === 'Pia Holm')
  const [assumption] = await rowsOf(page, 'assumptions')
  const terms = {
    sponsor: me?.id,
    options: [{ name: 'Keep the shape' }, { name: 'Leave it', isNothing: true }],
    proposes: 'Keep the shape',
    stages: [
      { option: 'Keep the shape', name: 'Discovery', chance: 0.5, likely: 100, start: 0, end: 1 },
      { option: 'Keep the shape', name: 'Build', chance: 0.8, likely: 300, start: 1, end: 2 },
    ],
    flows: [
      { option: 'Keep the shape', name: 'First year', at: 2, likely: 600 },
      { option: 'Keep the shape', name: 'Second year', at: 3, likely: 600 },
    ],
    assumptions: [assumption?.id],
    successMetrics: [{ metric: 'csat', baseline: 0.81, target: 0.86, by: '2099-06-30' }],
  }
  expect((await asking(page, 'businessCases/BIZ-3/edit', terms)).ok()).toBe(true)
  await page.getByText('“Keep the shape” is worth $142').waitFor() // the worked example: 142.30
  const refused = await asking(page, 'businessCases/BIZ-3/submit', {})
  expect(await refused.text()).toContain('It names no kill criterion.')
  await asking(page, 'businessCases/BIZ-3/edit', { killCriteria: [{ metric: 'csat', value: 0.1, by: '2099-06-30' }] })
  await page.getByRole('region', { name: 'Kill criteria' }).first().getByText('Clear').waitFor()
  await page.getByRole('button', { name: 'Submit', exact: true }).click()
  await page.getByText('Submitted', { exact: true }).first().waitFor()
})

test('nobody approves their own; whoever else may finds it on Today and approves it by a decision', async () => {
  const decided = (await rowsOf(vera.page, 'decisions?limit=50')).find((row) => row['state'] === 'decided')
  const own = await asking(pia.page, 'businessCases/BIZ-3/approve', { decision: decided?.id })
  expect(await own.text()).toContain('Nobody approves their own case.')
  const { page } = vera
  await page.goto('/harborlight/today')
  await page.getByRole('link', { name: 'Business case: Exports that keep their shape' }).press('Enter') // a row makes room for its actions when it is pointed at
  await page.waitForURL('**/n/businessCases/**')
  await page.getByRole('button', { name: 'Approve', exact: true }).click()
  const form = page.getByRole('dialog', { name: 'Approve BIZ-3' })
  const question = String(decided?.['question'])
  await form.getByRole('combobox').fill(question.slice(0, 24))
  await page.getByRole('option').filter({ hasText: question }).click() // the list of all of them may still stand
  await form.getByRole('button', { name: 'Approve', exact: true }).click()
  await form.waitFor({ state: 'detached' })
  await page.getByText('Approved', { exact: true }).first().waitFor()
  await page.getByText('watched daily; one that fires asks for a decision').waitFor()
  expect([...vera.faults, ...pia.faults.filter((fault) => !fault.includes('status of 4'))]).toEqual([])
})

test('a sheet belongs to its case and its day: what is typed waits there, and is shown, kept and lost nowhere else', async () => {
  const { page } = vera
  const options = [{ name: 'Own them' }, { name: 'Rent on', isNothing: true }]
  expect((await asking(page, 'businessCases', { title: 'Hosts of our own', options, inputs: [{ name: 'hosts', likely: 7 }] })).ok()).toBe(true)
  const cell = cellsOf(page, 'Inputs, which formulas use')
  const save = page.getByRole('button', { name: 'Save', exact: true })
  const goTo = async (title: string) => {
    await page.keyboard.press('Control+k')
    await page.getByPlaceholder('Search or act').fill(title)
    await page
      .getByRole('option', { name: new RegExp(title) })
      .first()
      .click()
    await page.getByRole('heading', { name: title, level: 1 }).waitFor()
  }
  await page.goto('/harborlight/n/businessCases/BIZ-4')
  await cell(0, 2).click()
  await page.keyboard.type('8')
  await page.keyboard.press('Tab')
  await cell(0, 2).getByText('8').waitFor()

  await goTo('Connect charges by usage')
  await cell(0, 0).getByText('accounts').waitFor()
  expect(await save.isDisabled()).toBe(true)
  await cell(0, 2).click()
  await page.keyboard.type('260')
  await page.keyboard.press('Tab')
  await cell(0, 2).getByText('260').waitFor()
  await goTo('Hosts of our own')
  await cell(0, 0).getByText('hosts').waitFor()
  await cell(0, 2).getByText('8').waitFor()
  expect(await save.isEnabled()).toBe(true)

  const yesterday = new Date(companyNow() - 86_400_000).toISOString().slice(0, 10)
  await page.goto(`/harborlight/n/businessCases/BIZ-2?asOf=${yesterday}`)
  await cell(0, 2).getByText('240').waitFor()
  await page.goto('/harborlight/n/businessCases/BIZ-2')
  await cell(0, 2).getByText('260').waitFor()
  expect((await asking(page, 'businessCases/BIZ-2/submit', {})).ok()).toBe(true)
  await cell(0, 2).getByText('240').waitFor()
  expect((await asking(page, 'businessCases/BIZ-2/returnForWork', { reason: 'Count the accounts again.' })).ok()).toBe(true)
  await cell(0, 2).getByText('260').waitFor()
  await page.getByRole('button', { name: 'Discard' }).click()
  await cell(0, 2).getByText('240').waitFor()
})

test('a fault of an option that is not shown is named with the way to it, and the undo of a save is that of the toast', async () => {
  const { page } = vera
  const [inputs, stages] = [cellsOf(page, 'Inputs, which formulas use'), cellsOf(page, 'Stages: what is spent, and how likely it succeeds')]
  const other = 'Raise the price by eight percent'
  await page.goto(`/harborlight/n/businessCases/BIZ-2?option=${encodeURIComponent(other)}`)
  await stages(0, 2).click()
  await page.keyboard.type('much')
  await page.keyboard.press('Enter')
  await stages(0, 2).getByText('is no number').waitFor()
  await page.getByRole('region', { name: 'Figures' }).getByRole('link', { name: 'Usage with a committed floor' }).click()
  await stages(0, 0).getByText('Metering').waitFor()
  await page.getByRole('button', { name: `See “${other}”` }).click()
  await stages(0, 2).getByText('is no number').waitFor()
  await page.getByRole('button', { name: 'Discard' }).click()

  await page.goto('/harborlight/n/businessCases/BIZ-2')
  await inputs(0, 2).click()
  await page.keyboard.type('261')
  await page.keyboard.press('Tab')
  await inputs(0, 2).getByText('261').waitFor()
  const figures = page.getByRole('region', { name: 'Figures' })
  await figures.getByRole('button', { name: 'Add an option' }).click()
  await page.keyboard.type('Rent') // the form asks for it at once
  await page.keyboard.press('Control+z')
  await figures.getByRole('button', { name: 'Cancel' }).click()
  await inputs(0, 2).getByText('261').click() // undone was what was typed there, no step of the sheet
  await page.keyboard.press('Control+s')
  await page.getByText('Inputs changed. BIZ-2').waitFor()
  await page.keyboard.press('Control+z')
  await inputs(0, 2).getByText('240').waitFor()
})

test('a draft is worked on like a sheet: its worth moves as one types, a block is pasted, a fault is told at its cell, and what two people type is not lost', async () => {
  const { page } = vera
  await page.goto('/harborlight/n/businessCases/BIZ-2')
  const [inputs, lines] = [cellsOf(page, 'Inputs, which formulas use'), cellsOf(page, 'Revenue, costs and cash by year')]
  const worth = page.getByRole('region', { name: 'What it is worth' }).getByRole('heading').first()
  await lines(0, 4).getByText('900,000').waitFor() // 240 accounts x 15 thousand syncs x 250 dollars
  const before = await worth.textContent()
  await inputs(0, 2).click()
  await page.keyboard.type('260')
  await page.keyboard.press('Tab')
  await lines(0, 4).getByText('975,000').waitFor()
  await expect.poll(() => worth.textContent(), { timeout: 20_000 }).not.toBe(before)
  await page.keyboard.press('Control+z')
  await lines(0, 4).getByText('900,000').waitFor()
  await expect.poll(() => worth.textContent(), { timeout: 20_000 }).toBe(before)

  await page.getByLabel('Discount rate').fill('20%')
  await expect.poll(() => worth.textContent(), { timeout: 20_000 }).not.toBe(before)
  await page.getByLabel('Discount rate').fill('12%')
  await expect.poll(() => worth.textContent(), { timeout: 20_000 }).toBe(before)

  await lines(2, 0).click()
  await page.evaluate(() => {
    const data = new DataTransfer()
    data.setData('text/plain', 'Support saved\trev\t\t10k\t20,000\nHosting\tcost\t\t\t5000\n')
    document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
  })
  await lines(3, 0).getByText('Hosting').waitFor()
  await page
    .getByRole('row', { name: /^Cash of the year/ })
    .getByText('795,000')
    .waitFor() // 900,000 - 120,000 + 20,000 - 5,000
  await lines(3, 4).click()
  await page.keyboard.type('= hosts * 5')
  await page.keyboard.press('Enter')
  await lines(3, 4).getByText('There is no input “hosts”.').waitFor()
  await page.keyboard.press('Control+z')
  await lines(3, 0).click()
  await page.keyboard.press('Control+Delete')
  await page
    .getByRole('row', { name: /^Cash of the year/ })
    .getByText('800,000')
    .waitFor()
  await page.keyboard.press('Control+z')

  const other = await asking(page, 'businessCases/BIZ-2/edit', { problem: 'Written by somebody else meanwhile.', inputs: null, flows: [] })
  expect(other.ok()).toBe(true)
  await page.getByText('Somebody else saved this case since').waitFor()
  await page.reload()
  await lines(2, 0).getByText('Support saved').waitFor() // what was typed outlives the page
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  const both = page.getByRole('dialog', { name: 'BIZ-2 was saved by somebody else while you edited' })
  await both.getByRole('button', { name: 'Save the chosen' }).click()
  await both.waitFor({ state: 'detached' })
  await page.getByText('Flows changed. BIZ-2').waitFor()
  await page.getByText('Somebody else saved this case since').waitFor({ state: 'detached' })
  const [kept] = (await rowsOf(page, 'businessCases?limit=50')).filter((row) => row['key'] === 'BIZ-2')
  expect(JSON.stringify(kept?.['flows'])).toContain('Support saved')
  expect(kept?.['problem']).toBe('Written by somebody else meanwhile.')
})

test('what is due on the list of what is not done is looked at again, and leaves Today', async () => {
  const { page } = vera
  await page.goto('/harborlight/strategy/not-doing')
  await page.getByRole('button', { name: 'Still a no: A free plan for teams below ten people' }).click()
  const form = page.getByRole('dialog', { name: /^Still a no/ })
  await form.getByLabel(/^Why it is still/).fill('Nobody asked for it this year.')
  await form.getByRole('button', { name: 'Still a no', exact: true }).click()
  await form.waitFor({ state: 'detached' })
  await page.getByText('none of them due').first().waitFor()
  await page.goto('/harborlight/today')
  await page.getByRole('heading', { name: /^Needs you/ }).waitFor()
  expect(await page.getByText('Is it still a no: A free plan').count()).toBe(0)
})
