import { crashLoop } from './crashLoop.ts'

/** `node test/faults/run.ts`: THROUGHLINE_KILLS kills (1,000), from THROUGHLINE_SEED (1). Ends with 1 when anything that was acknowledged is lost or doubled, or a start took over 5 s. */
const [kills, seed] = [Number(process.env['THROUGHLINE_KILLS'] ?? 1000), Number(process.env['THROUGHLINE_SEED'] ?? 1)]
const { faults, slowestStart, ...figures } = await crashLoop({ kills, seed, tell: (line) => console.info(line) })
console.info(JSON.stringify({ ...figures, slowestStartMs: Math.round(slowestStart), budgetMs: 5000, faults: faults.length }))
for (const fault of faults) console.error(fault)
process.exitCode = faults.length > 0 || slowestStart > 5000 ? 1 : 0
