import { loadavg } from 'node:os'
import { openPeer } from './peer.ts'
import { openProductFiles, writeProductFiles } from './productFiles.ts'
import { askOf, casesOf, leastOf, savedQuestions, scanOf, type Case } from './productQuestions.ts'
import { base, days } from './productEvents.ts'
import { quantile } from './figures.ts'

/**
 * One part of `bench analytics`, in a process of its own so that its memory is its own: `write` makes the events, `answer` asks, `compare` asks ClickHouse too,
 * `grow` asks a tenth of the events in turn.
 */
export interface Told {
  /** Processor time of each case, in milliseconds; of `grow` as a multiple of that of a tenth. */
  readonly cpu: Readonly<Record<string, number>>
  readonly missed: number
}

const [what = '', folder = '', n = '0', smaller = ''] = process.argv.slice(2)
const bytes = 256 * 1_048_576
let missed = 0
const cpu: Record<string, number> = {}
if (what === 'write') writeProductFiles(folder, 20_261_128, Number(n))
if (what === 'answer') answerAll()
if (what === 'compare') compare()
if (what === 'grow') grow()
process.send?.({ cpu, missed } satisfies Told)
process.disconnect?.()

function answerAll(): void {
  const events = openProductFiles(folder, bytes)
  console.info(
    `\n${events.length.toLocaleString('en-US')} events, ${(events.persons.length - 1).toLocaleString('en-US')} persons, ${(events.accounts.length - 1).toLocaleString('en-US')} accounts`,
  )
  const ask = askOf(events)
  const idle = rss()
  for (const one of casesOf(ask)) {
    const own = medianOf(5, () => void one.ours())
    cpu[one.what] = own
    line(one.what, `${own.toFixed(0).padStart(6)} ms of processor time`)
  }
  limit('resident memory at most, these questions', peak(), 1000, 'MB')
  line('of it before the first question', `${idle.toFixed(0).padStart(6)} MB`)
  if (Number(n) <= 10_000_000) saved(ask)
  else for (const query of Object.values(savedQuestions)) ask(query)
  limit('resident memory at most, all questions', peak(), 1000, 'MB')
  line('load of the machine', `${loadavg()[0]?.toFixed(1)}`)
}

/** Each case of both sizes in turn, under as small a share of the events as the budget that ships is of a hundred million; the median of seven rounds. */
function grow(): void {
  const opened = (of: string, size: number) => openProductFiles(of, Math.min(bytes, Math.ceil((bytes * size) / 100_000_000)))
  const [large, small] = [opened(folder, Number(n)), opened(smaller, Number(n) / 10)]
  const works = (events: typeof large) => [...casesOf(askOf(events)).map((one) => [one.what, one.ours] as const), ...leastOf(events)]
  const less = new Map<string, () => unknown>(works(small))
  for (const [what, work] of works(large)) {
    const fewer = less.get(what) ?? work
    medianOf(5, fewer)
    medianOf(2, work)
    cpu[what] = quantile(
      Array.from({ length: 7 }, () => medianOf(1, work) / medianOf(5, fewer)),
      0.5,
    )
  }
}

/** Wall time of questions as people save them: of each the slowest of five, and of all the value below which 95 % lie. */
function saved(ask: ReturnType<typeof askOf>): void {
  const [all, work]: [number[], number[]] = [[], []]
  for (const [name, query] of Object.entries(savedQuestions)) {
    const busy: number[] = []
    const times = Array.from({ length: 5 }, () => {
      const since = performance.now()
      busy.push(medianOf(1, () => void ask(query)))
      return performance.now() - since
    })
    all.push(...times)
    work.push(...busy)
    line(
      name,
      `${Math.max(...times)
        .toFixed(0)
        .padStart(6)} ms at most   ${quantile(busy, 0.5).toFixed(0).padStart(6)} ms of processor time`,
    )
  }
  line('95 % of such questions, processor time', `${quantile(work, 0.95).toFixed(0).padStart(6)} ms`)
  limit('95 % of such questions', quantile(all, 0.95), 1000, 'ms')
}

function compare(): void {
  const events = openProductFiles(folder, bytes)
  assertShape(events.ts)
  const peer = openPeer(events)
  const ask = askOf(events)
  for (const one of casesOf(ask)) report(one)
  report(scanOf(ask), false)
  peer.close()

  function report({ what, bar, ours, theirs, tables }: Case, hasEqual = true): void {
    const found = JSON.stringify(ours())
    for (const table of tables) {
      const wanted = hasEqual ? JSON.stringify(peer.ask(theirs(table))) : found
      if (wanted !== found) throw new Error(`${what}: the numbers differ, so that no time is told.\n${found.slice(0, 400)}\n${wanted.slice(0, 400)}`)
    }
    const times = new Map<string, number[]>(['ours', ...tables].map((name) => [name, []]))
    for (let round = 0; round < 3; round++)
      for (const [name, own] of times) own.push(medianOf(5, () => void (name === 'ours' ? ours() : peer.ask(theirs(name)))))
    const median = (name: string): number => quantile(times.get(name) ?? [], 0.5)
    const [best, least] = tables.map((table) => [table, median(table)] as const).reduce((a, b) => (b[1] < a[1] ? b : a))
    const ratio = median('ours') / least
    if (ratio > bar) missed++
    line(
      what,
      `${median('ours').toFixed(0).padStart(6)} ms   chdb ${least.toFixed(0).padStart(6)} ms (${best})   ratio ${ratio.toFixed(2)}   <= ${bar}   ${ratio <= bar ? 'met' : 'MISSED'}`,
    )
  }
}

function line(label: string, text: string): void {
  console.info(`${label.padEnd(56)} ${text}`)
}

function limit(label: string, value: number, most: number, unit: string): void {
  if (value > most) missed++
  line(label, `${value.toFixed(0).padStart(6)} ${unit}   <= ${most}   ${value <= most ? 'met' : 'MISSED'}`)
}

function rss(): number {
  return process.memoryUsage.rss() / 1_048_576
}

function peak(): number {
  return process.resourceUsage().maxRSS / 1024
}

/** Processor time of all threads of this process, in milliseconds: the median of some runs. */
function medianOf(runs: number, work: () => unknown): number {
  const times = Array.from({ length: runs }, () => {
    const before = process.cpuUsage()
    work()
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1000
  })
  return quantile(times, 0.5)
}

function assertShape(ts: Float64Array): void {
  const day = 86_400_000
  const [low, high] = ts.reduce(([a, b], at) => [Math.min(a, at), Math.max(b, at)], [Infinity, -Infinity] as [number, number])
  if (low < base || high >= base + days * day || high - low < (days - 1) * day) throw new Error('The events do not span ninety days in milliseconds.')
}
