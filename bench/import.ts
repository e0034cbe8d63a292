import { execFile } from 'node:child_process'
import { createWriteStream, mkdirSync, rmSync } from 'node:fs'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { freePort, startServer, temporaryHome, type Server } from '../test/faults/server.ts'
import { root } from '../test/structure/source.ts'
import { family, memoryOf, table, type Figure } from './support/figures.ts'

/** Imports by the command line into a running server: five files of 33,600 rows, then one of a million events, with the memory of all processes watched. */
const [home, port] = [temporaryHome('bench'), await freePort()]
const events = Number(process.argv[2] ?? 1_000_000)
const server = await startServer({ home, port })
try {
  await writeFiles()
  await sleep(3000)
  const five = await measured(server, 'five')
  const again = await measured(server, 'five')
  await sleep(3000)
  const million = await measured(server, 'million')
  table([
    { what: 'five files, 33,600 rows', value: five.seconds, unit: 's', budget: 10 },
    { what: 'the same again, nothing changes', value: again.seconds, unit: 's' },
    { what: `${events.toLocaleString('en-US')} events, one CSV`, value: million.seconds, unit: 's' },
    { what: 'rows a second', value: events / million.seconds, unit: '' },
    { what: 'memory above idle, five files', value: five.above, unit: 'MB' },
    { what: 'memory above idle, one CSV', value: million.above, unit: 'MB', budget: 300 },
  ] satisfies Figure[])
} catch (error) {
  console.error(server.fate())
  throw error
} finally {
  await server.stop()
  rmSync(home, { recursive: true, force: true, maxRetries: 5 })
}

async function measured({ pid }: Server, name: string): Promise<{ seconds: number; above: number }> {
  const idle = memoryOf(family(pid, home))
  let peak = idle
  const watch = setInterval(() => (peak = Math.max(peak, memoryOf(family(pid, home)))), 200)
  const since = performance.now()
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(root, 'src/main.ts'), 'import', join(home, 'files', name), '--workspace', 'bench', '--json'],
    { env: { ...process.env, THROUGHLINE_HOME: home }, maxBuffer: 1e8 },
  )
  const seconds = (performance.now() - since) / 1000
  clearInterval(watch)
  for (const { file, created, updated, unchanged, quarantinedCount } of JSON.parse(stdout).files)
    console.info(`  ${file}: ${created} created, ${updated} updated, ${unchanged} unchanged, ${quarantinedCount} held`)
  return { seconds, above: peak - idle }
}

async function writeFiles(): Promise<void> {
  const day = (index: number): string => new Date(Date.UTC(2023, 0, 1) + (index % 700) * 86_400_000).toISOString().slice(0, 10)
  await write(
    'five/accounts.csv',
    'account_id,account_name,industry,country,signup_date,plan_tier',
    500,
    (i) => `A-${i},Company ${i},Software,SE,2022-12-${10 + (i % 20)},Pro`,
  )
  await write(
    'five/subscriptions.csv',
    'subscription_id,account_id,start_date,end_date,plan_tier,seats,mrr_amount,billing_frequency',
    5000,
    (i) => `S-${i},A-${i % 500},${day(i)},${i % 9 === 0 ? day(i + 690 - (i % 700)) : ''},Pro,${1 + (i % 30)},${100 + (i % 900)},monthly`,
  )
  await write(
    'five/feature_usage.csv',
    'usage_id,account_id,usage_date,feature_name,usage_count,error_count',
    25_000,
    (i) => `U-${i},A-${i % 500},${day(i)},feature_${i % 40},${1 + (i % 12)},${i % 3}`,
  )
  await write(
    'five/support_tickets.csv',
    'ticket_id,account_id,submitted_at,closed_at,priority,satisfaction_score',
    2000,
    (i) => `T-${i},A-${i % 500},${day(i)} 09:00,${day(i)} 17:00,high,${1 + (i % 5)}`,
  )
  await write('five/churn_events.csv', 'churn_event_id,account_id,churn_date,reason_code', 1100, (i) => `C-${i},A-${i % 500},${day(i)},price`)
  await write(
    'million/events.csv',
    'event_id,account_id,user_id,event_name,timestamp,usage_count,surface,session_id',
    events,
    (i) =>
      `E-${i},A-${i % 500},P-${i % 9000},feature_${i % 40},${day(i)}T${String(i % 24).padStart(2, '0')}:${String(i % 60).padStart(2, '0')}:00Z,${1 + (i % 9)},web,SES-${i % 40_000}`,
  )
}

async function write(name: string, heading: string, rows: number, row: (index: number) => string): Promise<void> {
  const path = join(home, 'files', name)
  mkdirSync(join(path, '..'), { recursive: true })
  const out = createWriteStream(path)
  out.write(`${heading}\n`)
  for (let from = 0; from < rows; from += 10_000) {
    const chunk = Array.from({ length: Math.min(10_000, rows - from) }, (_, index) => row(from + index))
    if (!out.write(`${chunk.join('\n')}\n`)) await once(out, 'drain')
  }
  out.end()
  await once(out, 'finish')
}
