import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { enter, launch, type Visit } from './support/browser.ts'
import { startServer, type Server } from './support/server.ts'

/** A quarter is planned, committed, changed and closed by the VP of the sample company. Its own server: the bets it moves are nobody else’s. */
let served: Server
let browser: Browser
let vera: Visit
let page: Page

beforeAll(async () => {
  served = await startServer({ sample: true })
  browser = await launch()
  vera = await enter(browser, served, 'harborlight')
  page = vera.page
  page.setDefaultTimeout(60_000)
})
afterAll(async () => {
  await browser.close()
  await served.remove()
})

const open = async (path: string, heading: string): Promise<void> => {
  await page.goto(`/harborlight/${path}`)
  await page.getByRole('heading', { name: heading, level: 1 }).waitFor()
}

test('she ranks the bets, sees what would change the order, and judges an input anew', async () => {
  await open('roadmap/prioritise', 'Prioritise')
  await page.getByRole('link', { name: 'RICE', exact: true }).click()
  await page.getByText(/^Ranked by RICE/).waitFor()
  await page.getByRole('button', { name: 'SSO set-up that succeeds first time' }).click()
  const why = page.getByRole('complementary', { name: 'Why INI-1' })
  await why.getByRole('heading', { name: 'What would change the order' }).waitFor()
  const figure = async () => await why.locator('.code').textContent()
  const before = await figure()
  await why.getByRole('button', { name: 'Reach, a quarter' }).click()
  await why.getByLabel('Reach, a quarter, as of today').fill('600')
  await why.getByLabel(/^Why/).fill('Counted at the last three launches.')
  await why.getByRole('button', { name: 'Judge', exact: true }).click()
  await expect.poll(figure, { timeout: 60_000 }).not.toBe(before)
  expect(await figure()).toContain('600 × 2 × 60%')
})

test('she scores in a round without seeing the others; revealed, it says what to talk about, and what is agreed becomes the score', async () => {
  await page.getByRole('link', { name: 'Score together' }).click()
  await page.getByText('Templates and prices').first().waitFor()
  await open('n/scoringRounds/RND-2', 'Templates and prices')
  await page.getByText(/open until .*0 of 4 people have scored, 2 in part\./).waitFor()
  for (const [bet, figures] of [
    ['Start from a template of your industry', ['9', '8', '2']],
    ['Usage-based Connect pricing', ['7', '6', '3']],
  ] as const) {
    const form = page.getByRole('form', { name: bet })
    for (const [at, label] of ['Impact, 1 to 10', 'Confidence, 1 to 10', 'Ease'].entries())
      await form.getByLabel(label, { exact: true }).fill(figures[at] ?? '')
    await form.getByRole('button', { name: 'Seal' }).click()
    await form.getByText('Sealed.', { exact: true }).waitFor()
  }
  await page.getByText('You have scored every bet').waitFor()
  expect(await page.getByRole('region', { name: 'What everybody gave' }).count()).toBe(0)
  await page.getByRole('button', { name: 'Close', exact: true }).click()
  await page.getByRole('button', { name: 'Reveal', exact: true }).click()
  const told = page.getByRole('article', { name: 'Usage-based Connect pricing' })
  await told.getByText('7 · 6 · 3').waitFor()
  await told.getByText('no opinion').waitFor()
  await told.getByRole('button', { name: 'Agree', exact: true }).click()
  const form = page.getByRole('form', { name: 'Agree on Usage-based Connect pricing' })
  for (const label of ['Impact, 1 to 10', 'Confidence, 1 to 10', 'Ease']) await form.getByLabel(label, { exact: true }).fill('6')
  await form.getByRole('button', { name: 'Agree', exact: true }).click()
  await told.getByText(/^Agreed by Vera/).waitFor()
  await page.getByRole('button', { name: 'Take over', exact: true }).click()
  await page.getByText('What was agreed stands in the scores of the bets').waitFor()
})

test('she moves an opportunity below the outcome that it serves, sees who is loud, and validates one with a reason', async () => {
  await open('strategy/opportunities', 'Opportunities')
  await page
    .getByText(/Loud: \d+% from Polder Energy/)
    .first()
    .waitFor()
  await page.getByRole('region', { name: 'No outcome', exact: true }).getByRole('button', { name: 'Move Partners cannot build what they need' }).click()
  const form = page.getByRole('dialog', { name: /Partners cannot build/ })
  await form.getByLabel('Below').selectOption({ index: 1 })
  await form.getByRole('button', { name: 'Move', exact: true }).click()
  await form.waitFor({ state: 'detached' })
  await page.getByRole('region', { name: 'No outcome', exact: true }).getByText('Partners cannot build').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Partners cannot build what they need', exact: true }).click()
  await page.getByRole('link', { name: 'Open the whole page' }).click()
  await page.getByText('Nobody has said it yet').waitFor()
  await page.getByRole('button', { name: 'Validate' }).click()
  const real = page.getByRole('dialog', { name: /^Validate OPP-/ })
  await real.getByRole('button', { name: 'Validate' }).click()
  await real.getByText('0 of 3 accounts are behind it.').waitFor()
  await real.getByLabel('Why fewer are enough').fill('Two integrators build half of our connectors.')
  await real.getByRole('button', { name: 'Validate' }).click()
  await page.getByText('Validated', { exact: true }).first().waitFor()
})

test('the solver says what fits, and the plan is kept as a scenario', async () => {
  await open('roadmap/scenarios', 'Scenarios')
  await page.getByRole('button', { name: 'Run solver' }).first().click()
  const today = page.getByRole('region', { name: 'Today', exact: true })
  await today.getByText(/on paper only: it cannot be done as it stands/).waitFor()
  expect(await today.textContent()).toMatch(/person-weeks over in Q\d \d{4}/)
  await page.getByRole('button', { name: 'Keep this plan as a scenario' }).click()
  await page.waitForURL('**/n/scenarios/SCN-3')
})

test('she sees which squad is over and because of what, and whom it is to hire', async () => {
  await open('roadmap/capacity', 'Capacity')
  await page.getByText(/^\d squads are over; most of all Connect in Q\d \d{4}, by [\d.]+ person-weeks/).waitFor()
  await page
    .getByRole('button', { name: /^Core apps, Q\d \d{4}: \d+%, [\d.]+ over$/ })
    .first()
    .click()
  const cause = page.getByRole('region', { name: /^Core apps, Q\d \d{4}$/ })
  await cause.getByText(/person-weeks in all, less public holidays [\d.]+, leave [\d.]+, operations/).waitFor()
  await cause.getByRole('row', { name: /Seat cuts seen before the renewal/ }).waitFor()
  await page.getByRole('button', { name: 'Data engineer, storage' }).click()
  const seat = page.getByRole('complementary', { name: 'Seat' })
  await seat.getByRole('button', { name: 'Fill' }).click()
  const form = page.getByRole('dialog', { name: 'Fill SEAT-2' })
  await form.getByLabel('Starts on').fill('2099-01-04')
  await form.getByRole('button', { name: 'Fill' }).click()
  await form.waitFor({ state: 'detached' })
  await page.keyboard.press('Escape')
  await page
    .getByRole('row', { name: /Data engineer, storage/ })
    .getByText('Filled')
    .waitFor()
})

test('people who move in a scenario change what squads give, and the page shows what adopting it would write', async () => {
  await open('roadmap/scenarios', 'Scenarios')
  await page.getByRole('combobox', { name: 'From', exact: true }).selectOption('Connect')
  await page.getByRole('combobox', { name: 'To', exact: true }).selectOption('Identity')
  await page.getByLabel('People', { exact: true }).fill('2')
  await page.getByRole('button', { name: 'Move people' }).click()
  await page.getByRole('button', { name: 'Take back: 2 from Connect to Identity' }).waitFor()
  await page.getByRole('button', { name: 'Run solver' }).first().click()
  await page
    .getByRole('table', { name: 'Load: Solver’s best' })
    .getByRole('row', { name: /Identity/ })
    .getByText(/\+\d+ pw/)
    .first()
    .waitFor()
  await page.getByRole('button', { name: 'Keep this plan as a scenario' }).click()
  await page.waitForURL('**/n/scenarios/SCN-4')
  await page.getByText(/^2 from Connect to Identity, from Q\d \d{4} on$/).waitFor()
  await expect.poll(() => page.getByRole('list', { name: 'Changes by SCN-4' }).textContent()).toMatch(/Identity, Q\d \d{4}8 10 people/)
})

test('what is needed is late by days that move other bets, and a slip names the promise that it breaks', async () => {
  await open('roadmap/dependencies', 'Dependencies')
  await page.getByText(/what is late moves INI-7 by 58 days/).waitFor()
  await page.getByTitle('What a slip of INI-2 would hit').click()
  const hits = page.getByRole('complementary', { name: 'What the slip hits' })
  await hits.getByText(/Contract says/).waitFor()
  await hits.getByRole('button', { name: '60 days' }).click()
  await hits.getByText(/^60 days later:/).waitFor()
})

test('a release in danger says why; what holds another is named, what came in late goes out with a reason, and a decision ships the rest', async () => {
  await open('roadmap/releases', 'Releases')
  await page.getByText('3 releases are on their way, 1 in danger: Regional data export').waitFor()
  await page
    .getByText(/waits for DEP-1 Query engine, read path, promised for .*, 21 days after it is needed/)
    .first()
    .waitFor()
  await page.getByRole('region', { name: 'On their way', exact: true }).getByRole('link', { name: 'Alerts for teams', exact: true }).click()
  await page.getByText('0 of 3 features are ready').waitFor()
  await page.getByRole('button', { name: 'Take out Alerts in chat' }).click()
  const out = page.getByRole('dialog', { name: /^Take Alerts in chat out of REL-/ })
  await out.getByLabel('Why this goes out').fill('Chat comes with the next one.')
  await out.getByRole('button', { name: 'Take out' }).click()
  await page.getByText('Its scope is as it was frozen').waitFor()
  await page.getByRole('button', { name: 'Ship', exact: true }).click()
  const ship = page.getByRole('dialog', { name: /^Ship REL-/ })
  await ship.getByRole('button', { name: 'Ship' }).click()
  await ship.getByText(/name the decision that overrides it/).waitFor()
  await ship.getByLabel('Override').fill('rehearsed')
  await page.getByRole('option', { name: /before on-call is rehearsed/ }).click()
  await ship.getByRole('button', { name: 'Ship' }).click()
  await ship.waitFor({ state: 'detached' })
  await page.getByText(/^It is judged on /).waitFor()
  await open('roadmap/releases', 'Releases')
  await page.getByText('2 releases are on their way, 1 in danger: Regional data export').waitFor()
})

test('a committed bet moves only with a cause, and the change stands among the rows of the quarter', async () => {
  await open('roadmap', 'Roadmap')
  await page.getByRole('button', { name: 'Move INI-4 to' }).click()
  await page.getByRole('menuitem', { name: 'Next' }).click()
  const asked = page.getByRole('dialog', { name: 'Move INI-4 to Next' })
  await asked.getByLabel('Executive').check()
  await asked.getByRole('button', { name: 'Move', exact: true }).click()
  await asked.waitFor({ state: 'detached' })
  await open('roadmap/commitments', 'Commitments')
  const rows = page.getByRole('region', { name: 'The changes behind it' }).last()
  const moved = rows.getByRole('row').filter({ hasText: 'INI-4' })
  await moved.waitFor()
  expect(await moved.textContent()).toMatch(/Deferred.*Executive/)
  await page.getByRole('region', { name: 'What changed since' }).getByText('horizon now → next').first().waitFor()
})

test('a quarter that is committed is amended only with a cause, and what it amends stays beside it', async () => {
  await open('roadmap/commitments', 'Commitments')
  await page.getByRole('button', { name: 'Commit a quarter' }).click()
  const asked = page.getByRole('dialog', { name: 'Commit a quarter' })
  await asked.getByText(/is committed: BSL-1/).waitFor()
  await asked.getByRole('region', { name: 'What would be amended' }).getByText('moved horizon: now → next').waitFor()
  const amend = asked.getByRole('button', { name: 'Amend BSL-1' })
  expect(await amend.getAttribute('aria-disabled')).toBe('true')
  await asked.getByLabel('Capacity').check()
  await asked.getByLabel('What happened').fill('Two of eight people left the squad.')
  await amend.click()
  await asked.waitFor({ state: 'detached' })
  await page.getByText('It amends BSL-1, capacity: “Two of eight people left the squad.”').waitFor()
  await page.getByRole('link', { name: /^Q\d \d{4}$/ }).waitFor()
})

test('effort is held against the agreed split, with the bets behind it, and rebalancing starts from the shares that hold', async () => {
  await open('portfolio/allocation', 'Allocation')
  await page.getByText(/^\d+ person-weeks are planned/).waitFor()
  await page.getByRole('button', { name: 'Platform', exact: true }).click()
  const made = page.getByRole('list', { name: 'What Platform is made of, in person-weeks' })
  await made.getByRole('button', { name: 'INI-2 Query engine on columnar storage' }).waitFor()
  await page.getByRole('link', { name: 'Identity', exact: true }).click()
  await page.getByText(/Identity has none of its own/).waitFor()
  await page.getByRole('button', { name: 'Rebalance', exact: true }).click()
  const asked = page.getByRole('dialog', { name: 'Rebalance' })
  await asked.getByRole('button', { name: 'Rebalance', exact: true }).waitFor()
  expect(await asked.getByText('Retention', { exact: true }).count()).toBeGreaterThan(0)
  await page.keyboard.press('Escape')
  await asked.waitFor({ state: 'detached' })
})

test('a product line shows its rule, and its sunset is refused until every account that pays has a path', async () => {
  await open('portfolio/health', 'Portfolio health')
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  const why = page.getByRole('region', { name: 'Why Connect' })
  await why.getByText('Net retention below 95%').waitFor()
  await page
    .getByRole('article', { name: 'Connectors move into the plans of Core' })
    .getByText(/^\d+ of \d+ have moved/)
    .waitFor()
  await why.getByRole('button', { name: 'Plan sunset' }).click()
  const asked = page.getByRole('dialog', { name: 'Plan the sunset of Connect' })
  await asked.getByLabel('Decision').selectOption({ index: 1 })
  await asked.getByLabel('Migration').selectOption({ index: 1 })
  await asked.getByRole('button', { name: 'Plan sunset' }).click()
  await Promise.race([
    asked
      .getByRole('alert')
      .getByText(/have no path/)
      .waitFor(),
    asked.waitFor({ state: 'detached' }),
  ])
  await page.keyboard.press('Escape')
})

test('she reads when the committed bets land, beside how our own forecasts have held', async () => {
  await open('roadmap/forecasts', 'Forecasts')
  await page.getByText(/^Simulated, \d+ of \d+ committed bets with a day keep it with a chance of 85% or more/).waitFor()
  await page.getByText(/^Of \d+ forecasts that came due in \d{4}-Q\d, \d+% were done by their day of 85%\.$/).waitFor()
  const row = page.getByRole('row', { name: /Query engine on columnar storage/ })
  expect(await row.getByRole('cell').count()).toBe(8)
  const chance = page.getByRole('row', { name: /Insights adoption/ })
  await chance.getByText(/^INI-4 \+\d+ points?$/).waitFor()
  await page.getByText(/^As of the middle of their time, the same method expected [\d.]+ of the last \d+ scored key results to be met; \d+ were\./).waitFor()
  await page.getByText(/^No ground for a number: KR-10 /).waitFor()
  await open('roadmap/forecasts?asOf=2020-01-01', 'Forecasts')
  await page.getByText('No committed bet could be forecast').waitFor()
})

test('a day of the past is read, and offers nothing to write', async () => {
  for (const [path, heading, button] of [
    ['roadmap/commitments', 'Commitments', 'Commit a quarter'],
    ['roadmap/dependencies', 'Dependencies', 'New dependency'],
    ['goals', 'Goals', 'New objective'],
    ['roadmap', 'Roadmap', 'New bet'],
    ['roadmap/capacity', 'Capacity', 'New seat'],
    ['portfolio/allocation', 'Allocation', 'New split'],
    ['portfolio/health', 'Portfolio health', 'New migration'],
  ] as const) {
    await open(`${path}?asOf=2020-01-01`, heading)
    const refused = page.getByRole('button', { name: button }).first()
    await refused.waitFor()
    expect({ path, disabled: await refused.getAttribute('aria-disabled'), why: await refused.getAttribute('title') }).toEqual({
      path,
      disabled: 'true',
      why: 'The past cannot be edited.',
    })
  }
  await open('roadmap/prioritise?asOf=2020-01-01', 'Prioritise')
  await page.getByText('No bet was open on 1 Jan 2020').waitFor()
  expect(await page.getByRole('button', { name: 'New bet' }).count()).toBe(0)
})

test('a reopened decision says what broke, and an option is chosen where it stands', async () => {
  await open('n/decisions/DEC-2', 'Do we assist SSO set-up')
  await page.getByText('What was chosen stays in force until you decide.').waitFor()
  const rests = page.getByRole('region', { name: 'Assumptions' })
  await rests.getByText('Broken', { exact: true }).waitFor()
  await rests.getByText(/pts beyond, since/).waitFor()
  await page.getByRole('button', { name: 'Choose Assist every set-up' }).click()
  const deciding = page.getByRole('dialog')
  expect(await deciding.getByRole('radio', { name: /Assist every set-up/ }).isChecked()).toBe(true)
  await deciding.getByLabel(/^Why not C, Withdraw/).fill('Nine days for everybody.')
  await deciding.getByLabel('Rationale').fill('The seats do not wait.')
  await deciding.getByLabel('Review on').fill('2099-01-31')
  await deciding.getByRole('button', { name: 'Decide for B', exact: true }).click()
  await page.getByText('Decided: Assist every set-up, fix the flow in five weeks. DEC-2').waitFor()
  await page.getByText('Chosen · Recommended by Ines Falk.').waitFor()
  await page.getByText('Why not: Nine days for everybody.').first().waitFor()
  expect(await page.getByText('What was chosen stays in force until you decide.').count()).toBe(0)
  expect(await page.getByRole('button', { name: /^Choose/ }).count()).toBe(0)
})

test('a cycle does not close over open objectives; the quarter’s commitment closes with what it taught', async () => {
  await open('n/cycles/CYC-2', 'Goals of')
  await page.getByRole('button', { name: 'Close', exact: true }).click()
  const closing = page.getByRole('dialog')
  await closing.getByLabel('Went').fill('The squads kept to one number each.')
  await closing.getByLabel('Change').fill('We commit to fewer bets.')
  await closing.getByRole('button', { name: 'Close', exact: true }).click()
  await closing.getByText(/OBJ-\d+.* not closed\./).waitFor()
  await page.keyboard.press('Escape')
  await open('n/baselines/BSL-1', 'Commitment of')
  await page.getByRole('button', { name: 'Close', exact: true }).click()
  await page.getByRole('dialog').getByLabel('Lesson').fill('Three of six bets landed; we size before we commit.')
  await page.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).click()
  await page.getByText(/^Closed: .*BSL-1$/).waitFor()
  expect(vera.faults.filter((fault) => !fault.includes('422'))).toEqual([])
})
