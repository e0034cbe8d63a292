import { AxeBuilder } from '@axe-core/playwright'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { enter, launch, same, visit, type Visit } from './support/browser.ts'
import { companyNow, throughline } from './support/server.ts'

const served = inject('served')
let browser: Browser
let vera: Visit

beforeAll(async () => {
  browser = await launch()
  vera = await enter(browser, served, 'harborlight')
  await vera.page.request.post('/api/v1/reviews/generate', {
    headers: { 'x-workspace': 'harborlight', origin: served.url },
    data: { kind: 'mbr', period: new Date(companyNow() - 32 * 86_400_000).toISOString().slice(0, 7) },
  })
  await throughline(served, 'workspace', 'create', 'empty')
})
afterAll(() => browser.close())

/** Every page of the app at its address, and how to bring up what else it can show. */
const pages: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  '/harborlight/today': still,
  '/harborlight/metrics': still,
  '/harborlight/metrics/scorecard': still,
  '/harborlight/metrics/targets': still,
  '/harborlight/metrics/explore': still,
  '/harborlight/metrics/explore?events=["task_completed","approval_completed"]&by=account.segment&last=12month': still,
  '/harborlight/metrics/explore?events=["task_completed","approval_completed"]&drill=step:2&side=dropped': still,
  '/harborlight/metrics/explore?q={"kind":"funnel","range":{"last":12,"unit":"month"},"compareTo":"previous","view":"over_time","steps":[{"event":"task_completed"},{"event":"approval_completed","within":{"n":3,"unit":"day"}}],"exclusions":[{"sel":{"event":"home_pinned"},"after":1,"before":2}]}':
    still,
  '/harborlight/metrics/explore?kind=retention&events=["task_completed","approval_completed"]&last=12month': still,
  '/harborlight/metrics/explore?q={"kind":"funnel","range":{"last":12,"unit":"week"},"steps":[{"event":"task_completed"},{"event":"approval_completed"}],"beside":[{"segment":"SEG-1"},{"segment":"SEG-2"}],"where":{"segment":"SEG-3","not":true}}':
    still,
  '/harborlight/metrics/explore?q={"kind":"retention","range":{"last":12,"unit":"week"},"entry":"recurring","start":{"event":"task_completed"},"back":{"event":"approval_completed"},"beside":[{"segment":"SEG-1"},{"segment":"SEG-2"}]}':
    still,
  '/harborlight/metrics/net-revenue-retention': still,
  '/harborlight/metrics/net-revenue-retention?open=computed': (page) => page.keyboard.press('h'),
  '/harborlight/metrics/mrr-movements': still,
  '/harborlight/goals': still,
  '/harborlight/roadmap': still,
  '/harborlight/roadmap?lens=timeline': async (page) => {
    await page.getByRole('button', { name: 'Share', exact: true }).click()
    await page.getByRole('dialog').getByRole('region', { name: 'What they will see' }).waitFor()
  },
  '/harborlight/strategy': still,
  '/harborlight/strategy/market': still,
  '/harborlight/strategy/market?new=segment': (page) => page.getByRole('dialog').waitFor(),
  '/harborlight/n/segments/SEG-2': still,
  '/harborlight/strategy/not-doing': still,
  '/harborlight/strategy/opportunities': still,
  '/harborlight/n/opportunities/OPP-5': still,
  '/harborlight/n/scoringRounds/RND-1': still,
  '/harborlight/n/scoringRounds/RND-2': still,
  '/harborlight/n/businessCases': still,
  '/harborlight/n/businessCases/BIZ-1': still,
  '/harborlight/n/documents/DOC-1': still,
  '/harborlight/roadmap/prioritise': still,
  '/harborlight/roadmap/prioritise?by=rice&why=INI-9': still,
  '/harborlight/roadmap/prioritise?by=kano&why=INI-1': still,
  '/harborlight/roadmap/prioritise?by=SFM-1&form=formula': (page) => page.getByRole('dialog').waitFor(),
  '/harborlight/roadmap?lens=tree&group=squad': still,
  '/harborlight/roadmap?lens=matrix&view=VIW-1': still,
  '/harborlight/roadmap?group=kind': still,
  '/harborlight/roadmap/dependencies': still,
  '/harborlight/roadmap/forecasts': still,
  '/harborlight/roadmap/capacity': still,
  '/harborlight/n/keyResults/KR-8': still,
  '/harborlight/n/scenarios/SCN-1': still,
  '/harborlight/roadmap/releases': still,
  '/harborlight/n/releases/REL-4': still,
  '/harborlight/roadmap/dependencies?slip=INI-2': still,
  '/harborlight/roadmap/commitments': still,
  '/harborlight/roadmap/scenarios': still,
  '/harborlight/portfolio/allocation': (page) => page.getByRole('button', { name: 'Platform', exact: true }).click(),
  '/harborlight/portfolio/health': still,
  '/harborlight/portfolio/health?line=PRD-2': still,
  '/harborlight/reviews': still,
  '/harborlight/reviews?new=review': (page) => page.getByRole('dialog').waitFor(),
  '/harborlight/reviews/REV-1': still, // sent
  '/harborlight/reviews/REV-2': still, // a draft
  '/harborlight/import': still,
  '/harborlight/n': still,
  '/harborlight/n/accounts': still,
  '/harborlight/n/accounts?q=nothing-is-called-so': still,
  '/harborlight/n/accounts/ACC-1': still,
  '/harborlight/n/initiatives': (page) => page.keyboard.press('Space'),
  '/harborlight/n/initiatives?lens=board': still,
  '/harborlight/n/initiatives?new=initiative': (page) => page.getByRole('dialog').waitFor(),
  '/harborlight/n/initiatives/INI-1': still,
  '/harborlight/n/initiatives/INI-999': still,
  '/harborlight/n/decisions/DEC-1': (page) => page.keyboard.press('e'),
  '/harborlight/settings': still,
  '/harborlight/settings?tab=roles': still,
  '/harborlight/settings?tab=keys': still,
  '/harborlight/settings?tab=data': still,
  '/harborlight/settings?tab=audit': still,
  '/harborlight/settings?tab=you': still,
  '/harborlight/today?asOf=2026-03-31': still,
  '/harborlight/no-such-page': still,
  '/empty/today': still,
  '/empty/metrics': still,
  '/empty/metrics/scorecard': still,
  '/empty/metrics/targets': still,
  '/empty/metrics/explore': still,
  '/empty/goals': still,
  '/empty/roadmap': still,
  '/empty/strategy': still,
  '/empty/strategy/market': still,
  '/empty/strategy/not-doing': still,
  '/empty/strategy/opportunities': still,
  '/empty/roadmap/prioritise': still,
  '/empty/roadmap/dependencies': still,
  '/empty/roadmap/forecasts': still,
  '/empty/roadmap/capacity': still,
  '/empty/roadmap/releases': still,
  '/empty/roadmap/commitments': still,
  '/empty/roadmap/scenarios': still,
  '/empty/portfolio/allocation': still,
  '/empty/portfolio/health': still,
  '/empty/reviews': still,
  '/empty/import': still,
  '/empty/n/notes': still,
  '/empty/n/products': (page) => page.keyboard.press('Control+k'),
  '/empty/n/members': async (page) => {
    await page.keyboard.press('Control+k')
    await page.getByPlaceholder('Search or act').fill('nothing is called so')
  },
  '/empty/n/accounts': (page) => page.keyboard.press('?'),
}
async function still(): Promise<void> {}

interface Window {
  readonly options: BrowserContextOptions
  readonly check: (page: Page) => AxeBuilder
}

/** Colours are all that the dark theme changes, and all that the phone does not: each rule is asked where it can differ. */
const windows: Readonly<Record<string, Window>> = {
  light: { options: { colorScheme: 'light' }, check: (page) => new AxeBuilder({ page }) },
  dark: { options: { colorScheme: 'dark' }, check: (page) => new AxeBuilder({ page }).withRules(['color-contrast', 'link-in-text-block']) },
  'on a phone of 360 px': {
    options: { colorScheme: 'light', viewport: { width: 360, height: 740 } },
    check: (page) => new AxeBuilder({ page }).disableRules(['color-contrast', 'landmark-one-main', 'page-has-heading-one']), // a peek covers the page there, as a dialog would
  },
}

describe.each(Object.entries(windows))('every page, %s', (_, { options, check }) => {
  test('breaks no rule of axe, and never scrolls sideways', { timeout: 900_000 }, async () => {
    const { page } = await same(browser, served, vera.context, options)
    page.setDefaultTimeout(30_000)
    const found: string[] = []
    for (const [at, bringUp] of Object.entries(pages)) {
      await page.goto(at)
      await settled(page)
      await bringUp(page)
      await settled(page)
      found.push(...(await faultsOf(page, at, check)))
    }
    expect(found).toEqual([])
  })

  test('so do the doors, before anybody has signed in', async () => {
    const { page } = await visit(browser, served, options)
    const found: string[] = []
    for (const at of ['/signin', '/welcome/a-link-that-never-was', '/shared/a-link-that-never-was']) {
      await page.goto(at)
      await page.getByRole('heading', { level: 1 }).waitFor()
      found.push(...(await faultsOf(page, at, check)))
    }
    expect(found).toEqual([])
  })
})

/** Everything that was asked for has come, and nothing is drawn any more. */
async function settled(page: Page): Promise<void> {
  await page.locator('main').first().waitFor({ state: 'attached' })
  await page.waitForFunction(
    () => !document.querySelector('[aria-busy=true], .sk-room') && !/Reading|Connecting/.test(document.querySelector('.sync')?.textContent ?? ''),
  )
}

async function faultsOf(page: Page, at: string, check: Window['check']): Promise<string[]> {
  const { violations } = await check(page).analyze()
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  return [
    ...violations.map(({ id, nodes }) => `${at}: ${id}, ${nodes.length} times, such as ${nodes[0]?.html.slice(0, 160)}`),
    ...(overflow > 0 ? [`${at}: ${overflow} px wider than the window`] : []),
  ]
}
