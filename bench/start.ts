import { rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort, startServer, temporaryHome } from '../test/faults/server.ts'
import { program } from './support/program.ts'
import { family, memoryOf, quantile, table } from './support/figures.ts'

/** Seconds to the first HTTP 200: with the sample company made, and on a workspace that exists; then what all processes take at rest. */
const [home, port] = [temporaryHome('bench'), await freePort()]
try {
  const first = await startServer({ home, port, program, env: { THROUGHLINE_SAMPLE: 'yes' }, patience: 120_000 })
  await first.stop()
  const starts: number[] = []
  for (let run = 0; run < 5; run += 1) {
    const again = await startServer({ home, port, program })
    starts.push(again.readyAfter / 1000)
    if (run < 4) await again.stop()
    else {
      await sleep(8000)
      const pids = family(again.pid, home)
      table([
        { what: 'first 200, sample company created', value: first.readyAfter / 1000, unit: 's', budget: 10 },
        { what: 'first 200, existing workspace (median of 5)', value: quantile(starts, 0.5), unit: 's', budget: 2 },
        { what: 'first 200, existing workspace (slowest of 5)', value: Math.max(...starts), unit: 's' },
        { what: `memory at rest, ${pids.length} processes`, value: memoryOf(pids), unit: 'MB', budget: 400 },
        { what: 'of which the app', value: memoryOf([again.pid]), unit: 'MB' },
      ])
      await again.stop()
    }
  }
} finally {
  rmSync(home, { recursive: true, force: true, maxRetries: 5 })
}
