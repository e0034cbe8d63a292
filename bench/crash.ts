import { crashLoop } from '../test/faults/crashLoop.ts'
import { table } from './support/figures.ts'

/** Kill -9 amid writes and imports, THROUGHLINE_KILLS times (25). */
const report = await crashLoop({ kills: Number(process.env['THROUGHLINE_KILLS'] ?? 25), tell: (line) => console.info(line) })
table([
  { what: 'kills', value: report.kills, unit: '' },
  { what: 'writes acknowledged', value: report.writes, unit: '' },
  { what: `imports done, of ${report.imports.begun} begun`, value: report.imports.done, unit: '' },
  { what: 'acknowledged and lost or doubled, broken chains, stuck imports', value: report.faults.length, unit: '', budget: 0 },
  { what: 'slowest start after a kill', value: report.slowestStart / 1000, unit: 's', budget: 5 },
])
for (const fault of report.faults) console.error(fault)
process.exitCode = report.faults.length > 0 ? 1 : 0
