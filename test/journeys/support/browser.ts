import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core'
import { throughline, type Served } from './server.ts'

/** A browser window of one person, and what went wrong behind their back. */
export interface Visit {
  readonly page: Page
  readonly context: BrowserContext
  /** Errors of the console, broken rules of the content policy, requests to other servers, uncaught errors. */
  readonly faults: string[]
  /** Pointer presses so far, in this tab. */
  clicks(): Promise<number>
}

/** Debian's Chromium, or the one that THROUGHLINE_CHROMIUM names. It asks nobody for updates. */
export const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env['THROUGHLINE_CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-background-networking',
      '--disable-component-update',
      '--no-first-run',
      '--disable-dev-shm-usage',
      '--force-color-profile=srgb',
    ],
  })

/** Opens a window that has not signed in. */
export async function visit(browser: Browser, served: Pick<Served, 'url'>, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({
    baseURL: served.url,
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
    locale: 'en-US',
    ...options,
  })
  await context.addInitScript(() => {
    addEventListener('pointerdown', () => sessionStorage.setItem('presses', String(1 + Number(sessionStorage.getItem('presses')))), true)
  })
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  const faults: string[] = []
  watch(page, served.url, faults)
  return { page, context, faults, clicks: () => page.evaluate(() => Number(sessionStorage.getItem('presses'))) }
}

/** Opens a window and signs the owner of a workspace in, by a link that the command line gives. */
export async function enter(browser: Browser, served: Served, workspace: string, options: BrowserContextOptions = {}): Promise<Visit> {
  const visitor = await visit(browser, served, options)
  await visitor.page.goto(await throughline(served, 'workspace', 'link', workspace))
  await visitor.page.waitForURL(`**/${workspace}/today`)
  return visitor
}

/** A window of somebody who is signed in already. */
export async function same(browser: Browser, served: Pick<Served, 'url'>, known: BrowserContext, options: BrowserContextOptions = {}): Promise<Visit> {
  return visit(browser, served, { ...options, storageState: await known.storageState() })
}

function watch(page: Page, url: string, faults: string[]): void {
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()} (${new URL(page.url()).pathname})`)
  })
  page.on('pageerror', (error) => faults.push(`uncaught: ${error.message}`))
  page.on('request', (request) => {
    const to = request.url()
    if (!to.startsWith(url) && !/^(data|blob|about):/.test(to)) faults.push(`asked another server: ${to}`)
  })
}
