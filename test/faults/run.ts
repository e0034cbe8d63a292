import { crashLoop } from './crashLoop.ts'

/**
 * `node test/faults/run.ts`: THROUGHLINE_KILLS kills (1,000), from THROUGHLINE_SEED (1), a hundred at a time on a company of their own: the whole ledger is compared after
 * each kill, which a company that grew through all of them would make dearer with each. Ends with 1 when anything that was acknowledged is lost or doubled, or a start took over 5 s.
 */
const [kills, seed] = [Number(process.env['THROUGHLINE_KILLS'] ?? 1000), Number(process.env['THROUGHLINE_SEED'] ?? 1)]
const together = 100
const sum = { kills: 0, writes: 0, importsDone: 0, importsBegun: 0, events: 0, changesVerified: 0, slowestStartMs: 0, budgetMs: 5000, faults: 0 }
for (let stretch = 0; sum.kills < kills; stretch += 1) {
  const report = await crashLoop({ kills: Math.min(together, kills - sum.kills), seed: seed + stretch, tell: (line) => console.info(line) })
  sum.kills += report.kills
  sum.writes += report.writes
  sum.importsDone += report.imports.done
  sum.importsBegun += report.imports.begun
  sum.events += report.events
  sum.changesVerified += report.changesVerified
  sum.slowestStartMs = Math.max(sum.slowestStartMs, Math.round(report.slowestStart))
  sum.faults += report.faults.length
  console.info(JSON.stringify(sum))
  for (const fault of report.faults) console.error(fault)
}
process.exitCode = sum.faults > 0 || sum.slowestStartMs > sum.budgetMs ? 1 : 0
