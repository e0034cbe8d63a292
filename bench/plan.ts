import { execFile } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { Page } from 'playwright-core'
import { freePort, keyOf, startServer, temporaryHome } from '#test/faults/server.ts'
import { launch, visit } from '#test/journeys/support/browser.ts'
import { table, type Figure } from './support/figures.ts'
import { program } from './support/program.ts'

/**
 * A large plan: 10,000 bets that were changed 200,000 times, with 5,000 dependencies. Reads of any past day, priorities, dependencies and slips over
 * HTTP, and the pages in Chromium: how long from the last byte of their data to the first card or row, and how long each letter of a search takes.
 * `npm run bench plan`, or `node bench/plan.ts [bets] [versions]`.
 */
const [bets, versions] = [Number(process.argv[2] ?? 10_000), Number(process.argv[3] ?? 20)]
const dependencies = bets / 2
/** Dependencies in a row. */
const links = 100
const [home, port] = [temporaryHome('bench-plan'), await freePort()]
const env = { ...process.env, THROUGHLINE_HOME: home }
const server = await startServer({ home, port, program })
const agent = new Agent({ keepAlive: true, maxSockets: 20 })
const key = await keyOf(server)
try {
  for (let version = 0; version < versions; version += 1) await bring(version)
  const all = await everyBet()
  for (let from = 0; from < dependencies; from += 20) await Promise.all(Array.from({ length: 20 }, (_, more) => depend(all, from + more)))
  await sleep(25_000) // the database looks at its tables every ten seconds; until it has, it plans for a handful of rows
  const imports = itemsOf(await call('GET', '/api/v1/imports?limit=50&sort=createdAt'))
  const days = [0.15, 0.5, 0.85].map((share) => String(imports[Math.floor(imports.length * share)]?.['createdAt']))
  const slip = `/api/v1/plan/slip?bet=${all[0]?.id ?? ''}`
  const past: Figure[] = []
  for (const [at, day] of days.entries()) {
    const path = `/api/v1/initiatives?limit=50&asOf=${encodeURIComponent(day)}`
    past.push({ what: `a past day, ${['early', 'in the middle', 'late'][at] ?? ''}: list of 50`, value: await took(path), unit: 'ms', budget: 300 })
    past.push({ what: '  the same day again, in another order', value: await took(`${path}&sort=title`), unit: 'ms', budget: 300 })
  }
  table([
    ...past,
    ...(await drawn()),
    { what: 'priorities of all bets', value: await took('/api/v1/plan/priorities?method=rice'), unit: 'ms' },
    { what: '  the first hundred of them, as Prioritise asks', value: await took('/api/v1/plan/priorities?method=rice&first=100'), unit: 'ms' },
    { what: '  sent, of all', value: (await sent('&first=100')) / (await sent('')), unit: '' },
    { what: 'load of all squads by quarter and skill', value: await took('/api/v1/plan/capacity'), unit: 'ms' },
    { what: 'the map of dependencies', value: await took('/api/v1/plan/dependencies'), unit: 'ms' },
    { what: `a slip of 14 days through ${links + 1} bets in a row, after the map`, value: await took(`${slip}&days=14`), unit: 'ms', budget: 50 },
    { what: '  the same bet by 21 days', value: await took(`${slip}&days=21`), unit: 'ms', budget: 50 },
    { what: '  bets that it moves', value: JSON.parse(await call('GET', `${slip}&days=21`)).chain.length, unit: '' },
    ...(await inBrowser()),
  ])
} catch (error) {
  console.error(server.fate())
  throw error
} finally {
  agent.destroy()
  await server.stop()
  rmSync(home, { recursive: true, force: true, maxRetries: 5 })
}

/** The plan as a tracker exports it; every version has other titles and the states of some. */
async function bring(version: number): Promise<void> {
  const heading = 'Summary,Issue key,Issue id,Issue Type,Status,Project key,Project name,Due date'
  const lines = Array.from({ length: bets }, (_, n) => {
    const status = ['To Do', 'In Progress', 'Backlog'][(n + (n % 7 === 0 ? version : 0)) % 3]
    return `"Bet ${n} of squad ${n % 40}, take ${version}",OAK-${n},${n},Initiative,${status},OAK,Oakroom,${String(1 + (n % 28)).padStart(2, '0')}/Mar/27 5:00 PM`
  })
  writeFileSync(join(home, 'jira.csv'), `${heading}\n${lines.join('\n')}\n`)
  await promisify(execFile)(process.execPath, [program, 'import', join(home, 'jira.csv'), '--workspace', 'company', '--json'], { env, maxBuffer: 1e8 })
}

interface Bet {
  readonly id: string
  /** The day that it lands on. */
  readonly timeframe: string
}

/** What the roadmap asks for before it draws: the fields that it shows of the open bets. */
async function drawn(): Promise<Figure[]> {
  const asked = 'fields=title,stage,horizon,timeframe,hardDate,forecast,teams,owner,objectives,investment,effort,value,outcome,health,lastUpdate,moves'
  const began = performance.now()
  let [answers, bytes] = [0, 0]
  for (let next: unknown = ''; typeof next === 'string';) {
    const page = await call('GET', `/api/v1/initiatives?${asked}&limit=5000&sort=-updatedAt${next && `&cursor=${encodeURIComponent(next)}`}`)
    next = JSON.parse(page).next
    answers += 1
    bytes += page.length
  }
  return [
    { what: 'the bets of the roadmap', value: performance.now() - began, unit: 'ms' },
    { what: '  answers that they take', value: answers, unit: '' },
    { what: '  before they are compressed', value: bytes / 1e6, unit: 'MB' },
  ]
}

async function everyBet(): Promise<readonly Bet[]> {
  const found: Bet[] = []
  for (let next: unknown = ''; typeof next === 'string';) {
    const page = JSON.parse(await call('GET', `/api/v1/initiatives?limit=500&sort=title${next && `&cursor=${encodeURIComponent(next)}`}`))
    found.push(...page.items)
    next = page.next
  }
  return found
}

/** Rows of bets in which each needs the one before on the very day that it lands, so that a slip goes through to the last. */
async function depend(all: readonly Bet[], n: number): Promise<void> {
  const place = Math.floor(n / links) * (links + 1) + (n % links)
  const [giver, taker] = [all[place], all[place + 1]]
  await call('POST', '/api/v1/dependencies', { title: `Need ${n}`, from: taker?.id, to: giver?.id, neededBy: giver?.timeframe })
}

/** Bytes of a ranking before they are compressed. */
async function sent(more: string): Promise<number> {
  return (await call('GET', `/api/v1/plan/priorities?method=rice${more}`)).length
}

function call(method: string, path: string, body?: object): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${key}`, ...(body ? { 'content-type': 'application/json' } : {}) }
    const sent = request({ agent, port, host: 'localhost', method, path, headers }, (answer) => {
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (piece: string) => (text += piece))
      answer.on('end', () =>
        (answer.statusCode ?? 500) < 300 ? resolve(text) : reject(new Error(`${method} ${path}: ${answer.statusCode} ${text.slice(0, 300)}`)),
      )
    })
    sent.on('error', reject)
    sent.end(body && JSON.stringify(body))
  })
}

function itemsOf(text: string): readonly Readonly<Record<string, unknown>>[] {
  return JSON.parse(text).items
}

async function took(path: string): Promise<number> {
  const began = performance.now()
  await call('GET', path)
  return performance.now() - began
}

async function inBrowser(): Promise<Figure[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [program, 'workspace', 'link', 'company'], { env })
  const browser = await launch()
  const { page } = await visit(browser, { url: server.address })
  await page.goto(/\S+\/welcome\/\S+/.exec(stdout)?.[0] ?? '')
  await page.waitForURL('**/company/today')
  const figures: Figure[] = []
  for (const [says, path, first] of [
    ['roadmap', 'roadmap', '.card'],
    ['timeline', 'roadmap?lens=timeline', '.tl section li'],
    ['tree', 'roadmap?lens=tree', '.rtree [role=treeitem]'],
    ['prioritise', 'roadmap/prioritise', '.pr tbody tr'],
    ['dependencies', 'roadmap/dependencies', '.deps tbody tr'],
    ['table', 'n/initiatives', '.ml tbody tr'],
  ] as const)
    figures.push({ what: `${says}: first paint after its data`, value: await painted(page, path, first), unit: 'ms', budget: 300 })
  await page.goto(`${server.address}/company/roadmap`)
  await page.locator('.card').first().waitFor()
  const letters: number[] = []
  for (const letter of 'squad 17') letters.push(await typed(page, letter))
  for (const [says, path, lifted] of [
    ['board', 'roadmap', '.card'],
    ['timeline', 'roadmap?lens=timeline', '.tl [draggable=true]'],
  ] as const)
    figures.push(...(await dragged(page, says, path, lifted)))
  await browser.close()
  return [...figures, { what: 'a letter of a search through the roadmap: slowest', value: Math.max(...letters), unit: 'ms', budget: 100 }]
}

/** From the end of the last answer to the frame behind the first card or row, by the clock of the page. */
async function painted(page: Page, path: string, first: string): Promise<number> {
  await page.addInitScript((wanted) => {
    const look = (): void => {
      if (document.querySelector(wanted)) requestAnimationFrame(() => setTimeout(() => Object.assign(window, { paintedAt: performance.now() })))
      else requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  }, first)
  await page.goto(`${server.address}/company/${path}`)
  await page.waitForFunction(() => 'paintedAt' in window, undefined, { timeout: 60_000 })
  return await page.evaluate(() => {
    const painted = Number(Reflect.get(window, 'paintedAt'))
    const answers = performance.getEntriesByType('resource').filter((entry) => /\/api\/v1\/(initiatives|plan|dependencies)/.test(entry.name))
    const ends = answers.map((entry) => (entry instanceof PerformanceResourceTiming ? entry.responseEnd : 0)).filter((end) => end <= painted)
    return painted - Math.max(0, ...ends)
  })
}

/** A card carried over the page for a second and put back: the gaps between the frames of that time, by the clock of the page. */
async function dragged(page: Page, says: string, path: string, lifted: string): Promise<Figure[]> {
  await page.goto(`${server.address}/company/${path}`)
  const one = page.locator(lifted).first()
  await one.waitFor()
  await sleep(1500)
  const box = await one.boundingBox()
  if (!box) throw new Error(`Nothing can be lifted on the ${says}.`)
  const [x, y] = [box.x + Math.min(20, box.width / 2), box.y + box.height / 2]
  await page.mouse.move(x, y)
  await page.evaluate(() => {
    const times: number[] = []
    const look = (now: number): void => {
      times.push(now)
      requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
    document.addEventListener('dragstart', () => Object.assign(window, { liftedAt: times.length }), { once: true })
    Object.assign(window, { frameTimes: times })
  })
  await page.mouse.down()
  for (let step = 1; step <= 120; step += 1) {
    await page.mouse.move(x + 500 * Math.sin(step / 20), y + 120 * Math.sin(step / 9))
    await sleep(8)
  }
  const gaps = await page.evaluate(() => {
    const times: number[] = Reflect.get(window, 'frameTimes')
    const from: number | undefined = Reflect.get(window, 'liftedAt')
    if (from === undefined) throw new Error('Nothing was lifted.')
    const all = times.slice(Math.max(1, from - 2))
    return all.slice(1).map((time, at) => time - (all[at] ?? time))
  })
  await page.mouse.move(x, y)
  await page.mouse.up()
  const sorted = gaps.toSorted((a, b) => a - b)
  return [
    { what: `${says}: frames of a drag, 95 of 100 within`, value: sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN, unit: 'ms', budget: 17.5 },
    { what: `${says}: slowest frame of a drag, of ${sorted.length}`, value: sorted.at(-1) ?? Number.NaN, unit: 'ms', budget: 50 },
  ]
}

/** From a key press to the frame that shows it. */
async function typed(page: Page, letter: string): Promise<number> {
  const box = page.getByRole('searchbox', { name: 'Find a bet' })
  await box.focus()
  await page.evaluate(() => {
    document.addEventListener('keydown', () => Object.assign(window, { pressedAt: performance.now() }), { once: true })
    document.addEventListener(
      'input',
      () => requestAnimationFrame(() => setTimeout(() => Object.assign(window, { shownAfter: performance.now() - Number(Reflect.get(window, 'pressedAt')) }))),
      { once: true },
    )
  })
  await page.keyboard.press(letter === ' ' ? 'Space' : letter)
  await sleep(700)
  return await page.evaluate(() => Number(Reflect.get(window, 'shownAfter')))
}
